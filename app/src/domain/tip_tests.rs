use super::*;
use crate::domain::staff::tests::staff;
use TipState::*;

fn tip(state: TipState, finding: Option<Finding>) -> Handling {
    Handling { state, finding, officer: Some(staff(7)), ..Handling::received(Urgency::Normal, Instant(0)) }
}

fn assign() -> Step {
    Step::Assign { officer: staff(7), recused: false }
}

fn reopen() -> Step {
    Step::Reopen { reason: "有新情况".into() }
}

#[test]
fn tip_8_2_the_whole_road() {
    let steps = [
        (Step::Register, Registered),
        (Step::Triage { urgency: Urgency::Now }, Triaged),
        (assign(), Assigned),
        (Step::StartVerifying, Verifying),
        (Step::AskForMore, NeedInfo),
        (Step::Answered, Verifying),
        (Step::Find { finding: Finding::True }, Verifying),
        (Step::Act { measure: Measure::Summon }, Acting),
        (Step::RecordResult, Result),
        (Step::GiveFeedback, Feedback),
        (Step::Close, Closed),
        (reopen(), Assigned),
    ];
    let mut tip = Handling::received(Urgency::Normal, Instant(0));
    for (step, state) in steps {
        assert!(tip.allows(&step));
        tip = tip.take(step).unwrap();
        assert_eq!(tip.state, state);
    }
    assert_eq!((tip.urgency, tip.officer, tip.finding), (Urgency::Now, Some(staff(7)), None));
}

#[test]
fn tip_8_2_every_step_from_every_state() {
    let early = [Registered, Triaged, Assigned, Verifying];
    let open = [Received, Registered, Triaged, Assigned, Verifying, NeedInfo];
    let scope = Some(Finding::OutOfScope);
    let table: Vec<(Step, Option<Finding>, &[TipState])> = vec![
        (Step::Register, None, &[Received]),
        (Step::Triage { urgency: Urgency::Normal }, None, &[Registered, Triaged]),
        (assign(), None, &[Triaged, Assigned, Verifying, NeedInfo]),
        (Step::StartVerifying, None, &[Assigned]),
        (Step::AskForMore, None, &early),
        (Step::Answered, None, &[NeedInfo]),
        (Step::Find { finding: Finding::False }, None, &[Verifying]),
        (Step::Find { finding: Finding::Duplicate }, None, &[Triaged, Assigned, Verifying]),
        (Step::Act { measure: Measure::Seal }, Some(Finding::True), &[Verifying, Acting]),
        (Step::Transfer, scope, &early),
        (Step::RecordResult, scope, &[Registered, Triaged, Assigned, Verifying, Acting, Transferred]),
        (Step::RecordResult, None, &[Acting, Transferred]),
        (Step::GiveFeedback, None, &[Result]),
        (Step::Close, None, &[Feedback]),
        (reopen(), None, &[Closed, Withdrawn]),
        (Step::Withdraw, None, &open),
    ];
    let mut reached = vec![Received];
    for (step, finding, from) in table {
        for &state in TipState::ALL {
            match tip(state, finding).take(step.clone()) {
                Ok(next) => {
                    assert!(from.contains(&state), "{step:?} from {state:?}");
                    reached.push(next.state);
                }
                Err(refusal) => {
                    assert!(!from.contains(&state), "{step:?} from {state:?}: {refusal}");
                    assert_eq!((refusal.rule, refusal.field), ("§8.2", "state"));
                }
            }
        }
    }
    assert!(TipState::ALL.iter().all(|state| reached.contains(state)));
}

#[test]
fn tip_8_2_recusal_stops_an_assignment() {
    let refusal = tip(Triaged, None).take(Step::Assign { officer: staff(7), recused: true }).unwrap_err();
    assert_eq!((refusal.rule, refusal.field), ("§8.2", "officer"));
}

#[test]
fn tip_8_2_only_a_true_lead_is_acted_on() {
    for &finding in Finding::ALL {
        let acted = tip(Verifying, Some(finding)).take(Step::Act { measure: Measure::Freeze });
        assert_eq!(acted.is_ok(), finding.is_adopted(), "{finding:?}");
        let moved = tip(Verifying, Some(finding)).take(Step::Transfer);
        assert_eq!(moved.is_ok(), finding == Finding::OutOfScope, "{finding:?}");
    }
}

#[test]
fn tip_8_2_reopening_needs_a_reason() {
    let refusal = tip(Closed, None).take(Step::Reopen { reason: " ".into() }).unwrap_err();
    assert_eq!(refusal.field, "reason");
    let unassigned = Handling { officer: None, ..tip(Closed, None) };
    assert_eq!(unassigned.take(reopen()).unwrap().state, Registered);
    let asked_early = Handling { officer: None, ..tip(NeedInfo, None) };
    assert_eq!(asked_early.take(Step::Answered).unwrap().state, Registered);
}

#[test]
fn bn_1_urgent_means_now_or_by_tomorrow() {
    let day = LegalDate::parse("2025-12-01").unwrap();
    assert!(Urgency::Now.is_urgent(day));
    assert!(Urgency::Dated(day.add_days(1)).is_urgent(day));
    assert!(!Urgency::Dated(day.add_days(2)).is_urgent(day));
    assert!(!Urgency::Normal.is_urgent(day));
    for urgency in [Urgency::Now, Urgency::Normal, Urgency::Dated(day)] {
        assert_eq!(Urgency::parse(&urgency.code()), Some(urgency));
        assert!(!urgency.zh().is_empty());
    }
    assert_eq!(Urgency::parse("dated:soon"), None);
}

