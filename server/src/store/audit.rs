//! The audit log of a court: append in the transaction of the change, verify as a whole.
//!
//! Append last in a transaction: the chain's head is one row per court, locked from here to the commit. Whoever takes it
//! last never waits for another row while holding it, so two transactions cannot wait for each other.

use app::domain::date::Instant;
use app::domain::ids::{CourtId, StaffId};
use ed25519_dalek::{SigningKey, VerifyingKey};
use sqlx::QueryBuilder;

use super::{Db, OrCorrupt, StoreError, StoreResult, Tx};
use crate::crypto::SUITE;
use crate::crypto::audit_chain::{self, Link};
use crate::{exec, on};

/// One thing that was done. No field holds personal data or tip text.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// When.
    pub at: Instant,
    /// Who; `None` is the system itself or a visitor.
    pub actor: Option<StaffId>,
    /// What: the code of an [`app::domain::audit::EventKind`].
    pub kind: &'a str,
    /// To what: kind and id.
    pub object: (&'a str, &'a str),
    /// Free words without personal data.
    pub note: &'a str,
}

/// One stored row, for the auditor's page.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EventRow {
    /// Position in the chain, from 1.
    pub seq: i64,
    /// Unix milliseconds.
    pub at: i64,
    /// Staff id or empty.
    pub actor: String,
    /// What was done.
    pub kind: String,
    /// Kind of the object.
    pub object_kind: String,
    /// Id of the object.
    pub object_id: String,
    /// Free words.
    pub note: String,
    prev: Vec<u8>,
    hash: Vec<u8>,
}

// an UPDATE that changes nothing is the one way to lock a row that both engines know
const LOCK_HEAD: &str = "UPDATE audit_head SET seq = seq WHERE court_id = $1 RETURNING seq, hash";
const MOVE_HEAD: &str = "UPDATE audit_head SET seq = $2, hash = $3 WHERE court_id = $1";
const INSERT: &str = "INSERT INTO audit_event
    (court_id, seq, at, actor, kind, object_kind, object_id, note, prev, hash) ";
const READ_HEAD: &str = "SELECT seq, hash FROM audit_head WHERE court_id = $1";
const PAGE: &str = "SELECT seq, at, actor, kind, object_kind, object_id, note, prev, hash FROM audit_event
    WHERE court_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
const LATEST: &str = "SELECT seq, at, actor, kind, object_kind, object_id, note, prev, hash FROM audit_event
    WHERE court_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
const OF_OBJECT: &str = "SELECT seq, at, actor, kind, object_kind, object_id, note, prev, hash FROM audit_event
    WHERE court_id = $1 AND object_kind = $2 AND object_id = $3 ORDER BY seq";
// SQLite's trigger refuses a key that exists before ON CONFLICT is asked; ON CONFLICT is for two processes at once
const CHECKPOINT: &str = "INSERT INTO audit_checkpoint (court_id, seq, hash, at, signature, suite)
    SELECT $1, $2, $3, $4, $5, $6
    WHERE NOT EXISTS (SELECT 1 FROM audit_checkpoint WHERE court_id = $1 AND seq = $2)
    ON CONFLICT (court_id, seq) DO NOTHING";
const LAST_CHECKPOINT: &str = "SELECT seq, at FROM audit_checkpoint WHERE court_id = $1 ORDER BY seq DESC LIMIT 1";
const CHECKPOINTS: &str = "SELECT seq, hash, at, signature FROM audit_checkpoint WHERE court_id = $1 ORDER BY seq";

/// Adds one event to the chain; returns its position.
pub async fn append(tx: &mut Tx, court: CourtId, event: Event<'_>) -> StoreResult<i64> {
    append_all(tx, court, std::slice::from_ref(&event)).await
}

