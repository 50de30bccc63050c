//! Tips as rows: what stands in clear, the queue, and one guarded step of handling at a time.

use app::domain::audit::EventKind;
use app::domain::date::{Instant, LegalDate};
use app::domain::ids::{CourtId, StaffId, SubjectId, TipId};
use app::domain::queue::Waiting;
use app::domain::tip::{Finding, Handling, Lane, Measure, Medium, TipKind, TipState, Urgency};

use super::{OrCorrupt, StoreResult, Tx, audit};
use crate::crypto::receipt::{SenderKey, Ticket};
use crate::crypto::seal::PublicKey;
use crate::{exec, on};

/// Everything of a tip that is not sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct Tip {
    /// Row id, for staff only.
    pub id: TipId,
    /// The notice's subject, if any.
    pub subject: Option<SubjectId>,
    /// Its public name (`2025-21/3`), empty without one.
    pub subject_label: String,
    /// Arrival number within the subject (BN-5).
    pub seq: i64,
    /// Number on the receipt.
    pub ticket: Ticket,
    /// Kind of lead.
    pub kind: TipKind,
    /// Anonymous or named.
    pub lane: Lane,
    /// How it came.
    pub medium: Medium,
    /// Who wrote it down, for calls, visits and letters.
    pub registrar: Option<StaffId>,
    /// State, urgency, receipt, officer, finding, measure: what steps are taken on.
    pub handling: Handling,
    /// When the state last changed.
    pub state_at: Instant,
    /// Grows with every step; a step names the version it saw.
    pub version: i64,
    /// When staff first opened it.
    pub first_read_at: Option<Instant>,
    /// Team that works on it, empty before triage.
    pub team: String,
    /// The earlier tip this one repeats.
    pub duplicate_of: Option<TipId>,
    /// Bytes of the sealed content.
    pub content_size: i64,
    /// Files sent with it, and their bytes together.
    pub files: (i64, i64),
    /// Messages both ways.
    pub messages: i64,
    /// Messages of the sender that staff have not opened.
    pub unread_by_court: i64,
    /// Messages of the court that the sender has not opened.
    pub unread_by_sender: i64,
    /// Keyed hashes of plate and phone, for finding tips about the same thing.
    pub hints: (Option<Vec<u8>>, Option<Vec<u8>>),
    /// Messages and notes are sealed to this.
    pub content_public: PublicKey,
}

impl Tip {
    /// What the domain's queue ranks it by; `verify_by` comes from the deadline register.
    pub fn waiting(&self, verify_by: Option<LegalDate>) -> Waiting {
        Waiting {
            kind: self.kind,
            urgency: self.handling.urgency,
            state: self.handling.state,
            received_at: self.handling.received_at,
            seq: self.seq,
            opened: self.first_read_at.is_some(),
            unread_reply: self.unread_by_court > 0,
            verify_by,
        }
    }
}

/// The moment from which a tip loses its worth, in ms: the order in which the queue is read, a page at a
/// time. What a page shows is ranked by `app::domain::queue`, which also knows the present moment. "Now" is worth
/// something at once or never; a dated one from the start of its day; the rest within the seven days of §8.2.
pub fn rank_at(urgency: Urgency, received: Instant) -> i64 {
    match urgency {
        Urgency::Now => received.ms(),
        Urgency::Dated(day) => day.start().ms(),
        Urgency::Normal => received.plus_days(7).ms(),
    }
}

macro_rules! columns {
    ($tail:literal) => {
        concat!(
            "SELECT id, subject, subject_label, seq, ticket, kind, lane, medium, registrar, urgency, received_at, state,
             assigned_to, finding, measure, state_at, version, first_read_at, team, duplicate_of, content_size,
             file_count, file_size, message_count, unread_by_court, unread_by_sender, hint_plate, hint_phone,
             content_public, rank_at FROM tip ",
            $tail
        )
    };
}

const BY_ID: &str = columns!("WHERE court_id = $1 AND id = $2");
const BY_TICKET: &str = columns!("WHERE court_id = $1 AND ticket = $2");
const QUEUE: &str = columns!(
    "WHERE court_id = $1 AND is_open AND (rank_at > $2 OR (rank_at = $2 AND id > $3)) ORDER BY rank_at, id LIMIT $4"
);
const QUEUE_OF: &str = columns!(
    "WHERE court_id = $1 AND assigned_to = $5 AND is_open AND (rank_at > $2 OR (rank_at = $2 AND id > $3))
     ORDER BY rank_at, id LIMIT $4"
);
const SAME_PLATE: &str =
    columns!("WHERE court_id = $1 AND hint_plate = $2 AND hint_plate IS NOT NULL ORDER BY received_at, id LIMIT 50");