#[test]
fn tip_8_1_the_sender_reads_only_the_public_words() {
    use PublicStatus as P;
    let none = RewardStage::None;
    let table = [
        (Received, None, P::Received),
        (Registered, None, P::Triage),
        (Triaged, Some(Finding::Duplicate), P::Triage),
        (Assigned, None, P::Checking),
        (Verifying, Some(Finding::True), P::Checking),
        (NeedInfo, None, P::NeedInfo),
        (Acting, Some(Finding::True), P::Checking),
        (Transferred, Some(Finding::OutOfScope), P::Checking),
        (Result, Some(Finding::True), P::Adopted),
        (Feedback, Some(Finding::PartlyTrue), P::Adopted),
        (Closed, Some(Finding::False), P::NotAdopted),
        (Closed, Some(Finding::Duplicate), P::Duplicate),
        (Withdrawn, None, P::Withdrawn),
    ];
    for (state, finding, words) in table {
        assert_eq!(public_status(state, finding, none), words);
    }
    assert_eq!(public_status(Closed, Some(Finding::True), RewardStage::Ready), P::RewardReady);
    assert_eq!(public_status(Closed, Some(Finding::True), RewardStage::Paid), P::Paid);
    assert_eq!(public_status(Withdrawn, None, RewardStage::Ready), P::Withdrawn);
    assert_eq!(public_word(Received), "已收到。编号已登记，先后顺序以收到时间为准。");
}

#[test]
fn invariant_11_no_public_word_names_a_person_or_a_case() {
    for status in PublicStatus::ALL {
        assert!(!status.zh().contains('某') && !status.zh().contains("被执行人") && !status.zh().contains('案'));
    }
}

#[test]
fn bn_1_seven_days_to_verify_and_three_when_urgent() {
    let calendar = Calendar::known();
    let received_at = LegalDate::parse("2026-09-25").unwrap().start();
    let due = |urgency, state| {
        let tip = Handling { state, ..Handling::received(urgency, received_at) };
        tip.verify_due(&calendar).unwrap().map(|due| (due.duty, due.target.iso(), due.rolled.iso()))
    };
    let row = |duty, target: &str, rolled: &str| Some((duty, target.to_owned(), rolled.to_owned()));
    assert_eq!(due(Urgency::Normal, Verifying), row(Duty::VerifyClue, "2026-10-02", "2026-10-08"));
    assert_eq!(due(Urgency::Now, Registered), row(Duty::VerifyUrgentClue, "2026-09-28", "2026-09-28"));
    for state in [Acting, Transferred, Result, Feedback, Closed, Withdrawn] {
        assert_eq!(due(Urgency::Now, state), None);
    }
    let unloaded = Handling::received(Urgency::Normal, LegalDate::parse("2026-12-30").unwrap().start());
    assert_eq!(unloaded.due(&calendar), Err(UnknownYear(2027)));
}

#[test]
fn tip_8_2_one_clock_runs_and_the_sender_is_told_the_same() {
    let calendar = Calendar::known();
    let received_at = LegalDate::parse("2025-12-15").unwrap().start();
    let due = |urgency, state| {
        let tip = Handling { state, ..Handling::received(urgency, received_at) };
        tip.due(&calendar).unwrap().map(|due| due.duty)
    };
    assert_eq!(due(Urgency::Normal, Registered), Some(Duty::TriageTip));
    assert_eq!(due(Urgency::Normal, Triaged), Some(Duty::VerifyClue));
    assert_eq!(due(Urgency::Now, Triaged), Some(Duty::VerifyUrgentClue));
    assert_eq!(due(Urgency::Normal, Acting), None);
    // three calendar days end before three working days when a weekend lies between
    let friday = Handling::received(Urgency::Now, LegalDate::parse("2025-12-19").unwrap().start());
    assert_eq!(friday.due(&calendar).unwrap().map(|due| due.duty), Some(Duty::VerifyUrgentClue));
    assert!(PublicStatus::Triage.zh().contains(&Duty::TriageTip.limit().zh()));
}

#[test]
fn tip_8_2_before_triage_nothing_is_found() {
    let findings = |state| tip(state, None).findings();
    assert!(findings(Registered).is_empty());
    assert_eq!(findings(Triaged), [Finding::Duplicate, Finding::OutOfScope]);
    assert_eq!(findings(Verifying), Finding::ALL);
}

#[test]
fn bn_5_a_cluster_stands_in_order_of_receipt() {
    let arrival = |ms, seq| Arrival { received_at: Instant(ms), seq, tip: TipId::from_uuid(uuid::Uuid::from_u128(9)) };
    // a letter received first but registered last comes first; the same millisecond is settled by the number
    let ordered = in_order_of_receipt(vec![arrival(20, 1), arrival(20, 2), arrival(10, 3)]);
    assert_eq!(ordered.iter().map(|arrival| arrival.seq).collect::<Vec<_>>(), [3, 1, 2]);
}
