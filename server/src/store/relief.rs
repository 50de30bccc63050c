//! What somebody under 限消 asked for while it stands (RC-7, GF-4). Why they ask is ciphertext here.
use app::domain::{
    date::{Instant, LegalDate},
    ids::{CourtId, StaffId},
    relief::{Relief, ReliefKind, ReliefState},
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{crypto::SUITE, exec, on};

/// Requests shown of one entry; more than any court has seen.
const MOST: i64 = 100;

/// One row of `relief`. Dates are ISO or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ReliefRow {
    pub id: String,
    pub entry_id: String,
    /// A code of [`ReliefKind`]
    pub kind: String,
    pub person_id: String,
    /// A code of `list::LiftReason`, or empty
    pub reason: String,
    pub sealed: Vec<u8>,
    pub state: String,
    pub received_on: String,
    pub decided_on: String,
    pub from_on: String,
    pub until_on: String,
    pub approval_no: String,
    pub by_staff: String,
    pub decided_by: Option<String>,
    pub version: i64,
}

impl ReliefRow {
    /// Through the domain's door.
    pub fn relief(&self) -> StoreResult<Relief> {
        let day = |iso: &str| LegalDate::parse(iso).ok();
        Ok(Relief {
            kind: ReliefKind::parse(&self.kind).or_corrupt("relief.kind")?,
            state: ReliefState::parse(&self.state).or_corrupt("relief.state")?,
            received_on: day(&self.received_on).or_corrupt("relief.received_on")?,
            decided_on: day(&self.decided_on),
            days: day(&self.from_on).zip(day(&self.until_on)),
        })
    }

    /// The row after a step of the domain.
    pub fn with(&self, relief: &Relief) -> Self {
        let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
        Self {
            state: relief.state.code().into(),
            decided_on: iso(relief.decided_on),
            from_on: iso(relief.days.map(|(from, _)| from)),
            until_on: iso(relief.days.map(|(_, until)| until)),
            ..self.clone()
        }
    }
}

const INSERT: &str = "INSERT INTO relief (court_id, id, entry_id, kind, person_id, reason, sealed, state, received_on,
    by_staff, suite, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
    ON CONFLICT (id) DO NOTHING";
pub(super) const OF_ENTRY: &str =
    "SELECT id, entry_id, kind, person_id, reason, sealed, state, received_on, decided_on, from_on, until_on,
    approval_no, by_staff, decided_by, version FROM relief WHERE court_id = $1 AND entry_id = $2
    ORDER BY received_on DESC, id DESC LIMIT $3";
const BY_ID: &str =
    "SELECT id, entry_id, kind, person_id, reason, sealed, state, received_on, decided_on, from_on, until_on,
    approval_no, by_staff, decided_by, version FROM relief WHERE court_id = $1 AND id = $2";
pub(super) const PAST: &str = "SELECT id FROM relief WHERE court_id = $1 AND state = 'granted' AND until_on > ''
    AND until_on < $2 ORDER BY until_on, id LIMIT $3";
// TW-4 a second time: who took the request down is refused by the statement as well
const STEP: &str = "UPDATE relief SET state = $4, decided_on = $5, from_on = $6, until_on = $7, approval_no = $8,
    sealed = $9, decided_by = $10, updated_at = $11, version = version + 1
    WHERE court_id = $1 AND id = $2 AND version = $3 AND ($12 = '' OR by_staff <> $12)";

/// Keeps a request. `false` when this very one is there already.
pub async fn insert(tx: &mut Tx, court: CourtId, row: &ReliefRow, at: Instant) -> StoreResult<bool> {
    let made = exec!(
        tx,
        sqlx::query(INSERT)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(&row.entry_id)
            .bind(&row.kind)
            .bind(&row.person_id)
            .bind(&row.reason)
            .bind(&row.sealed)
            .bind(&row.state)
            .bind(&row.received_on)
            .bind(&row.by_staff)
            .bind(SUITE)
            .bind(at.ms())
    )?;
    Ok(made == 1)
}

/// The requests of an entry, newest first.
pub async fn of_entry(tx: &mut Tx, court: CourtId, entry: &str) -> StoreResult<Vec<ReliefRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_ENTRY).bind(court).bind(entry).bind(MOST).fetch_all(c).await)?)
}

/// One request by its id.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<ReliefRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// Ids of granted requests whose last day lies before this one.
pub async fn past(tx: &mut Tx, court: CourtId, today: LegalDate) -> StoreResult<Vec<String>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_scalar(PAST).bind(court).bind(today).bind(MOST).fetch_all(c).await)?)
}

/// Saves a step the domain allowed. `decider` is who granted or refused. `false` when somebody else was faster, or the
/// decider took the request down.
pub async fn step(
    tx: &mut Tx,
    court: CourtId,
    from: &ReliefRow,
    to: &ReliefRow,
    decider: Option<StaffId>,
    at: Instant,
) -> StoreResult<bool> {
    let decider = decider.map(|by| by.to_string());
    let saved = exec!(
        tx,
        sqlx::query(STEP)
            .bind(court.to_string())
            .bind(&from.id)
            .bind(from.version)
            .bind(&to.state)
            .bind(&to.decided_on)
            .bind(&to.from_on)
            .bind(&to.until_on)
            .bind(&to.approval_no)
            .bind(&to.sealed)
            .bind(&to.decided_by)
            .bind(at.ms())
            .bind(decider.unwrap_or_default())
    )?;
    Ok(saved == 1)
}
