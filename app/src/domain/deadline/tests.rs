use super::*;
use proptest::prelude::*;

fn day(text: &str) -> LegalDate {
    LegalDate::parse(text).unwrap()
}

fn plus_working(text: &str, n: u32) -> Result<String, UnknownYear> {
    Calendar::known().add_working_days(day(text), n).map(LegalDate::iso)
}

#[test]
fn td_2_three_working_days_vectors() {
    let cases = [
        ("2026-02-12", "2026-02-24"),
        ("2026-09-30", "2026-10-10"),
        ("2025-12-31", "2026-01-06"),
        ("2026-05-06", "2026-05-09"),
        ("2025-09-26", "2025-09-30"),
    ];
    for (from, due) in cases {
        assert_eq!(plus_working(from, 3).as_deref(), Ok(due), "{from}");
    }
}

#[test]
fn td_1_rolled_vectors() {
    let calendar = Calendar::known();
    let cases = [
        (Duty::VerifyClue, "2026-09-25", "2026-10-02", "2026-10-08"),
        (Duty::DecideListing, "2026-06-05", "2026-06-20", "2026-06-22"),
        (Duty::ApplyReconsideration, "2026-02-06", "2026-02-16", "2026-02-24"),
    ];
    for (duty, from, target, rolled) in cases {
        let due = duty.due(day(from), &calendar).unwrap();
        assert_eq!((due.target, due.rolled), (day(target), day(rolled)), "{from}");
    }
}

#[test]
fn dj_10_removal_due_is_three_working_days() {
    let due = Duty::RemoveEntry.due(day("2026-02-12"), &Calendar::known()).unwrap();
    assert_eq!((due.rolled.iso().as_str(), due.duty.rule()), ("2026-02-24", "DJ-10"));
    assert!(!due.is_overdue(day("2026-02-24")));
    assert!(due.is_overdue(day("2026-02-25")));
}

#[test]
fn td_3_an_unloaded_year_is_unknown() {
    let calendar = Calendar::known();
    assert_eq!(calendar.is_working(day("2027-01-04")), Err(UnknownYear(2027)));
    assert_eq!(plus_working("2026-12-30", 3), Err(UnknownYear(2027)));
    assert_eq!(Duty::VerifyClue.due(day("2026-12-28"), &calendar), Err(UnknownYear(2027)));
    assert_eq!(Duty::RemoveEntry.due(day("2024-05-06"), &calendar), Err(UnknownYear(2024)));
    assert_eq!(calendar.roll(day("2027-01-01")), Err(UnknownYear(2027)));
    assert_eq!(calendar.working_days_between(day("2026-12-31"), day("2027-01-01")), Err(UnknownYear(2027)));
    assert_eq!(Refusal::from(UnknownYear(2027)).rule, "TD-3");
    assert!(UnknownYear(2027).to_string().contains("2027年"));
}

#[test]
fn td_3_a_year_is_loaded_as_data() {
    let days = [(day("2027-01-01"), DayKind::Holiday), (day("2027-01-02"), DayKind::MakeUp)];
    let calendar = Calendar::known().load(2027, days).unwrap();
    assert!(calendar.has_year(2027));
    assert_eq!(calendar.is_working(day("2027-01-02")), Ok(true));
    assert_eq!(calendar.add_working_days(day("2026-12-31"), 2), Ok(day("2027-01-04")));
    let stored: Vec<_> = calendar.days().filter(|(d, _)| d.year() == 2027).collect();
    assert_eq!(stored, days);
}

#[test]
fn td_3_a_wrong_year_is_refused() {
    let load = |days: &[(LegalDate, DayKind)]| Calendar::default().load(2027, days.iter().copied()).unwrap_err();
    assert_eq!(load(&[(day("2026-01-01"), DayKind::Holiday)]).rule, "TD-3");
    assert_eq!(load(&[(day("2027-01-04"), DayKind::MakeUp)]).rule, "TD-2");
    assert_eq!(load(&[]).rule, "TD-3");
}

#[test]
fn td_1_the_start_day_is_not_counted() {
    assert_eq!(plus_working("2025-12-01", 1).as_deref(), Ok("2025-12-02"));
    // begun on a rest day
    assert_eq!(plus_working("2025-10-01", 1).as_deref(), Ok("2025-10-09"));
    assert_eq!(plus_working("2025-12-01", 0).as_deref(), Ok("2025-12-01"));
}

#[test]
fn td_4_court_duties_show_both_days_and_alarm_on_the_earlier() {
    let calendar = Calendar::known();
    let duty = Duty::VerifyClue.due(day("2026-09-25"), &calendar).unwrap();
    assert_eq!(duty.alarm(), day("2026-10-02"));
    assert_eq!(duty.zh(), "2026年10月2日（目标），最迟2026年10月8日");
    let right = Duty::ApplyReconsideration.due(day("2026-02-06"), &calendar).unwrap();
    assert_eq!(right.alarm(), day("2026-02-24"));
    assert_eq!(right.zh(), "2026年2月24日");
}

