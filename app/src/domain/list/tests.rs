use super::*;
use crate::domain::deadline::{Calendar, DayKind, Duty, UnknownYear};
use EntryState::*;

fn day(text: &str) -> LegalDate {
    LegalDate::parse(text).unwrap()
}

const TODAY: &str = "2025-12-01";

fn fixed() -> Term {
    Term::Fixed { years: 2, expires_on: day("2027-06-01") }
}

fn entry(state: EntryState) -> Entry {
    Entry {
        state,
        decided_on: (state != Draft).then(|| day("2025-06-01")),
        served_on: (!matches!(state, Draft | Decided)).then(|| day("2025-06-05")),
        grace_until: (state == Grace).then(|| day("2025-07-20")),
        ..Entry::draft(ListKind::Restricted, Term::Open)
    }
}

fn facts() -> PublishFacts<'static> {
    PublishFacts {
        today: day(TODAY),
        subject: Subject::Person,
        birth: Some(day("1980-05-05")),
        is_debtor: true,
        decision_no: "（2025）湘1199执12号",
        signed_by_president: true,
        service_method: "直接送达",
        grounds: &[Ground::G1],
        has_restriction: true,
        still_unperformed: true,
        considerations: "有固定收入，多次通知未到庭",
    }
}

type Step = fn(Entry) -> Result<Entry, Refusal>;

#[test]
fn list_1_every_step_from_every_state() {
    let steps: Vec<(&str, Vec<EntryState>, EntryState, Step)> = vec![
        ("decide", vec![Draft], Decided, |e| e.decide(day("2025-06-01"))),
        ("refuse", vec![Draft], Refused, |e| e.refuse("查明已经履行", day(TODAY))),
        ("take back", vec![Published], Published, |e| {
            Entry { trigger: Some(Trigger::R1), ..e }.take_back("登记错了人")
        }),
        ("serve", vec![Decided], Served, |e| e.serve(day("2025-06-05"))),
        ("grace", vec![Served], Grace, |e| e.give_grace(day("2025-07-20"), day("2025-06-10"))),
        ("publish", vec![Served, Grace], Published, |e| e.publish(&facts())),
        ("performed", vec![Decided, Served, Grace], Removed, |e| e.performed_in_time(day(TODAY))),
        ("found", vec![Published], Published, |e| e.found(Trigger::R1, day(TODAY), None)),
        ("remove", vec![Published], Removed, |e| Entry { trigger: Some(Trigger::R1), ..e }.remove(day(TODAY))),
        ("early", vec![Published], EarlyRemoved, |e| {
            Entry { term: fixed(), ..e }.remove_early("决1号", "主动纠正", day(TODAY))
        }),
        ("expire", vec![Published], Expired, |e| Entry { term: fixed(), ..e }.expire(day("2027-06-02"))),
        ("revoke", vec![Decided, Served, Grace, Published], Revoked, |e| e.revoke(day(TODAY), "姓名有误", day(TODAY))),
        ("correct", vec![Published], Published, |e| e.correct("文号有误")),
        ("lift", vec![Published], Lifted, |e| e.lift("已履行", 0, day(TODAY))),
    ];
    let mut reached = vec![Draft];
    for (name, from, to, step) in steps {
        for &state in EntryState::ALL {
            match step(entry(state)) {
                Ok(next) => {
                    assert!(from.contains(&state), "{name} from {state:?}");
                    assert_eq!(next.state, to);
                    reached.push(to);
                }
                Err(refusal) => {
                    assert!(!from.contains(&state), "{name} from {state:?}: {refusal}");
                    assert_eq!((refusal.rule, refusal.field), ("§1", "state"));
                }
            }
        }
    }
    assert!(EntryState::ALL.iter().all(|state| reached.contains(state)));
}

#[test]
fn gf_2_only_published_is_public() {
    for &state in EntryState::ALL {
        assert_eq!(state.is_public(), state == Published);
        assert_eq!(shown_locally(state, Portal::Listed), state == Published);
        assert!(!shown_locally(state, Portal::Removed));
        assert!(!(state.is_public() && state.is_gone()));
    }
}

