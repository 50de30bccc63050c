//! What an import is compared with, what it did to which entry, and taking that back.
use app::domain::ids::CourtId;
use sqlx::QueryBuilder;

use super::{StoreResult, Tx};
use crate::{exec, on};

/// Entries of one page when all of a list are gone through.
pub const SCANNED: i64 = 500;

/// As much of an entry as a row of a file is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct KnownRow {
    pub id: String,
    pub public_no: String,
    pub state: String,
    pub version: i64,
    pub party_kind: String,
    pub name: String,
    pub name_key: String,
    pub id_hash: Option<Vec<u8>>,
    pub id_masked: String,
    pub uscc: String,
    pub legal_rep: String,
    pub case_no: String,
    pub filed_on: String,
    pub basis_no: String,
    pub basis_unit: String,
    pub duty: String,
    pub performance: String,
    pub grounds: String,
    pub correction: String,
    pub due_on: String,
    pub published_on: String,
    pub expires_on: String,
}

/// What a confirmation did to one entry.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DidRow {
    pub entry_id: String,
    /// `added`, `changed` or `proposed`
    pub did: String,
    /// The version it left
    pub version: i64,
    /// The draft before, sealed
    pub was: Option<Vec<u8>>,
}

const OF_CASES: &str = "SELECT id, public_no, state, version, party_kind, name, name_key, id_hash, id_masked, uscc,
    legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, correction, due_on, published_on,
    expires_on FROM list_entry WHERE court_id = ";
pub(super) const IN_STATE: &str =
    "SELECT id, public_no, state, version, party_kind, name, name_key, id_hash, id_masked, uscc,
    legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, correction, due_on, published_on,
    expires_on FROM list_entry WHERE court_id = $1 AND list = $2 AND state = $3 AND (due_on, public_no) > ($4, $5)
    ORDER BY due_on, public_no LIMIT $6";
const DID: &str = "INSERT INTO list_import_row (import_id, entry_id, court_id, did, version, was)
    VALUES ($1, $2, $3, $4, $5, $6)";
const DONE: &str = "SELECT entry_id, did, version, was FROM list_import_row
    WHERE court_id = $1 AND import_id = $2 AND entry_id > $3 ORDER BY entry_id LIMIT 100";
const MOVED_ON: &str =
    "SELECT COALESCE(e.public_no, '') FROM list_import_row r LEFT JOIN list_entry e ON e.id = r.entry_id
    WHERE r.court_id = $1 AND r.import_id = $2 AND (e.id IS NULL OR e.version <> r.version
      OR (r.did <> 'proposed' AND e.state <> 'draft')) ORDER BY e.public_no LIMIT 5";
const FORGET_VERSIONS: &str = "DELETE FROM list_version WHERE court_id = $1 AND entry_id = $2 AND EXISTS
    (SELECT 1 FROM list_entry e WHERE e.court_id = $1 AND e.id = $2 AND e.version = $3 AND e.state = 'draft')";
const FORGET_DRAFT: &str =
    "DELETE FROM list_entry WHERE court_id = $1 AND id = $2 AND version = $3 AND state = 'draft'";
const TAKEN_BACK: &str = "DELETE FROM list_import_row WHERE court_id = $1 AND import_id = $2 AND entry_id = $3";

/// Every entry of a list under one of these case numbers, in whatever state.
pub async fn of_cases(tx: &mut Tx, court: CourtId, list: &str, cases: &[String]) -> StoreResult<Vec<KnownRow>> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let court = court.to_string();
    Ok(on!(tx, |c| {
        let mut sql = QueryBuilder::new(OF_CASES);
        sql.push_bind(court).push(" AND list = ").push_bind(list).push(" AND case_no IN (");
        let mut numbers = sql.separated(", ");
        for case in cases {
            numbers.push_bind(case);
        }
        sql.push(") ORDER BY public_no DESC LIMIT 5000");
        sql.build_query_as().fetch_all(c).await
    })?)
}

/// One page of a list in one state, in the order of the desk; `after` is (day, number) of the last one.
pub async fn in_state(
    tx: &mut Tx,
    court: CourtId,
    (list, state): (&str, &str),
    after: (&str, &str),
) -> StoreResult<Vec<KnownRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(IN_STATE)
        .bind(court)
        .bind(list)
        .bind(state)
        .bind(after.0)
        .bind(after.1)
        .bind(SCANNED)
        .fetch_all(c)
        .await)?)
}

/// Keeps what was done to an entry.
pub async fn did(tx: &mut Tx, court: CourtId, import: &str, row: &DidRow) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(DID)
            .bind(import)
            .bind(&row.entry_id)
            .bind(court.to_string())
            .bind(&row.did)
            .bind(row.version)
            .bind(&row.was)
    )?;
    Ok(())
}

/// A hundred entries an import touched, after this one.
pub async fn done(tx: &mut Tx, court: CourtId, import: &str, after: &str) -> StoreResult<Vec<DidRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(DONE).bind(court).bind(import).bind(after).fetch_all(c).await)?)
}

/// Numbers of entries that have gone further since, a few of them; empty when all can be taken back.
pub async fn moved_on(tx: &mut Tx, court: CourtId, import: &str) -> StoreResult<Vec<String>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(MOVED_ON).bind(court).bind(import).fetch_all(c).await)?)
}

/// Takes away a draft that nobody touched since it was brought in. Its number is never given again.
pub async fn forget_draft(tx: &mut Tx, court: CourtId, entry: &str, version: i64) -> StoreResult<bool> {
    let court = court.to_string();
    exec!(tx, sqlx::query(FORGET_VERSIONS).bind(&court).bind(entry).bind(version))?;
    Ok(exec!(tx, sqlx::query(FORGET_DRAFT).bind(&court).bind(entry).bind(version))? == 1)
}

/// The entry stands as it did before.
pub async fn taken_back(tx: &mut Tx, court: CourtId, import: &str, entry: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(TAKEN_BACK).bind(court.to_string()).bind(import).bind(entry))?;
    Ok(())
}