#[test]
fn register_9_4_every_row() {
    use Limit::*;
    let rows = [
        (Duty::DecideListing, Days(15), "DJ-5"),
        (Duty::RemoveEntry, WorkingDays(3), "DJ-10"),
        (Duty::RevokeEntry, WorkingDays(3), "DJ-9"),
        (Duty::CorrectEntry, WorkingDays(3), "DJ-9"),
        (Duty::RemoveExpired, WorkingDays(3), "DJ-11"),
        (Duty::EndGrace, Days(1), "GF-2"),
        (Duty::FollowPortal, WorkingDays(3), "DJ-7"),
        (Duty::CheckPortal, WorkingDays(3), "DJ-7"),
        (Duty::CloseChannels, WorkingDays(3), "RC-8"),
        (Duty::FixUpheld, WorkingDays(3), "DJ-14"),
        (Duty::ReviewObjection, Days(15), "DJ-14"),
        (Duty::AnswerRights, Days(15), "PI-6"),
        (Duty::ApplyReconsideration, Days(10), "DJ-14"),
        (Duty::DecideReconsideration, Days(15), "DJ-14"),
        (Duty::RelistBar, Months(6), "DJ-12"),
        (Duty::GraceLongest, Months(3), "GF-2"),
        (Duty::TemporaryLift, Months(1), "GF-4"),
        (Duty::DecideBounty, Days(10), "BN-3"),
        (Duty::TriageTip, WorkingDays(3), "§8.2"),
        (Duty::AnswerTipster, WorkingDays(2), "§8.2"),
        (Duty::VerifyClue, Days(7), "BN-1"),
        (Duty::VerifyUrgentClue, Days(3), "BN-1"),
        (Duty::PoliceFiling, Days(7), "GF-12"),
        (Duty::PoliceFilingComplex, Days(30), "GF-12"),
        (Duty::ApplyPenaltyReview, Days(3), "PW-4"),
        (Duty::DecidePenaltyReview, Days(5), "PW-4"),
        (Duty::PayOut, Days(30), "CM-1"),
        (Duty::SettlePromptly, WorkingDays(10), "CM-1"),
        (Duty::PayPromptly, WorkingDays(5), "CM-1"),
        (Duty::KeepLogs, Months(6), "SE-1"),
        (Duty::KeepImpactAssessment, Years(3), "PI-8"),
        (Duty::PoliceQuery, WorkingDays(3), "JC-3"),
    ];
    assert_eq!(rows.len(), Duty::ALL.len());
    for (duty, limit, rule) in rows {
        assert_eq!((duty.limit(), duty.rule()), (limit, rule), "{duty:?}");
        assert!(!limit.zh().is_empty());
    }
}

#[test]
fn register_9_4_months_and_years_do_not_roll() {
    let none = Calendar::default();
    let bar = Duty::RelistBar.due(day("2025-08-31"), &none).unwrap();
    assert_eq!((bar.target, bar.rolled), (day("2026-02-28"), day("2026-02-28")));
    assert_eq!(Duty::KeepImpactAssessment.due(day("2025-01-01"), &none).unwrap().rolled, day("2028-01-01"));
}

#[test]
fn badges_count_working_days() {
    let calendar = Calendar::known();
    let words = |due, today| badge(day(due), day(today), &calendar).map(Badge::zh);
    assert_eq!(words("2026-02-24", "2026-02-13"), Ok("还有 2 个工作日".to_owned()));
    assert_eq!(words("2026-02-24", "2026-02-24"), Ok("今天 17:30 前".to_owned()));
    assert_eq!(words("2026-02-24", "2026-02-27"), Ok("超时 3 天".to_owned()));
    assert_eq!(badge(day("2027-01-08"), day("2026-12-31"), &calendar), Err(UnknownYear(2027)));
}

proptest! {
    #[test]
    fn td_2_working_days_add_and_count_back(from in 0i32..650, n in 0u32..40) {
        let calendar = Calendar::known();
        let start = day("2025-01-01").add_days(from);
        if let Ok(due) = calendar.add_working_days(start, n) {
            prop_assert_eq!(calendar.working_days_between(start, due), Ok(n));
            prop_assert!(n == 0 || calendar.is_working(due).unwrap());
            prop_assert!(calendar.roll(due).unwrap() >= due);
        }
    }
}

#[test]
fn td_3_the_next_year_is_asked_for_in_time() {
    let calendar = Calendar::known();
    assert!(calendar.missing(day("2025-12-31")).is_empty());
    assert!(calendar.missing(day("2026-11-14")).is_empty());
    assert_eq!(calendar.missing(day("2026-11-15")), [2027]);
    assert_eq!(calendar.missing(day("2027-11-20")), [2027, 2028]);
}
