//! DJ-11: an entry with a term leaves every public surface in the first minute of the day after its last one. Nobody
//! decides that; the calendar does.
use app::domain::{audit::EventKind, date::Instant, ids::EntryId, list::EntryState};

use super::{Each, Trouble};
use crate::{
    entries,
    state::AppState,
    store::{
        OrCorrupt as _, audit, calendar, list_desk,
        list_parts::{self, ChannelRow},
        list_steps,
    },
};

/// Entries of one run; the rest follow a moment later.
const MOST: i64 = 200;

/// Hides what is past its term; answers how many.
pub(super) async fn run(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.single().await?;
    let due = list_desk::past_term(&mut tx, state.court.id, now.date(), MOST).await?;
    drop(tx);
    let mut each = Each::default();
    for id in due {
        let done = match EntryId::parse(&id).or_corrupt("list_entry.id") {
            Ok(id) => expire(state, id, now).await.map(u64::from),
            Err(cause) => Err(cause.into()),
        };
        each.note(done);
    }
    each.end()
}

async fn expire(state: &AppState, id: EntryId, now: Instant) -> Result<bool, Trouble> {
    let mut tx = state.db.begin().await?;
    let court = state.court.id;
    let Some(from) = list_desk::load(&mut tx, court, id).await? else { return Ok(false) };
    let known = calendar::load(&mut tx, court).await?;
    let entry = entries::entry_of(&from).or_corrupt("list_entry.state")?;
    let entry = entry.expire(now.date()).map_err(Trouble::Refused)?;
    let mut to = entries::with_entry(from.clone(), &entry, &known);
    to.entry.updated_at = now.ms();
    if !list_steps::step(&mut tx, court, &from, &to, None).await? {
        // somebody is at it this moment; the next run looks again
        return Ok(false);
    }
    let announced = list_parts::channels(&mut tx, court, &from.entry.id).await?.iter().any(ChannelRow::is_open);
    entries::keep_clocks(&mut tx, court, (&to, announced), &known, now).await?;
    let (kind, object) = (EventKind::EntryRemoved.code(), ("entry", from.entry.id.as_str()));
    let note = EntryState::Expired.zh();
    audit::append(&mut tx, court, audit::Event { at: now, actor: None, kind, object, note }).await?;
    tx.commit().await?;
    state.cache.bump();
    Ok(true)
}