const SAME_PHONE: &str =
    columns!("WHERE court_id = $1 AND hint_phone = $2 AND hint_phone IS NOT NULL ORDER BY received_at, id LIMIT 50");
const VERIFIER: &str = "SELECT verifier FROM tip WHERE court_id = $1 AND ticket = $2";
const COUNTS: &str =
    "SELECT COUNT(*) AS open, COALESCE(SUM(CASE WHEN first_read_at IS NULL THEN 1 ELSE 0 END), 0) AS unread,
    COALESCE(SUM(CASE WHEN first_read_at IS NULL AND received_at < $2 THEN 1 ELSE 0 END), 0) AS waiting,
    COALESCE(SUM(CASE WHEN urgency = 'now' THEN 1 ELSE 0 END), 0) AS urgent,
    COALESCE(SUM(CASE WHEN unread_by_court > 0 THEN 1 ELSE 0 END), 0) AS answered
    FROM tip WHERE court_id = $1 AND is_open";
const STEP: &str =
    "UPDATE tip SET state = $4, state_at = $5, is_open = $6, urgency = $7, rank_at = $8, assigned_to = $9,
    finding = $10, measure = $11, version = version + 1
    WHERE court_id = $1 AND id = $2 AND version = $3 AND state = $12";
const TRIAGE: &str = "UPDATE tip SET kind = $4, team = $5, duplicate_of = $6
    WHERE court_id = $1 AND id = $2 AND version = $3";

/// One tip of this court.
pub async fn load(tx: &mut Tx, court: CourtId, tip: TipId) -> StoreResult<Option<Tip>> {
    let row: Option<Row> =
        on!(tx, |c| sqlx::query_as(BY_ID).bind(court.to_string()).bind(tip.to_string()).fetch_optional(c).await)?;
    row.map(Tip::try_from).transpose()
}

/// The sender's own tip: the ticket finds it, the stretched secret must match. `None` for a wrong secret and an unknown
/// ticket alike; stretch first ([`SenderKey::stretch`]), so that both take the same time.
pub async fn load_for_sender(
    tx: &mut Tx,
    court: CourtId,
    ticket: &Ticket,
    sender: &SenderKey,
) -> StoreResult<Option<Tip>> {
    let stored: Option<Vec<u8>> = on!(tx, |c| sqlx::query_scalar(VERIFIER)
        .bind(court.to_string())
        .bind(ticket.as_str())
        .fetch_optional(c)
        .await)?;
    if !sender.matches(stored.as_deref().unwrap_or(&[0u8; 32])) || stored.is_none() {
        return Ok(None);
    }
    let row: Option<Row> =
        on!(tx, |c| sqlx::query_as(BY_TICKET).bind(court.to_string()).bind(ticket.as_str()).fetch_optional(c).await)?;
    row.map(Tip::try_from).transpose()
}

/// Where a page of the queue starts: after this tip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// [`rank_at`] of the last tip shown.
    pub rank_at: i64,
    /// Its id.
    pub tip: TipId,
}

/// Open tips, most perishable first; with `of`, those assigned to one person. At most `limit`, after `after`.
pub async fn queue(
    tx: &mut Tx,
    court: CourtId,
    of: Option<StaffId>,
    after: Option<After>,
    limit: i64,
) -> StoreResult<Vec<Tip>> {
    let (rank, id) = after.map_or((i64::MIN, String::new()), |after| (after.rank_at, after.tip.to_string()));
    let court = court.to_string();
    let rows: Vec<Row> = match of {
        None => on!(tx, |c| sqlx::query_as(QUEUE).bind(court).bind(rank).bind(id).bind(limit).fetch_all(c).await)?,
        Some(staff) => on!(tx, |c| sqlx::query_as(QUEUE_OF)
            .bind(court)
            .bind(rank)
            .bind(id)
            .bind(limit)
            .bind(staff.to_string())
            .fetch_all(c)
            .await)?,
    };
    rows.into_iter().map(Tip::try_from).collect()
}

