//! May this tip earn, how much, and on which road is it paid: BN-5, BN-7..9, §8.3.
use super::{
    bounty::RewardRule,
    date::{Instant, LegalDate},
    money::Fen,
    refusal::{Refusal, ensure},
};

mod payout;
pub use payout::{Payout, PayoutState};

coded! {
    /// BN-9: to whom nothing is paid. The last three are the court's own policy.
    pub enum Exclusion {
        Agent = "agent", "申请执行人的代理人";
        DutyBound = "duty_bound", "负有提供线索义务的人";
        CourtStaff = "court_staff", "法院工作人员及其近亲属";
        IllegalMeans = "illegal_means", "用违法手段取得线索";
        FalseIdentity = "false_identity", "身份不真实";
    }
}

coded! {
    /// BN-8.
    pub enum PaymentSource {
        Deduction = "deduction", "从申请执行人的案款中扣除";
        ApplicantDirect = "applicant_direct", "由申请执行人直接支付";
    }
}

/// What the tip brought about. The two kinds of bounty have independent conditions (BN-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Property: money realised (BN-7).
    Recovered(Fen),
    /// Whereabouts: whether the debtor was found, as the applicant promised.
    Found(bool),
}

/// What the reward officer has established about one tip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Checked against earlier clues and query results.
    pub court_already_knew: bool,
    /// Where that was checked, with dates; required either way.
    pub knowledge_evidence: &'a str,
    pub effect: Effect,
    /// Why the effect is owed to this tip.
    pub attribution: &'a str,
    pub exclusion: Option<Exclusion>,
    /// The earliest of its cluster (BN-5).
    pub is_earliest: bool,
    /// A later tip that added decisive facts, with a reason and an approval.
    pub decisive_facts_approval: Option<&'a str>,
}

/// BN-5, BN-7, BN-9, BN-11: the first reason why this tip earns nothing, if there is one.
pub fn eligible(facts: &Facts<'_>) -> Result<(), Refusal> {
    let no = |rule, field, message: String, fix: &str| Err(Refusal::new(rule, field, message, fix));
    if facts.knowledge_evidence.trim().is_empty() {
        return no(
            "BN-7",
            "knowledge_evidence",
            "还没有写明法院事先是否掌握。".into(),
            "请对照已有线索和查控结果，写明日期。",
        );
    }
    if facts.court_already_knew {
        return no("BN-7", "court_already_knew", "线索是法院事先已经掌握的。".into(), "不发放悬赏金，请告知提供人。");
    }
    if facts.effect == Effect::Found(false) {
        return no("BN-11", "found", "还没有因这条线索找到被执行人。".into(), "请等找到后再核算。");
    }
    if matches!(facts.effect, Effect::Recovered(sum) if sum <= Fen::ZERO) {
        return no("BN-7", "recovered", "还没有因这条线索执行到位的款项。".into(), "请等执行到位后再核算。");
    }
    if facts.attribution.trim().is_empty() {
        return no(
            "BN-7",
            "attribution",
            "还没有写明结果与线索的关系。".into(),
            "请写明哪一笔款项因这条线索到位，或者怎样因它找到被执行人。",
        );
    }
    if let Some(exclusion) = facts.exclusion {
        return no("BN-9", "exclusion", format!("提供人属于{}。", exclusion.zh()), "依规定不发放悬赏金。");
    }
    let decisive = facts.decisive_facts_approval.is_some_and(|approval| !approval.trim().is_empty());
    if !facts.is_earliest && !decisive {
        return no(
            "BN-5",
            "is_earliest",
            "已有人先提供了相同线索。".into(),
            "在后的线索提供了决定性情况的，请写明理由并报批。",
        );
    }
    Ok(())
}

/// One sum realised through the tip. Never changed, only followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    pub amount: Fen,
    pub at: Instant,
}

/// The reward so far: the rule applied to everything realised, up to the cap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    rule: RewardRule,
    recoveries: Vec<Recovery>,
}

impl Ledger {
    pub fn new(rule: RewardRule) -> Self {
        Self { rule, recoveries: Vec::new() }
    }

    /// Adds a recovery; the entries before it stay as they are.
    pub fn record(mut self, amount: Fen, at: Instant) -> Result<Self, Refusal> {
        ensure(amount > Fen::ZERO, || {
            Refusal::new("BN-7", "recovered", "执行到位金额要大于零。", "请核对金额；冲正请另记一笔并说明。")
        })?;
        self.recoveries.push(Recovery { amount, at });
        Ok(self)
    }

    pub fn recoveries(&self) -> &[Recovery] {
        &self.recoveries
    }
    pub fn recovered(&self) -> Fen {
        Fen::sum(self.recoveries.iter().map(|recovery| recovery.amount))
    }
    /// Everything earned up to now.
    pub fn earned(&self) -> Fen {
        self.rule.amount(self.recovered())
    }
    /// Earned and not paid yet.
    pub fn owed(&self, paid: Fen) -> Fen {
        self.earned().saturating_sub(paid).max(Fen::ZERO)
    }

    /// BN-8: a deduction never exceeds what the applicant is to receive of that recovery.
    pub fn payable(&self, paid: Fen, source: PaymentSource, distributable: Fen) -> Result<Fen, Refusal> {
        let owed = self.owed(paid);
        let covered = source == PaymentSource::ApplicantDirect || owed <= distributable;
        ensure(covered, || {
            Refusal::new(
                "BN-8",
                "payment_source",
                format!("应付悬赏金{}，超过申请执行人可以分得的{}。", owed.display(), distributable.display()),
                "请改由申请执行人直接支付，或者等下一笔案款。",
            )
        })?;
        Ok(owed)
    }

    /// The formula of the statement, with its numbers.
    pub fn statement(&self) -> String {
        format!(
            "累计执行到位{}元，按{}计算，悬赏金共{}元（人民币{}）",
            self.recovered().grouped(),
            self.rule.sentence(),
            self.earned().grouped(),
            self.earned().capitals()
        )
    }
}

/// Months in which an informed person may come for the money.
const COLLECT_WITHIN_MONTHS: i32 = 6;

/// The last day to come for the money.
pub fn collect_until(informed_on: LegalDate) -> LegalDate {
    informed_on.add_months(COLLECT_WITHIN_MONTHS)
}

#[cfg(test)]
mod tests;
