use super::*;
use crate::domain::deadline::{Calendar, Duty};
use EntryState::*;

fn day(text: &str) -> LegalDate {
    LegalDate::parse(text).unwrap()
}

fn complete(list: ListKind) -> DraftFacts<'static> {
    DraftFacts {
        list,
        today: day("2025-12-15"),
        subject: Subject::Person,
        birth: Some(day("1983-04-12")),
        identified: true,
        is_debtor: true,
        duty: "偿还借款本金 480000 元",
        basis_no: "（2025）湘1199民初321号",
        initiated_by: Some(InitiatedBy::Applicant),
        applied_on: Some(day("2025-12-08")),
        warned_on: Some(day("2025-07-01")),
        reasons: "多次通知未报告财产",
        grounds: &[Ground::G1, Ground::G4],
        extension: 0,
        extension_reason: "",
        answers: Answers::parse("nnnn"),
        last_removal: None,
        considerations: "有固定收入",
        items: &[Item::C1, Item::C9],
        period: "自即日起至履行完毕止",
        consequences: "违反的，予以罚款、拘留",
    }
}

#[test]
fn every_gap_of_a_draft_names_its_rule_and_field() {
    use ListKind::*;
    assert_eq!(decision_gaps(&complete(Dishonest)), []);
    assert_eq!(decision_gaps(&complete(Restricted)), []);
    type Change = fn(DraftFacts<'static>) -> DraftFacts<'static>;
    let cases: Vec<(ListKind, &str, &str, Change)> = vec![
        (Dishonest, "DJ-1", "grounds", |d| DraftFacts { grounds: &[], ..d }),
        (Dishonest, "DJ-2", "extension_years", |d| DraftFacts { extension: 4, ..d }),
        (Dishonest, "DJ-2", "extension_reason", |d| DraftFacts { extension: 1, ..d }),
        (Dishonest, "DJ-3", "secured", |d| DraftFacts { answers: Answers::default(), ..d }),
        (Dishonest, "DJ-3", "ranks_later", |d| DraftFacts { answers: Answers::parse("nnyn"), ..d }),
        (Dishonest, "GF-3", "seized_enough", |d| DraftFacts {
            grounds: &[Ground::G6],
            answers: Answers::parse("-y--"),
            ..d
        }),
        (Dishonest, "GF-3", "is_debtor", |d| DraftFacts { is_debtor: false, ..d }),
        (Dishonest, "DJ-4", "id_no", |d| DraftFacts { birth: Some(day("2008-01-01")), ..d }),
        (Dishonest, "DJ-5", "warned_on", |d| DraftFacts { warned_on: None, ..d }),
        (Dishonest, "DJ-5", "initiated_by", |d| DraftFacts { initiated_by: None, ..d }),
        (Dishonest, "DJ-5", "applied_on", |d| DraftFacts { applied_on: None, ..d }),
        (Dishonest, "DJ-5", "reasons", |d| DraftFacts { reasons: " ", ..d }),
        (Dishonest, "DJ-6", "duty", |d| DraftFacts { duty: "", ..d }),
        (Dishonest, "DJ-6", "id_no", |d| DraftFacts { subject: Subject::Unit, birth: None, identified: false, ..d }),
        (Dishonest, "DJ-12", "application_date", |d| DraftFacts {
            last_removal: Some((Trigger::R3, day("2025-07-01"))),
            ..d
        }),
        (Restricted, "RC-2", "considerations", |d| DraftFacts { considerations: "", ..d }),
        (Restricted, "RC-3", "items", |d| DraftFacts { items: &[], ..d }),
        (Restricted, "RC-5", "period", |d| DraftFacts { period: "", ..d }),
        (Restricted, "RC-5", "consequences", |d| DraftFacts { consequences: "", ..d }),
        (Restricted, "RC-9", "id_no", |d| DraftFacts { birth: Some(day("2010-01-01")), ..d }),
    ];
    for (list, rule, field, change) in cases {
        let found = decision_gaps(&change(complete(list)));
        let found: Vec<_> = found.iter().map(|r| (r.rule, r.field)).collect();
        assert_eq!(found, [(rule, field)]);
    }
}

#[test]
fn dj_3_is_asked_under_the_first_ground_only() {
    let other = DraftFacts { grounds: &[Ground::G4], answers: Answers::default(), ..complete(ListKind::Dishonest) };
    assert_eq!(decision_gaps(&other), []);
    let answers = Answers::default().with(Question::RanksLater, Some(true)).with(Question::Secured, Some(false));
    assert_eq!((answers.code().as_str(), Answers::parse("n-y-")), ("n-y-", answers));
    assert_eq!(Answers::parse(""), Answers::default());
}

#[test]
fn dj_12_the_court_itself_is_not_barred() {
    let barred = DraftFacts {
        last_removal: Some((Trigger::R3, day("2025-07-01"))),
        initiated_by: Some(InitiatedBy::ExOfficio),
        applied_on: None,
        ..complete(ListKind::Dishonest)
    };
    assert_eq!(decision_gaps(&barred), []);
}

#[test]
fn rc_1_only_a_served_order_against_the_same_debtor_counts() {
    let order = LinkedOrder { list: ListKind::Restricted, state: Published, same_debtor: true, same_case: true };
    for &state in EntryState::ALL {
        let counts = matches!(state, Served | Grace | Published);
        assert_eq!(LinkedOrder { state, ..order }.is_in_force(), counts, "{state:?}");
    }
    assert!(!LinkedOrder { same_debtor: false, ..order }.is_in_force());
    assert!(!LinkedOrder { same_case: false, ..order }.is_in_force());
    assert!(!LinkedOrder { list: ListKind::Dishonest, ..order }.is_in_force());
    assert_eq!(still_needed(true).map(|r| r.rule), Some("RC-1"));
    assert_eq!(still_needed(false), None);
}

#[test]
fn rc_8_a_lifting_is_told_for_seven_days() {
    let on = day("2025-12-15");
    assert!(lifting_shown(Lifted, on, on) && lifting_shown(Lifted, on, day("2025-12-21")));
    assert!(!lifting_shown(Lifted, on, day("2025-12-22")));
    assert!(EntryState::ALL.iter().all(|s| *s == Lifted || !lifting_shown(*s, on, on)));
}

#[test]
fn the_next_duty_is_the_most_urgent_and_never_guessed() {
    let calendar = Calendar::known();
    let clocks = Clocks { applied_on: Some(day("2025-12-08")), ..quiet() };
    let next = |entry: &Entry, clocks| next_duty(entry, clocks, &calendar);
    let draft = next(&in_state(Draft), clocks).unwrap();
    assert_eq!((draft.day, draft.is_overdue(day("2025-12-24"))), (day("2025-12-23"), true));
    assert_eq!(next(&in_state(Served), clocks), None);
    assert_eq!(next(&in_state(Published), clocks), None);
    let grace = Entry { grace_until: Some(day("2026-01-20")), ..in_state(Grace) };
    assert_eq!(next(&grace, clocks).map(|d| d.day), Some(day("2026-01-21")));
    let found = Entry { trigger: Some(Trigger::R1), trigger_on: Some(day("2025-12-12")), ..in_state(Published) };
    assert_eq!(next(&found, clocks).map(|d| d.day), Some(day("2025-12-17")));
    let wrong = Clocks { correction_on: Some(day("2025-12-10")), ..clocks };
    assert_eq!(next(&found, wrong).map(|d| d.day), Some(day("2025-12-15")));
    let gone = Clocks { portal: (Portal::Removed, Some(day("2025-12-09"))), ..clocks };
    assert!(next(&found, gone).is_some_and(|d| d.words.contains("全国平台") && d.day == day("2025-12-12")));
    let fixed = Entry { term: Term::Fixed { years: 2, expires_on: day("2027-06-01") }, ..in_state(Published) };
    let far = next(&fixed, clocks).unwrap();
    assert!(!far.known && far.day == day("2027-06-01") && !far.is_overdue(day("2027-07-01")));
}

fn in_state(state: EntryState) -> Entry {
    Entry { state, ..Entry::draft(ListKind::Dishonest, Term::Open) }
}

/// Nothing outside the entry runs.
fn quiet() -> Clocks {
    Clocks {
        applied_on: None,
        correction_on: None,
        wrong_on: None,
        portal: (Portal::Listed, Some(day("2025-12-01"))),
        announced: false,
    }
}

#[test]
fn each_duty_of_an_entry_runs_in_the_one_state_it_belongs_to() {
    let on = day("2025-12-10");
    let all = Clocks {
        applied_on: Some(on),
        correction_on: Some(on),
        wrong_on: Some(on),
        portal: (Portal::Removed, Some(on)),
        announced: true,
    };
    let entry = |state| Entry {
        grace_until: Some(on),
        published_on: Some(on),
        trigger_on: Some(on),
        ended_on: Some(on),
        term: Term::Fixed { years: 2, expires_on: on },
        ..in_state(state)
    };
    let duties =
        |state| ENTRY_DUTIES.into_iter().filter(|d| running(*d, &entry(state), all).is_some()).collect::<Vec<_>>();
    assert_eq!(duties(Draft), [Duty::DecideListing], "DJ-5");
    assert_eq!(duties(Grace), [Duty::EndGrace, Duty::RevokeEntry], "GF-2, DJ-9");
    assert_eq!(
        duties(Published),
        [Duty::RemoveEntry, Duty::CorrectEntry, Duty::RevokeEntry, Duty::FollowPortal],
        "DJ-10, DJ-9, DJ-7; the removal comes before the end of the term"
    );
    for state in [Removed, Expired, EarlyRemoved, Revoked, Lifted] {
        assert_eq!(duties(state), [Duty::CloseChannels], "RC-8, GF-9 in {}", state.zh());
    }
    for state in [Decided, Served] {
        assert_eq!(duties(state), [Duty::RevokeEntry], "DJ-9 in {}", state.zh());
    }
    let unseen = Clocks { portal: (Portal::Pending, None), ..quiet() };
    let published = Entry { published_on: Some(on), ..in_state(Published) };
    assert_eq!(running(Duty::CheckPortal, &published, unseen), Some(on), "DJ-7");
    assert_eq!(running(Duty::CheckPortal, &published, quiet()), None);
    let in_vain = Clocks { portal: (Portal::Pending, Some(on.add_days(3))), ..quiet() };
    assert_eq!(running(Duty::CheckPortal, &published, in_vain), Some(on.add_days(3)), "DJ-7: looked for again");
}

#[test]
fn a_step_is_offered_exactly_where_it_is_allowed() {
    let on = day("2025-12-15");
    for &state in EntryState::ALL {
        let entry = Entry {
            state,
            decided_on: Some(day("2025-06-01")),
            served_on: Some(day("2025-06-05")),
            ..Entry::draft(ListKind::Restricted, Term::Open)
        };
        let e = || entry.clone();
        let offered = |step: Step| step.begins_at(&entry);
        assert_eq!(offered(Step::Decide), e().decide(on).is_ok());
        assert_eq!(offered(Step::Serve), e().serve(on).is_ok());
        assert_eq!(offered(Step::Grace), e().give_grace(day("2025-07-20"), day("2025-06-10")).is_ok());
        assert_eq!(offered(Step::Performed), e().performed_in_time(on).is_ok());
        assert_eq!(offered(Step::Found), e().found(Trigger::R1, on, None).is_ok());
        assert_eq!(offered(Step::Revoke), e().revoke(on, "姓名有误", on).is_ok());
        assert_eq!(offered(Step::Propose), e().correct("文号有误").is_ok());
        assert_eq!(offered(Step::Lift), e().lift("已履行", 0, on).is_ok());
        assert!(!offered(Step::Remove) && !offered(Step::RemoveEarly) && !offered(Step::Expire));
    }
}
