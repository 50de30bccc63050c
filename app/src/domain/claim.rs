//! 案款领取公告 (CM-1..4): money that waits for a creditor.
use super::{
    date::LegalDate,
    deadline::{Calendar, Due, Duty, UnknownYear},
    refusal::{Refusal, ensure},
};

coded! {
    pub enum ClaimState {
        Arrived = "arrived", "案款已到账";
        Matched = "matched", "已核对案件";
        Notified = "notified", "已通知领取";
        Announced = "announced", "公告领取中";
        Paid = "paid", "已发放";
        Deferred = "deferred", "暂缓发放";
        Escrowed = "escrowed", "已提存";
    }
}

impl ClaimState {
    /// The announcement is hidden the moment it is paid, put off or escrowed.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Announced)
    }
}

coded! {
    /// CM-1: deferral only for these, and only with approval.
    pub enum DeferReason {
        Distribution = "distribution", "需要参与分配";
        Frozen = "frozen", "被其他案件冻结";
        NotCollected = "not_collected", "通知后未来领取";
        Suspended = "suspended", "案件中止执行";
        Other = "other", "其他经批准的情形";
    }
}

coded! {
    /// CM-1: when money is put in escrow (提存).
    pub enum EscrowReason {
        Refused = "refused", "无正当理由拒绝领取";
        NotFound = "not_found", "下落不明";
        DiedWithoutHeir = "died_without_heir", "死亡且未确定继承人";
    }
}

coded! {
    /// CM-2: who comes to the window decides what to bring.
    pub enum Payee {
        Person = "person", "本人领取";
        Agent = "agent", "委托他人领取";
        Minor = "minor", "未成年人";
        Unit = "unit", "单位";
    }
}

impl Payee {
    /// What to bring.
    pub const fn documents(self) -> &'static [&'static str] {
        match self {
            Self::Person => &["本人身份证原件", "本人名下的银行卡"],
            Self::Agent => {
                &["经公证的委托书，写明可以代领案款", "委托人身份证复印件", "受托人身份证原件", "委托人名下的银行卡"]
            }
            Self::Minor => &["监护人身份证原件", "户口簿或者其他监护关系证明", "未成年人名下的银行卡"],
            Self::Unit => &["营业执照复印件（盖章）", "开户证明", "收款收据", "授权委托书和经办人身份证原件"],
        }
    }
}

coded! {
    /// What may happen to a sum (CM-4).
    pub enum ClaimStep {
        Match = "match", "已核对案件";
        Notify = "notify", "已通知领取";
        Announce = "announce", "公告领取";
        Pay = "pay", "登记发放";
        Defer = "defer", "暂缓发放";
        Escrow = "escrow", "登记提存";
    }
}

impl ClaimStep {
    /// The steps that lead on from here.
    pub fn open_to(state: ClaimState) -> Vec<Self> {
        use ClaimState::*;
        match state {
            Arrived => vec![Self::Match],
            Matched => vec![Self::Notify, Self::Defer],
            Notified => vec![Self::Pay, Self::Announce, Self::Defer, Self::Escrow],
            Announced => vec![Self::Pay, Self::Defer, Self::Escrow],
            Deferred => vec![Self::Pay, Self::Escrow],
            Paid | Escrowed => Vec::new(),
        }
    }
}

/// CM-3: stands on every page about money, word for word.
pub const ANTI_FRAUD: &str = "法院发放案款不收取任何费用，不会索要银行卡密码和短信验证码。";

/// Where an announcement stands on a day: its payout day may be over while the money can still be collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payout {
    /// The day is today or ahead.
    Ahead,
    /// The day is over; the money waits until this day.
    Waiting(LegalDate),
    /// Day and deadline are over.
    Over,
}

impl Payout {
    /// An announcement whose day cannot be read is never hidden for its age.
    pub fn on(today: LegalDate, held_on: Option<LegalDate>, deadline: Option<LegalDate>) -> Self {
        match (held_on, deadline) {
            (None, _) => Self::Ahead,
            (Some(day), _) if day >= today => Self::Ahead,
            (_, Some(last)) if last >= today => Self::Waiting(last),
            _ => Self::Over,
        }
    }
}

