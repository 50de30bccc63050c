//! A warning before a penalty, and its next step (PW-1..4).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::{
    case::CaseNo,
    date::LegalDate,
    money::Fen,
    refusal::Refusal,
    warning::{Warning, WarningKind, WarningState},
};

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WarningForm {
    pub kind: String,
    pub number: String,
    pub basis: String,
    pub case_no: String,
    pub name: String,
    pub issued_on: String,
    pub deadline: String,
}

/// A warning that may go out. The name goes no further than the seal.
#[derive(Clone, PartialEq, Eq)]
pub struct WarningInput {
    pub warning: Warning,
    /// Canonical
    pub case_no: String,
    pub name: String,
}

impl WarningForm {
    pub fn read(f: &Fields) -> Self {
        Self {
            kind: f.text("kind"),
            number: f.text("number"),
            basis: f.text("basis"),
            case_no: f.text("case_no"),
            name: f.text("name"),
            issued_on: f.text("issued_on"),
            deadline: f.text("deadline"),
        }
    }

    pub fn check(&self, today: LegalDate) -> Result<WarningInput, Errors> {
        let mut errors = Errors::default();
        let kind = WarningKind::parse(&self.kind);
        if kind.is_none() {
            errors.push("kind", "请选择通知的种类");
        }
        if self.name.is_empty() {
            errors.push("name", "请填写被执行人的姓名或者名称");
        }
        for (field, text) in [("name", &self.name), ("number", &self.number), ("basis", &self.basis)] {
            limit(&mut errors, field, text, 80);
        }
        let case_no = CaseNo::parse(&self.case_no).map(|no| no.canonical());
        if case_no.is_err() {
            errors.push("case_no", "请按（2025）湘1199执1号的样式填写案号");
        }
        let mut day = |field, text: &str, what| {
            let read = LegalDate::parse(text).ok();
            if read.is_none() {
                errors.push(field, format!("请填写{what}，{}", super::example(today)));
            }
            read
        };
        let (issued, deadline) =
            (day("issued_on", &self.issued_on, "发出日期"), day("deadline", &self.deadline, "履行期限"));
        let (Some(kind), Some(issued), Some(deadline), Ok(case_no), true) =
            (kind, issued, deadline, case_no, errors.is_empty())
        else {
            return Err(errors);
        };
        match Warning::issue(kind, &self.number, &self.basis, issued, deadline) {
            Ok(warning) => Ok(WarningInput { warning, case_no, name: self.name.clone() }),
            Err(refusal) => {
                errors.push(refusal.field, refusal.sentence());
                Err(errors)
            }
        }
    }
}

/// What may happen to a warning (PW-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Serve,
    Extend,
    Perform,
    Withdraw,
    Escalate,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Serve, Self::Extend, Self::Perform, Self::Escalate, Self::Withdraw];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Extend => "extend",
            Self::Perform => "perform",
            Self::Withdraw => "withdraw",
            Self::Escalate => "escalate",
        }
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::Serve => "登记送达",
            Self::Extend => "延长期限",
            Self::Perform => "已经履行",
            Self::Withdraw => "撤回通知",
            Self::Escalate => "转为正式决定",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// What the state lets happen, in the order of the desk.
    pub fn open_to(state: WarningState) -> Vec<Self> {
        match state {
            WarningState::Issued => vec![Self::Serve, Self::Withdraw],
            WarningState::Served | WarningState::Extended => {
                vec![Self::Perform, Self::Extend, Self::Escalate, Self::Withdraw]
            }
            WarningState::Performed | WarningState::Withdrawn | WarningState::Escalated => Vec::new(),
        }
    }
}

/// As typed; `version` is the version that was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepForm {
    pub step: String,
    /// Day of service, or the new deadline.
    pub day: String,
    pub amount: String,
    pub decision_no: String,
    pub version: String,
}

/// A step the form lets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepInput {
    pub step: Step,
    pub day: Option<LegalDate>,
    pub amount: Fen,
    pub decision_no: String,
}

impl StepForm {
    pub fn read(f: &Fields) -> Self {
        Self {
            step: f.text("step"),
            day: f.text("day"),
            amount: f.text("amount"),
            decision_no: f.text("decision_no"),
            version: f.text("version"),
        }
    }

    pub fn check(&self, today: LegalDate) -> Result<StepInput, Errors> {
        let mut errors = Errors::default();
        let step = Step::parse(&self.step);
        if step.is_none() {
            errors.push("step", "请选择怎样办理");
        }
        let day = LegalDate::parse(&self.day).ok();
        if matches!(step, Some(Step::Serve | Step::Extend)) && day.is_none() {
            let what = if step == Some(Step::Serve) { "送达日期" } else { "新的履行期限" };
            errors.push("day", format!("请填写{what}，{}", super::example(today)));
        }
        let amount = Fen::parse(&self.amount).ok().filter(|fen| *fen > Fen(0));
        if step == Some(Step::Perform) && amount.is_none() {
            errors.push("amount", "请填写履行的金额，例如 5万元");
        }
        limit(&mut errors, "decision_no", &self.decision_no, 60);
        match step {
            Some(step) if errors.is_empty() => {
                Ok(StepInput { step, day, amount: amount.unwrap_or(Fen(0)), decision_no: self.decision_no.clone() })
            }
            _ => Err(errors),
        }
    }
}

impl StepInput {
    /// The domain's own transition.
    pub fn take(&self, warning: Warning, today: LegalDate) -> Result<Warning, Refusal> {
        match self.step {
            Step::Serve => warning.serve(self.day.unwrap_or(today), today),
            Step::Extend => warning.extend(self.day.unwrap_or(today)),
            Step::Perform => warning.performed(),
            Step::Withdraw => warning.withdraw(),
            Step::Escalate => warning.escalate(&self.decision_no, today),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    #[test]
    fn pw_1_a_warning_says_everything_or_is_refused_by_field() {
        let fields: Vec<_> = WarningForm::default()
            .check(day("2025-12-15"))
            .err()
            .unwrap()
            .iter()
            .map(|(field, _)| field.to_owned())
            .collect();
        assert_eq!(fields, ["kind", "name", "case_no", "issued_on", "deadline"]);
        let form = WarningForm {
            kind: "fine".into(),
            number: "预罚通〔2025〕99号".into(),
            case_no: "(2025)湘1199执1号".into(),
            name: "示例某".into(),
            issued_on: "2025-12-15".into(),
            deadline: "2025-12-30".into(),
            ..WarningForm::default()
        };
        assert!(form.check(day("2025-12-15")).err().unwrap().get("basis").unwrap().contains("PW-1"));
    }

    #[test]
    fn pw_3_every_offered_step_is_allowed_and_no_other() {
        let issue = Warning::issue(WarningKind::Fine, "预1", "第114条", day("2025-11-01"), day("2025-11-16"));
        for &state in WarningState::ALL {
            let at = Warning { state, ..issue.clone().unwrap() };
            for step in Step::ALL {
                // served by today, extended to a later day
                let on = if step == Step::Serve { day("2025-11-20") } else { day("2025-12-20") };
                let input = StepInput { step, day: Some(on), amount: Fen(1), decision_no: "决1".into() };
                let taken = input.take(at.clone(), day("2025-12-15")).is_ok();
                assert_eq!(taken, Step::open_to(state).contains(&step), "{state:?} {step:?}");
            }
        }
    }
}
