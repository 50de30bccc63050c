//! What BN-3, BN-4 and BN-11 ask of an issue before it leaves the desk. A draft may lack any of it; submitting names
//! everything that is missing, and publishing asks again.
use super::BountyKind;
use crate::domain::{
    bounty::ApplicationState,
    date::LegalDate,
    deadline::{Calendar, Duty},
    id::Birth,
    refusal::Refusal,
};

/// Longest term of a notice, in days: a year, then the court decides anew.
const TERM_MAX_DAYS: i32 = 366;

/// BN-3: the creditor's written application and the court's decision on it.
#[derive(Clone, Debug)]
pub struct Application<'a> {
    /// `None` until an answer is recorded.
    pub state: Option<ApplicationState>,
    pub applicant: &'a str,
    pub promise: &'a str,
    /// The promise is signed and in the case file.
    pub promised: bool,
    pub received_on: Option<LegalDate>,
    pub decided_on: Option<LegalDate>,
}

/// What is known of an issue on the day it is to go on.
#[derive(Clone, Debug)]
pub struct Required<'a> {
    pub today: LegalDate,
    pub title: &'a str,
    pub summary: &'a str,
    pub kind: Option<BountyKind>,
    pub conditions: &'a str,
    pub valid_from: Option<LegalDate>,
    pub valid_until: Option<LegalDate>,
    pub application: Application<'a>,
    pub property_reward: bool,
    pub whereabouts_reward: bool,
    pub how_to_report: &'a str,
    pub contact_phone: &'a str,
    pub subjects: usize,
    /// EW-2: number of the president's or delegate's approval.
    pub approval_no: &'a str,
    /// AN-8: when a photo is shown, why it is necessary.
    pub photo_reason: Option<&'a str>,
}

/// Every rule the notice still breaks, in the order of the form; empty means it may go on.
pub fn gaps(notice: &Required<'_>) -> Vec<Refusal> {
    let mut found = words(notice);
    found.extend(term(notice));
    found.extend(application(&notice.application, notice.today));
    found.extend(sought(notice));
    found.extend(publication(notice));
    found
}

/// A rule, its field, what is wrong and what to do, where the fact does not hold.
type Need = (bool, &'static str, &'static str, &'static str, &'static str);

fn unmet(needs: impl IntoIterator<Item = Need>) -> Vec<Refusal> {
    let broken = needs.into_iter().filter(|(kept, ..)| !kept);
    broken.map(|(_, rule, field, message, fix)| Refusal::new(rule, field, message, fix)).collect()
}

fn filled(text: &str) -> bool {
    !text.trim().is_empty()
}

fn words(n: &Required<'_>) -> Vec<Refusal> {
    unmet([
        (filled(n.title), "BN-4", "title", "还没有标题。", "请填写标题。"),
        (n.kind.is_some(), "BN-11", "kind", "还没有选择悬赏类型。", "请选择财产线索、行踪线索或者两种都要。"),
        (filled(n.summary), "BN-4", "summary", "还没有一句话说明。", "请写明征集什么，不要写姓名。"),
        (filled(n.conditions), "BN-4", "condition", "还没有写明领取条件。", "请写明满足什么条件可以领取悬赏金。"),
    ])
}

fn term(n: &Required<'_>) -> Vec<Refusal> {
    let (from, until) = match (n.valid_from, n.valid_until) {
        (Some(from), Some(until)) => (from, until),
        (from, until) => {
            return unmet([
                (from.is_some(), "BN-4", "valid_from", "还没有填写开始日期。", "请填写开始日期。"),
                (until.is_some(), "BN-4", "valid_until", "还没有填写截止日期。", "请填写截止日期。"),
            ]);
        }
    };
    let wrong = unmet([
        (until >= from, "BN-4", "valid_until", "截止日期早于开始日期。", "请核对有效期。"),
        (until >= n.today, "BN-4", "valid_until", "截止日期已经过去。", "请重新填写截止日期。"),
        (
            until <= from.add_days(TERM_MAX_DAYS),
            "BN-4",
            "valid_until",
            "有效期超过一年。",
            "有效期最长一年，到期可以重新发布。",
        ),
    ]);
    wrong.into_iter().take(1).collect()
}

fn application(a: &Application<'_>, today: LegalDate) -> Vec<Refusal> {
    let mut found = unmet([
        (filled(a.applicant), "BN-3", "applicant", "还没有申请执行人。", "请填写提出书面申请的申请执行人。"),
        (a.received_on.is_some(), "BN-3", "applied_on", "还没有收到书面申请的日期。", "请填写收到申请的日期。"),
        (filled(a.promise), "BN-3", "promise", "还没有写明承诺支付的金额或者方法。", "请按书面承诺填写。"),
        (
            a.promised,
            "BN-3",
            "promised",
            "还没有确认申请执行人的书面承诺。",
            "没有书面承诺不能发布悬赏公告，请核对卷宗后勾选。",
        ),
        (
            a.state == Some(ApplicationState::Approved),
            "BN-3",
            "decision",
            "悬赏申请还没有批准。",
            "法院准许申请后才能发布悬赏公告，请登记法院的决定。",
        ),
        (a.decided_on.is_some(), "BN-3", "decided_on", "还没有作出决定的日期。", "请填写法院准许的日期。"),
    ]);
    if let (Some(received), Some(decided)) = (a.received_on, a.decided_on) {
        found.extend(unmet([
            (decided >= received, "BN-3", "decided_on", "准许日期早于申请日期。", "请核对两个日期。"),
            (decided <= today, "BN-3", "decided_on", "准许日期晚于今天。", "请核对准许日期。"),
        ]));
    }
    found
}

