use super::*;
use crate::domain::staff::{
    ApproveReward, CalculateReward, PayReward, Permit, Role,
    tests::{COURT, permit, staff, who},
};
use PayoutState::*;
use proptest::prelude::*;

fn facts() -> Facts<'static> {
    Facts {
        court_already_knew: false,
        knowledge_evidence: "2025年11月3日网络查控无此账户",
        effect: Effect::Recovered(Fen::yuan(100_000)),
        attribution: "2025年11月20日扣划该账户",
        exclusion: None,
        is_earliest: true,
        decisive_facts_approval: None,
    }
}

fn day(text: &str) -> LegalDate {
    LegalDate::parse(text).unwrap()
}

#[test]
fn bn_7_unknown_to_the_court_and_recovered() {
    assert!(eligible(&facts()).is_ok());
    let shut = [
        (Facts { court_already_knew: true, ..facts() }, "court_already_knew"),
        (Facts { knowledge_evidence: " ", ..facts() }, "knowledge_evidence"),
        (Facts { effect: Effect::Recovered(Fen::ZERO), ..facts() }, "recovered"),
        (Facts { effect: Effect::Recovered(Fen(-1)), ..facts() }, "recovered"),
        (Facts { attribution: "", ..facts() }, "attribution"),
    ];
    for (facts, field) in shut {
        let refusal = eligible(&facts).unwrap_err();
        assert_eq!((refusal.rule, refusal.field), ("BN-7", field));
    }
}

#[test]
fn bn_11_whereabouts_earn_when_the_debtor_is_found() {
    let found = |found| Facts { effect: Effect::Found(found), ..facts() };
    assert!(eligible(&found(true)).is_ok());
    assert_eq!(eligible(&found(false)).unwrap_err().rule, "BN-11");
    let known = Facts { court_already_knew: true, ..found(true) };
    assert_eq!(eligible(&known).unwrap_err().rule, "BN-7");
}

#[test]
fn bn_9_each_exclusion_shuts_the_gate() {
    for &exclusion in Exclusion::ALL {
        let refusal = eligible(&Facts { exclusion: Some(exclusion), ..facts() }).unwrap_err();
        assert_eq!((refusal.rule, refusal.field), ("BN-9", "exclusion"));
    }
}

#[test]
fn bn_5_only_the_earliest_earns_unless_approved() {
    let later = || Facts { is_earliest: false, ..facts() };
    assert_eq!(eligible(&later()).unwrap_err().rule, "BN-5");
    assert_eq!(eligible(&Facts { decisive_facts_approval: Some(" "), ..later() }).unwrap_err().rule, "BN-5");
    assert!(eligible(&Facts { decisive_facts_approval: Some("批3号"), ..later() }).is_ok());
}

fn ledger(sums: &[i64]) -> Ledger {
    let rule = RewardRule::Percent { bps: 500, cap: Some(Fen::yuan(10_000)) };
    sums.iter().fold(Ledger::new(rule), |ledger, yuan| ledger.record(Fen::yuan(*yuan), Instant(0)).unwrap())
}

#[test]
fn reward_8_3_several_recoveries_add_up_to_the_cap() {
    assert_eq!(ledger(&[50_000]).earned(), Fen::yuan(2_500));
    assert_eq!(ledger(&[50_000, 50_000]).owed(Fen::yuan(2_500)), Fen::yuan(2_500));
    assert_eq!(ledger(&[50_000, 500_000]).earned(), Fen::yuan(10_000));
    assert_eq!(ledger(&[500_000]).owed(Fen::yuan(20_000)), Fen::ZERO);
    assert_eq!(ledger(&[]).earned(), Fen::ZERO);
    assert_eq!(ledger(&[1]).record(Fen::ZERO, Instant(0)).unwrap_err().rule, "BN-7");
    assert_eq!(ledger(&[1, 2]).recoveries().len(), 2);
}

#[test]
fn reward_8_3_the_statement_shows_the_formula() {
    assert_eq!(
        ledger(&[50_000]).statement(),
        "累计执行到位50,000元，按实际执行到位金额的5%，最高1万元计算，悬赏金共2,500元（人民币贰仟伍佰元整）"
    );
}

#[test]
fn bn_8_a_deduction_never_exceeds_the_applicant_s_share() {
    let ledger = ledger(&[50_000]);
    let payable = |source, share| ledger.payable(Fen::ZERO, source, Fen::yuan(share));
    assert_eq!(payable(PaymentSource::Deduction, 2_500), Ok(Fen::yuan(2_500)));
    assert_eq!(payable(PaymentSource::Deduction, 2_499).unwrap_err().rule, "BN-8");
    assert_eq!(payable(PaymentSource::ApplicantDirect, 0), Ok(Fen::yuan(2_500)));
}

fn at(state: PayoutState) -> Payout {
    Payout {
        state,
        amount: Fen::yuan(2_500),
        hands: vec![staff(1)],
        informed_on: Some(day("2025-06-01")),
        paid_on: None,
    }
}

