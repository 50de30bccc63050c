//! What the desk does with a request for correction: one step at a time, each with what it must say (DJ-14).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::{
    date::LegalDate,
    deadline::Calendar,
    objection::{About, Mended, Objection, ObjectionState},
    refusal::Refusal,
};

const ANSWER_MAX: usize = 1000;

/// A step of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Review,
    Uphold,
    Fix,
    Reject,
    Reconsider,
    ReconsiderUphold,
    ReconsiderReject,
    Withdraw,
}

impl Step {
    pub const ALL: [Self; 8] = [
        Self::Review,
        Self::Uphold,
        Self::Reject,
        Self::Fix,
        Self::Reconsider,
        Self::ReconsiderUphold,
        Self::ReconsiderReject,
        Self::Withdraw,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Uphold => "uphold",
            Self::Fix => "fix",
            Self::Reject => "reject",
            Self::Reconsider => "reconsider",
            Self::ReconsiderUphold => "reconsider_uphold",
            Self::ReconsiderReject => "reconsider_reject",
            Self::Withdraw => "withdraw",
        }
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::Review => "开始审查",
            Self::Uphold => "理由成立",
            Self::Fix => "已经纠正",
            Self::Reject => "驳回申请",
            Self::Reconsider => "登记复议申请",
            Self::ReconsiderUphold => "复议成立",
            Self::ReconsiderReject => "复议驳回",
            Self::Withdraw => "申请人撤回",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// A decision is told to the applicant in words.
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::Uphold | Self::Fix | Self::Reject | Self::ReconsiderUphold | Self::ReconsiderReject)
    }

    /// Which steps the state offers, in the order of the desk.
    pub fn open_to(objection: &Objection) -> Vec<Self> {
        use ObjectionState::{Received, Reconsideration, ReconsiderationUpheld, Rejected, UnderReview, Upheld};
        match objection.state {
            Received => vec![Self::Review, Self::Withdraw],
            UnderReview => vec![Self::Uphold, Self::Reject, Self::Withdraw],
            Upheld | ReconsiderationUpheld => vec![Self::Fix],
            Rejected if matches!(objection.about, About::Entry(_)) => vec![Self::Reconsider],
            Reconsideration => vec![Self::ReconsiderUphold, Self::ReconsiderReject],
            _ => Vec::new(),
        }
    }

    /// The domain's own transition. `served` is the day a rejection was served or a reconsideration was asked
    /// for; `entry` is what the request is about.
    pub fn take(
        self,
        objection: Objection,
        served: Option<LegalDate>,
        today: LegalDate,
        (calendar, entry): (&Calendar, Option<Mended>),
    ) -> Result<Objection, Refusal> {
        match self {
            Self::Review => objection.start_review(),
            Self::Uphold => objection.uphold(today),
            Self::Fix => objection.fixed(entry),
            Self::Reject => objection.reject(today, served.unwrap_or(today), today),
            Self::Reconsider => objection.ask_reconsideration(served.unwrap_or(today), calendar),
            Self::ReconsiderUphold => objection.decide_reconsideration(true, today),
            Self::ReconsiderReject => objection.decide_reconsideration(false, today),
            Self::Withdraw => objection.withdraw(),
        }
    }
}

/// As typed; `version` is the version that was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepForm {
    pub step: String,
    /// What the applicant reads.
    pub answer: String,
    pub decision_no: String,
    /// `d-2025-0312`: which entry it is about
    pub entry_no: String,
    /// Day of service, or day the reconsideration was asked for.
    pub day: String,
    pub version: String,
}

/// A step the form lets through; whether the state does, the domain says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepInput {
    pub step: Step,
    pub answer: String,
    pub decision_no: String,
    pub entry_no: String,
    pub day: Option<LegalDate>,
}

impl StepForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            step: fields.text("step"),
            answer: fields.text("answer"),
            decision_no: fields.text("decision_no"),
            entry_no: fields.text("entry_no").to_ascii_lowercase(),
            day: fields.text("day"),
            version: fields.text("version"),
        }
    }

    pub fn check(&self, today: LegalDate) -> Result<StepInput, Errors> {
        let mut errors = Errors::default();
        let step = Step::parse(&self.step);
        if step.is_none() {
            errors.push("step", "请选择怎样办理");
        }
        if step.is_some_and(Step::is_answered) && self.answer.is_empty() {
            errors.push("answer", "请写明给申请人的答复");
        }
        limit(&mut errors, "answer", &self.answer, ANSWER_MAX);
        limit(&mut errors, "decision_no", &self.decision_no, 60);
        limit(&mut errors, "entry_no", &self.entry_no, 20);
        if step == Some(Step::Reject) && self.decision_no.is_empty() {
            errors.push("decision_no", "驳回要有决定书，请填写文号");
        }
        let day = self.day(step, today, &mut errors);
        match step {
            Some(step) if errors.is_empty() => {
                let (answer, decision_no) = (self.answer.clone(), self.decision_no.clone());
                Ok(StepInput { step, answer, decision_no, entry_no: self.entry_no.clone(), day })
            }
            _ => Err(errors),
        }
    }

    fn day(&self, step: Option<Step>, today: LegalDate, errors: &mut Errors) -> Option<LegalDate> {
        if !matches!(step, Some(Step::Reject | Step::Reconsider)) {
            return None;
        }
        let what = if step == Some(Step::Reject) { "决定书送达的日期" } else { "申请复议的日期" };
        let read = LegalDate::parse(&self.day).ok().filter(|day| step == Some(Step::Reject) || *day <= today);
        if read.is_none() {
            errors.push("day", format!("请填写{what}，{}", super::example(today)));
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objection::{Reason, Right};

    const TODAY: &str = "2026-02-04";

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    #[test]
    fn dj_14_each_step_asks_for_what_it_needs() {
        let check = |step: Step| StepForm { step: step.code().into(), ..StepForm::default() }.check(day(TODAY));
        let fields = |step| check(step).map_or_else(|e| e.iter().map(|(f, _)| f).collect(), |_| Vec::new());
        assert_eq!(fields(Step::Review), Vec::<&str>::new());
        assert_eq!(fields(Step::Reject), ["answer", "decision_no", "day"]);
        assert_eq!(fields(Step::Reconsider), ["day"]);
        assert_eq!(fields(Step::Fix), ["answer"]);
        assert_eq!(StepForm::default().check(day(TODAY)).unwrap_err().iter().next().map(|(f, _)| f), Some("step"));
        assert!(Step::ALL.iter().all(|step| Step::parse(step.code()) == Some(*step)));
    }

    #[test]
    fn dj_14_every_offered_step_is_allowed() {
        let (calendar, gone) = (Calendar::known(), Some(Mended { public: false, corrected_on: None }));
        for about in [About::Entry(Reason::WrongInformation), About::Data(Right::Amend)] {
            for &state in ObjectionState::ALL {
                let served = Some(day("2026-02-03"));
                let at = Objection { state, served_on: served, ..Objection::received(about, day("2026-01-20")) };
                for step in Step::ALL {
                    let taken = step.take(at.clone(), Some(day(TODAY)), day(TODAY), (&calendar, gone));
                    assert_eq!(taken.is_ok(), Step::open_to(&at).contains(&step), "{about:?} {state:?} {step:?}");
                }
            }
        }
    }
}