#[test]
fn dj_7_what_the_portal_removed_is_not_shown() {
    assert!(shown_locally(Published, Portal::Listed) && shown_locally(Published, Portal::Pending));
    assert!(!shown_locally(Published, Portal::Removed));
}

#[test]
fn dj_2_terms() {
    let on = day("2025-06-01");
    let years = |grounds: &[Ground], extension| Term::decide(grounds, extension, "具有多项失信行为", on);
    assert_eq!(years(&[Ground::G1], 0), Ok(Term::Open));
    assert_eq!(years(&[Ground::G2], 0), Ok(Term::Fixed { years: 2, expires_on: day("2027-06-01") }));
    assert_eq!(years(&[Ground::G1, Ground::G4], 3), Ok(Term::Fixed { years: 5, expires_on: day("2030-06-01") }));
    assert_eq!(years(&[Ground::G1], 1).unwrap_err().rule, "DJ-2");
    assert_eq!(years(&[Ground::G3], 4).unwrap_err().rule, "DJ-2");
    assert_eq!(years(&[Ground::G3], -1).unwrap_err().rule, "DJ-2");
    assert_eq!(Term::decide(&[Ground::G5], 1, " ", on).unwrap_err().field, "extension_reason");
}

#[test]
fn dj_1_at_least_one_ground() {
    assert_eq!(Term::decide(&[], 0, "", day(TODAY)).unwrap_err().rule, "DJ-1");
    let dishonest = Entry { list: ListKind::Dishonest, ..entry(Served) };
    let none = PublishFacts { grounds: &[], ..facts() };
    assert_eq!(dishonest.publish(&none).unwrap_err().rule, "DJ-1");
    assert_eq!(Ground::ALL.len(), 6);
}

#[test]
fn dj_3_each_answer_blocks_g1() {
    assert!(g1_blocked(false, false, false, false).is_ok());
    for yes in 0..4 {
        let answers = [yes == 0, yes == 1, yes == 2, yes == 3];
        assert_eq!(g1_blocked(answers[0], answers[1], answers[2], answers[3]).unwrap_err().rule, "DJ-3");
    }
}

#[test]
fn dj_4_minors_are_never_listed() {
    let birth = |text| PublishFacts { birth: Some(day(text)), ..facts() };
    let dishonest = || Entry { list: ListKind::Dishonest, ..entry(Served) };
    // seventeen today
    assert_eq!(dishonest().publish(&birth("2007-12-02")).unwrap_err().rule, "DJ-4");
    // eighteen today, but not on the day of the decision
    assert_eq!(dishonest().publish(&birth("2007-07-01")).unwrap_err().rule, "DJ-4");
    assert!(dishonest().publish(&birth("2007-06-01")).is_ok());
    let unknown = PublishFacts { birth: None, ..facts() };
    assert_eq!(dishonest().publish(&unknown).unwrap_err().rule, "DJ-4");
    let unit = PublishFacts { birth: None, subject: Subject::Unit, ..facts() };
    assert!(dishonest().publish(&unit).is_ok());
}

#[test]
fn rc_9_minors_are_never_published_as_restricted() {
    let child = PublishFacts { birth: Some(day("2010-01-01")), ..facts() };
    assert_eq!(entry(Served).publish(&child).unwrap_err().rule, "RC-9");
}

#[test]
fn dj_5_decision_signature_and_service_are_required() {
    let broken = [
        (PublishFacts { decision_no: " ", ..facts() }, "decision_no"),
        (PublishFacts { signed_by_president: false, ..facts() }, "president"),
        (PublishFacts { service_method: "", ..facts() }, "service_date"),
    ];
    for (facts, field) in broken {
        let refusal = entry(Served).publish(&facts).unwrap_err();
        assert_eq!((refusal.rule, refusal.field), ("DJ-5", field));
    }
    assert_eq!(entry(Decided).serve(day("2025-05-31")).unwrap_err().rule, "DJ-5");
    assert_eq!(entry(Draft).decide(day(TODAY)).unwrap().decided_on, Some(day(TODAY)));
}

