//! DJ-11: an entry with a term leaves every public surface in the first minute of the day after its last one. Nobody
//! decides that; the calendar does.
use app::domain::{
    audit::EventKind,
    date::{Instant, LegalDate},
    ids::EntryId,
    list::{Entry, EntryState, ListKind, Term},
};

use super::Trouble;
use crate::{
    state::AppState,
    store::{
        OrCorrupt as _, StoreResult, audit,
        list_desk::{self, FileRow},
        list_steps,
    },
};

/// Entries of one run; the rest follow a moment later.
const MOST: i64 = 200;
/// Where entries stand that nobody has to act on.
const NO_DUTY: &str = "9999-12-31";

/// Hides what is past its term; answers how many.
pub(super) async fn run(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.single().await?;
    let due = list_desk::past_term(&mut tx, state.court.id, now.date(), MOST).await?;
    drop(tx);
    let mut done = 0;
    for id in due {
        let id = EntryId::parse(&id).or_corrupt("list_entry.id")?;
        done += u64::from(expire(state, id, now).await?);
    }
    Ok(done)
}

async fn expire(state: &AppState, id: EntryId, now: Instant) -> Result<bool, Trouble> {
    let mut tx = state.db.begin().await?;
    let Some(from) = list_desk::load(&mut tx, state.court.id, id).await? else { return Ok(false) };
    let entry = entry_of(&from)?.expire(now.date()).map_err(Trouble::Refused)?;
    let to = ended(&from, &entry, now);
    if !list_steps::step(&mut tx, state.court.id, &from, &to, None).await? {
        // somebody is at it this moment; the next run looks again
        return Ok(false);
    }
    let (kind, object) = (EventKind::EntryRemoved.code(), ("entry", from.entry.id.as_str()));
    let note = EntryState::Expired.zh();
    audit::append(&mut tx, state.court.id, audit::Event { at: now, actor: None, kind, object, note }).await?;
    tx.commit().await?;
    state.cache.bump();
    Ok(true)
}

/// As much of the entry as its expiry asks for.
fn entry_of(row: &FileRow) -> StoreResult<Entry> {
    let list = ListKind::parse(&row.entry.list).or_corrupt("list_entry.list")?;
    let expires_on = LegalDate::parse(&row.entry.expires_on).or_corrupt("list_entry.expires_on")?;
    let state = EntryState::parse(&row.entry.state).or_corrupt("list_entry.state")?;
    Ok(Entry { state, ..Entry::draft(list, Term::Fixed { years: 0, expires_on }) })
}

fn ended(from: &FileRow, entry: &Entry, now: Instant) -> FileRow {
    let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
    let mut to = from.clone();
    to.entry.state = entry.state.code().into();
    to.entry.ended_on = iso(entry.ended_on);
    to.entry.updated_at = now.ms();
    to.trigger_on = iso(entry.trigger_on);
    to.due_on = NO_DUTY.into();
    to
}
