//! What must hold before an entry becomes public, and before an applicant may ask again.
use super::{Entry, EntryState, Ground, InitiatedBy, ListKind, Subject, Trigger};
use crate::domain::{date::LegalDate, id::Birth, refusal::Refusal};

/// What the publisher's desk knows on the day of publication.
#[derive(Clone, Debug)]
pub struct PublishFacts<'a> {
    pub today: LegalDate,
    pub subject: Subject,
    /// From the identity number; `None` for a unit.
    pub birth: Option<LegalDate>,
    /// The subject is itself a debtor of the case (GF-3).
    pub is_debtor: bool,
    pub decision_no: &'a str,
    pub signed_by_president: bool,
    pub service_method: &'a str,
    /// DJ-3, only asked under G1.
    pub grounds: &'a [Ground],
    /// A linked 限制消费 order (RC-1).
    pub has_restriction: bool,
    /// A person looked at the case after the grace period and found the duty unperformed (GF-2).
    pub still_unperformed: bool,
    /// RC-2: conduct and ability considered.
    pub considerations: &'a str,
}

/// Every rule that still forbids publication, in the order a publisher would settle them; empty means it may go on.
pub fn gaps(entry: &Entry, facts: &PublishFacts<'_>) -> Vec<Refusal> {
    let f = facts;
    let mut found = subject_gaps(entry.list, entry.decided_on, f.today, f.subject, f.birth, f.is_debtor);
    let dishonest = entry.list == ListKind::Dishonest;
    let mut need = |fact: bool, rule, field, message: &str, fix: &str| {
        if !fact {
            found.push(Refusal::new(rule, field, message, fix));
        }
    };
    need(
        !facts.decision_no.trim().is_empty(),
        "DJ-5",
        "decision_no",
        "没有决定书文号。",
        "请填写决定书或者限制消费令的文号。",
    );
    need(facts.signed_by_president, "DJ-5", "president", "院长还没有签发。", "请报院长签发。");
    let served = entry.served_on.is_some() && !facts.service_method.trim().is_empty();
    need(served, "DJ-5", "service_date", "没有送达记录。", "请填写送达方式和送达日期。");
    need(
        !dishonest || !facts.grounds.is_empty(),
        "DJ-1",
        "grounds",
        "还没有选择失信行为的情形。",
        "请至少选择一种情形。",
    );
    need(
        !dishonest || facts.has_restriction,
        "RC-1",
        "restriction",
        "纳入失信名单的，应当同时限制消费。",
        "请先关联限制消费令。",
    );
    let considered = dishonest || !facts.considerations.trim().is_empty();
    need(considered, "RC-2", "considerations", "还没有写明考虑的因素。", "请写明被执行人的行为和履行能力。");
    let over = entry.is_past_term(facts.today);
    need(!over, "DJ-11", "term", "期限在公布前已经届满。", "请核对决定日期；确实届满的，不再公布。");
    let grace_over = entry.grace_until.is_none_or(|until| facts.today > until);
    need(grace_over, "GF-2", "grace_until", "宽限期还没有届满，不能公布。", "请等宽限期届满后再处理。");
    let looked = entry.grace_until.is_none() || facts.still_unperformed;
    need(looked, "GF-2", "still_unperformed", "还没有确认宽限期届满后仍未履行。", "请核实履行情况后再决定。");
    found
}

/// DJ-4, RC-9, GF-3: who may stand on a list at all. There is no override.
pub(super) fn subject_gaps(
    list: ListKind,
    decided_on: Option<LegalDate>,
    today: LegalDate,
    subject: Subject,
    birth: Option<LegalDate>,
    is_debtor: bool,
) -> Vec<Refusal> {
    let mut found = Vec::new();
    let minor_rule = if list == ListKind::Dishonest { "DJ-4" } else { "RC-9" };
    match birth {
        Some(birth) if is_minor(birth, today) || decided_on.is_some_and(|day| is_minor(birth, day)) => {
            found.push(Refusal::new(minor_rule, "id_no", "被执行人未满 18 周岁。", NO_OVERRIDE));
        }
        None if subject != Subject::Unit => {
            found.push(Refusal::new(minor_rule, "id_no", "没有身份证号，不能确认已满 18 周岁。", "请填写身份证号。"));
        }
        _ => {}
    }
    if let Err(refusal) = super::public_label(list, subject) {
        found.push(refusal);
    }
    if list == ListKind::Dishonest && !is_debtor {
        found.push(Refusal::new("GF-3", "is_debtor", "名单里的人必须是本案的被执行人。", "请核对案件当事人。"));
    }
    found
}