#[test]
fn rc_1_a_dishonest_entry_needs_a_restriction_but_not_the_reverse() {
    let none = PublishFacts { has_restriction: false, ..facts() };
    let dishonest = Entry { list: ListKind::Dishonest, ..entry(Served) };
    assert_eq!(dishonest.publish(&none).unwrap_err().rule, "RC-1");
    assert!(entry(Served).publish(&none).is_ok());
}

#[test]
fn rc_2_considerations_are_written() {
    let none = PublishFacts { considerations: "", ..facts() };
    assert_eq!(entry(Served).publish(&none).unwrap_err().rule, "RC-2");
}

#[test]
fn gf_2_grace_is_one_to_three_months_and_needs_a_human_decision() {
    let from = day("2025-01-31");
    assert!(grace_until(from, day("2025-02-28")).is_ok());
    assert!(grace_until(from, day("2025-04-30")).is_ok());
    assert_eq!(grace_until(from, day("2025-02-27")).unwrap_err().rule, "GF-2");
    assert_eq!(grace_until(from, day("2025-05-01")).unwrap_err().rule, "GF-2");
    let early = PublishFacts { today: day("2025-07-20"), ..facts() };
    assert_eq!(entry(Grace).publish(&early).unwrap_err().field, "grace_until");
    let nobody_looked = PublishFacts { still_unperformed: false, ..facts() };
    assert_eq!(entry(Grace).publish(&nobody_looked).unwrap_err().field, "still_unperformed");
    assert!(entry(Served).publish(&nobody_looked).is_ok());
}

#[test]
fn gf_3_a_unit_s_person_is_never_called_dishonest() {
    for &capacity in Capacity::ALL {
        let person = Subject::OfUnit(capacity);
        assert_eq!(public_label(ListKind::Dishonest, person).unwrap_err().rule, "GF-3");
        let label = public_label(ListKind::Restricted, person).unwrap();
        assert!(label.starts_with("被限制消费单位的") && !label.contains("被执行人"));
        let facts = PublishFacts { subject: person, ..facts() };
        let dishonest = Entry { list: ListKind::Dishonest, ..entry(Served) };
        assert_eq!(dishonest.publish(&facts).unwrap_err().rule, "GF-3");
        assert!(entry(Served).publish(&facts).is_ok());
    }
    let stranger = PublishFacts { is_debtor: false, ..facts() };
    let dishonest = Entry { list: ListKind::Dishonest, ..entry(Served) };
    assert_eq!(dishonest.publish(&stranger).unwrap_err().rule, "GF-3");
}

#[test]
fn gf_7_the_two_lists_have_their_own_words() {
    assert_eq!(public_label(ListKind::Dishonest, Subject::Person).unwrap(), "失信被执行人");
    assert_eq!(public_label(ListKind::Restricted, Subject::Unit).unwrap(), "被限制消费人员");
}

#[test]
fn dj_10_three_working_days_run_from_the_day_of_the_fact() {
    let queries = Some((day("2025-09-01"), day("2025-11-20")));
    let calendar = Calendar::known();
    for &trigger in Trigger::ALL {
        let found = entry(Published).found(trigger, day("2025-11-28"), queries).unwrap();
        assert_eq!((found.trigger, found.trigger_on), (Some(trigger), Some(day("2025-11-28"))));
        let due = found.due(&calendar).unwrap().unwrap();
        assert_eq!((due.duty, due.rolled), (Duty::RemoveEntry, day("2025-12-03")));
        let removed = found.remove(day(TODAY)).unwrap();
        assert!(removed.state.is_gone());
        assert_eq!((removed.ended_on, removed.due(&calendar)), (Some(day(TODAY)), Ok(None)));
    }
    assert_eq!(entry(Published).remove(day(TODAY)).unwrap_err().rule, "DJ-10");
    assert_eq!(entry(Published).due(&calendar), Ok(None));
}

