//! What colleagues say about one field of a draft.
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// Remarks of one record that are looked at.
pub const MOST: i64 = 200;

const PUT: &str = "INSERT INTO remark (court_id, id, kind, object_id, field, quote, text, by_staff, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const OF: &str = "SELECT id, field, quote, text, by_staff, at, resolved_by, resolved_at FROM remark
    WHERE court_id = $1 AND object_id = $2 ORDER BY at, id LIMIT $3";
const OPEN: &str = "SELECT COUNT(*) FROM remark WHERE court_id = $1 AND object_id = $2 AND resolved_at IS NULL";
const COUNT: &str = "SELECT COUNT(*) FROM remark WHERE court_id = $1 AND object_id = $2";
const RESOLVE: &str = "UPDATE remark SET resolved_by = $4, resolved_at = $5
    WHERE court_id = $1 AND object_id = $2 AND id = $3 AND resolved_at IS NULL";

/// One row of `remark`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct RemarkRow {
    pub id: String,
    pub field: String,
    pub quote: String,
    pub text: String,
    pub by_staff: Option<String>,
    pub at: i64,
    pub resolved_by: Option<String>,
    pub resolved_at: Option<i64>,
}

/// Keeps a remark on a record; `kind` is `notice` or `content`. `false` when the record has as many as are looked at.
pub async fn put(tx: &mut Tx, court: CourtId, (kind, id): (&str, &str), row: &RemarkRow) -> StoreResult<bool> {
    if count(tx, court, COUNT, id).await? >= MOST {
        return Ok(false);
    }
    exec!(
        tx,
        sqlx::query(PUT)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(kind)
            .bind(id)
            .bind(&row.field)
            .bind(&row.quote)
            .bind(&row.text)
            .bind(&row.by_staff)
            .bind(row.at)
    )?;
    Ok(true)
}

/// All of a record, the oldest first.
pub async fn of(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Vec<RemarkRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF).bind(court).bind(id).bind(MOST).fetch_all(c).await)?)
}

/// How many still wait for an answer.
pub async fn open(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<i64> {
    count(tx, court, OPEN, id).await
}

async fn count(tx: &mut Tx, court: CourtId, sql: &'static str, id: &str) -> StoreResult<i64> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(sql).bind(court).bind(id).fetch_one(c).await)?)
}

/// Settles a remark of this record. `false` when there is none that is open.
pub async fn resolve(
    tx: &mut Tx,
    court: CourtId,
    (id, remark): (&str, &str),
    by: StaffId,
    now: Instant,
) -> StoreResult<bool> {
    let changed = exec!(
        tx,
        sqlx::query(RESOLVE).bind(court.to_string()).bind(id).bind(remark).bind(by.to_string()).bind(now.ms())
    )?;
    Ok(changed == 1)
}
