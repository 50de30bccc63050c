//! Service and review of a fine or a detention (PW-4).
use super::fields::Fields;
use crate::domain::{
    date::LegalDate,
    deadline::Calendar,
    penalty_review::{PenaltyReview, ReviewResult, ReviewStep},
    refusal::Refusal,
};

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewForm {
    pub step: String,
    pub day: String,
    pub result: String,
}

impl ReviewForm {
    pub fn read(f: &Fields) -> Self {
        Self { step: f.text("go"), day: f.text("day"), result: f.text("result") }
    }

    /// The domain's own step. `decided_on`: day of the fine or detention.
    pub fn take(
        &self,
        review: PenaltyReview,
        decided_on: LegalDate,
        today: LegalDate,
        calendar: &Calendar,
    ) -> Result<PenaltyReview, Refusal> {
        let no = |field, message: &str, fix: &str| Refusal::new("PW-4", field, message.to_owned(), fix.to_owned());
        let step =
            ReviewStep::parse(&self.step).ok_or_else(|| no("step", "没有这个步骤。", "请从页面上的按钮里选。"))?;
        let day =
            || LegalDate::parse(&self.day).map_err(|_| no("day", "还没有填写日期。", "请按 2025-12-01 的样式填写。"));
        match step {
            // a step that is not the next one is said first
            step if review.next() != Some(step) => match step {
                ReviewStep::Serve => review.serve(today, decided_on, today),
                ReviewStep::Ask => review.ask(today, today, calendar),
                ReviewStep::Decide => review.decide(ReviewResult::Upheld, today, today),
            },
            ReviewStep::Serve => review.serve(day()?, decided_on, today),
            ReviewStep::Ask => review.ask(day()?, today, calendar),
            ReviewStep::Decide => {
                let result = ReviewResult::parse(&self.result);
                let result = result.ok_or_else(|| no("result", "还没有选择复议结果。", "请照复议决定书选择。"))?;
                review.decide(result, day()?, today)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pw_4_a_step_is_refused_at_its_field_and_out_of_turn_as_such() {
        let today = LegalDate::parse("2025-12-15").unwrap();
        let take = |step: &str, day: &str| {
            let form = ReviewForm { step: step.into(), day: day.into(), result: String::new() };
            form.take(PenaltyReview::default(), today, today, &Calendar::known())
        };
        assert!(take("serve", "2025-12-15").is_ok());
        assert_eq!(take("serve", "昨天").unwrap_err().field, "day");
        assert_eq!(take("other", "").unwrap_err().field, "step");
        assert!(take("decide", "").unwrap_err().is_of_state());
    }
}
