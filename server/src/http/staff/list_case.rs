//! One entry of a list with all that its page and its steps need.
use app::domain::{
    date::LegalDate,
    deadline::{Calendar, Duty},
    ids::{EntryId, StaffId},
    list::{Capacity, Clocks, Entry, EntryState, InitiatedBy, ListKind, NextDuty, Portal, Term, Trigger, next_duty},
    staff::Matter,
};

use super::super::error::AppError;
use crate::{
    state::AppState,
    store::{
        Tx, calendar,
        list_desk::{self, FileRow},
        list_parts::{self, ChannelRow, PersonRow},
        list_versions::{self, VersionRow},
    },
};

/// An entry as it was loaded for one request.
pub(super) struct Case {
    pub file: FileRow,
    pub list: ListKind,
    pub entry: Entry,
    pub persons: Vec<PersonRow>,
    pub channels: Vec<ChannelRow>,
    pub versions: Vec<VersionRow>,
    /// The other list's entry of the same debtor.
    pub linked: Option<FileRow>,
    pub last_removal: Option<(Trigger, LegalDate)>,
    /// RC-1: a public 失信 entry stands on this order.
    pub needed: bool,
    /// GF-3: stands for a unit in the same case; may still be a debtor of it too.
    pub stands_for: Option<Capacity>,
    /// What the court knows of working days.
    pub calendar: Calendar,
}

/// A stored day; empty and unreadable are both none.
pub(super) fn day(iso: &str) -> Option<LegalDate> {
    LegalDate::parse(iso).ok()
}

/// Loads an entry by the id of its address.
pub(super) async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<Case, AppError> {
    let id = EntryId::parse(id).ok_or(AppError::NotFound)?;
    let court = state.court.id;
    let file = list_desk::load(tx, court, id).await?.ok_or(AppError::NotFound)?;
    let entry = entry_of(&file).ok_or(AppError::NotFound)?;
    let linked = match (file.entry.linked_no.as_str(), entry.list) {
        ("", ListKind::Dishonest) => None,
        ("", ListKind::Restricted) => list_desk::load_dependent(tx, court, &file.entry.public_no).await?,
        (no, _) => list_desk::load_by_no(tx, court, no).await?,
    };
    let last = list_desk::last_removal(tx, court, &file.entry).await?;
    let stands_for = match &file.entry.id_hash {
        Some(hash) => list_parts::stands_for(tx, court, hash, &file.entry.case_no).await?,
        None => None,
    };
    Ok(Case {
        list: entry.list,
        persons: list_parts::persons(tx, court, &file.entry.id).await?,
        channels: list_parts::channels(tx, court, &file.entry.id).await?,
        versions: list_versions::load_versions(tx, court, &file.entry.id).await?,
        needed: list_desk::is_needed(tx, court, &file.entry.public_no).await?,
        last_removal: last.and_then(|(code, on)| Trigger::parse(&code).zip(day(&on))),
        stands_for: stands_for.as_deref().and_then(Capacity::parse),
        calendar: calendar::load(tx, court).await?,
        linked,
        entry,
        file,
    })
}

/// The state machine's view of a row.
fn entry_of(file: &FileRow) -> Option<Entry> {
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
pub(super) fn with_entry(mut file: FileRow, entry: &Entry, calendar: &Calendar) -> FileRow {
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
pub(super) fn due_on(file: &FileRow, entry: &Entry, calendar: &Calendar) -> String {
    duty(file, entry, calendar).map_or_else(|| "9999-12-31".into(), |duty| duty.day.iso())
}

/// DJ-5: the day from which the fifteen days run; an order has no such time.
pub(super) fn application(file: &FileRow, list: ListKind) -> Option<LegalDate> {
    let applied = InitiatedBy::parse(&file.initiated_by) == Some(InitiatedBy::Applicant);
    day(&file.applied_on).filter(|_| applied && list == ListKind::Dishonest)
}

/// What has to be done next, and by when.
pub(super) fn duty(file: &FileRow, entry: &Entry, calendar: &Calendar) -> Option<NextDuty> {
    let clocks = Clocks {
        applied_on: application(file, entry.list),
        correction_on: day(&file.correction_on).filter(|_| !file.correction.is_empty()),
        portal: (Portal::parse(&file.entry.portal).unwrap_or(Portal::Pending), day(&file.entry.portal_on)),
        calendar,
    };
    next_duty(entry, clocks)
}

impl Case {
    /// A draft that was just written: nothing hangs on it yet.
    pub fn bare(file: FileRow, list: ListKind, calendar: Calendar) -> Self {
        Self {
            entry: Entry::draft(list, Term::Open),
            list,
            file,
            persons: Vec::new(),
            channels: Vec::new(),
            versions: Vec::new(),
            linked: None,
            last_removal: None,
            needed: false,
            stands_for: None,
            calendar,
        }
    }

    /// Who may not check it: everyone who wrote any version of the draft.
    pub fn matter(&self, state: &AppState) -> Matter {
        Matter::made_by(state.court.id, list_versions::makers(&self.file, &self.versions))
    }

    /// The matter of its correction: who proposed it does not approve it.
    pub fn correction_matter(&self, state: &AppState) -> Matter {
        Matter::made_by(state.court.id, self.file.correction_by.as_deref().and_then(StaffId::parse))
    }

    pub fn href(&self) -> String {
        format!("/staff/lists/{}", self.file.entry.id)
    }

    pub fn open_channels(&self) -> impl Iterator<Item = &ChannelRow> {
        self.channels.iter().filter(|c| c.is_open())
    }
}
