//! PW-4: a fine or a detention may be reviewed once by the next higher court. It is asked for within three days of
//! service and decided within five; the measure is not suspended meanwhile.
use super::{
    date::LegalDate,
    deadline::{Calendar, Due, Duty, UnknownYear},
    refusal::{Refusal, ensure},
};

coded! {
    /// What the review came to.
    pub enum ReviewResult {
        Upheld = "upheld", "维持";
        Changed = "changed", "变更";
        /// The record no longer counts.
        Revoked = "revoked", "撤销";
    }
}

coded! {
    /// What the desk records, in the order of the law.
    pub enum ReviewStep {
        Serve = "serve", "登记决定书送达";
        Ask = "ask", "登记收到复议申请";
        Decide = "decide", "登记复议决定";
    }
}

/// The review of one measure, as far as it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PenaltyReview {
    /// Day the written decision was served on the person
    pub served_on: Option<LegalDate>,
    pub asked_on: Option<LegalDate>,
    pub decided: Option<(LegalDate, ReviewResult)>,
}

impl PenaltyReview {
    /// The one step that comes next; none after the decision, because there is only one review.
    pub const fn next(&self) -> Option<ReviewStep> {
        match (self.served_on, self.asked_on, self.decided) {
            (None, ..) => Some(ReviewStep::Serve),
            (_, None, _) => Some(ReviewStep::Ask),
            (_, _, None) => Some(ReviewStep::Decide),
            _ => None,
        }
    }

    /// The decision of `decided_on` reaches the person.
    pub fn serve(self, on: LegalDate, decided_on: LegalDate, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(ReviewStep::Serve)?;
        between(on, decided_on, today)?;
        Ok(Self { served_on: Some(on), ..self })
    }

    /// Until when the person may ask; `None` before service.
    pub fn may_ask_until(&self, calendar: &Calendar) -> Result<Option<Due>, UnknownYear> {
        self.served_on.map(|on| Duty::ApplyPenaltyReview.due(on, calendar)).transpose()
    }

    /// The person asks, within three days of service.
    pub fn ask(self, on: LegalDate, today: LegalDate, calendar: &Calendar) -> Result<Self, Refusal> {
        self.must_be(ReviewStep::Ask)?;
        between(on, self.served_on.unwrap_or(today), today)?;
        let due = self.may_ask_until(calendar)?;
        ensure(due.is_some_and(|due| !due.is_overdue(on)), || {
            Refusal::new("PW-4", "day", "已经超过申请复议的期限。", "请告知申请人，期限自收到决定书之日起三日。")
        })?;
        Ok(Self { asked_on: Some(on), ..self })
    }

    /// The higher court has decided.
    pub fn decide(self, result: ReviewResult, on: LegalDate, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(ReviewStep::Decide)?;
        between(on, self.asked_on.unwrap_or(today), today)?;
        Ok(Self { decided: Some((on, result)), ..self })
    }

    /// The five days of the decision run from the day somebody asked.
    pub const fn clock(&self) -> Option<LegalDate> {
        match self.decided {
            Some(_) => None,
            None => self.asked_on,
        }
    }

    fn must_be(self, step: ReviewStep) -> Result<(), Refusal> {
        let now = match self.next() {
            Some(next) => format!("下一步是{}", next.zh()),
            None => "复议已经决定".to_owned(),
        };
        ensure(self.next() == Some(step), || Refusal::step("PW-4", &now, step.zh()))
    }
}

fn between(on: LegalDate, first: LegalDate, today: LegalDate) -> Result<(), Refusal> {
    ensure(on >= first && on <= today, || {
        let says = format!("日期要在{}以后，不晚于今天。", first.zh());
        Refusal::new("PW-4", "day", says, "请核对文书上的日期。")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    #[test]
    fn pw_4_asked_within_three_days_of_service_and_decided_within_five() {
        let (today, known) = (day("2025-12-15"), Calendar::known());
        // served on a Thursday: the third day is a Sunday, the right lasts until Monday
        let served = PenaltyReview::default().serve(day("2025-12-04"), day("2025-12-02"), today).unwrap();
        assert_eq!(served.may_ask_until(&known).unwrap().map(|due| due.rolled), Some(day("2025-12-08")));
        assert_eq!(served.ask(day("2025-12-09"), today, &known).unwrap_err().field, "day");
        let asked = served.ask(day("2025-12-08"), today, &known).unwrap();
        assert_eq!((served.clock(), asked.clock()), (None, Some(day("2025-12-08"))));
        assert_eq!(Duty::DecidePenaltyReview.due(day("2025-12-08"), &known).unwrap().target, day("2025-12-13"));
        let over = asked.decide(ReviewResult::Upheld, day("2025-12-12"), today).unwrap();
        assert_eq!((over.clock(), over.next()), (None, None));
    }

    #[test]
    fn pw_4_steps_come_in_their_order_and_once() {
        let (today, known) = (day("2025-12-15"), Calendar::known());
        let fresh = PenaltyReview::default();
        let served = fresh.serve(today, today, today).unwrap();
        let asked = served.ask(today, today, &known).unwrap();
        let over = asked.decide(ReviewResult::Revoked, today, today).unwrap();
        for (at, next) in [(fresh, 0), (served, 1), (asked, 2), (over, 3)] {
            let steps = [
                at.serve(today, today, today),
                at.ask(today, today, &known),
                at.decide(ReviewResult::Changed, today, today),
            ];
            for (n, step) in steps.into_iter().enumerate() {
                assert_eq!(step.as_ref().is_ok(), n == next, "{n} at {next}");
                assert!(step.is_ok() || step.unwrap_err().is_of_state());
            }
        }
        assert_eq!(fresh.serve(day("2025-12-16"), today, today).unwrap_err().field, "day");
        assert_eq!(fresh.serve(day("2025-12-01"), day("2025-12-02"), today).unwrap_err().field, "day");
    }
}
