//! What someone under 限制消费 may ask for while it stands: spending that life or business needs (RC-7), a ban on planes
//! and fast trains lifted for a while, and the release of a unit's former person (GF-4). The entry itself stays as it is.
use super::{
    date::LegalDate,
    list::{Capacity, EntryState, LiftReason, ListKind, temporary_lift},
    refusal::{Refusal, ensure},
};

coded! {
    /// What is asked for.
    pub enum ReliefKind {
        Exemption = "exemption", "生活或者经营必需的消费";
        TemporaryLift = "temporary_lift", "暂时解除乘坐飞机、高铁的限制";
        Release = "release", "解除对单位原有关人员的限制";
    }
}

coded! {
    pub enum ReliefState {
        Received = "received", "等待决定";
        Granted = "granted", "已批准";
        Refused = "refused", "不予批准";
        Withdrawn = "withdrawn", "申请人撤回";
        /// The last day has passed, or the measure itself is over: the restriction applies again by itself.
        Ended = "ended", "期限已过，恢复限制";
    }
}

coded! {
    /// What the desk can do with a request.
    pub enum ReliefStep {
        Grant = "grant", "批准";
        Refuse = "refuse", "不予批准";
        Withdraw = "withdraw", "登记撤回";
    }
}

impl ReliefKind {
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Exemption => "RC-7",
            Self::TemporaryLift | Self::Release => "GF-4",
        }
    }

    /// Granted for a time; a release is for good.
    pub const fn has_term(self) -> bool {
        !matches!(self, Self::Release)
    }
}

/// A request as it is taken down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub kind: ReliefKind,
    pub received_on: LegalDate,
    /// The ground of a temporary lift.
    pub reason: Option<LiftReason>,
    /// Trip, place, spending.
    pub purpose: String,
    /// Which papers were shown.
    pub evidence: String,
    /// Of the person to be released.
    pub capacity: Option<Capacity>,
}

impl Asked {
    /// Everything a request must say before anybody decides (RC-7, GF-4).
    pub fn check(&self, today: LegalDate) -> Result<(), Refusal> {
        let rule = self.kind.rule();
        let need = |fact: bool, field, message: &str, fix: &str| {
            ensure(fact, || Refusal::new(rule, field, message.to_owned(), fix.to_owned()))
        };
        need(self.received_on <= today, "received_on", "收到申请的日期晚于今天。", "请重新填写日期。")?;
        need(!self.purpose.trim().is_empty(), "purpose", "还没有写明申请的事项。", "请写明消费或者出行的事由。")?;
        need(!self.evidence.trim().is_empty(), "evidence", "还没有写明证明材料。", "请写明看过哪些材料。")?;
        match self.kind {
            ReliefKind::Exemption => Ok(()),
            ReliefKind::TemporaryLift => {
                need(self.reason.is_some(), "reason", "还没有选择暂时解除的情形。", "请从列出的情形里选一种。")
            }
            ReliefKind::Release => {
                let fix = "请选择单位的法定代表人或者主要负责人。";
                let former = matches!(self.capacity, Some(Capacity::LegalRepresentative | Capacity::Principal));
                need(former, "person", "只有原法定代表人、原主要负责人可以申请。", fix)
            }
        }
    }
}

/// Only while the measure itself stands, and only on the 限消 list.
pub fn may_ask(list: ListKind, state: EntryState) -> Result<(), Refusal> {
    let fits = list == ListKind::Restricted && state.is_public();
    ensure(fits, || Refusal::step("RC-7", state.zh(), "登记限制消费期间的申请"))
}

/// What is decided about a request that is granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// First and last day; none for a release.
    pub days: Option<(LegalDate, LegalDate)>,
    pub approval_no: String,
    pub president: bool,
    /// GF-4: the former person neither controls the unit nor helped it to evade.
    pub not_controlling: bool,
}

/// One request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relief {
    pub kind: ReliefKind,
    pub state: ReliefState,
    pub received_on: LegalDate,
    pub decided_on: Option<LegalDate>,
    pub days: Option<(LegalDate, LegalDate)>,
}

impl Relief {
    pub fn received(kind: ReliefKind, on: LegalDate) -> Self {
        Self { kind, state: ReliefState::Received, received_on: on, decided_on: None, days: None }
    }

