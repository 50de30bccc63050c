//! Imports of list entries: their course, and what the rows would do, sealed until somebody confirms or a day has passed.
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// Imports on the page.
const LISTED: i64 = 30;

/// One import. Codes stay text.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ImportRecord {
    pub id: String,
    /// `dishonest` or `restricted`
    pub list: String,
    /// A code of `list::import::ImportState`
    pub state: String,
    pub actor: String,
    pub created_at: i64,
    pub updated_at: i64,
    /// Why the file could not be read
    pub trouble: String,
    pub sheet: String,
    /// Heads of columns nobody reads
    pub unused: String,
    /// Rows of the file
    pub total: i64,
    pub done: i64,
    pub adds: i64,
    pub changes: i64,
    pub sames: i64,
    pub missings: i64,
    pub errors: i64,
    pub added: i64,
    pub changed: i64,
    pub proposed: i64,
    pub skipped: i64,
}

const COURSE: &str = "INSERT INTO list_import (id, court_id, list, state, actor, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)";
const LOAD: &str = "SELECT id, list, state, actor, created_at, updated_at, trouble, sheet, unused, total, done, adds,
    changes, sames, missings, errors, added, changed, proposed, skipped
    FROM list_import WHERE court_id = $1 AND id = $2";
const LATEST: &str = "SELECT id, list, state, actor, created_at, updated_at, trouble, sheet, unused, total, done, adds,
    changes, sames, missings, errors, added, changed, proposed, skipped
    FROM list_import WHERE court_id = $1 ORDER BY created_at DESC LIMIT $2";
const SAVE: &str =
    "UPDATE list_import SET state = $3, updated_at = $4, trouble = $5, sheet = $6, unused = $7, total = $8,
    done = $9, adds = $10, changes = $11, sames = $12, missings = $13, errors = $14, added = $15, changed = $16,
    proposed = $17, skipped = $18 WHERE court_id = $1 AND id = $2";
const MOVE: &str = "UPDATE list_import SET state = $4, updated_at = $5, done = 0
    WHERE court_id = $1 AND id = $2 AND state = $3";
const PUT_PART: &str =
    "INSERT INTO list_import_part (import_id, kind, part, court_id, sealed) VALUES ($1, $2, $3, $4, $5)";
const PART: &str =
    "SELECT sealed FROM list_import_part WHERE court_id = $1 AND import_id = $2 AND kind = $3 AND part = $4";
const OPEN_PART: &str = "SELECT kind, part, sealed FROM list_import_part WHERE court_id = $1 AND import_id = $2
    AND kind IN ('add', 'change') AND NOT applied ORDER BY kind, part LIMIT 1";
const PART_DONE: &str = "UPDATE list_import_part SET applied = TRUE
    WHERE court_id = $1 AND import_id = $2 AND kind = $3 AND part = $4 AND NOT applied";
const FORGET_PARTS: &str = "DELETE FROM list_import_part WHERE court_id = $1 AND import_id = $2";
const PURGE_PARTS: &str = "DELETE FROM list_import_part WHERE import_id IN
    (SELECT id FROM list_import WHERE created_at <= $1 AND state IN ('reading', 'failed', 'ready'))";
const PURGE: &str = "UPDATE list_import SET state = 'expired' WHERE created_at <= $1 AND state IN ('reading', 'ready')";

/// Begins the record of a file that is being read.
pub async fn begin(tx: &mut Tx, court: CourtId, id: &str, list: &str, by: StaffId, at: Instant) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(COURSE)
            .bind(id)
            .bind(court.to_string())
            .bind(list)
            .bind("reading")
            .bind(by.to_string())
            .bind(at.ms())
    )?;
    Ok(())
}

/// An import of this court.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<ImportRecord>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LOAD).bind(court).bind(id).fetch_optional(c).await)?)
}

/// The latest imports, newest first.
pub async fn latest(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<ImportRecord>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LATEST).bind(court).bind(LISTED).fetch_all(c).await)?)
}

/// Keeps how far an import has come.
pub async fn save(tx: &mut Tx, court: CourtId, row: &ImportRecord, at: Instant) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(SAVE)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(&row.state)
            .bind(at.ms())
            .bind(&row.trouble)
            .bind(&row.sheet)
            .bind(&row.unused)
            .bind(row.total)
            .bind(row.done)
            .bind(row.adds)
            .bind(row.changes)
            .bind(row.sames)
            .bind(row.missings)
            .bind(row.errors)
            .bind(row.added)
            .bind(row.changed)
            .bind(row.proposed)
            .bind(row.skipped)
    )?;
    Ok(())
}

/// Takes an import from one state to another, once: `false` when somebody else did, or it stands elsewhere.
pub async fn advance(tx: &mut Tx, court: CourtId, id: &str, from: &str, to: &str, at: Instant) -> StoreResult<bool> {
    let moved = exec!(tx, sqlx::query(MOVE).bind(court.to_string()).bind(id).bind(from).bind(to).bind(at.ms()))?;
    Ok(moved == 1)
}

/// Keeps one page of the plan.
pub async fn put_part(tx: &mut Tx, court: CourtId, id: &str, at: (&str, i64), sealed: &[u8]) -> StoreResult<()> {
    exec!(tx, sqlx::query(PUT_PART).bind(id).bind(at.0).bind(at.1).bind(court.to_string()).bind(sealed))?;
    Ok(())
}

/// One page of the plan, sealed.
pub async fn part(tx: &mut Tx, court: CourtId, id: &str, kind: &str, part: i64) -> StoreResult<Option<Vec<u8>>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(PART).bind(court).bind(id).bind(kind).bind(part).fetch_optional(c).await)?)
}

/// The next page whose rows are not taken over yet: kind, number, sealed.
pub async fn open_part(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<(String, i64, Vec<u8>)>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OPEN_PART).bind(court).bind(id).fetch_optional(c).await)?)
}

/// Its rows are taken over. `false` when they were before.
pub async fn part_done(tx: &mut Tx, court: CourtId, id: &str, at: (&str, i64)) -> StoreResult<bool> {
    Ok(exec!(tx, sqlx::query(PART_DONE).bind(court.to_string()).bind(id).bind(at.0).bind(at.1))? == 1)
}

/// The plan has served its purpose.
pub async fn forget_parts(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(FORGET_PARTS).bind(court.to_string()).bind(id))?;
    Ok(())
}

/// Plans nobody confirmed within a day, of every court; answers how many imports went (PI-5).
pub async fn purge(tx: &mut Tx, before: Instant) -> StoreResult<u64> {
    exec!(tx, sqlx::query(PURGE_PARTS).bind(before.ms()))?;
    exec!(tx, sqlx::query(PURGE).bind(before.ms()))
}