/// BN-11: property and whereabouts each need their own reward.
fn sought(n: &Required<'_>) -> Vec<Refusal> {
    let seeks = |wanted: fn(BountyKind) -> bool| n.kind.is_some_and(wanted) && n.subjects > 0;
    unmet([
        (n.subjects > 0, "BN-4", "subjects", "还没有填写被执行人。", "请至少添加一名被执行人。"),
        (
            !seeks(BountyKind::seeks_property) || n.property_reward,
            "BN-4",
            "property_reward",
            "还没有写明财产线索的悬赏金。",
            "请在被执行人一栏填写数额或者计算方法。",
        ),
        (
            !seeks(BountyKind::seeks_whereabouts) || n.whereabouts_reward,
            "BN-11",
            "whereabouts_reward",
            "还没有写明行踪线索的悬赏金。",
            "行踪和财产的悬赏要分别写明。",
        ),
    ])
}

fn publication(n: &Required<'_>) -> Vec<Refusal> {
    unmet([
        (
            filled(n.how_to_report),
            "BN-4",
            "how_to_report",
            "还没有写明怎样提供线索。",
            "请写明网上、电话和窗口三种方式。",
        ),
        (filled(n.contact_phone), "BN-4", "contact_phone", "还没有填写联系电话。", "请填写举报电话。"),
        (filled(n.approval_no), "EW-1", "approval_no", "还没有填写院长或者授权人员的批准文号。", "请填写批准文号。"),
        (
            n.photo_reason.is_none_or(filled),
            "AN-8",
            "photo_reason",
            "还没有写明使用照片的必要理由。",
            "请写明理由，或者不用照片。",
        ),
    ])
}

/// DJ-4: nobody who is or may be under eighteen is named. `persons` are the natural persons among the subjects, by
/// their place in the issue. There is no override.
pub fn minors(persons: impl IntoIterator<Item = (i64, Birth)>, today: LegalDate) -> Vec<Refusal> {
    let young = persons.into_iter().filter(|(_, birth)| !birth.is_adult_on(today));
    young
        .map(|(position, birth)| {
            let message = match birth {
                Birth::Day(_) => format!("第 {position} 名被执行人未满 18 周岁，不得公开。"),
                Birth::Year(_) | Birth::Unknown => {
                    format!("不能确认第 {position} 名被执行人已满 18 周岁，不得公开。")
                }
            };
            Refusal::new("DJ-4", "subjects", message, "请核对身份证号码；确未成年的，改用不公开的方式查找。")
        })
        .collect()
}