    /// RECEIVED → GRANTED, for the days the law allows.
    pub fn grant(self, grant: &Grant, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(ReliefState::Received, ReliefStep::Grant)?;
        let no =
            |field, message: &str, fix: &str| Refusal::new(self.kind.rule(), field, message.to_owned(), fix.to_owned());
        ensure(!grant.approval_no.trim().is_empty(), || {
            no("approval_no", "还没有填写批准文号。", "请填写批准的文书编号。")
        })?;
        match (self.kind, grant.days) {
            (ReliefKind::Release, _) => {
                ensure(grant.president, || no("president", "解除限制要经院长批准。", "请先报院长批准。"))?;
                ensure(grant.not_controlling, || {
                    let fix = "查明不是实际控制人、没有帮助规避执行的，勾选这一项；否则不予批准。";
                    no("not_controlling", "还没有查明这个人是否仍然控制单位。", fix)
                })?;
            }
            (_, None) => return Err(no("from", "还没有填写起止日期。", "请填写从哪天到哪天。")),
            (ReliefKind::TemporaryLift, Some((from, until))) => temporary_lift(from, until, grant.president)?,
            (ReliefKind::Exemption, Some((from, until))) => {
                ensure(from <= until, || no("until", "结束日期早于开始日期。", "请核对两个日期。"))?;
            }
        }
        let days = grant.days.filter(|_| self.kind.has_term());
        ensure(days.is_none_or(|(_, until)| until >= today), || {
            no("until", "结束日期已经过去。", "请核对日期；已经用不上的，登记为不予批准。")
        })?;
        Ok(Self { state: ReliefState::Granted, decided_on: Some(today), days, ..self })
    }

    /// RECEIVED → REFUSED, with the reason the person is told.
    pub fn refuse(self, reason: &str, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(ReliefState::Received, ReliefStep::Refuse)?;
        ensure(!reason.trim().is_empty(), || {
            Refusal::new(self.kind.rule(), "note", "还没有写明不予批准的理由。", "请写明理由，并告知申请人。")
        })?;
        Ok(Self { state: ReliefState::Refused, decided_on: Some(today), ..self })
    }

    /// RECEIVED → WITHDRAWN.
    pub fn withdraw(self, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(ReliefState::Received, ReliefStep::Withdraw)?;
        Ok(Self { state: ReliefState::Withdrawn, decided_on: Some(today), ..self })
    }

    /// GRANTED → ENDED from the day after the last one: nobody decides that (GF-4 auto-restore).
    pub fn end(self, today: LegalDate) -> Result<Self, Refusal> {
        let over = self.state == ReliefState::Granted && self.days.is_some_and(|(_, until)| until < today);
        ensure(over, || Refusal::step(self.kind.rule(), self.state.zh(), "恢复限制"))?;
        Ok(Self { state: ReliefState::Ended, ..self })
    }

