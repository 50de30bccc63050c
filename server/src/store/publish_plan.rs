//! When approved records are to be published by themselves.
use app::domain::{
    date::Instant,
    edition::EditionState,
    ids::{CourtId, StaffId},
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{exec, on};

const OF: &str = "SELECT object_id, kind, at, by_staff, approval_no, trouble FROM publish_plan
    WHERE court_id = $1 AND object_id = $2";
const DUE: &str = "SELECT object_id, kind, at, by_staff, approval_no, trouble FROM publish_plan
    WHERE court_id = $1 AND trouble = '' AND at <= $2 ORDER BY at, object_id LIMIT $3";
const PUT: &str = "INSERT INTO publish_plan (court_id, object_id, kind, at, by_staff, approval_no, trouble)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const FORGET: &str = "DELETE FROM publish_plan WHERE court_id = $1 AND object_id = $2";
const FAILED: &str = "SELECT COUNT(*) FROM publish_plan WHERE court_id = $1 AND trouble > '' AND kind = $2";

/// One row of `publish_plan`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct PlanRow {
    pub object_id: String,
    /// `notice` or `content`
    pub kind: String,
    pub at: i64,
    pub by_staff: String,
    pub approval_no: String,
    /// Why it did not happen; empty while it may
    pub trouble: String,
}

impl PlanRow {
    /// Who decided it.
    pub fn by(&self) -> StoreResult<StaffId> {
        StaffId::parse(&self.by_staff).or_corrupt("publish_plan.by_staff")
    }
}

/// The plan of a record.
pub async fn of(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<PlanRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF).bind(court).bind(id).fetch_optional(c).await)?)
}

/// When a record in this state will be published; asked for only where it is scheduled.
pub async fn time(tx: &mut Tx, court: CourtId, (state, id): (EditionState, &str)) -> StoreResult<Option<Instant>> {
    if state != EditionState::Scheduled {
        return Ok(None);
    }
    Ok(of(tx, court, id).await?.map(|plan| Instant(plan.at)))
}

/// Plans whose time has come.
pub async fn due(tx: &mut Tx, court: CourtId, now: Instant, most: i64) -> StoreResult<Vec<PlanRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(DUE).bind(court).bind(now.ms()).bind(most).fetch_all(c).await)?)
}

/// A new plan, in place of an older one.
pub async fn put(tx: &mut Tx, court: CourtId, plan: &PlanRow) -> StoreResult<()> {
    forget(tx, court, &plan.object_id).await?;
    exec!(
        tx,
        sqlx::query(PUT)
            .bind(court.to_string())
            .bind(&plan.object_id)
            .bind(&plan.kind)
            .bind(plan.at)
            .bind(&plan.by_staff)
            .bind(&plan.approval_no)
            .bind(&plan.trouble)
    )?;
    Ok(())
}

/// It happened, or is not wanted any more.
pub async fn forget(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(FORGET).bind(court.to_string()).bind(id))?;
    Ok(())
}

/// How many of this kind did not happen and wait for somebody.
pub async fn failed(tx: &mut Tx, court: CourtId, kind: &str) -> StoreResult<i64> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(FAILED).bind(court).bind(kind).fetch_one(c).await)?)
}