/// One sum of money and its road to the creditor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub state: ClaimState,
    pub arrived_on: LegalDate,
    pub deferred_until: Option<LegalDate>,
    pub defer_reason: Option<DeferReason>,
    pub escrow_reason: Option<EscrowReason>,
    pub paid_on: Option<LegalDate>,
}

impl Claim {
    /// Money arrived; the clock of CM-1 runs from the notice of arrival.
    pub fn arrived(on: LegalDate) -> Self {
        Self {
            state: ClaimState::Arrived,
            arrived_on: on,
            deferred_until: None,
            defer_reason: None,
            escrow_reason: None,
            paid_on: None,
        }
    }

    /// CM-1: thirty days from arrival; none once paid or in escrow, the agreed day while deferred.
    pub fn due(&self, calendar: &Calendar) -> Result<Option<Due>, UnknownYear> {
        match self.state {
            ClaimState::Paid | ClaimState::Escrowed => Ok(None),
            ClaimState::Deferred => {
                Ok(self.deferred_until.map(|day| Due { duty: Duty::PayOut, target: day, rolled: day }))
            }
            ClaimState::Arrived | ClaimState::Matched | ClaimState::Notified | ClaimState::Announced => {
                Duty::PayOut.due(self.arrived_on, calendar).map(Some)
            }
        }
    }

    /// ARRIVED → MATCHED.
    pub fn matched(self) -> Result<Self, Refusal> {
        self.must_be(&[ClaimState::Arrived], "核对案件")?;
        Ok(self.now(ClaimState::Matched))
    }

    /// MATCHED → NOTIFIED.
    pub fn notify(self) -> Result<Self, Refusal> {
        self.must_be(&[ClaimState::Matched], "通知领取")?;
        Ok(self.now(ClaimState::Notified))
    }

    /// NOTIFIED → ANNOUNCED, for those whom the notice did not reach.
    pub fn announce(self) -> Result<Self, Refusal> {
        self.must_be(&[ClaimState::Notified], "公告")?;
        Ok(self.now(ClaimState::Announced))
    }