/// Adds several events under one lock; returns the position of the last.
pub async fn append_all(tx: &mut Tx, court: CourtId, events: &[Event<'_>]) -> StoreResult<i64> {
    let court = court.to_string();
    let head: Option<(i64, Vec<u8>)> = on!(tx, |c| sqlx::query_as(LOCK_HEAD).bind(&court).fetch_optional(c).await)?;
    let (mut seq, mut prev) = head.or_corrupt("audit_head.court_id")?;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        seq += 1;
        let actor = event.actor.map(|staff| staff.to_string()).unwrap_or_default();
        let hash = audit_chain::hash(&prev, &link(&court, seq, event, &actor)).to_vec();
        rows.push((event, seq, actor, std::mem::replace(&mut prev, hash.clone()), hash));
    }
    // 10 values a row: far below SQLite's 32,766 and PostgreSQL's 65,535 for one statement
    for some in rows.chunks(1000) {
        on!(tx, |c| {
            let mut sql = QueryBuilder::new(INSERT);
            sql.push_values(some, |mut row, (event, seq, actor, prev, hash)| {
                row.push_bind(&court)
                    .push_bind(*seq)
                    .push_bind(event.at.ms())
                    .push_bind(actor)
                    .push_bind(event.kind)
                    .push_bind(event.object.0)
                    .push_bind(event.object.1)
                    .push_bind(event.note)
                    .push_bind(prev)
                    .push_bind(hash);
            });
            sql.build().execute(c).await.map(|_| ())
        })?;
    }
    exec!(tx, sqlx::query(MOVE_HEAD).bind(&court).bind(seq).bind(&prev))?;
    Ok(seq)
}

fn link<'a>(court: &'a str, seq: i64, event: &'a Event<'_>, actor: &'a str) -> Link<'a> {
    Link {
        court,
        seq,
        at: event.at.ms(),
        actor,
        kind: event.kind,
        object_kind: event.object.0,
        object_id: event.object.1,
        note: event.note,
    }
}

/// The newest events before position `before` (use `i64::MAX` for the first page), newest first.
pub async fn latest(tx: &mut Tx, court: CourtId, before: i64, limit: i64) -> StoreResult<Vec<EventRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LATEST).bind(&court).bind(before).bind(limit).fetch_all(c).await)?)
}

/// Everything that was done to one object, oldest first.
pub async fn of_object(tx: &mut Tx, court: CourtId, kind: &str, id: &str) -> StoreResult<Vec<EventRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_OBJECT).bind(&court).bind(kind).bind(id).fetch_all(c).await)?)
}

/// Signs the present head (once a day, and before a back-up). Nothing new: nothing is written.
pub async fn checkpoint(tx: &mut Tx, court: CourtId, key: &SigningKey, at: Instant) -> StoreResult<i64> {
    let court = court.to_string();
    let head: Option<(i64, Vec<u8>)> = on!(tx, |c| sqlx::query_as(LOCK_HEAD).bind(&court).fetch_optional(c).await)?;
    let (seq, hash) = head.or_corrupt("audit_head.court_id")?;
    let signature = audit_chain::sign_checkpoint(key, &court, seq, &hash, at.ms());
    exec!(tx, sqlx::query(CHECKPOINT).bind(&court).bind(seq).bind(&hash).bind(at.ms()).bind(&signature).bind(SUITE))?;
    Ok(seq)
}

/// Signs the head when the last checkpoint is a day old and something happened since. Cheap to ask every minute: it
/// reads before it writes. `true` when one was written.
pub async fn checkpoint_daily(db: &Db, court: CourtId, key: &SigningKey, now: Instant) -> StoreResult<bool> {
    let id = court.to_string();
    let mut tx = db.read().await?;
    let last: Option<(i64, i64)> = on!(tx, |c| sqlx::query_as(LAST_CHECKPOINT).bind(&id).fetch_optional(c).await)?;
    let head: Option<(i64, Vec<u8>)> = on!(tx, |c| sqlx::query_as(READ_HEAD).bind(&id).fetch_optional(c).await)?;
    tx.rollback().await?;
    let (signed, at) = last.unwrap_or_default();
    let news = head.is_some_and(|(seq, _)| seq > signed);
    if !news || now < Instant(at).plus_days(1) {
        return Ok(false);
    }
    let mut tx = db.begin().await?;
    checkpoint(&mut tx, court, key, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// What is wrong with a chain, with the position where it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A field of this row was changed after it was written.
    Altered(i64),
    /// This position is missing.
    Missing(i64),
    /// This row does not follow the one before it: rows were swapped or rewritten.
    Unlinked(i64),
    /// The chain ends before this position, which was once its head.
    CutOff(i64),
    /// The checkpoint at this position is not signed by the court, or fixes another hash.
    Checkpoint(i64),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Altered(seq) => write!(f, "第{seq}条内容被改动"),
            Self::Missing(seq) => write!(f, "第{seq}条缺失"),
            Self::Unlinked(seq) => write!(f, "第{seq}条与前一条不相接"),
            Self::CutOff(seq) => write!(f, "末尾被截去，曾有第{seq}条"),
            Self::Checkpoint(seq) => write!(f, "第{seq}条处的签名检查点不符"),
        }
    }
}