    /// Steps that make sense now, in the order of the page.
    pub fn steps(&self) -> &'static [ReliefStep] {
        if self.state == ReliefState::Received { ReliefStep::ALL } else { &[] }
    }

    fn must_be(&self, state: ReliefState, step: ReliefStep) -> Result<(), Refusal> {
        ensure(self.state == state, || Refusal::step(self.kind.rule(), self.state.zh(), step.zh()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn today() -> LegalDate {
        day("2025-12-15")
    }

    fn received(kind: ReliefKind) -> Relief {
        Relief::received(kind, day("2025-12-10"))
    }

    fn grant(from: &str, until: &str) -> Grant {
        Grant {
            days: Some((day(from), day(until))),
            approval_no: "批1号".into(),
            president: true,
            not_controlling: true,
        }
    }

    fn asked(kind: ReliefKind) -> Asked {
        Asked {
            kind,
            received_on: day("2025-12-10"),
            reason: Some(LiftReason::Exam),
            purpose: "到长沙参加考试".into(),
            evidence: "准考证".into(),
            capacity: Some(Capacity::LegalRepresentative),
        }
    }

    fn wrong(asked: Asked) -> (&'static str, &'static str) {
        let no = asked.check(today()).unwrap_err();
        (no.rule, no.field)
    }

    #[test]
    fn rc_7_a_request_says_what_for_and_what_was_shown() {
        for &kind in ReliefKind::ALL {
            assert_eq!(asked(kind).check(today()), Ok(()));
        }
        let exemption = asked(ReliefKind::Exemption);
        assert_eq!(wrong(Asked { purpose: " ".into(), ..exemption.clone() }), ("RC-7", "purpose"));
        assert_eq!(wrong(Asked { evidence: String::new(), ..exemption.clone() }), ("RC-7", "evidence"));
        assert_eq!(wrong(Asked { received_on: day("2025-12-16"), ..exemption }), ("RC-7", "received_on"));
        assert_eq!(wrong(Asked { reason: None, ..asked(ReliefKind::TemporaryLift) }), ("GF-4", "reason"));
        let controller = Asked { capacity: Some(Capacity::Controller), ..asked(ReliefKind::Release) };
        assert_eq!(wrong(controller), ("GF-4", "person"));
        assert!(may_ask(ListKind::Restricted, EntryState::Published).is_ok());
        assert!(may_ask(ListKind::Dishonest, EntryState::Published).is_err());
        assert!(may_ask(ListKind::Restricted, EntryState::Lifted).is_err());
    }

    #[test]
    fn gf_4_a_lift_is_a_month_at_most_needs_the_president_and_ends_by_itself() {
        let lift = received(ReliefKind::TemporaryLift);
        let granted = lift.grant(&grant("2025-12-20", "2026-01-20"), today()).unwrap();
        assert_eq!((granted.state, granted.decided_on), (ReliefState::Granted, Some(today())));
        assert_eq!(lift.grant(&grant("2025-12-20", "2026-01-21"), today()).unwrap_err().field, "until");
        let unsigned = Grant { president: false, ..grant("2025-12-20", "2026-01-20") };
        assert_eq!(lift.grant(&unsigned, today()).unwrap_err().field, "president");
        assert_eq!(lift.grant(&Grant { days: None, ..unsigned }, today()).unwrap_err().field, "from");
        assert!(granted.end(day("2026-01-20")).is_err(), "the last day counts");
        assert_eq!(granted.end(day("2026-01-21")).unwrap().state, ReliefState::Ended);
    }

    #[test]
    fn rc_7_an_exemption_has_its_days_and_its_number() {
        let exemption = received(ReliefKind::Exemption);
        assert!(exemption.grant(&grant("2025-12-20", "2026-06-30"), today()).is_ok());
        assert_eq!(exemption.grant(&grant("2025-12-20", "2025-12-19"), today()).unwrap_err().field, "until");
        assert_eq!(exemption.grant(&grant("2025-12-01", "2025-12-14"), today()).unwrap_err().field, "until");
        let unnumbered = Grant { approval_no: String::new(), ..grant("2025-12-20", "2026-06-30") };
        assert_eq!(exemption.grant(&unnumbered, today()).unwrap_err().field, "approval_no");
    }

    #[test]
    fn gf_4_a_former_person_is_released_for_good_once_found_not_to_control() {
        let release = received(ReliefKind::Release);
        let granted = release.grant(&grant("2025-12-20", "2025-12-21"), today()).unwrap();
        assert_eq!(granted.days, None);
        assert!(granted.end(day("2027-01-01")).is_err());
        let unclear = Grant { not_controlling: false, ..grant("2025-12-20", "2025-12-21") };
        assert_eq!(release.grant(&unclear, today()).unwrap_err().field, "not_controlling");
        assert_eq!(release.refuse(" ", today()).unwrap_err().field, "note");
    }

    #[test]
    fn gf_4_every_step_from_every_state() {
        let mut reached = vec![ReliefState::Received];
        for &state in ReliefState::ALL {
            let days = Some((day("2025-12-01"), day("2025-12-14")));
            let at = Relief { state, days, ..received(ReliefKind::Exemption) };
            let open = state == ReliefState::Received;
            let ends =
                [at.grant(&grant("2025-12-20", "2025-12-21"), today()), at.refuse("无", today()), at.withdraw(today())];
            assert!(ends.iter().all(|end| end.is_ok() == open), "{state:?}");
            assert_eq!(at.steps().is_empty(), !open);
            assert_eq!(at.end(today()).is_ok(), state == ReliefState::Granted);
            reached.extend(ends.into_iter().chain([at.end(today())]).flatten().map(|r| r.state));
        }
        assert!(ReliefState::ALL.iter().all(|state| reached.contains(state)));
    }
}