/// Tips about the same plate or from the same phone, earliest first; the tip itself is among them.
pub async fn alike(tx: &mut Tx, court: CourtId, tip: &Tip) -> StoreResult<Vec<Tip>> {
    let mut found: Vec<Tip> = Vec::new();
    for (text, hint) in [(SAME_PLATE, &tip.hints.0), (SAME_PHONE, &tip.hints.1)] {
        let Some(hint) = hint else { continue };
        let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(text).bind(court.to_string()).bind(hint).fetch_all(c).await)?;
        for row in rows {
            let other = Tip::try_from(row)?;
            if found.iter().all(|known| known.id != other.id) {
                found.push(other);
            }
        }
    }
    found.sort_by_key(|tip| (tip.handling.received_at.ms(), tip.id));
    Ok(found)
}

/// Numbers for the queue's head and its live count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// Not over.
    pub open: i64,
    /// Never opened by staff.
    pub unread: i64,
    /// Of these, received more than a day ago: the alarm of product §5.
    pub waiting: i64,
    /// "There now".
    pub urgent: i64,
    /// With an answer of the sender that staff have not opened.
    pub answered: i64,
}

const UNASSIGNED: &str = "SELECT COUNT(*) FROM tip WHERE court_id = $1 AND is_open AND assigned_to IS NULL";

/// Open tips without an officer: the live number of the back office.
pub async fn unassigned(tx: &mut Tx, court: CourtId) -> StoreResult<i64> {
    Ok(on!(tx, |c| sqlx::query_scalar(UNASSIGNED).bind(court.to_string()).fetch_one(c).await)?)
}

/// Counts over the open tips.
pub async fn counts(tx: &mut Tx, court: CourtId, now: Instant) -> StoreResult<Counts> {
    let day_ago = now.plus_days(-1).ms();
    Ok(on!(tx, |c| sqlx::query_as(COUNTS).bind(court.to_string()).bind(day_ago).fetch_one(c).await)?)
}

/// Saves one step that the domain allowed ([`Handling::take`]), with its audit row. `false`: someone else was faster,
/// nothing was changed; load again. `kind` is the code of the audit event ([`EventKind::code`]), `by` is `None` for the sender.
pub async fn save_step(
    tx: &mut Tx,
    court: CourtId,
    before: &Tip,
    after: &Handling,
    kind: &str,
    by: Option<StaffId>,
    at: Instant,
) -> StoreResult<bool> {
    let id = before.id.to_string();
    let touched = exec!(
        tx,
        sqlx::query(STEP)
            .bind(court.to_string())
            .bind(&id)
            .bind(before.version)
            .bind(after.state.code())
            .bind(if after.state == before.handling.state { before.state_at.ms() } else { at.ms() })
            .bind(!after.state.is_over())
            .bind(after.urgency.code())
            .bind(rank_at(after.urgency, after.received_at))
            .bind(after.officer.map(|staff| staff.to_string()))
            .bind(after.finding.map(Finding::code))
            .bind(after.measure.map(Measure::code))
            .bind(before.handling.state.code())
    )?;
    if touched == 0 {
        return Ok(false);
    }
    let note = format!("{} → {}", before.handling.state.code(), after.state.code());
    audit::append(tx, court, audit::Event { at, actor: by, kind, object: ("tip", &id), note: &note }).await?;
    Ok(true)
}

/// What triage decides besides the urgency.
#[derive(Debug, Clone)]
pub struct Triage<'a> {
    /// Kind of lead, perhaps another than the sender chose.
    pub kind: TipKind,
    /// Team that works on it.
    pub team: &'a str,
    /// The earlier tip it repeats; the earliest keeps the place (BN-5).
    pub duplicate_of: Option<TipId>,
}

