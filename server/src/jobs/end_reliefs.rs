//! GF-4, RC-7: a lift or an exemption ends with its last day; the restriction applies again by itself.
use app::domain::{audit::EventKind, date::Instant};

use super::{Each, Trouble};
use crate::{
    state::AppState,
    store::{audit, relief},
};

/// Ends what is past its last day; answers how many.
pub(super) async fn run(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.single().await?;
    let past = relief::past(&mut tx, state.court.id, now.date()).await?;
    drop(tx);
    let mut each = Each::default();
    for id in past {
        each.note(end(state, &id, now).await);
    }
    each.end()
}

async fn end(state: &AppState, id: &str, now: Instant) -> Result<u64, Trouble> {
    let court = state.court.id;
    let mut tx = state.db.begin().await?;
    let Some(row) = relief::load(&mut tx, court, id).await? else { return Ok(0) };
    let ended = row.relief()?.end(now.date()).map_err(Trouble::Refused)?;
    if !relief::step(&mut tx, court, &row, &row.with(&ended), None, now).await? {
        return Ok(0);
    }
    let (kind, object) = (EventKind::ReliefEnded.code(), ("entry", row.entry_id.as_str()));
    let note = ended.kind.zh();
    audit::append(&mut tx, court, audit::Event { at: now, actor: None, kind, object, note }).await?;
    tx.commit().await?;
    Ok(1)
}