#[test]
fn reward_8_3_every_step_from_every_state() {
    type Step = fn(Payout) -> Result<Payout, Refusal>;
    let open = vec![PendingRecovery, Calculated, Approved, InformantNotified, IdentityVerified];
    let steps: Vec<(Vec<PayoutState>, PayoutState, Step)> = vec![
        (vec![PendingRecovery], Calculated, |p| p.calculate(&permit(), &facts(), Fen::yuan(2_500))),
        (vec![PendingRecovery], NotEligible, |p| p.refuse(&permit(), &Facts { court_already_knew: true, ..facts() })),
        (vec![Calculated], Approved, |p| p.approve(&permit())),
        (vec![Approved], InformantNotified, |p| p.notify(day("2025-06-01"))),
        (vec![InformantNotified], IdentityVerified, |p| p.verify_identity(true)),
        (vec![IdentityVerified], Paid, |p| p.pay(&permit(), &facts(), day("2025-06-10"))),
        (open, Waived, |p| p.waive()),
        (vec![InformantNotified], Expired, |p| p.expire(day("2025-12-02"))),
    ];
    let mut reached = vec![Payout::pending().state];
    for (from, to, step) in steps {
        for &state in PayoutState::ALL {
            match step(at(state)) {
                Ok(next) => {
                    assert!(from.contains(&state));
                    assert_eq!(next.state, to);
                    reached.push(to);
                }
                Err(refusal) => {
                    assert!(!from.contains(&state), "{to:?} from {state:?}: {refusal}");
                    assert_eq!((refusal.rule, refusal.field), ("§8.3", "state"));
                }
            }
        }
    }
    assert!(PayoutState::ALL.iter().all(|state| reached.contains(state)));
}

#[test]
fn tw_4_three_hands_pay_a_reward() {
    let reckoner: Permit<CalculateReward> = who(1, &[Role::Reward]).permit(&Payout::pending().matter(COURT)).unwrap();
    let calculated = Payout::pending().calculate(&reckoner, &facts(), Fen::yuan(2_500)).unwrap();
    let both = who(1, &[Role::Reward, Role::Publisher]);
    assert_eq!(both.permit::<ApproveReward>(&calculated.matter(COURT)).unwrap_err().rule, "TW-4");
    let approver = who(2, &[Role::Publisher, Role::Reward]);
    let second = approver.permit(&calculated.matter(COURT)).unwrap();
    let approved = calculated.approve(&second).unwrap();
    let verified = approved.notify(day("2025-06-01")).unwrap().verify_identity(true).unwrap();
    for hand in [&both, &approver] {
        assert_eq!(hand.permit::<PayReward>(&verified.matter(COURT)).unwrap_err().rule, "TW-4");
    }
    // a permit won on an empty matter does not help either
    let early: Permit<PayReward> = approver.permit(&Payout::pending().matter(COURT)).unwrap();
    assert_eq!(verified.clone().pay(&early, &facts(), day("2025-06-10")).unwrap_err().rule, "TW-4");
    let third = who(3, &[Role::Reward]);
    assert!(verified.clone().pay(&third.permit(&verified.matter(COURT)).unwrap(), &facts(), day("2025-06-10")).is_ok());
}

#[test]
fn bn_9_is_checked_again_before_payment() {
    let excluded = Facts { exclusion: Some(Exclusion::Agent), ..facts() };
    assert_eq!(at(IdentityVerified).pay(&permit(), &excluded, day("2025-06-10")).unwrap_err().rule, "BN-9");
    assert_eq!(at(InformantNotified).verify_identity(false).unwrap_err().rule, "BN-9");
}

#[test]
fn invariant_6_no_reward_past_a_shut_gate() {
    let unpaid = Facts { effect: Effect::Recovered(Fen::ZERO), ..facts() };
    assert_eq!(at(PendingRecovery).calculate(&permit(), &unpaid, Fen::yuan(1)).unwrap_err().rule, "BN-7");
    assert_eq!(at(PendingRecovery).calculate(&permit(), &facts(), Fen::ZERO).unwrap_err().field, "amount");
    assert_eq!(at(PendingRecovery).refuse(&permit(), &facts()).unwrap_err().rule, "BN-7");
}

#[test]
fn reward_8_3_six_months_to_collect() {
    assert_eq!(at(InformantNotified).expire(day("2025-12-01")).unwrap_err().field, "informed_on");
    assert_eq!(collect_until(day("2025-08-31")), day("2026-02-28"));
}

proptest! {
    #[test]
    fn reward_8_3_the_order_of_recoveries_does_not_matter(mut sums in proptest::collection::vec(1i64..1_000_000, 1..8)) {
        let forward = ledger(&sums).earned();
        sums.reverse();
        prop_assert_eq!(ledger(&sums).earned(), forward);
    }
}
