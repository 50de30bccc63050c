//! `NOT_ELIGIBLE | PENDING_RECOVERY → CALCULATED → APPROVED → INFORMANT_NOTIFIED → IDENTITY_VERIFIED → PAID`,
//! or WAIVED, or EXPIRED (§8.3). Three hands: who reckons does not approve, who approves does not pay (TW-4).
use super::{Facts, collect_until, eligible};
use crate::domain::{
    date::LegalDate,
    ids::{CourtId, StaffId},
    money::Fen,
    refusal::{Refusal, ensure},
    staff::{ApproveReward, CalculateReward, Matter, PayReward, Permit},
};

coded! {
    pub enum PayoutState {
        NotEligible = "not_eligible", "不符合发放条件";
        PendingRecovery = "pending_recovery", "等待执行到位";
        Calculated = "calculated", "已核算";
        Approved = "approved", "已批准";
        InformantNotified = "informant_notified", "已通知提供人";
        IdentityVerified = "identity_verified", "已核实身份";
        Paid = "paid", "已发放";
        Waived = "waived", "提供人放弃";
        Expired = "expired", "逾期未领取";
    }
}

/// One reward on its way to the informant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    pub state: PayoutState,
    pub amount: Fen,
    /// Everyone who took a step; none of them takes the next one that needs a second person.
    pub hands: Vec<StaffId>,
    pub informed_on: Option<LegalDate>,
    pub paid_on: Option<LegalDate>,
}

impl Payout {
    /// A true tip whose money has not arrived yet.
    pub fn pending() -> Self {
        Self {
            state: PayoutState::PendingRecovery,
            amount: Fen::ZERO,
            hands: Vec::new(),
            informed_on: None,
            paid_on: None,
        }
    }

    /// What a permit for the next step must be asked for.
    pub fn matter(&self, court: CourtId) -> Matter {
        Matter::made_by(court, self.hands.iter().copied())
    }

    /// PENDING_RECOVERY → CALCULATED, through the gate of BN-5, BN-7 and BN-9.
    pub fn calculate(
        mut self,
        permit: &Permit<CalculateReward>,
        facts: &Facts<'_>,
        amount: Fen,
    ) -> Result<Self, Refusal> {
        self.must_be(&[PayoutState::PendingRecovery], "核算")?;
        eligible(facts)?;
        ensure(amount > Fen::ZERO, || {
            Refusal::new("BN-7", "amount", "按规则算出的悬赏金为零。", "请核对悬赏规则和执行到位金额。")
        })?;
        self.amount = amount;
        self.hands.push(permit.by());
        Ok(self.now(PayoutState::Calculated))
    }

    /// PENDING_RECOVERY → NOT_ELIGIBLE, only when the gate is shut.
    pub fn refuse(mut self, permit: &Permit<CalculateReward>, facts: &Facts<'_>) -> Result<Self, Refusal> {
        self.must_be(&[PayoutState::PendingRecovery], "不予发放")?;
        ensure(eligible(facts).is_err(), || {
            Refusal::new("BN-7", "state", "线索符合发放条件，不能登记为不予发放。", "请核算悬赏金。")
        })?;
        self.hands.push(permit.by());
        Ok(self.now(PayoutState::NotEligible))
    }

    /// CALCULATED → APPROVED by someone who did not reckon it.
    pub fn approve(mut self, permit: &Permit<ApproveReward>) -> Result<Self, Refusal> {
        self.must_be(&[PayoutState::Calculated], "批准")?;
        self.new_hand(permit.by())?;
        Ok(self.now(PayoutState::Approved))
    }

    /// APPROVED → INFORMANT_NOTIFIED; the six months begin.
    pub fn notify(mut self, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[PayoutState::Approved], "通知提供人")?;
        self.informed_on = Some(on);
        Ok(self.now(PayoutState::InformantNotified))
    }

    /// INFORMANT_NOTIFIED → IDENTITY_VERIFIED: an anonymous informant proves it with the receipt.
    pub fn verify_identity(self, proven: bool) -> Result<Self, Refusal> {
        self.must_be(&[PayoutState::InformantNotified], "核实身份")?;
        ensure(proven, || Refusal::new("BN-9", "identity", "还没有核实领取人的身份。", "请核对身份证件和查询码。"))?;
        Ok(self.now(PayoutState::IdentityVerified))
    }

    /// IDENTITY_VERIFIED → PAID by someone who neither reckoned nor approved; BN-9 is checked once more.
    pub fn pay(mut self, permit: &Permit<PayReward>, facts: &Facts<'_>, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[PayoutState::IdentityVerified], "发放")?;
        eligible(facts)?;
        self.new_hand(permit.by())?;
        self.paid_on = Some(on);
        Ok(self.now(PayoutState::Paid))
    }

    /// The informant does not want it; possible until it is paid.
    pub fn waive(self) -> Result<Self, Refusal> {
        use PayoutState::*;
        self.must_be(&[PendingRecovery, Calculated, Approved, InformantNotified, IdentityVerified], "登记放弃")?;
        Ok(self.now(Waived))
    }

    /// INFORMANT_NOTIFIED → EXPIRED after six months.
    pub fn expire(self, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[PayoutState::InformantNotified], "登记逾期")?;
        let over = self.informed_on.is_some_and(|day| today > collect_until(day));
        ensure(over, || {
            Refusal::new("§8.3", "informed_on", "领取期限还没有届满。", "自通知之日起六个月内都可以领取。")
        })?;
        Ok(self.now(PayoutState::Expired))
    }

    fn new_hand(&mut self, hand: StaffId) -> Result<(), Refusal> {
        ensure(!self.hands.contains(&hand), || {
            Refusal::new("TW-4", "maker", "前面的步骤由您经手，不能再由您办理这一步。", "请另一位有权限的人员办理。")
        })?;
        self.hands.push(hand);
        Ok(())
    }
    fn now(mut self, state: PayoutState) -> Self {
        self.state = state;
        self
    }
    fn must_be(&self, states: &[PayoutState], wanted: &str) -> Result<(), Refusal> {
        ensure(states.contains(&self.state), || Refusal::step("§8.3", self.state.zh(), wanted))
    }
}
