//! The applicant's request for a bounty (BN-3) and how a reward is reckoned (§8.3).
use super::{
    date::LegalDate,
    money::Fen,
    refusal::{Refusal, ensure},
};
use serde::{Deserialize, Serialize};

coded! {
    pub enum ApplicationState {
        Received = "received", "已收到申请";
        Approved = "approved", "已批准";
        Refused = "refused", "不予批准";
        Withdrawn = "withdrawn", "申请人已撤回";
    }
}

/// BN-3: only the applicant, in writing, may ask for a property bounty; four contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// The applicant (申请执行人), never the court itself.
    pub applicant: String,
    pub received_on: LegalDate,
    /// (1) amount or method.
    pub reward: String,
    /// (2) the signed promise to pay, as a file in the case file.
    pub promise_document: String,
    /// (3) way of publication.
    pub publication: String,
    /// (4) other.
    pub other: String,
    pub state: ApplicationState,
    pub decided_on: Option<LegalDate>,
}

const DECIDE_WITHIN_DAYS: i32 = 10;

impl Application {
    /// The unrolled target: ten days after receipt. The rolled limit comes from `deadline`.
    pub fn decision_target(&self) -> LegalDate {
        self.received_on.add_days(DECIDE_WITHIN_DAYS)
    }

    /// RECEIVED → APPROVED, when all of BN-3 is there.
    pub fn approve(mut self, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be_received("批准")?;
        let contents = [
            (&self.applicant, "applicant", "申请执行人"),
            (&self.reward, "reward", "悬赏金的数额或者计算方法"),
            (&self.promise_document, "promise_document", "申请执行人签名的承诺书"),
            (&self.publication, "publication", "发布方式"),
        ];
        for (text, field, what) in contents {
            ensure(!text.trim().is_empty(), || {
                Refusal::new("BN-3", field, format!("书面申请里缺少{what}。"), "请补齐后再批准。")
            })?;
        }
        self.state = ApplicationState::Approved;
        self.decided_on = Some(on);
        Ok(self)
    }

    /// RECEIVED → REFUSED.
    pub fn refuse(mut self, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be_received("不予批准")?;
        self.state = ApplicationState::Refused;
        self.decided_on = Some(on);
        Ok(self)
    }

    /// RECEIVED or APPROVED → WITHDRAWN; the notice must then come down (BN-12).
    pub fn withdraw(mut self) -> Result<Self, Refusal> {
        let open = matches!(self.state, ApplicationState::Received | ApplicationState::Approved);
        ensure(open, || Refusal::step("BN-3", self.state.zh(), "撤回"))?;
        self.state = ApplicationState::Withdrawn;
        Ok(self)
    }

    fn must_be_received(&self, wanted: &str) -> Result<(), Refusal> {
        ensure(self.state == ApplicationState::Received, || Refusal::step("BN-3", self.state.zh(), wanted))
    }
}

/// One step of a tiered rule: `bps` of the part of the recovery up to `up_to` (the last has no bound).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    pub up_to: Option<Fen>,
    pub bps: u32,
}

/// How much a tip earns. `bps` are hundredths of a percent: 500 is 5%.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum RewardRule {
    Fixed { amount: Fen },
    Percent { bps: u32, cap: Option<Fen> },
    Tiered { tiers: Vec<Tier>, cap: Option<Fen> },
    MinMax { bps: u32, floor: Fen, cap: Fen },
}

const ALL_BPS: u32 = 10_000;

impl RewardRule {
    /// A rule that can be published: something is paid, and never more than was recovered by its rate.
    pub fn checked(self) -> Result<Self, Refusal> {
        let bad = |message: &str| Err(Refusal::new("§8.3", "reward", message, "请核对悬赏金的数额、比例和上下限。"));
        let rate = |bps: u32| (1..=ALL_BPS).contains(&bps);
        match &self {
            Self::Fixed { amount } if amount.0 <= 0 => bad("悬赏金要大于零。"),
            Self::Percent { bps, .. } | Self::MinMax { bps, .. } if !rate(*bps) => bad("比例要在 0.01% 和 100% 之间。"),
            Self::Percent { cap: Some(cap), .. } | Self::Tiered { cap: Some(cap), .. } if cap.0 <= 0 => {
                bad("最高额要大于零。")
            }
            Self::MinMax { floor, cap, .. } if floor.0 <= 0 || floor > cap => bad("最低额要大于零，并且不高于最高额。"),
            Self::Tiered { tiers, .. } if !tiers_rise(tiers) => bad("分段的金额要从低到高，最后一段不设上限。"),
            _ => Ok(self),
        }
    }

