//! DJ-13, DJ-14: a listed person asks for correction; 限消 follows the same road (GF-5). PI-6: anyone asks about data
//! the court holds of them, on the same desk.
use super::{
    date::LegalDate,
    deadline::{Calendar, Due, Duty, UnknownYear},
    refusal::{Refusal, ensure},
};

coded! {
    /// DJ-13: the three reasons of the law.
    pub enum Reason {
        ShouldNotBeListed = "should_not_be_listed", "不应当纳入名单";
        WrongInformation = "wrong_information", "公布的信息不准确";
        ShouldBeDeleted = "should_be_deleted", "应当删除而没有删除";
    }
}

coded! {
    /// PI-6: what a person may ask of whoever handles their data.
    pub enum Right {
        Access = "access", "查阅、复制我的信息";
        Amend = "amend", "更正、补充我的信息";
        Erase = "erase", "删除我的信息";
        Explain = "explain", "说明怎样处理我的信息";
    }
}

/// What a request is about: the law gives each its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A list entry (DJ-13).
    Entry(Reason),
    /// Personal data of any kind (PI-6).
    Data(Right),
}

impl About {
    /// In the order of the form.
    pub fn all() -> impl Iterator<Item = Self> {
        let entry = Reason::ALL.iter().copied().map(Self::Entry);
        entry.chain(Right::ALL.iter().copied().map(Self::Data))
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Entry(reason) => reason.code(),
            Self::Data(right) => right.code(),
        }
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::Entry(reason) => reason.zh(),
            Self::Data(right) => right.zh(),
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|about| about.code() == code)
    }

    /// What the whole request is called.
    pub const fn kind_zh(self) -> &'static str {
        match self {
            Self::Entry(_) => "名单信息纠正申请",
            Self::Data(_) => "个人信息权利申请",
        }
    }

    const fn rule(self) -> &'static str {
        match self {
            Self::Entry(_) => "DJ-14",
            Self::Data(_) => "PI-6",
        }
    }
}

coded! {
    pub enum ObjectionState {
        Received = "received", "已收到";
        UnderReview = "under_review", "审查中";
        Upheld = "upheld", "理由成立";
        Fixed = "fixed", "已经纠正";
        Rejected = "rejected", "已驳回";
        Reconsideration = "reconsideration", "复议中";
        ReconsiderationUpheld = "reconsideration_upheld", "复议成立";
        Final = "final", "复议驳回";
        Withdrawn = "withdrawn", "申请人已撤回";
    }
}

impl ObjectionState {
    /// While this is so the entry carries the internal mark "under dispute"; it stays public (DJ-14).
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Received | Self::UnderReview | Self::Upheld | Self::Reconsideration | Self::ReconsiderationUpheld
        )
    }
}

/// The entry a founded request is about, as it stands when somebody says that it has been put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mended {
    pub public: bool,
    pub corrected_on: Option<LegalDate>,
}

/// One request for correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    pub state: ObjectionState,
    pub about: About,
    /// Day of the written application: the clock of the review starts here.
    pub received_on: LegalDate,
    pub decided_on: Option<LegalDate>,
    /// Day the rejection was served.
    pub served_on: Option<LegalDate>,
    pub reconsideration_on: Option<LegalDate>,
}

impl Objection {
    pub fn received(about: About, on: LegalDate) -> Self {
        Self {
            state: ObjectionState::Received,
            about,
            received_on: on,
            decided_on: None,
            served_on: None,
            reconsideration_on: None,
        }
    }

    /// RECEIVED → UNDER_REVIEW.
    pub fn start_review(self) -> Result<Self, Refusal> {
        self.must_be(&[ObjectionState::Received], "开始审查")?;
        Ok(self.now(ObjectionState::UnderReview))
    }

