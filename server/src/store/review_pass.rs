//! Who has passed a draft at which step of the court's review, since it was last handed over.
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{exec, on};

const OF: &str = "SELECT step, by_staff, at FROM review_pass WHERE court_id = $1 AND object_id = $2 ORDER BY step";
const PUT: &str = "INSERT INTO review_pass (court_id, object_id, step, by_staff, at) VALUES ($1, $2, $3, $4, $5)";
const CLEAR: &str = "DELETE FROM review_pass WHERE court_id = $1 AND object_id = $2";

/// One step that is passed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PassRow {
    /// 1 is the first
    pub step: i64,
    pub by_staff: Option<String>,
    pub at: i64,
}

impl PassRow {
    pub fn by(&self) -> StoreResult<StaffId> {
        self.by_staff.as_deref().and_then(StaffId::parse).or_corrupt("review_pass.by_staff")
    }
}

/// The steps passed, in order.
pub async fn of(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Vec<PassRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF).bind(court).bind(id).fetch_all(c).await)?)
}

/// Keeps one more. `Conflict` when somebody took this step at the same moment, or this person took another.
pub async fn put(tx: &mut Tx, court: CourtId, (id, step): (&str, usize), by: StaffId, now: Instant) -> StoreResult<()> {
    let step = i64::try_from(step).or_corrupt("review_pass.step")?;
    exec!(tx, sqlx::query(PUT).bind(court.to_string()).bind(id).bind(step).bind(by.to_string()).bind(now.ms()))?;
    Ok(())
}

/// The draft goes back: review begins anew.
pub async fn clear(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(CLEAR).bind(court.to_string()).bind(id))?;
    Ok(())
}