    /// The reward for everything recovered so far through the tip; nothing recovered, nothing owed (BN-7).
    /// For a debtor found see [`Self::for_finding`].
    /// Rounded half up to 分 once, at the end.
    pub fn amount(&self, recovered: Fen) -> Fen {
        if recovered.0 <= 0 {
            return Fen::ZERO;
        }
        let capped = |amount: Fen, cap: &Option<Fen>| cap.map_or(amount, |cap| amount.min(cap));
        match self {
            Self::Fixed { amount } => *amount,
            Self::Percent { bps, cap } => capped(rounded(share(recovered, *bps)), cap),
            Self::Tiered { tiers, cap } => capped(rounded(tiered(recovered, tiers)), cap),
            Self::MinMax { bps, floor, cap } => rounded(share(recovered, *bps)).max(*floor).min(*cap),
        }
    }

    /// BN-11: the reward for a debtor found, when the rule states a sum that does not depend on money realised.
    pub fn for_finding(&self) -> Option<Fen> {
        match self {
            Self::Fixed { amount } => Some(*amount),
            Self::MinMax { floor, .. } => Some(*floor),
            Self::Percent { .. } | Self::Tiered { .. } => None,
        }
    }

    /// The sentence of the notice: `实际执行到位金额的5%，最高50万元`.
    pub fn sentence(&self) -> String {
        match self {
            Self::Fixed { amount } => {
                format!("{}元（人民币{}）", amount.grouped(), amount.capitals())
            }
            Self::Percent { bps, cap } => {
                format!("实际执行到位金额的{}{}", percent(*bps), at_most(cap))
            }
            Self::Tiered { tiers, cap } => {
                format!("实际执行到位金额{}{}", tier_words(tiers), at_most(cap))
            }
            Self::MinMax { bps, floor, cap } => {
                format!("实际执行到位金额的{}，最低{}，最高{}", percent(*bps), floor.display(), cap.display())
            }
        }
    }

    /// A worked example of the printed rule; `None` where the sum does not depend on what is recovered.
    pub fn example(&self, recovered: Fen) -> Option<String> {
        let cap = match self {
            Self::Fixed { .. } => return None,
            Self::Percent { cap, .. } | Self::Tiered { cap, .. } => *cap,
            Self::MinMax { cap, .. } => Some(*cap),
        };
        let amount = self.amount(recovered);
        let bound = match self {
            Self::MinMax { floor, .. } if amount == *floor => "，已是最低额",
            _ if Some(amount) == cap => "，已到最高额",
            _ => "",
        };
        Some(format!("实际执行到位{}，悬赏金为{}元{bound}", recovered.display(), amount.grouped()))
    }

    /// The sum a card can show as a figure; `None` when the reward is a formula.
    pub fn fixed(&self) -> Option<Fen> {
        match self {
            Self::Fixed { amount } => Some(*amount),
            Self::Percent { .. } | Self::Tiered { .. } | Self::MinMax { .. } => None,
        }
    }
}

/// 分 times 10,000: exact, so that rounding happens once.
fn share(recovered: Fen, bps: u32) -> i128 {
    i128::from(recovered.0) * i128::from(bps)
}

fn rounded(parts: i128) -> Fen {
    let all = i128::from(ALL_BPS);
    Fen(i64::try_from((parts + all / 2) / all).unwrap_or(i64::MAX))
}

fn tiered(recovered: Fen, tiers: &[Tier]) -> i128 {
    let mut from = 0;
    let mut sum = 0;
    for tier in tiers {
        let to = tier.up_to.map_or(recovered.0, |bound| bound.0.min(recovered.0));
        sum += share(Fen((to - from).max(0)), tier.bps);
        from = from.max(to);
    }
    sum
}

fn tiers_rise(tiers: &[Tier]) -> bool {
    let Some((last, lower)) = tiers.split_last() else {
        return false;
    };
    let bounds: Vec<i64> = lower.iter().filter_map(|tier| tier.up_to).map(|bound| bound.0).collect();
    last.up_to.is_none()
        && bounds.len() == lower.len()
        && bounds.first().is_none_or(|first| *first > 0)
        && bounds.is_sorted_by(|a, b| a < b)
        && tiers.iter().all(|tier| (1..=ALL_BPS).contains(&tier.bps))
}

