//! A bounty issue at the publishing desk: number, text, term and the creditor's application (BN-3, BN-4).
use super::{Errors, fields::Fields};
use crate::domain::{
    date::LegalDate,
    notice::{BountyKind, IssueNo},
};

/// As typed; `version` is the version the editor saw, so that nobody overwrites a colleague's work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueForm {
    pub no: String,
    pub title: String,
    pub kind: String,
    pub summary: String,
    pub body: String,
    pub condition: String,
    pub valid_from: String,
    pub valid_until: String,
    pub applicant: String,
    pub applied_on: String,
    pub decided_on: String,
    pub decision: String,
    pub promise: String,
    pub promised: bool,
    pub version: String,
}

/// The same, understood: an issue whose application was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueInput {
    pub no: IssueNo,
    pub title: String,
    pub kind: BountyKind,
    pub summary: String,
    pub body: String,
    pub condition: String,
    pub valid_from: LegalDate,
    pub valid_until: LegalDate,
    pub applicant: String,
    pub applied_on: LegalDate,
    pub decided_on: LegalDate,
    pub promise: String,
}

/// Longest term of a notice, in days: a year, then the court decides anew.
const TERM_MAX_DAYS: i32 = 366;

impl IssueForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            no: fields.text("no"),
            title: fields.text("title"),
            kind: fields.text("kind"),
            summary: fields.text("summary"),
            body: fields.text("body"),
            condition: fields.text("condition"),
            valid_from: fields.text("valid_from"),
            valid_until: fields.text("valid_until"),
            applicant: fields.text("applicant"),
            applied_on: fields.text("applied_on"),
            decided_on: fields.text("decided_on"),
            decision: fields.text("decision"),
            promise: fields.text("promise"),
            promised: fields.has("promised"),
            version: fields.text("version"),
        }
    }

    /// `today` bounds the term: a notice that ended before it was written helps nobody.
    pub fn check(&self, today: LegalDate) -> Result<IssueInput, Errors> {
        let mut e = Errors::default();
        let no = IssueNo::parse_typed(&self.no).ok();
        if no.is_none() {
            e.push("no", "请填写年份和期号，例如 2025-21");
        }
        required(&mut e, "title", &self.title, 60, "请填写标题");
        let kind = BountyKind::parse(&self.kind);
        if kind.is_none() {
            e.push("kind", "请选择悬赏类型");
        }
        required(&mut e, "summary", &self.summary, 80, "请用一句话说明征集什么，不要写姓名");
        limit(&mut e, "body", &self.body, 5000);
        required(&mut e, "condition", &self.condition, 300, "请写明领取悬赏金的条件（BN-4）");
        let term = self.term(&mut e, today);
        let application = self.application(&mut e, today);
        match (no, kind, term, application) {
            (Some(no), Some(kind), Some((valid_from, valid_until)), Some((applied_on, decided_on))) if e.is_empty() => {
                Ok(IssueInput {
                    no,
                    title: self.title.clone(),
                    kind,
                    summary: self.summary.clone(),
                    body: self.body.clone(),
                    condition: self.condition.clone(),
                    valid_from,
                    valid_until,
                    applicant: self.applicant.clone(),
                    applied_on,
                    decided_on,
                    promise: self.promise.clone(),
                })
            }
            _ => Err(e),
        }
    }

    fn term(&self, e: &mut Errors, today: LegalDate) -> Option<(LegalDate, LegalDate)> {
        let from = date(e, "valid_from", &self.valid_from, "请填写开始日期，例如 2025-12-01")?;
        let until = date(e, "valid_until", &self.valid_until, "请填写截止日期，例如 2026-03-31")?;
        if until < from {
            e.push("valid_until", "截止日期不能早于开始日期");
        } else if until < today {
            e.push("valid_until", "截止日期已经过去，请重新填写");
        } else if from.add_days(TERM_MAX_DAYS) < until {
            e.push("valid_until", "有效期最长一年，到期可以重新发布");
        }
        Some((from, until))
    }

    /// BN-3: no notice without a written application that the court approved.
    fn application(&self, e: &mut Errors, today: LegalDate) -> Option<(LegalDate, LegalDate)> {
        required(e, "applicant", &self.applicant, 60, "请填写提出书面申请的申请执行人（BN-3）");
        required(e, "promise", &self.promise, 300, "请写明申请执行人承诺支付的金额或方法（BN-3）");
        if !self.promised {
            e.push("promised", "没有申请执行人的书面承诺，不能发布悬赏公告（BN-3）");
        }
        if self.decision != "approved" {
            e.push("decision", "法院准许申请后才能发布悬赏公告（BN-3）");
        }
        let applied = date(e, "applied_on", &self.applied_on, "请填写收到书面申请的日期")?;
        let decided = date(e, "decided_on", &self.decided_on, "请填写法院准许的日期")?;
        if decided < applied {
            e.push("decided_on", "准许日期不能早于申请日期");
        } else if decided > today {
            e.push("decided_on", "准许日期不能晚于今天");
        }
        Some((applied, decided))
    }
}

