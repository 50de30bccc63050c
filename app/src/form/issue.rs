//! A bounty issue at the publishing desk: number, text, term and the creditor's application. A draft may lack any of it
//! but its number; what must be there before it goes on is `domain::notice::gaps` (BN-3, BN-4).
use super::{Errors, example, fields::Fields};
use crate::domain::{
    bounty::ApplicationState,
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

/// The same, understood: whatever of it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueInput {
    pub no: IssueNo,
    pub title: String,
    pub kind: Option<BountyKind>,
    pub summary: String,
    pub body: String,
    pub condition: String,
    pub valid_from: Option<LegalDate>,
    pub valid_until: Option<LegalDate>,
    pub applicant: String,
    pub applied_on: Option<LegalDate>,
    pub decided_on: Option<LegalDate>,
    /// `None` until an answer is chosen.
    pub decision: Option<ApplicationState>,
    pub promise: String,
    pub promised: bool,
}

/// The choices of 法院的决定: code in the form, words, what it stands for.
pub const DECISIONS: [(&str, &str, ApplicationState); 3] = [
    ("approved", "准许", ApplicationState::Approved),
    ("refused", "不准许", ApplicationState::Refused),
    ("pending", "尚未决定", ApplicationState::Received),
];

/// The form's code of a stored state, empty for one the form does not offer.
pub fn decision_code(state: Option<ApplicationState>) -> &'static str {
    DECISIONS.iter().find(|(_, _, known)| Some(*known) == state).map_or("", |(code, ..)| code)
}

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

    /// Only what cannot be stored is refused: an unreadable number or date, a text that is too long.
    pub fn check(&self, today: LegalDate) -> Result<IssueInput, Errors> {
        let mut e = Errors::default();
        let no = IssueNo::parse_typed(&self.no).ok();
        if no.is_none() {
            e.push("no", format!("请填写年份和期号，例如 {}-21", today.year()));
        }
        for (field, text, max) in [
            ("title", &self.title, 60),
            ("summary", &self.summary, 80),
            ("body", &self.body, 5000),
            ("condition", &self.condition, 300),
            ("applicant", &self.applicant, 60),
            ("promise", &self.promise, 300),
        ] {
            limit(&mut e, field, text, max);
        }
        let mut day = |field, text: &str| readable(&mut e, field, text, today);
        let (valid_from, valid_until) = (day("valid_from", &self.valid_from), day("valid_until", &self.valid_until));
        let (applied_on, decided_on) = (day("applied_on", &self.applied_on), day("decided_on", &self.decided_on));
        let decision = DECISIONS.iter().find(|(code, ..)| *code == self.decision).map(|(_, _, state)| *state);
        match no {
            Some(no) if e.is_empty() => Ok(IssueInput {
                no,
                title: self.title.clone(),
                kind: BountyKind::parse(&self.kind),
                summary: self.summary.clone(),
                body: self.body.clone(),
                condition: self.condition.clone(),
                valid_from,
                valid_until,
                applicant: self.applicant.clone(),
                applied_on,
                decided_on,
                decision,
                promise: self.promise.clone(),
                promised: self.promised,
            }),
            _ => Err(e),
        }
    }
}

/// A date that may be left empty, but not unreadable.
pub(super) fn readable(e: &mut Errors, field: &'static str, text: &str, today: LegalDate) -> Option<LegalDate> {
    if text.is_empty() {
        return None;
    }
    date(e, field, text, &format!("没有看懂这个日期，请按年月日填写，{}，也可以先留空", example(today)))
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

    #[test]
    fn a_draft_may_lack_everything_but_its_number() {
        let form = IssueForm { no: "2025-22".into(), decision: "pending".into(), ..IssueForm::default() };
        let input = form.check(today()).expect("a draft");
        assert_eq!((input.kind, input.valid_until, input.promised), (None, None, false));
        assert_eq!(input.decision, Some(ApplicationState::Received));
        assert_eq!(decision_code(input.decision), "pending");
        assert_eq!(decision_code(None), "");
        let errors = IssueForm::default().check(today()).unwrap_err();
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["no"]);
    }

    #[test]
    fn what_cannot_be_kept_is_refused_at_its_field() {
        for (field, form) in [
            ("title", IssueForm { title: "字".repeat(61), ..IssueForm::default() }),
            ("valid_until", IssueForm { valid_until: "下个月".into(), ..IssueForm::default() }),
            ("applied_on", IssueForm { applied_on: "2025-02-30".into(), ..IssueForm::default() }),
        ] {
            let errors = IssueForm { no: "2025-22".into(), ..form }.check(today()).unwrap_err();
            assert_eq!(errors.iter().map(|(f, _)| f).collect::<Vec<_>>(), [field]);
        }
        let errors = IssueForm { no: "2025-22".into(), valid_from: "x".into(), ..IssueForm::default() };
        assert!(errors.check(today()).unwrap_err().get("valid_from").is_some_and(|m| m.contains("例如 2025-12-01")));
    }
}