/// BN-3: the court decides within ten days of the application. A late decision still stands, so this warns and stops
/// nothing; a year without a calendar says so (TD-3).
pub fn late_decision(
    received: LegalDate,
    decided: Option<LegalDate>,
    today: LegalDate,
    calendar: &Calendar,
) -> Option<Refusal> {
    let limit = Duty::DecideBounty.limit().zh();
    let due = match Duty::DecideBounty.due(received, calendar) {
        Ok(due) => due,
        Err(unknown) => return Some(unknown.into()),
    };
    if !due.is_overdue(decided.unwrap_or(today)) {
        return None;
    }
    let last = due.rolled.zh();
    let message = match decided {
        Some(day) => {
            format!("收到申请后第 {} 日才作出决定，超过 {limit}的期限（最迟{last}）。", received.days_until(day))
        }
        None => {
            format!("收到申请已经 {} 日，还没有决定，超过 {limit}的期限（最迟{last}）。", received.days_until(today))
        }
    };
    Some(Refusal::new("BN-3", "decided_on", message, "请核对日期；确实超期的，请在卷宗里写明原因。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn applied() -> Application<'static> {
        Application {
            state: Some(ApplicationState::Approved),
            applicant: "示例贸易有限公司",
            promise: "按执行到位金额的百分之五支付",
            promised: true,
            received_on: Some(day("2025-11-20")),
            decided_on: Some(day("2025-11-25")),
        }
    }

    fn whole() -> Required<'static> {
        Required {
            today: day("2025-12-01"),
            title: "征集被执行人财产和行踪线索",
            summary: "征集一名被执行人的车辆、房产线索",
            kind: Some(BountyKind::Both),
            conditions: "线索被采用并实际执行到位后发放",
            valid_from: Some(day("2025-12-01")),
            valid_until: Some(day("2026-05-31")),
            application: applied(),
            property_reward: true,
            whereabouts_reward: true,
            how_to_report: "网上提交、拨打电话或者到窗口",
            contact_phone: "0746-0000000",
            subjects: 1,
            approval_no: "2025-12",
            photo_reason: None,
        }
    }

    #[track_caller]
    fn misses(notice: &Required<'_>, rule: &str, field: &str) {
        let found = gaps(notice);
        assert_eq!(found.iter().map(|r| (r.rule, r.field)).collect::<Vec<_>>(), [(rule, field)]);
    }

    #[test]
    fn bn_3_no_notice_without_an_approved_application() {
        assert!(gaps(&whole()).is_empty());
        use ApplicationState::{Received, Refused, Withdrawn};
        for state in [None, Some(Received), Some(Refused), Some(Withdrawn)] {
            misses(&Required { application: Application { state, ..applied() }, ..whole() }, "BN-3", "decision");
        }
        for (application, field) in [
            (Application { applicant: "", ..applied() }, "applicant"),
            (Application { promise: " ", ..applied() }, "promise"),
            (Application { promised: false, ..applied() }, "promised"),
            (Application { received_on: None, ..applied() }, "applied_on"),
            (Application { decided_on: None, ..applied() }, "decided_on"),
            (Application { decided_on: Some(day("2025-11-01")), ..applied() }, "decided_on"),
            (Application { decided_on: Some(day("2025-12-02")), ..applied() }, "decided_on"),
        ] {
            misses(&Required { application, ..whole() }, "BN-3", field);
        }
    }

    #[test]
    fn bn_4_each_missing_field_is_named() {
        let broken = [
            (Required { title: "", ..whole() }, "BN-4", "title"),
            (Required { summary: "", ..whole() }, "BN-4", "summary"),
            (Required { kind: None, ..whole() }, "BN-11", "kind"),
            (Required { subjects: 0, ..whole() }, "BN-4", "subjects"),
            (Required { property_reward: false, ..whole() }, "BN-4", "property_reward"),
            (Required { whereabouts_reward: false, ..whole() }, "BN-11", "whereabouts_reward"),
            (Required { conditions: " ", ..whole() }, "BN-4", "condition"),
            (Required { how_to_report: "", ..whole() }, "BN-4", "how_to_report"),
            (Required { contact_phone: "", ..whole() }, "BN-4", "contact_phone"),
            (Required { valid_from: None, ..whole() }, "BN-4", "valid_from"),
            (Required { approval_no: "", ..whole() }, "EW-1", "approval_no"),
            (Required { photo_reason: Some(""), ..whole() }, "AN-8", "photo_reason"),
        ];
        for (notice, rule, field) in broken {
            misses(&notice, rule, field);
        }
    }

    #[test]
    fn bn_4_the_term_lies_ahead_and_within_a_year() {
        for until in ["2025-11-30", "2027-01-01"] {
            misses(&Required { valid_until: Some(day(until)), ..whole() }, "BN-4", "valid_until");
        }
        let begun = Required { valid_from: Some(day("2025-06-01")), ..whole() };
        assert!(gaps(&begun).is_empty());
        misses(&Required { today: day("2026-06-01"), ..begun }, "BN-4", "valid_until");
    }

    #[test]
    fn bn_11_each_kind_needs_only_its_own_reward() {
        let property = Required { kind: Some(BountyKind::Property), whereabouts_reward: false, ..whole() };
        let whereabouts = Required { kind: Some(BountyKind::Whereabouts), property_reward: false, ..whole() };
        assert!(gaps(&property).is_empty() && gaps(&whereabouts).is_empty());
    }

    #[test]
    fn dj_4_who_may_be_a_child_is_not_named() {
        let today = day("2025-12-15");
        let persons =
            [(1, Birth::Year(1985)), (2, Birth::Year(2007)), (3, Birth::Day(day("2008-01-01"))), (4, Birth::Unknown)];
        let found = minors(persons, today);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|r| r.rule == "DJ-4"));
        assert!(found[0].message.contains("不能确认第 2 名") && found[1].message.contains("第 3 名被执行人未满"));
        assert!(minors([(1, Birth::Day(day("2007-12-15")))], today).is_empty());
    }

    #[test]
    fn bn_3_a_decision_after_the_tenth_day_is_pointed_out() {
        let calendar = Calendar::known();
        let late = |decided: Option<&str>, today| {
            late_decision(day("2025-12-01"), decided.map(day), day(today), &calendar).map(|r| (r.rule, r.message))
        };
        assert_eq!(late(Some("2025-12-11"), "2025-12-20"), None);
        let (rule, words) = late(Some("2025-12-12"), "2025-12-20").unwrap();
        assert!(rule == "BN-3" && words.contains("第 11 日"), "{words}");
        assert_eq!(late(None, "2025-12-11"), None);
        assert!(late(None, "2025-12-12").unwrap().1.contains("还没有决定"));
        // the tenth day is a Saturday: Monday counts (TD-1)
        assert!(late_decision(day("2025-12-03"), Some(day("2025-12-15")), day("2025-12-20"), &calendar).is_none());
        assert_eq!(late_decision(day("2027-01-01"), None, day("2027-02-01"), &calendar).unwrap().rule, "TD-3");
    }
}
