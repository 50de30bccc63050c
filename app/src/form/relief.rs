//! What somebody under 限消 asks for, and what is decided (RC-7, GF-4).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::{
    date::LegalDate,
    list::{Capacity, LiftReason},
    refusal::Refusal,
    relief::{Asked, Grant, Relief, ReliefKind, ReliefStep},
};

const TEXT_MAX: usize = 500;

/// As typed; `once` was drawn for the page, so that a double press leaves one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReliefForm {
    pub kind: String,
    pub received_on: String,
    pub reason: String,
    /// Id of the unit's person to be released
    pub person: String,
    pub purpose: String,
    pub evidence: String,
    pub once: String,
}

impl ReliefForm {
    pub fn read(f: &Fields) -> Self {
        Self {
            kind: f.text("kind"),
            received_on: f.text("received_on"),
            reason: f.text("reason"),
            person: f.text("person"),
            purpose: f.text("purpose"),
            evidence: f.text("evidence"),
            once: f.text("once"),
        }
    }

    /// `persons`: those who stand beside the unit, with their capacity.
    pub fn check(&self, persons: &[(String, Option<Capacity>)], today: LegalDate) -> Result<Asked, Errors> {
        let mut errors = Errors::default();
        let kind = ReliefKind::parse(&self.kind);
        if kind.is_none() {
            errors.push("kind", "请选择申请什么");
        }
        let received = LegalDate::parse(&self.received_on).ok();
        if received.is_none() {
            errors.push("received_on", format!("请填写收到申请的日期，{}", super::example(today)));
        }
        limit(&mut errors, "purpose", &self.purpose, TEXT_MAX);
        limit(&mut errors, "evidence", &self.evidence, TEXT_MAX);
        let (Some(kind), Some(received_on), true) = (kind, received, errors.is_empty()) else { return Err(errors) };
        let asked = Asked {
            kind,
            received_on,
            reason: LiftReason::parse(&self.reason).filter(|_| kind == ReliefKind::TemporaryLift),
            purpose: self.purpose.clone(),
            evidence: self.evidence.clone(),
            capacity: persons.iter().find(|(id, _)| *id == self.person).and_then(|(_, capacity)| *capacity),
        };
        if let Err(refusal) = asked.check(today) {
            errors.push(refusal.field, refusal.sentence());
        }
        errors.or(asked)
    }
}

/// As typed, for a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReliefStepForm {
    pub step: String,
    pub version: String,
    pub from: String,
    pub until: String,
    pub approval_no: String,
    pub president: bool,
    pub not_controlling: bool,
    pub note: String,
}

impl ReliefStepForm {
    pub fn read(f: &Fields) -> Self {
        Self {
            step: f.text("go"),
            version: f.text("version"),
            from: f.text("from"),
            until: f.text("until"),
            approval_no: f.text("approval_no"),
            president: f.has("president"),
            not_controlling: f.has("not_controlling"),
            note: f.text("note"),
        }
    }

    /// The domain's own transition, with what it asks for.
    pub fn take(&self, relief: Relief, today: LegalDate) -> Result<Relief, Refusal> {
        let rule = relief.kind.rule();
        match ReliefStep::parse(&self.step) {
            Some(ReliefStep::Grant) => {
                let too_long = self.approval_no.chars().count() > 60;
                if too_long {
                    return Err(Refusal::new(rule, "approval_no", "批准文号太长。", "请写 60 字以内的文号。"));
                }
                let days = LegalDate::parse(&self.from).ok().zip(LegalDate::parse(&self.until).ok());
                let grant = Grant {
                    days,
                    approval_no: self.approval_no.clone(),
                    president: self.president,
                    not_controlling: self.not_controlling,
                };
                relief.grant(&grant, today)
            }
            Some(ReliefStep::Refuse) => {
                if self.note.chars().count() > TEXT_MAX {
                    return Err(Refusal::new(rule, "note", "理由太长。", "请写 500 字以内。"));
                }
                relief.refuse(&self.note, today)
            }
            Some(ReliefStep::Withdraw) => relief.withdraw(today),
            None => Err(Refusal::new(rule, "step", "没有这个步骤。", "请从页面上的按钮里选。")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::relief::ReliefState;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn form(kind: &str) -> ReliefForm {
        ReliefForm {
            kind: kind.into(),
            received_on: "2025-12-10".into(),
            reason: "exam".into(),
            person: "p1".into(),
            purpose: "到长沙参加考试".into(),
            evidence: "准考证".into(),
            once: String::new(),
        }
    }

    #[test]
    fn gf_4_each_kind_asks_for_its_own() {
        let persons = [("p1".to_owned(), Some(Capacity::Principal)), ("p2".to_owned(), Some(Capacity::Controller))];
        let today = day("2025-12-15");
        for kind in ReliefKind::ALL {
            assert_eq!(form(kind.code()).check(&persons, today).unwrap().kind, *kind);
        }
        let wrong =
            |form: ReliefForm| form.check(&persons, today).unwrap_err().iter().map(|(f, _)| f).collect::<Vec<_>>();
        assert_eq!(wrong(ReliefForm::default()), ["kind", "received_on"]);
        assert_eq!(wrong(ReliefForm { reason: String::new(), ..form("temporary_lift") }), ["reason"]);
        assert_eq!(wrong(ReliefForm { person: "p2".into(), ..form("release") }), ["person"]);
        assert_eq!(wrong(ReliefForm { purpose: "字".repeat(501), ..form("exemption") }), ["purpose"]);
    }

    #[test]
    fn gf_4_a_decision_is_read_as_typed() {
        let today = day("2025-12-15");
        let lift = Relief::received(ReliefKind::TemporaryLift, day("2025-12-10"));
        let grant = ReliefStepForm {
            step: "grant".into(),
            from: "2025-12-20".into(),
            until: "2026-01-05".into(),
            approval_no: "批1号".into(),
            president: true,
            ..ReliefStepForm::default()
        };
        assert_eq!(grant.take(lift, today).unwrap().state, ReliefState::Granted);
        assert_eq!(
            ReliefStepForm { until: "明天".into(), ..grant.clone() }.take(lift, today).unwrap_err().field,
            "from"
        );
        assert_eq!(
            ReliefStepForm { step: "refuse".into(), ..grant.clone() }.take(lift, today).unwrap_err().field,
            "note"
        );
        assert_eq!(ReliefStepForm { step: "other".into(), ..grant }.take(lift, today).unwrap_err().field, "step");
    }
}