    /// NOTIFIED, ANNOUNCED or DEFERRED → PAID.
    pub fn pay(mut self, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[ClaimState::Notified, ClaimState::Announced, ClaimState::Deferred], "发放")?;
        self.paid_on = Some(on);
        Ok(self.now(ClaimState::Paid))
    }

    /// MATCHED, NOTIFIED or ANNOUNCED → DEFERRED, with approval, a reason and a day.
    pub fn defer(
        mut self,
        reason: DeferReason,
        until: LegalDate,
        approval_no: &str,
        today: LegalDate,
    ) -> Result<Self, Refusal> {
        self.must_be(&[ClaimState::Matched, ClaimState::Notified, ClaimState::Announced], "暂缓发放")?;
        ensure(!approval_no.trim().is_empty(), || {
            Refusal::new("CM-1", "approval_no", "暂缓发放要经批准。", "请填写批准文号。")
        })?;
        ensure(until > today, || Refusal::new("CM-1", "until", "暂缓的截止日期要晚于今天。", "请重新填写日期。"))?;
        self.defer_reason = Some(reason);
        self.deferred_until = Some(until);
        Ok(self.now(ClaimState::Deferred))
    }

    /// NOTIFIED, ANNOUNCED or DEFERRED → ESCROWED.
    pub fn escrow(mut self, reason: EscrowReason) -> Result<Self, Refusal> {
        self.must_be(&[ClaimState::Notified, ClaimState::Announced, ClaimState::Deferred], "提存")?;
        self.escrow_reason = Some(reason);
        Ok(self.now(ClaimState::Escrowed))
    }

    fn now(mut self, state: ClaimState) -> Self {
        self.state = state;
        self
    }
    fn must_be(&self, states: &[ClaimState], wanted: &str) -> Result<(), Refusal> {
        ensure(states.contains(&self.state), || Refusal::step("CM-4", self.state.zh(), wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClaimState::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn at(state: ClaimState) -> Claim {
        Claim { state, deferred_until: Some(day("2026-06-01")), ..Claim::arrived(day("2025-12-01")) }
    }

    #[test]
    fn a_payout_day_is_ahead_then_money_waits_then_it_is_over() {
        let on = |today: &str, deadline| Payout::on(day(today), Some(day("2025-12-01")), deadline);
        let last = Some(day("2026-03-02"));
        assert_eq!(on("2025-12-01", last), Payout::Ahead);
        assert_eq!(on("2025-12-02", last), Payout::Waiting(day("2026-03-02")));
        assert_eq!(on("2026-03-03", last), Payout::Over);
        assert_eq!(on("2025-12-02", None), Payout::Over);
        assert_eq!(Payout::on(day("2030-01-01"), None, None), Payout::Ahead);
    }

    #[test]
    fn cm_4_every_step_from_every_state() {
        type Step = fn(Claim) -> Result<Claim, Refusal>;
        let waiting = vec![Notified, Announced, Deferred];
        let steps: Vec<(Vec<ClaimState>, ClaimState, Step)> = vec![
            (vec![Arrived], Matched, |c| c.matched()),
            (vec![Matched], Notified, |c| c.notify()),
            (vec![Notified], Announced, |c| c.announce()),
            (waiting.clone(), Paid, |c| c.pay(day("2025-12-12"))),
            (vec![Matched, Notified, Announced], Deferred, |c| {
                c.defer(DeferReason::Frozen, day("2026-03-01"), "批1号", day("2025-12-12"))
            }),
            (waiting, Escrowed, |c| c.escrow(EscrowReason::NotFound)),
        ];
        let mut reached = vec![Arrived];
        for (from, to, step) in steps {
            for &state in ClaimState::ALL {
                match step(at(state)) {
                    Ok(next) => {
                        assert!(from.contains(&state));
                        assert_eq!(next.state, to);
                        reached.push(to);
                    }
                    Err(refusal) => {
                        assert!(!from.contains(&state), "{to:?} from {state:?}: {refusal}");
                        assert_eq!((refusal.rule, refusal.field), ("CM-4", "state"));
                    }
                }
            }
        }
        assert!(ClaimState::ALL.iter().all(|state| reached.contains(state)));
    }

    #[test]
    fn cm_4_an_announcement_is_hidden_when_paid() {
        for &state in ClaimState::ALL {
            assert_eq!(state.is_public(), state == Announced);
        }
    }

    #[test]
    fn cm_1_thirty_days_from_arrival() {
        let calendar = Calendar::known();
        let due = at(Notified).due(&calendar).unwrap().unwrap();
        assert_eq!((due.target, due.rolled), (day("2025-12-31"), day("2025-12-31")));
        assert_eq!(at(Deferred).due(&calendar).unwrap().unwrap().rolled, day("2026-06-01"));
        assert_eq!(at(Paid).due(&calendar), Ok(None));
        assert!(Claim::arrived(day("2026-12-20")).due(&calendar).is_err());
    }

    #[test]
    fn cm_1_deferral_needs_approval_and_a_coming_day() {
        let today = day("2025-12-12");
        let defer = |no, until| at(Notified).defer(DeferReason::Distribution, day(until), no, today).unwrap_err();
        assert_eq!((defer("", "2026-03-01").rule, defer("", "2026-03-01").field), ("CM-1", "approval_no"));
        assert_eq!(defer("批1号", "2025-12-12").field, "until");
    }

    #[test]
    fn cm_2_each_payee_is_told_what_to_bring() {
        for payee in Payee::ALL {
            assert!(payee.documents().len() >= 2);
        }
        assert!(Payee::Agent.documents()[0].contains("公证"));
        assert!(ANTI_FRAUD.contains("不收取任何费用") && ANTI_FRAUD.contains("验证码"));
    }
}