#[test]
fn dj_10_r4_keeps_both_query_dates() {
    let found = |queries| entry(Published).found(Trigger::R4, day("2025-11-28"), queries);
    let once = (day("2025-09-01"), day("2025-09-01"));
    let later = (day("2025-09-01"), day("2025-11-29"));
    for queries in [None, Some(once), Some(later)] {
        let refusal = found(queries).unwrap_err();
        assert_eq!((refusal.rule, refusal.field), ("DJ-10", "queries"));
    }
    let both = (day("2025-09-01"), day("2025-11-28"));
    assert_eq!(found(Some(both)).unwrap().queries, Some(both));
}

#[test]
fn dj_11_an_entry_with_a_term_ends_by_expiry_or_by_early_decision() {
    let published = || Entry { term: fixed(), ..entry(Published) };
    assert_eq!(published().found(Trigger::R1, day(TODAY), None).unwrap_err().rule, "DJ-11");
    assert_eq!(published().expire(day("2027-06-01")).unwrap_err().rule, "DJ-11");
    assert!(published().is_past_term(day("2027-06-02")) && !published().is_past_term(day("2027-06-01")));
    assert_eq!(published().expire(day("2027-06-02")).unwrap().trigger_on, Some(day("2027-06-01")));
    assert_eq!(entry(Published).expire(day("2099-01-01")).unwrap_err().rule, "DJ-11");
    let due = published().due(&Calendar::known().load(2027, [(day("2027-01-01"), DayKind::Holiday)]).unwrap());
    assert_eq!(due.unwrap().map(|due| due.duty), Some(Duty::RemoveExpired));
    assert_eq!(published().due(&Calendar::known()), Err(UnknownYear(2027)));
    assert_eq!(published().remove_early("", "主动纠正", day(TODAY)).unwrap_err().rule, "DJ-2");
    assert_eq!(entry(Published).remove_early("决1号", "主动纠正", day(TODAY)).unwrap_err().rule, "DJ-2");
}

#[test]
fn dj_9_revoking_and_correcting_need_a_reason() {
    assert_eq!(entry(Published).revoke(day(TODAY), "", day(TODAY)).unwrap_err().rule, "DJ-9");
    assert_eq!(entry(Published).correct(" ").unwrap_err().rule, "DJ-9");
    assert_eq!(entry(Published).correct("文号有误").unwrap().version, 2);
}

#[test]
fn dj_12_after_r3_the_applicant_waits_six_months() {
    let removed = day("2025-06-30");
    let again = |trigger, by, on| may_apply_again(Some((trigger, removed)), by, day(on));
    assert_eq!(again(Trigger::R3, InitiatedBy::Applicant, "2025-12-29").unwrap_err().rule, "DJ-12");
    assert!(again(Trigger::R3, InitiatedBy::Applicant, "2025-12-30").is_ok());
    assert!(again(Trigger::R3, InitiatedBy::ExOfficio, "2025-07-01").is_ok());
    assert!(again(Trigger::R1, InitiatedBy::Applicant, "2025-07-01").is_ok());
    assert!(may_apply_again(None, InitiatedBy::Applicant, removed).is_ok());
}

#[test]
fn rc_8_lifting_closes_every_channel() {
    let refusal = entry(Published).lift("已履行", 2, day(TODAY)).unwrap_err();
    assert_eq!((refusal.rule, refusal.field), ("RC-8", "channels"));
    assert_eq!(entry(Published).lift("", 0, day(TODAY)).unwrap_err().field, "reason");
    let dishonest = Entry { list: ListKind::Dishonest, ..entry(Published) };
    assert_eq!(dishonest.lift("已履行", 0, day(TODAY)).unwrap_err().field, "list");
}

#[test]
fn gf_4_a_temporary_lift_is_a_month_at_most() {
    let from = day("2026-01-31");
    assert!(temporary_lift(from, day("2026-02-28"), true).is_ok());
    assert!(temporary_lift(from, from, true).is_ok());
    assert_eq!(temporary_lift(from, day("2026-03-01"), true).unwrap_err().field, "until");
    assert_eq!(temporary_lift(from, day("2026-01-30"), true).unwrap_err().field, "until");
    assert_eq!(temporary_lift(from, day("2026-02-01"), false).unwrap_err().rule, "GF-4");
    assert_eq!(LiftReason::ALL.len(), 5);
}
