//! The State Council's notices on days off, as data (TD-2). A year without a notice is not here.
use super::DayKind::{self, Holiday, MakeUp};
use crate::domain::date::LegalDate;
use std::collections::BTreeMap;

/// Days off on weekdays, and make-up days.
pub(super) fn days_2025() -> BTreeMap<LegalDate, DayKind> {
    let off = [(1, 1, 1), (1, 28, 31), (2, 3, 4), (4, 4, 4), (5, 1, 2), (5, 5, 5), (6, 2, 2), (10, 1, 3), (10, 6, 8)];
    let work = [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)];
    year(2025, &off, &work)
}

/// Whole holiday spans, weekends included, and make-up days.
pub(super) fn days_2026() -> BTreeMap<LegalDate, DayKind> {
    let off = [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)];
    let work = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)];
    year(2026, &off, &work)
}

fn year(year: i16, off: &[(i8, i8, i8)], work: &[(i8, i8)]) -> BTreeMap<LegalDate, DayKind> {
    let holidays = off.iter().flat_map(|&(month, from, to)| (from..=to).map(move |day| (month, day, Holiday)));
    let make_up = work.iter().map(|&(month, day)| (month, day, MakeUp));
    // every row is a real day; a test counts them
    holidays
        .chain(make_up)
        .filter_map(|(month, day, kind)| Some((LegalDate::new(year, month, day).ok()?, kind)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn td_2_the_notices_are_whole() {
        let count = |days: &BTreeMap<LegalDate, DayKind>, kind| days.values().filter(|k| **k == kind).count();
        let (y25, y26) = (days_2025(), days_2026());
        assert_eq!((count(&y25, Holiday), count(&y25, MakeUp)), (18, 5));
        assert_eq!((count(&y26, Holiday), count(&y26, MakeUp)), (33, 6));
        // a make-up day is a weekend day, and in the 2025 list every day off is a weekday
        assert!(y25.iter().chain(&y26).all(|(day, kind)| *kind == Holiday || day.weekday() >= 6));
        assert!(y25.iter().all(|(day, kind)| *kind == MakeUp || day.weekday() <= 5));
    }
}