const NO_OVERRIDE: &str = "未成年人的信息不得公布，没有例外。";

/// RC-9: a person of a restricted unit is named in public, so nobody who may be a child is among them.
pub fn minor_of_unit(birth: Option<LegalDate>, today: LegalDate) -> Option<Refusal> {
    match birth {
        Some(birth) if !is_minor(birth, today) => None,
        Some(_) => Some(Refusal::new("RC-9", "id_no", "单位的有关人员未满 18 周岁。", NO_OVERRIDE)),
        None => Some(Refusal::new("RC-9", "id_no", "没有身份证号，不能确认已满 18 周岁。", "请填写身份证号。")),
    }
}

/// RC-1: the order a 失信 entry names as its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedOrder {
    pub list: ListKind,
    pub state: EntryState,
    /// The same person or unit, by number.
    pub same_debtor: bool,
    pub same_case: bool,
}

impl LinkedOrder {
    /// Served and not ended: signing without serving makes no order (GF-1).
    pub fn is_in_force(self) -> bool {
        use EntryState::*;
        self.list == ListKind::Restricted
            && self.same_debtor
            && self.same_case
            && matches!(self.state, Served | Grace | Published)
    }
}

/// RC-1: whoever stands on the 失信 list must be restricted, so the order may not end first.
pub fn still_needed(dishonest_public: bool) -> Option<Refusal> {
    dishonest_public.then(|| {
        Refusal::new(
            "RC-1",
            "lift_reason",
            "同一被执行人的失信信息还在公布，限制消费不能先解除。",
            "请先删除失信信息。",
        )
    })
}

fn is_minor(birth: LegalDate, day: LegalDate) -> bool {
    !Birth::Day(birth).is_adult_on(day)
}

/// DJ-3: four questions; one yes and the debtor is not "able but refuses" under G1.
pub fn g1_blocked(
    secured: bool,
    seized_enough: bool,
    ranks_later: bool,
    otherwise_unable: bool,
) -> Result<(), Refusal> {
    let answers = [
        (secured, "secured", "已经提供充分有效担保。"),
        (seized_enough, "seized_enough", "已经查封、扣押、冻结的财产足以清偿债务。"),
        (ranks_later, "ranks_later", "履行顺序在后，依法还不应强制执行。"),
        (otherwise_unable, "otherwise_unable", "其他不属于有履行能力而拒不履行的情形。"),
    ];
    match answers.into_iter().find(|(yes, _, _)| *yes) {
        None => Ok(()),
        Some((_, field, message)) => Err(Refusal::new("DJ-3", field, message, "不能以第一种情形纳入名单，请核对。")),
    }
}

/// DJ-12: after a removal the applicant asked for (R3), the applicant waits six months; the court itself does not.
pub fn may_apply_again(
    last: Option<(Trigger, LegalDate)>,
    by: InitiatedBy,
    applied_on: LegalDate,
) -> Result<(), Refusal> {
    match (last, by) {
        (Some((Trigger::R3, removed_on)), InitiatedBy::Applicant) if applied_on < removed_on.add_months(6) => {
            Err(Refusal::new(
                "DJ-12",
                "application_date",
                "申请执行人申请删除后六个月内，不能再次申请纳入。",
                format!("{}起可以再次申请。", removed_on.add_months(6).zh()),
            ))
        }
        _ => Ok(()),
    }
}
