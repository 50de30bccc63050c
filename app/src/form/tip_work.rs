//! What staff decide on a tip: triage, assignment, notes, replies, the next state, the reason for closing (8.2).
use super::{Errors, example, fields::Fields};
use crate::domain::{
    date::LegalDate,
    ids::{StaffId, TipId},
    tip::{Finding, Measure, Step, TipKind, Urgency},
};

/// Longest reply to a tipster, in characters.
pub const REPLY_MAX: usize = 400;
/// Longest internal note, in characters.
pub const NOTE_MAX: usize = 2000;
/// Longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// Who reads a note: the officer in charge, the team of the tip, or the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    Officer,
    Team,
    Tipster,
}

impl Visibility {
    pub const ALL: [Visibility; 3] = [Self::Officer, Self::Team, Self::Tipster];

    pub fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Team => "team",
            Self::Tipster => "tipster",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.code() == code)
    }
    pub fn zh(self) -> &'static str {
        match self {
            Self::Officer => "只有承办人看",
            Self::Team => "能看这条线索的人都看",
            Self::Tipster => "发给提供线索的人",
        }
    }
}

/// Triage as typed.
#[derive(Clone, Debug, Default)]
pub struct TriageForm {
    pub kind: String,
    pub urgency: String,
    pub expected: String,
    /// Id of the earlier tip this one repeats, empty when it does not.
    pub duplicate: String,
}

/// Triage, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Triage {
    pub kind: TipKind,
    pub urgency: Urgency,
    pub duplicate_of: Option<TipId>,
}

impl TriageForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            kind: fields.text("kind"),
            urgency: fields.text("urgency"),
            expected: fields.text("expected"),
            duplicate: fields.text("duplicate"),
        }
    }

    /// `today` is where the example date comes from.
    pub fn check(&self, today: LegalDate) -> Result<Triage, Errors> {
        let mut errors = Errors::default();
        let kind = TipKind::parse(&self.kind);
        if kind.is_none() {
            errors.push("kind", "请选择线索类型");
        }
        let urgency = self.urgency(&mut errors, today);
        match (kind, urgency) {
            (Some(kind), Some(urgency)) => Ok(Triage { kind, urgency, duplicate_of: TipId::parse(&self.duplicate) }),
            _ => Err(errors),
        }
    }

    fn urgency(&self, errors: &mut Errors, today: LegalDate) -> Option<Urgency> {
        match self.urgency.as_str() {
            "now" => Some(Urgency::Now),
            "normal" => Some(Urgency::Normal),
            "dated" => match LegalDate::parse(&self.expected) {
                Ok(date) if date >= today => Some(Urgency::Dated(date)),
                read => {
                    let what = if read.is_ok() {
                        "这个日期已经过去，请填写今天以后的日期"
                    } else {
                        "请填写预计出现的日期"
                    };
                    errors.push("expected", format!("{what}，{}", example(today.add_days(1))));
                    None
                }
            },
            _ => {
                errors.push("urgency", "请选择紧急程度");
                None
            }
        }
    }
}

/// Assignment as typed: to whom, and the answer to the recusal question.
#[derive(Clone, Debug, Default)]
pub struct AssignForm {
    pub to: String,
    pub recusal: String,
}

impl AssignForm {
    pub fn read(fields: &Fields) -> Self {
        Self { to: fields.text("to"), recusal: fields.text("recusal") }
    }

    /// 8.2: nobody is assigned before the recusal question is answered with no.
    pub fn check(&self) -> Result<StaffId, Errors> {
        let mut errors = Errors::default();
        let to = StaffId::parse(&self.to);
        if to.is_none() {
            errors.push("to", "请选择承办人");
        }
        match self.recusal.as_str() {
            "none" => {}
            "conflict" => errors.push("recusal", "有应当回避的情形，请改派给其他人"),
            _ => errors.push("recusal", "请确认承办人是否需要回避"),
        }
        match to {
            Some(to) if errors.is_empty() => Ok(to),
            _ => Err(errors),
        }
    }
}

/// A note or a reply as typed.
#[derive(Clone, Debug, Default)]
pub struct NoteForm {
    pub text: String,
    pub visibility: String,
}

impl NoteForm {
    pub fn read(fields: &Fields) -> Self {
        Self { text: fields.text("note"), visibility: fields.text("visibility") }
    }

    pub fn check(&self) -> Result<(Visibility, String), Errors> {
        let mut errors = Errors::default();
        let visibility = Visibility::parse(&self.visibility);
        if visibility.is_none() {
            errors.push("visibility", "请选择给谁看");
        }
        let limit = if visibility == Some(Visibility::Tipster) { REPLY_MAX } else { NOTE_MAX };
        check_text(&mut errors, "note", &self.text, limit, "请写下内容");
        match visibility {
            Some(visibility) if errors.is_empty() => Ok((visibility, self.text.clone())),
            _ => Err(errors),
        }
    }
}

/// The next step as typed: its code, and what some steps need beside it.
#[derive(Clone, Debug, Default)]
pub struct MoveForm {
    pub step: String,
    pub finding: String,
    pub measure: String,
    pub reason: String,
}

