//! The public ledger of a court: a line in the transaction of each change that the public sees, verified as a whole.
//!
//! Append before the audit event: the audit's head is the last row anybody waits for.
use app::domain::{edition::EditionState, ids::CourtId, ledger::Action};

use super::{OrCorrupt, StoreResult, Tx, notice::IssueRow};
use crate::crypto::ledger_chain::{GENESIS, Line, first_fault, hash};
use crate::{exec, on};

const BEGIN: &str = "INSERT INTO public_ledger_head (court_id, seq, hash) VALUES ($1, 0, $2)
    ON CONFLICT (court_id) DO NOTHING";
// an UPDATE that changes nothing is the one way to lock a row that both engines know
const LOCK_HEAD: &str = "UPDATE public_ledger_head SET seq = seq WHERE court_id = $1 RETURNING seq, hash";
const MOVE_HEAD: &str = "UPDATE public_ledger_head SET seq = $2, hash = $3 WHERE court_id = $1";
const READ_HEAD: &str = "SELECT seq, hash FROM public_ledger_head WHERE court_id = $1";
const INSERT: &str = "INSERT INTO public_ledger (court_id, seq, at, action, record, content, prev, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const AFTER: &str = "SELECT seq, at, action, record, content, prev, hash FROM public_ledger
    WHERE court_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
const LATEST: &str = "SELECT seq, at, action, record, content, prev, hash FROM public_ledger
    WHERE court_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
const SEEN: &str = "SELECT COUNT(*) FROM notice_version
    WHERE court_id = $1 AND issue_id = $2 AND version < $3 AND state IN ('published', 'corrected')";

/// A change of a public record. `record` is its kind and public number, `content` the hash of the version the court
/// keeps: no field may hold a person's data.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub at: i64,
    pub action: Action,
    pub record: &'a str,
    pub content: &'a str,
}

/// Adds one line; returns its position.
pub async fn append(tx: &mut Tx, court: CourtId, entry: Entry<'_>) -> StoreResult<i64> {
    tx.changes_public();
    let court = court.to_string();
    exec!(tx, sqlx::query(BEGIN).bind(&court).bind(GENESIS))?;
    let head: Option<(i64, String)> = on!(tx, |c| sqlx::query_as(LOCK_HEAD).bind(&court).fetch_optional(c).await)?;
    let (seq, prev) = head.or_corrupt("public_ledger_head.court_id")?;
    let mut line = Line {
        seq: seq + 1,
        at: entry.at,
        action: entry.action.code().into(),
        record: entry.record.into(),
        content: entry.content.into(),
        prev,
        hash: String::new(),
    };
    line.hash = hash(&line);
    exec!(
        tx,
        sqlx::query(INSERT)
            .bind(&court)
            .bind(line.seq)
            .bind(line.at)
            .bind(&line.action)
            .bind(&line.record)
            .bind(&line.content)
            .bind(&line.prev)
            .bind(&line.hash)
    )?;
    exec!(tx, sqlx::query(MOVE_HEAD).bind(&court).bind(line.seq).bind(&line.hash))?;
    Ok(line.seq)
}

/// Notes a new version of an issue, when the public saw the issue or sees it now.
pub(super) async fn follow(tx: &mut Tx, court: CourtId, issue: &IssueRow, content: &str) -> StoreResult<()> {
    let state = EditionState::parse(&issue.state).or_corrupt("notice_issue.state")?;
    if Action::of(state, true).is_none() {
        return Ok(());
    }
    let (id, before) = (court.to_string(), issue.version);
    let seen: i64 = on!(tx, |c| sqlx::query_scalar(SEEN).bind(id).bind(&issue.id).bind(before).fetch_one(c).await)?;
    let Some(action) = Action::of(state, seen > 0) else { return Ok(()) };
    let record = format!("notice/{}", issue.slug());
    append(tx, court, Entry { at: issue.updated_at, action, record: &record, content }).await?;
    Ok(())
}

/// Position and hash of the newest line; 0 and [`GENESIS`] before the first.
pub async fn head(tx: &mut Tx, court: CourtId) -> StoreResult<(i64, String)> {
    let court = court.to_string();
    let head: Option<(i64, String)> = on!(tx, |c| sqlx::query_as(READ_HEAD).bind(court).fetch_optional(c).await)?;
    Ok(head.unwrap_or_else(|| (0, GENESIS.into())))
}

/// Lines after a position, the oldest first.
pub async fn after(tx: &mut Tx, court: CourtId, seq: i64, limit: i64) -> StoreResult<Vec<Line>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(AFTER).bind(court).bind(seq).bind(limit).fetch_all(c).await)?)
}

/// Lines before a position (`i64::MAX` for the first page), the newest first.
pub async fn latest(tx: &mut Tx, court: CourtId, before: i64, limit: i64) -> StoreResult<Vec<Line>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LATEST).bind(court).bind(before).bind(limit).fetch_all(c).await)?)
}

const VERIFY_PAGE: i64 = 1000;

/// Recomputes the whole ledger. The position of the first line that does not hold, or of the line that is missing at the
/// end; `None` when all holds.
pub async fn verify(tx: &mut Tx, court: CourtId) -> StoreResult<Option<i64>> {
    let (mut seq, mut prev) = (0, GENESIS.to_owned());
    loop {
        let lines = after(tx, court, seq, VERIFY_PAGE).await?;
        if let Some(fault) = first_fault(&lines, (seq, &prev)) {
            return Ok(Some(fault));
        }
        let Some(last) = lines.last() else { break };
        (seq, prev) = (last.seq, last.hash.clone());
    }
    Ok((head(tx, court).await? != (seq, prev)).then_some(seq + 1))
}