fn percent(bps: u32) -> String {
    let text = format!("{}.{:02}", bps / 100, bps % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

fn at_most(cap: &Option<Fen>) -> String {
    cap.map(|cap| format!("，最高{}", cap.display())).unwrap_or_default()
}

fn tier_words(tiers: &[Tier]) -> String {
    let mut from = Fen::ZERO;
    let mut words = Vec::new();
    for tier in tiers {
        let part = match tier.up_to {
            Some(bound) if from == Fen::ZERO => {
                format!("{}以内的部分按{}", bound.display(), percent(tier.bps))
            }
            Some(bound) => format!("{}至{}的部分按{}", from.display(), bound.display(), percent(tier.bps)),
            None if from == Fen::ZERO => format!("按{}", percent(tier.bps)),
            None => format!("超过{}的部分按{}", from.display(), percent(tier.bps)),
        };
        from = tier.up_to.unwrap_or(from);
        words.push(part);
    }
    words.join("，")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn application(state: ApplicationState) -> Application {
        Application {
            applicant: "某建材公司".into(),
            received_on: LegalDate::parse("2025-11-03").unwrap(),
            reward: "执行到位金额的5%".into(),
            promise_document: "承诺书-001".into(),
            publication: "本院网站、微信公众号".into(),
            other: String::new(),
            state,
            decided_on: None,
        }
    }

    const DAY: fn() -> LegalDate = || LegalDate::parse("2025-11-05").unwrap();

    #[test]
    fn bn_3_every_application_transition() {
        use ApplicationState::*;
        let table =
            [(Received, true, true), (Approved, false, true), (Refused, false, false), (Withdrawn, false, false)];
        for (state, decides, withdraws) in table {
            assert_eq!(application(state).approve(DAY()).is_ok(), decides);
            assert_eq!(application(state).refuse(DAY()).is_ok(), decides);
            assert_eq!(application(state).withdraw().is_ok(), withdraws);
        }
        assert_eq!(application(Refused).approve(DAY()).unwrap_err().rule, "BN-3");
        assert_eq!(application(Received).approve(DAY()).unwrap().decided_on, Some(DAY()));
    }

    #[test]
    fn bn_3_the_four_contents_are_required() {
        let mut no_promise = application(ApplicationState::Received);
        no_promise.promise_document.clear();
        assert_eq!(no_promise.approve(DAY()).unwrap_err().field, "promise_document");
        let mut no_reward = application(ApplicationState::Received);
        no_reward.reward = " ".into();
        assert_eq!(no_reward.approve(DAY()).unwrap_err().field, "reward");
        assert_eq!(application(ApplicationState::Received).decision_target().iso(), "2025-11-13");
    }

    fn tiered_rule() -> RewardRule {
        RewardRule::Tiered {
            tiers: vec![
                Tier { up_to: Some(Fen::yuan(100_000)), bps: 1000 },
                Tier { up_to: Some(Fen::yuan(1_000_000)), bps: 500 },
                Tier { up_to: None, bps: 100 },
            ],
            cap: Some(Fen::yuan(500_000)),
        }
    }

    #[test]
    fn reward_8_3_each_rule_reckons() {
        let percent = RewardRule::Percent { bps: 500, cap: Some(Fen::yuan(500_000)) };
        let min_max = RewardRule::MinMax { bps: 300, floor: Fen::yuan(500), cap: Fen::yuan(2_000) };
        let fixed = RewardRule::Fixed { amount: Fen::yuan(50_000) };
        let cases = [
            (&percent, 1_700_000, 85_000),
            (&percent, 100_000_000, 500_000),
            (&min_max, 1_000, 500),
            (&min_max, 50_000, 1_500),
            (&min_max, 1_000_000, 2_000),
            (&fixed, 1, 50_000),
            (&tiered_rule(), 50_000, 5_000),
            (&tiered_rule(), 200_000, 15_000),
            (&tiered_rule(), 2_000_000, 65_000),
        ];
        for (rule, recovered, reward) in cases {
            assert_eq!(rule.amount(Fen::yuan(recovered)), Fen::yuan(reward), "{rule:?} {recovered}");
        }
    }

    #[test]
    fn bn_7_nothing_recovered_earns_nothing() {
        for rule in [
            RewardRule::Fixed { amount: Fen(1) },
            RewardRule::MinMax { bps: 1, floor: Fen(9), cap: Fen(9) },
            tiered_rule(),
        ] {
            assert_eq!(rule.amount(Fen::ZERO), Fen::ZERO);
            assert_eq!(rule.amount(Fen(-5)), Fen::ZERO);
        }
    }

    #[test]
    fn bn_11_a_finding_earns_a_stated_sum_only() {
        assert_eq!(RewardRule::Fixed { amount: Fen::yuan(1_000) }.for_finding(), Some(Fen::yuan(1_000)));
        let range = RewardRule::MinMax { bps: 100, floor: Fen::yuan(500), cap: Fen::yuan(2_000) };
        assert_eq!(range.for_finding(), Some(Fen::yuan(500)));
        assert_eq!(RewardRule::Percent { bps: 500, cap: None }.for_finding(), None);
        assert_eq!(tiered_rule().for_finding(), None);
    }

    #[test]
    fn reward_8_3_rounds_half_up_once() {
        let rule = RewardRule::Percent { bps: 500, cap: None };
        assert_eq!(rule.amount(Fen(10)), Fen(1));
        assert_eq!(rule.amount(Fen(9)), Fen::ZERO);
        // two tiers of 0.5 分 each are 1 分 together, not 2
        let tiers = vec![Tier { up_to: Some(Fen(10)), bps: 500 }, Tier { up_to: None, bps: 500 }];
        assert_eq!(RewardRule::Tiered { tiers, cap: None }.amount(Fen(20)), Fen(1));
    }

    #[test]
    fn reward_8_3_sentences() {
        assert_eq!(RewardRule::Fixed { amount: Fen::yuan(50_000) }.sentence(), "50,000元（人民币伍万元整）");
        assert_eq!(RewardRule::Percent { bps: 500, cap: None }.sentence(), "实际执行到位金额的5%");
        assert_eq!(
            RewardRule::Percent { bps: 250, cap: Some(Fen::yuan(500_000)) }.sentence(),
            "实际执行到位金额的2.5%，最高50万元"
        );
        assert_eq!(
            tiered_rule().sentence(),
            "实际执行到位金额10万元以内的部分按10%，10万元至100万元的部分按5%，超过100万元的部分按1%，最高50万元"
        );
        let min_max = RewardRule::MinMax { bps: 300, floor: Fen::yuan(500), cap: Fen::yuan(20_000) };
        assert_eq!(min_max.sentence(), "实际执行到位金额的3%，最低500元，最高2万元");
    }

    #[test]
    fn reward_8_3_impossible_rules_are_refused() {
        let wrong = [
            RewardRule::Fixed { amount: Fen(0) },
            RewardRule::Percent { bps: 0, cap: None },
            RewardRule::Percent { bps: 10_001, cap: None },
            RewardRule::Percent { bps: 500, cap: Some(Fen(0)) },
            RewardRule::MinMax { bps: 500, floor: Fen(5), cap: Fen(4) },
            RewardRule::Tiered { tiers: vec![], cap: None },
            RewardRule::Tiered { tiers: vec![Tier { up_to: Some(Fen(5)), bps: 1 }], cap: None },
            RewardRule::Tiered { tiers: vec![Tier { up_to: None, bps: 1 }, Tier { up_to: None, bps: 1 }], cap: None },
        ];
        for rule in wrong {
            assert_eq!(rule.checked().unwrap_err().rule, "§8.3");
        }
        assert!(tiered_rule().checked().is_ok());
        assert!(RewardRule::Percent { bps: 10_000, cap: None }.checked().is_ok());
    }

    #[test]
    fn reward_8_3_examples_say_where_a_bound_was_met() {
        let percent = RewardRule::Percent { bps: 500, cap: Some(Fen::yuan(50_000)) };
        let said = |yuan| percent.example(Fen::yuan(yuan)).unwrap();
        assert_eq!(said(100_000), "实际执行到位10万元，悬赏金为5,000元");
        assert_eq!(said(2_000_000), "实际执行到位200万元，悬赏金为50,000元，已到最高额");
        let range = RewardRule::MinMax { bps: 300, floor: Fen::yuan(500), cap: Fen::yuan(2_000) };
        assert_eq!(range.example(Fen::yuan(1_000)).unwrap(), "实际执行到位1,000元，悬赏金为500元，已是最低额");
        assert_eq!(RewardRule::Fixed { amount: Fen::yuan(1) }.example(Fen::yuan(5)), None);
    }

    proptest! {
        #[test]
        fn reward_8_3_an_example_agrees_with_the_rule_and_never_exceeds_the_cap(
            fen in 1i64..1_000_000_000_000, bps in 1u32..10_000, cap in 1i64..100_000_000,
        ) {
            for rule in [
                RewardRule::Percent { bps, cap: Some(Fen(cap)) },
                RewardRule::MinMax { bps, floor: Fen(1), cap: Fen(cap) },
                RewardRule::Tiered { tiers: vec![Tier { up_to: Some(Fen(cap)), bps }, Tier { up_to: None, bps: 1 }], cap: Some(Fen(cap)) },
            ] {
                let (amount, said) = (rule.amount(Fen(fen)), rule.example(Fen(fen)).unwrap());
                prop_assert!(amount <= Fen(cap));
                prop_assert!(said.contains(&format!("悬赏金为{}元", amount.grouped())), "{}", said);
                prop_assert_eq!(said.contains("最高额"), amount == Fen(cap) && !(cap == 1 && said.contains("最低额")));
            }
        }

        #[test]
        fn reward_8_3_more_recovered_never_earns_less(a in 1i64..1_000_000_000_000, b in 1i64..1_000_000_000_000) {
            let (low, high) = (a.min(b), a.max(b));
            for rule in [tiered_rule(), RewardRule::Percent { bps: 3333, cap: None }, RewardRule::MinMax { bps: 77, floor: Fen(100), cap: Fen(9_999) }] {
                prop_assert!(rule.amount(Fen(low)) <= rule.amount(Fen(high)));
            }
        }
    }
}