/// Saves a triage: the step and what it decided. `false` as in [`save_step`].
pub async fn save_triage(
    tx: &mut Tx,
    court: CourtId,
    before: &Tip,
    after: &Handling,
    triage: Triage<'_>,
    by: StaffId,
    at: Instant,
) -> StoreResult<bool> {
    exec!(
        tx,
        sqlx::query(TRIAGE)
            .bind(court.to_string())
            .bind(before.id.to_string())
            .bind(before.version)
            .bind(triage.kind.code())
            .bind(triage.team)
            .bind(triage.duplicate_of.map(|tip| tip.to_string()))
    )?;
    save_step(tx, court, before, after, EventKind::TipTriaged.code(), Some(by), at).await
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    subject: String,
    subject_label: String,
    seq: i64,
    ticket: String,
    kind: String,
    lane: String,
    medium: String,
    registrar: Option<String>,
    urgency: String,
    received_at: i64,
    state: String,
    assigned_to: Option<String>,
    finding: Option<String>,
    measure: Option<String>,
    state_at: i64,
    version: i64,
    first_read_at: Option<i64>,
    team: String,
    duplicate_of: Option<String>,
    content_size: i64,
    file_count: i64,
    file_size: i64,
    message_count: i64,
    unread_by_court: i64,
    unread_by_sender: i64,
    hint_plate: Option<Vec<u8>>,
    hint_phone: Option<Vec<u8>>,
    content_public: String,
}

/// Reads an optional column through its door.
fn some<T>(text: Option<&str>, door: impl Fn(&str) -> Option<T>, column: &'static str) -> StoreResult<Option<T>> {
    text.map(|text| door(text).or_corrupt(column)).transpose()
}

impl Row {
    fn handling(&self) -> StoreResult<Handling> {
        Ok(Handling {
            state: TipState::parse(&self.state).or_corrupt("tip.state")?,
            urgency: Urgency::parse(&self.urgency).or_corrupt("tip.urgency")?,
            received_at: Instant(self.received_at),
            officer: some(self.assigned_to.as_deref(), StaffId::parse, "tip.assigned_to")?,
            finding: some(self.finding.as_deref(), Finding::parse, "tip.finding")?,
            measure: some(self.measure.as_deref(), Measure::parse, "tip.measure")?,
        })
    }
}

impl TryFrom<Row> for Tip {
    type Error = super::StoreError;

    fn try_from(row: Row) -> StoreResult<Self> {
        let subject = Some(row.subject.as_str()).filter(|text| !text.is_empty());
        Ok(Self {
            id: TipId::parse(&row.id).or_corrupt("tip.id")?,
            subject: some(subject, SubjectId::parse, "tip.subject")?,
            ticket: Ticket::parse(&row.ticket).or_corrupt("tip.ticket")?,
            kind: TipKind::parse(&row.kind).or_corrupt("tip.kind")?,
            lane: Lane::parse(&row.lane).or_corrupt("tip.lane")?,
            medium: Medium::parse(&row.medium).or_corrupt("tip.medium")?,
            registrar: some(row.registrar.as_deref(), StaffId::parse, "tip.registrar")?,
            handling: row.handling()?,
            duplicate_of: some(row.duplicate_of.as_deref(), TipId::parse, "tip.duplicate_of")?,
            content_public: PublicKey::parse(&row.content_public).or_corrupt("tip.content_public")?,
            state_at: Instant(row.state_at),
            first_read_at: row.first_read_at.map(Instant),
            subject_label: row.subject_label,
            seq: row.seq,
            version: row.version,
            team: row.team,
            content_size: row.content_size,
            files: (row.file_count, row.file_size),
            messages: row.message_count,
            unread_by_court: row.unread_by_court,
            unread_by_sender: row.unread_by_sender,
            hints: (row.hint_plate, row.hint_phone),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::random;
    use crate::store::Db;

    /// What SQLite would do for each text; a scan of the whole table is a query that grows with the years.
    #[tokio::test]
    async fn every_question_finds_its_rows_by_an_index() {
        let path = std::env::temp_dir().join(format!("zhaoshi-plan-{}.db", random::uuid(0)));
        let db = Db::open(&format!("sqlite:{}", path.display())).await.unwrap();
        db.migrate().await.unwrap();
        let mut tx = db.read().await.unwrap();
        for text in [BY_ID, BY_TICKET, QUEUE, QUEUE_OF, SAME_PLATE, SAME_PHONE, VERIFIER, COUNTS] {
            let asked: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {text}").into_boxed_str());
            let plan: Vec<(i64, i64, i64, String)> = on!(tx, |c| sqlx::query_as(asked).fetch_all(c).await).unwrap();
            for (.., step) in plan {
                // a handful of tips about one plate may be sorted after they were found
                let found = step.starts_with("SEARCH tip USING INDEX") || step == "USE TEMP B-TREE FOR ORDER BY";
                assert!(found, "{step}\n{text}");
            }
        }
        tx.rollback().await.unwrap();
        db.close().await;
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }
}
