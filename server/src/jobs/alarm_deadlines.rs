//! TD-4: on the day a deadline asks for, it is written into the log and stands first on the desk. TD-3: a deadline that
//! reaches into a year without calendar is reckoned again at every run, and complained of until the year is loaded.
use app::domain::{
    audit::EventKind,
    date::{Instant, LegalDate},
    deadline::{Duty, UnknownYear},
};

use super::Trouble;
use crate::{
    state::AppState,
    store::{
        OrCorrupt as _, Tx, audit, calendar,
        deadline::{self, Clocked, DeadlineRow},
    },
};

/// Tells of every deadline whose day has come; answers how many.
pub(super) async fn run(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.read().await?;
    let due = deadline::to_alarm(&mut tx, state.court.id, now.date()).await?;
    let unknown = deadline::unknown(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    let told = if due.is_empty() { 0 } else { tell(state, &due, now).await? };
    if unknown.is_empty() {
        return Ok(told);
    }
    let reckoned = reckon(state, &unknown, now).await?;
    Ok(told + reckoned)
}

async fn tell(state: &AppState, due: &[DeadlineRow], now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.begin().await?;
    let mut told = Vec::new();
    for row in due {
        if deadline::alarmed(&mut tx, state.court.id, row, now).await? {
            told.push(row);
        }
    }
    let events: Vec<_> = told.iter().map(|row| event(row, now)).collect();
    if !events.is_empty() {
        audit::append_all(&mut tx, state.court.id, &events).await?;
    }
    tx.commit().await?;
    Ok(told.len() as u64)
}

fn event(row: &DeadlineRow, at: Instant) -> audit::Event<'_> {
    let note = row.duty().map_or("", Duty::zh);
    let kind = EventKind::DeadlineAlarmed.code();
    audit::Event { at, actor: None, kind, object: (&row.object_kind, &row.object_id), note }
}

/// Loud while a year is missing; nothing is written until one of them can be reckoned.
async fn reckon(state: &AppState, unknown: &[DeadlineRow], now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.begin().await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    let (mut done, mut missing) = (0, None);
    for row in unknown {
        let duty = row.duty().or_corrupt("deadline.duty")?;
        let from = LegalDate::parse(&row.began_on).or_corrupt("deadline.began_on")?;
        match duty.due(from, &known) {
            Err(year) => missing = missing.max(Some(year.0)),
            Ok(_) => {
                let object = (row.object_kind.as_str(), row.object_id.as_str());
                let clock = Clocked { duty, object, label: &row.label };
                deadline::keep(&mut tx, state.court.id, clock, Some(from), &known, now).await?;
                done += 1;
            }
        }
    }
    finish(tx, done).await?;
    missing.map_or(Ok(done), |year| Err(Trouble::Calendar(UnknownYear(year))))
}

async fn finish(tx: Tx, done: u64) -> Result<(), Trouble> {
    if done > 0 {
        tx.commit().await?
    } else {
        tx.rollback().await?
    }
    Ok(())
}