pub(super) fn date(e: &mut Errors, field: &'static str, text: &str, message: &str) -> Option<LegalDate> {
    let parsed = LegalDate::parse(text).ok();
    if parsed.is_none() {
        e.push(field, message);
    }
    parsed
}

pub(super) fn required(e: &mut Errors, field: &'static str, text: &str, max: usize, message: &str) {
    if text.is_empty() {
        e.push(field, message);
    } else {
        limit(e, field, text, max);
    }
}

pub(super) fn limit(e: &mut Errors, field: &'static str, text: &str, max: usize) {
    let count = text.chars().count();
    if count > max {
        e.push(field, format!("请控制在 {max} 字以内，现在有 {count} 字"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> LegalDate {
        LegalDate::parse("2025-12-01").expect("a date")
    }

    fn filled() -> IssueForm {
        IssueForm {
            no: "2025-22".into(),
            title: "征集被执行人财产线索".into(),
            kind: "property".into(),
            summary: "征集一名被执行人的车辆、房产线索".into(),
            condition: "线索被采用并实际执行到位后发放，由申请执行人承担。".into(),
            valid_from: "2025-12-01".into(),
            valid_until: "2026-03-31".into(),
            applicant: "示例贸易有限公司".into(),
            applied_on: "2025-11-20".into(),
            decided_on: "2025-11-25".into(),
            decision: "approved".into(),
            promise: "按执行到位金额的百分之五支付".into(),
            promised: true,
            ..IssueForm::default()
        }
    }

    #[test]
    fn bn_3_no_notice_without_an_approved_application() {
        assert!(filled().check(today()).is_ok());
        for (field, broken) in [
            ("applicant", IssueForm { applicant: String::new(), ..filled() }),
            ("promised", IssueForm { promised: false, ..filled() }),
            ("decision", IssueForm { decision: "refused".into(), ..filled() }),
            ("decided_on", IssueForm { decided_on: "2025-11-01".into(), ..filled() }),
            ("decided_on", IssueForm { decided_on: "2025-12-02".into(), ..filled() }),
        ] {
            let errors = broken.check(today()).unwrap_err();
            assert!(errors.get(field).is_some(), "{field}");
        }
    }

    #[test]
    fn the_term_lies_ahead_and_within_a_year() {
        for until in ["2025-11-30", "2027-01-01", "next week"] {
            let form = IssueForm { valid_until: until.into(), ..filled() };
            assert!(form.check(today()).unwrap_err().get("valid_until").is_some(), "{until}");
        }
    }

    #[test]
    fn an_empty_form_names_every_gap_once() {
        let errors = IssueForm::default().check(today()).unwrap_err();
        for field in [
            "no",
            "title",
            "kind",
            "summary",
            "condition",
            "valid_from",
            "applicant",
            "promise",
            "promised",
            "decision",
            "applied_on",
        ] {
            assert_eq!(errors.iter().filter(|(f, _)| *f == field).count(), 1, "{field}");
        }
    }
}