    /// UNDER_REVIEW → UPHELD.
    pub fn uphold(mut self, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[ObjectionState::UnderReview], "认定理由成立")?;
        self.decided_on = Some(on);
        Ok(self.now(ObjectionState::Upheld))
    }

    /// UPHELD or RECONSIDERATION_UPHELD → FIXED, once the entry has been corrected or removed. A request about data has
    /// no entry.
    pub fn fixed(self, entry: Option<Mended>) -> Result<Self, Refusal> {
        self.must_be(&[ObjectionState::Upheld, ObjectionState::ReconsiderationUpheld], "登记纠正")?;
        if matches!(self.about, About::Entry(_)) {
            let no = |says: &str, fix: &str| Refusal::new("DJ-14", "entry_no", says.to_owned(), fix.to_owned());
            let entry =
                entry.ok_or_else(|| no("还没有写明是哪一条名单信息。", "请填写名单编号，例如 d-2025-0312。"))?;
            let corrected = entry.corrected_on.is_some_and(|on| on >= self.received_on);
            ensure(!entry.public || corrected, || {
                no("这条名单信息还没有更正，也没有撤下。", "请先到名单页面更正、撤销或者删除，再登记已经纠正。")
            })?;
        }
        Ok(self.now(ObjectionState::Fixed))
    }

    /// UNDER_REVIEW → REJECTED by a written decision; the right to reconsideration runs from service.
    pub fn reject(mut self, on: LegalDate, served_on: LegalDate, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[ObjectionState::UnderReview], "驳回")?;
        ensure(served_on <= today, || Refusal::new("DJ-14", "served_on", "送达日期晚于今天。", "请在送达后登记。"))?;
        ensure(served_on >= on, || Refusal::new("DJ-14", "served_on", "送达日期早于决定日期。", "请核对两个日期。"))?;
        self.decided_on = Some(on);
        self.served_on = Some(served_on);
        Ok(self.now(ObjectionState::Rejected))
    }

    /// REJECTED → RECONSIDERATION, within ten days of service. There is none over a request about data.
    pub fn ask_reconsideration(mut self, on: LegalDate, calendar: &Calendar) -> Result<Self, Refusal> {
        self.must_be(&[ObjectionState::Rejected], "申请复议")?;
        ensure(matches!(self.about, About::Entry(_)), || {
            Refusal::new("PI-6", "about", "个人信息权利申请没有复议程序。", "请告知申请人可以向上级法院反映。")
        })?;
        let due = self.due(calendar).map_err(Refusal::from)?;
        ensure(due.is_some_and(|due| !due.is_overdue(on)), || {
            Refusal::new(
                "DJ-14",
                "reconsideration_on",
                "已经超过申请复议的期限。",
                "请告知申请人，期限自送达之日起十日。",
            )
        })?;
        self.reconsideration_on = Some(on);
        Ok(self.now(ObjectionState::Reconsideration))
    }

    /// RECONSIDERATION → upheld or final.
    pub fn decide_reconsideration(mut self, upheld: bool, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[ObjectionState::Reconsideration], "登记复议决定")?;
        self.decided_on = Some(on);
        Ok(self.now(if upheld { ObjectionState::ReconsiderationUpheld } else { ObjectionState::Final }))
    }

    /// RECEIVED or UNDER_REVIEW → WITHDRAWN.
    pub fn withdraw(self) -> Result<Self, Refusal> {
        self.must_be(&[ObjectionState::Received, ObjectionState::UnderReview], "撤回")?;
        Ok(self.now(ObjectionState::Withdrawn))
    }

    /// Every duty a request may set running.
    pub const DUTIES: [Duty; 5] = [
        Duty::ReviewObjection,
        Duty::AnswerRights,
        Duty::FixUpheld,
        Duty::ApplyReconsideration,
        Duty::DecideReconsideration,
    ];

    /// The duty whose clock runs now, and the day it began; `None` when nothing is due.
    pub fn clock(&self) -> Option<(Duty, LegalDate)> {
        use ObjectionState::*;
        let (duty, from) = match self.state {
            Received | UnderReview => (self.review(), Some(self.received_on)),
            Upheld | ReconsiderationUpheld => (Duty::FixUpheld, self.decided_on),
            // no reconsideration over a request about data
            Rejected if matches!(self.about, About::Data(_)) => return None,
            Rejected => (Duty::ApplyReconsideration, self.served_on),
            Reconsideration => (Duty::DecideReconsideration, self.reconsideration_on),
            Fixed | Final | Withdrawn => return None,
        };
        from.map(|day| (duty, day))
    }

    /// When that is due.
    pub fn due(&self, calendar: &Calendar) -> Result<Option<Due>, UnknownYear> {
        self.clock().map(|(duty, day)| duty.due(day, calendar)).transpose()
    }

    const fn review(&self) -> Duty {
        match self.about {
            About::Entry(_) => Duty::ReviewObjection,
            About::Data(_) => Duty::AnswerRights,
        }
    }

    fn now(mut self, state: ObjectionState) -> Self {
        self.state = state;
        self
    }
    fn must_be(&self, states: &[ObjectionState], wanted: &str) -> Result<(), Refusal> {
        ensure(states.contains(&self.state), || Refusal::step(self.about.rule(), self.state.zh(), wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ObjectionState::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn at(state: ObjectionState) -> Objection {
        Objection {
            state,
            decided_on: Some(day("2026-02-04")),
            served_on: Some(day("2026-02-06")),
            reconsideration_on: Some(day("2026-02-10")),
            ..Objection::received(About::Entry(Reason::WrongInformation), day("2026-01-20"))
        }
    }

    #[test]
    fn dj_14_every_step_from_every_state() {
        type Step = fn(Objection) -> Result<Objection, Refusal>;
        let steps: Vec<(Vec<ObjectionState>, ObjectionState, Step)> = vec![
            (vec![Received], UnderReview, |o| o.start_review()),
            (vec![UnderReview], Upheld, |o| o.uphold(day("2026-02-04"))),
            (vec![Upheld, ReconsiderationUpheld], Fixed, |o| o.fixed(GONE)),
            (vec![UnderReview], Rejected, |o| o.reject(day("2026-02-04"), day("2026-02-06"), day("2026-02-06"))),
            (vec![Rejected], Reconsideration, |o| o.ask_reconsideration(day("2026-02-24"), &Calendar::known())),
            (vec![Reconsideration], ReconsiderationUpheld, |o| o.decide_reconsideration(true, day("2026-02-25"))),
            (vec![Reconsideration], Final, |o| o.decide_reconsideration(false, day("2026-02-25"))),
            (vec![Received, UnderReview], Withdrawn, |o| o.withdraw()),
        ];
        let mut reached = vec![Received];
        for (from, to, step) in steps {
            for &state in ObjectionState::ALL {
                match step(at(state)) {
                    Ok(next) => {
                        assert!(from.contains(&state), "{to:?} from {state:?}");
                        reached.push(next.state);
                    }
                    Err(refusal) => {
                        assert!(!from.contains(&state), "{to:?} from {state:?}: {refusal}");
                        assert_eq!((refusal.rule, refusal.field), ("DJ-14", "state"));
                    }
                }
            }
        }
        assert!(ObjectionState::ALL.iter().all(|state| reached.contains(state)));
    }

    const GONE: Option<Mended> = Some(Mended { public: false, corrected_on: None });

    #[test]
    fn dj_14_put_right_means_that_the_entry_was_corrected_or_is_gone() {
        let fixed = |public, corrected: Option<&str>| {
            at(Upheld).fixed(Some(Mended { public, corrected_on: corrected.map(day) })).map(|o| o.state)
        };
        assert_eq!(fixed(false, None), Ok(Fixed));
        assert_eq!(fixed(true, Some("2026-02-05")), Ok(Fixed));
        assert_eq!(fixed(true, None).unwrap_err().field, "entry_no");
        assert!(fixed(true, Some("2026-01-19")).is_err(), "corrected before anybody asked");
        assert!(at(Upheld).fixed(None).is_err());
        let data = Objection { about: About::Data(Right::Erase), ..at(Upheld) };
        assert!(data.fixed(None).is_ok());
    }

    #[test]
    fn dj_14_each_clock() {
        let calendar = Calendar::known();
        let due = |state| at(state).due(&calendar).unwrap().map(|due| (due.target.iso(), due.rolled.iso()));
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(due(UnderReview), pair("2026-02-04", "2026-02-04"));
        assert_eq!(due(Upheld), pair("2026-02-09", "2026-02-09"));
        assert_eq!(due(Rejected), pair("2026-02-16", "2026-02-24"));
        assert_eq!(due(Reconsideration), pair("2026-02-25", "2026-02-25"));
        let overturned = at(Reconsideration).decide_reconsideration(true, day("2026-02-25")).unwrap();
        assert_eq!(overturned.due(&calendar).unwrap().map(|due| due.rolled), Some(day("2026-02-28")));
        for done in [Fixed, Final, Withdrawn] {
            assert_eq!(due(done), None);
        }
    }

    #[test]
    fn dj_14_reconsideration_after_ten_days_is_refused() {
        let late = at(Rejected).ask_reconsideration(day("2026-02-25"), &Calendar::known()).unwrap_err();
        assert_eq!((late.rule, late.field), ("DJ-14", "reconsideration_on"));
        let unloaded = at(Rejected).ask_reconsideration(day("2026-02-20"), &Calendar::default()).unwrap_err();
        assert_eq!(unloaded.rule, "TD-3");
        assert!(at(UnderReview).reject(day("2026-02-04"), day("2026-02-04"), day("2026-02-04")).is_ok());
        assert_eq!(
            at(UnderReview).reject(day("2026-02-04"), day("2026-03-01"), day("2026-02-04")).unwrap_err().field,
            "served_on"
        );
        assert_eq!(
            at(UnderReview).reject(day("2026-02-04"), day("2026-02-03"), day("2026-02-04")).unwrap_err().field,
            "served_on"
        );
    }

    #[test]
    fn pi_6_a_request_about_data_has_its_own_clock_and_no_reconsideration() {
        let request = |state| Objection { about: About::Data(Right::Erase), ..at(state) };
        let due = |state| request(state).due(&Calendar::known()).unwrap().map(|due| due.duty);
        assert_eq!((due(Received), due(UnderReview)), (Some(Duty::AnswerRights), Some(Duty::AnswerRights)));
        assert_eq!((due(Upheld), due(Rejected)), (Some(Duty::FixUpheld), None));
        let no = request(Rejected).ask_reconsideration(day("2026-02-10"), &Calendar::known()).unwrap_err();
        assert_eq!(no.rule, "PI-6");
        assert_eq!(request(Fixed).start_review().unwrap_err().rule, "PI-6");
        assert!(About::all().all(|about| About::parse(about.code()) == Some(about)));
        assert_eq!((About::all().count(), About::parse("other")), (7, None));
    }

    #[test]
    fn dj_14_open_cases_are_marked_as_disputed() {
        let open: Vec<_> = ObjectionState::ALL.iter().filter(|state| state.is_open()).collect();
        assert_eq!(open, [&Received, &UnderReview, &Upheld, &Reconsideration, &ReconsiderationUpheld]);
        assert_eq!(Reason::ALL.len(), 3);
    }
}