/// The outcome of [`verify`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows read.
    pub rows: i64,
    /// Checkpoints checked.
    pub checkpoints: i64,
    /// Everything found, in order of position; empty when the chain holds.
    pub faults: Vec<Fault>,
}

impl Report {
    /// True when nothing was altered, removed, reordered or cut off.
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }
}

const VERIFY_PAGE: i64 = 1000;

/// Reads the whole chain of a court in one read transaction and recomputes it. `key` is the court's public signing key;
/// take it from paper or another machine when the database itself is in doubt.
pub async fn verify(tx: &mut Tx, court: CourtId, key: &VerifyingKey) -> StoreResult<Report> {
    let id = court.to_string();
    let mut walk = Walk::new(&id, load_checkpoints(tx, &id).await?, *key);
    loop {
        let rows: Vec<EventRow> =
            on!(tx, |c| sqlx::query_as(PAGE).bind(&id).bind(walk.last).bind(VERIFY_PAGE).fetch_all(c).await)?;
        if rows.is_empty() {
            break;
        }
        rows.iter().for_each(|row| walk.step(row));
    }
    let head: Option<(i64, Vec<u8>)> = on!(tx, |c| sqlx::query_as(READ_HEAD).bind(&id).fetch_optional(c).await)?;
    Ok(walk.finish(head))
}

type Checkpoint = (i64, Vec<u8>, i64, Vec<u8>);

async fn load_checkpoints(tx: &mut Tx, court: &str) -> Result<Vec<Checkpoint>, StoreError> {
    Ok(on!(tx, |c| sqlx::query_as(CHECKPOINTS).bind(court).fetch_all(c).await)?)
}

struct Walk<'a> {
    court: &'a str,
    key: VerifyingKey,
    checkpoints: Vec<Checkpoint>,
    last: i64,
    prev: Vec<u8>,
    report: Report,
}

impl<'a> Walk<'a> {
    fn new(court: &'a str, checkpoints: Vec<Checkpoint>, key: VerifyingKey) -> Self {
        let prev = audit_chain::genesis(court).to_vec();
        let mut walk = Self { court, key, checkpoints, last: 0, prev, report: Report::default() };
        walk.report.checkpoints = walk.checkpoints.len() as i64;
        walk.check_point(0);
        walk
    }

    fn step(&mut self, row: &EventRow) {
        self.report.rows += 1;
        for seq in self.last + 1..row.seq {
            self.report.faults.push(Fault::Missing(seq));
        }
        let link = Link {
            court: self.court,
            seq: row.seq,
            at: row.at,
            actor: &row.actor,
            kind: &row.kind,
            object_kind: &row.object_kind,
            object_id: &row.object_id,
            note: &row.note,
        };
        if row.prev != self.prev {
            self.report.faults.push(Fault::Unlinked(row.seq));
        }
        if audit_chain::hash(&row.prev, &link)[..] != row.hash[..] {
            self.report.faults.push(Fault::Altered(row.seq));
        }
        self.last = row.seq;
        self.prev.clone_from(&row.hash);
        self.check_point(row.seq);
    }

    fn check_point(&mut self, at_seq: i64) {
        for (seq, hash, at, signature) in self.checkpoints.iter().filter(|point| point.0 == at_seq) {
            let signed = audit_chain::checkpoint_holds(&self.key, self.court, *seq, hash, *at, signature);
            if !signed || *hash != self.prev {
                self.report.faults.push(Fault::Checkpoint(*seq));
            }
        }
    }

    fn finish(mut self, head: Option<(i64, Vec<u8>)>) -> Report {
        let (seq, hash) = head.unwrap_or_default();
        let signed = self.checkpoints.iter().map(|point| point.0).max().unwrap_or(0);
        let expected = seq.max(signed);
        if expected > self.last {
            self.report.faults.push(Fault::CutOff(expected));
        } else if seq != self.last || hash != self.prev {
            self.report.faults.push(Fault::Unlinked(self.last));
        }
        self.report
    }
}
