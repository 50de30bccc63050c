//! An entry as the state machine sees it, and back; and the clocks that run for it. The desk and the calendar both
//! move entries, and say the same of them.
use app::domain::{
    date::{Instant, LegalDate},
    deadline::{Calendar, Duty},
    ids::CourtId,
    list::{
        Clocks, ENTRY_DUTIES, Entry, EntryState, InitiatedBy, ListKind, NextDuty, Portal, Term, Trigger, next_duty,
        running,
    },
};

use crate::store::{
    StoreResult, Tx,
    deadline::{self, Clocked},
    list_desk::FileRow,
};

/// Where entries stand that nobody has to act on.
const NO_DUTY: &str = "9999-12-31";

/// A stored day; empty and unreadable are both none.
pub(crate) fn day(iso: &str) -> Option<LegalDate> {
    LegalDate::parse(iso).ok()
}

/// The state machine's view of a row; `None` for codes that are none.
pub(crate) fn entry_of(file: &FileRow) -> Option<Entry> {
    let e = &file.entry;
    let term = match (day(&e.expires_on), day(&e.decided_on)) {
        (Some(expires_on), decided) => {
            Term::Fixed { years: decided.map_or(0, |on| expires_on.year() - on.year()), expires_on }
        }
        _ => Term::Open,
    };
    Some(Entry {
        state: EntryState::parse(&e.state)?,
        decided_on: day(&e.decided_on),
        served_on: day(&e.served_on),
        grace_until: day(&file.grace_until),
        published_on: day(&e.published_on),
        trigger: Trigger::parse(&file.removal_trigger),
        queries: day(&file.query_first).zip(day(&file.query_second)),
        trigger_on: day(&file.trigger_on),
        ended_on: day(&e.ended_on),
        version: u32::try_from(e.version).unwrap_or(1),
        ..Entry::draft(ListKind::parse(&e.list)?, term)
    })
}

/// The row after a step of the state machine, with the day on which somebody has to act next.
pub(crate) fn with_entry(mut file: FileRow, entry: &Entry, calendar: &Calendar) -> FileRow {
    let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
    let e = &mut file.entry;
    e.state = entry.state.code().into();
    e.decided_on = iso(entry.decided_on);
    e.served_on = iso(entry.served_on);
    e.published_on = iso(entry.published_on);
    e.expires_on = iso(entry.term.expires_on());
    e.ended_on = iso(entry.ended_on);
    file.grace_until = iso(entry.grace_until);
    file.removal_trigger = entry.trigger.map_or("", Trigger::code).into();
    file.trigger_on = iso(entry.trigger_on);
    file.query_first = iso(entry.queries.map(|(first, _)| first));
    file.query_second = iso(entry.queries.map(|(_, second)| second));
    let due = entry.trigger.zip(entry.trigger_on).and_then(|(_, on)| Duty::RemoveEntry.due(on, calendar).ok());
    file.removal_due = iso(due.map(|due| due.rolled));
    file.due_on = due_on(&file, entry, calendar);
    file
}

/// Entries nobody has to act on stand last.
pub(crate) fn due_on(file: &FileRow, entry: &Entry, calendar: &Calendar) -> String {
    duty(file, entry, false, calendar).map_or_else(|| NO_DUTY.into(), |duty| duty.day.iso())
}

/// DJ-5: the day from which the fifteen days run; an order has no such time.
pub(crate) fn application(file: &FileRow, list: ListKind) -> Option<LegalDate> {
    let applied = InitiatedBy::parse(&file.initiated_by) == Some(InitiatedBy::Applicant);
    day(&file.applied_on).filter(|_| applied && list == ListKind::Dishonest)
}

/// What has to be done next, and by when. `announced`: some place outside still announces it.
pub(crate) fn duty(file: &FileRow, entry: &Entry, announced: bool, calendar: &Calendar) -> Option<NextDuty> {
    next_duty(entry, clocks(file, entry.list, announced), calendar)
}

fn clocks(file: &FileRow, list: ListKind, announced: bool) -> Clocks {
    Clocks {
        applied_on: application(file, list),
        correction_on: day(&file.correction_on).filter(|_| !file.correction.is_empty()),
        wrong_on: day(&file.wrong_on),
        portal: (Portal::parse(&file.entry.portal).unwrap_or(Portal::Pending), day(&file.entry.portal_on)),
        announced,
    }
}

/// Starts the clocks of an entry that has none yet.
pub(crate) async fn start_clocks(
    tx: &mut Tx,
    court: CourtId,
    file: &FileRow,
    calendar: &Calendar,
    now: Instant,
) -> StoreResult<()> {
    let Some(entry) = entry_of(file) else { return Ok(()) };
    let label = format!("{} {}", entry.list.zh(), file.entry.public_no);
    let clocks = clocks(file, entry.list, false);
    for (duty, from) in ENTRY_DUTIES.into_iter().filter_map(|duty| Some((duty, running(duty, &entry, clocks)?))) {
        let clock = Clocked { duty, object: ("entry", &file.entry.id), label: &label };
        deadline::keep(tx, court, clock, Some(from), calendar, now).await?;
    }
    Ok(())
}

/// Brings every clock of an entry to where the entry stands, in the entry's own transaction.
pub(crate) async fn keep_clocks(
    tx: &mut Tx,
    court: CourtId,
    (file, announced): (&FileRow, bool),
    calendar: &Calendar,
    now: Instant,
) -> StoreResult<()> {
    let Some(entry) = entry_of(file) else { return Ok(()) };
    let label = format!("{} {}", entry.list.zh(), file.entry.public_no);
    let clocks = clocks(file, entry.list, announced);
    // the end of a term is nobody's task: the calendar itself hides the entry on its day (DJ-11)
    for duty in ENTRY_DUTIES.into_iter().filter(|duty| *duty != Duty::RemoveExpired) {
        let clock = Clocked { duty, object: ("entry", &file.entry.id), label: &label };
        deadline::keep(tx, court, clock, running(duty, &entry, clocks), calendar, now).await?;
    }
    Ok(())
}