/// Steps a person takes through [`MoveForm`]: code and whether a reason is asked for.
pub const MOVES: [(&str, bool); 8] = [
    ("verify", false),
    ("answered", false),
    ("find", true),
    ("act", true),
    ("transfer", true),
    ("result", true),
    ("feedback", false),
    ("close", true),
];

/// A step of the form with empty values, to ask the domain whether it is allowed now.
pub fn sample(code: &str) -> Option<Step> {
    Some(match code {
        "verify" => Step::StartVerifying,
        "answered" => Step::Answered,
        "find" => Step::Find { finding: Finding::Duplicate },
        "act" => Step::Act { measure: Measure::Summon },
        "transfer" => Step::Transfer,
        "result" => Step::RecordResult,
        "feedback" => Step::GiveFeedback,
        "close" => Step::Close,
        "reopen" => Step::Reopen { reason: "x".into() },
        _ => return None,
    })
}

impl MoveForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            step: fields.text("step"),
            finding: fields.text("finding"),
            measure: fields.text("measure"),
            reason: fields.text("reason"),
        }
    }

    /// The step with its values and the reason, which is kept sealed beside the tip.
    pub fn check(&self) -> Result<(Step, String), Errors> {
        let mut errors = Errors::default();
        let step = self.understood(&mut errors);
        let needs_reason = self.step == "reopen" || MOVES.iter().any(|(code, reason)| *code == self.step && *reason);
        if needs_reason && self.reason.is_empty() {
            errors.push("reason", "请写明理由");
        }
        if self.reason.chars().count() > REASON_MAX {
            errors.push("reason", "理由请控制在 200 字以内");
        }
        match step {
            Some(step) if errors.is_empty() => Ok((step, self.reason.clone())),
            _ => Err(errors),
        }
    }

    fn understood(&self, errors: &mut Errors) -> Option<Step> {
        match self.step.as_str() {
            "find" => match Finding::parse(&self.finding) {
                Some(finding) => Some(Step::Find { finding }),
                None => {
                    errors.push("finding", "请选择核查结论");
                    None
                }
            },
            "act" => match Measure::parse(&self.measure) {
                Some(measure) => Some(Step::Act { measure }),
                None => {
                    errors.push("measure", "请选择采取的措施");
                    None
                }
            },
            "reopen" => Some(Step::Reopen { reason: self.reason.clone() }),
            code => {
                let step = sample(code);
                if step.is_none() {
                    errors.push("step", "请选择下一步");
                }
                step
            }
        }
    }
}

fn check_text(errors: &mut Errors, field: &'static str, text: &str, max: usize, empty: &str) {
    if text.is_empty() {
        errors.push(field, empty);
    } else if text.chars().count() > max {
        errors.push(field, format!("请控制在 {max} 字以内"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recusal_is_asked_before_assignment() {
        let to = "018f0000-0000-7000-8000-000000000001";
        let form = |answer| AssignForm::read(&Fields::from([("to", to), ("recusal", answer)]));
        assert!(form("none").check().is_ok());
        assert!(form("").check().unwrap_err().get("recusal").is_some());
        assert!(form("conflict").check().unwrap_err().get("recusal").is_some());
    }

    #[test]
    fn a_reply_is_shorter_than_a_note() {
        let long = "字".repeat(401);
        let form = |v: &str| NoteForm { text: long.clone(), visibility: v.into() };
        assert!(form("team").check().is_ok());
        assert!(form("tipster").check().unwrap_err().get("note").is_some());
    }

    #[test]
    fn a_step_brings_what_it_needs() {
        let form = |step: &str, finding: &str, reason: &str| MoveForm {
            step: step.into(),
            finding: finding.into(),
            reason: reason.into(),
            ..MoveForm::default()
        };
        assert!(form("verify", "", "").check().is_ok());
        assert!(form("find", "", "已核对").check().unwrap_err().get("finding").is_some());
        assert!(form("find", "true", "").check().unwrap_err().get("reason").is_some());
        assert!(form("close", "", "已反馈").check().is_ok());
        assert!(form("withdraw", "", "").check().unwrap_err().get("step").is_some());
        assert!(MOVES.iter().all(|(code, _)| sample(code).is_some()));
    }

    #[test]
    fn triage_wants_a_date_only_when_dated() {
        let form = |u: &str, d: &str| TriageForm {
            kind: "property".into(),
            urgency: u.into(),
            expected: d.into(),
            ..TriageForm::default()
        };
        let today = LegalDate::parse("2027-02-27").expect("a date");
        assert!(form("now", "").check(today).is_ok());
        let errors = form("dated", "").check(today).unwrap_err();
        assert_eq!(errors.get("expected"), Some("请填写预计出现的日期，例如 2027-02-28"));
        assert!(form("dated", "2027-03-31").check(today).is_ok());
        let late = form("dated", "2027-02-26").check(today).unwrap_err();
        assert_eq!(late.get("expected"), Some("这个日期已经过去，请填写今天以后的日期，例如 2027-02-28"));
    }
}
