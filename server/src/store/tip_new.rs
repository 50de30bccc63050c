//! Writing accepted tips: several in one transaction, every arrival number from a locked row.

use std::collections::{BTreeMap, HashMap};

use app::domain::audit::EventKind;
use app::domain::date::Instant;
use app::domain::ids::{CourtId, StaffId, SubjectId, TipId};
use app::domain::tip::{Lane, Medium, TipKind, TipState, Urgency};
use sqlx::QueryBuilder;

use super::draft::Save;
use super::tip::rank_at;
use super::{OrCorrupt, StoreError, StoreResult, Tx, audit};
use crate::crypto::SUITE;
use crate::crypto::readers::{KeyFile, SealedPart};
use crate::crypto::receipt::Ticket;
use crate::on;

/// A tip whose every word is sealed already. Debug shows no ciphertext either.
#[derive(Clone)]
pub struct NewTip {
    /// Fresh row id.
    pub id: TipId,
    /// The same for each repetition of one submission: sending twice is one tip.
    pub idempotency: String,
    /// The notice's subject, `None` for a tip without a notice.
    pub subject: Option<SubjectId>,
    /// Public name of the subject (`2025-21/3`), empty without one. Signed into the receipt.
    pub subject_label: String,
    /// What kind of lead.
    pub kind: TipKind,
    /// Anonymous or named.
    pub lane: Lane,
    /// How soon it goes stale.
    pub urgency: Urgency,
    /// How it came.
    pub medium: Medium,
    /// BN-5: real receipt time of a call, visit or letter; `None` = the moment of acceptance.
    pub received: Option<Instant>,
    /// Who wrote it down, for those.
    pub registrar: Option<StaffId>,
    /// Ticket number on the receipt.
    pub ticket: Ticket,
    /// What recognises the sender ([`crate::crypto::receipt::SenderKey::verifier`]).
    pub verifier: [u8; 32],
    /// Sealed content.
    pub content: SealedPart,
    /// Sealed identity, when given.
    pub person: Option<SealedPart>,
    /// Keyed hash of the plate ([`crate::crypto::server_key::ServerKey::keyed_hash`]).
    pub hint_plate: Option<Vec<u8>>,
    /// Keyed hash of the phone.
    pub hint_phone: Option<Vec<u8>>,
    /// Sealed files, written durably before this row.
    pub files: Vec<NewFile>,
    /// The sender's session with the receipt in it, saved in the same commit: who sees a receipt has a tip.
    pub session: Option<Save>,
}

impl std::fmt::Debug for NewTip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewTip").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// A sealed file that lies in the folder of files.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Random name in the folder.
    pub name: String,
    /// `image/jpeg`.
    pub media: String,
    /// Bytes of the sealed file.
    pub size: i64,
    /// SHA-256 of the sealed file.
    pub digest: [u8; 32],
}

/// What the store answers for a tip that is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Row id, for staff only.
    pub tip: TipId,
    /// Ticket number: the earlier one when this submission was a repetition.
    pub ticket: Ticket,
    /// Arrival number within the subject, from 1.
    pub seq: i64,
    /// When the court had it.
    pub received: Instant,
    /// True when the same submission had been accepted before.
    pub repeated: bool,
}

const BUMP: &str = "INSERT INTO tip_counter (court_id, subject, last_seq) VALUES ($1, $2, $3)
    ON CONFLICT (court_id, subject) DO UPDATE SET last_seq = tip_counter.last_seq + $3 RETURNING last_seq";
const KNOWN: &str = "SELECT idempotency, id, ticket, seq, received_at FROM tip WHERE court_id = ";
const INSERT_TIP: &str = "INSERT INTO tip (id, court_id, subject, subject_label, seq, ticket, verifier, idempotency,
    kind, lane, urgency, medium, registrar, received_at, entered_at, state, state_at, is_open, rank_at, version,
    team, suite, content_public, content, person_public, person, hint_plate, hint_phone, content_size, file_count,
    file_size, message_count, unread_by_court, unread_by_sender) ";
const INSERT_KEY: &str = "INSERT INTO tip_key (tip_id, court_id, part, reader, sealed, suite, created_at) ";
const INSERT_FILE: &str =
    "INSERT INTO tip_file (name, tip_id, court_id, message, media, size, digest, suite, created_at) ";

const ARRIVAL: &str = "SELECT subject_label, seq, received_at FROM tip WHERE court_id = $1 AND ticket = $2";

/// What the receipt of a filed tip says; nothing of it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Public name of the subject, as signed.
    pub subject_label: String,
    /// Arrival number within the subject, from 1.
    pub seq: i64,
    /// When the court had it.
    pub received: Instant,
}

/// The arrival of the tip with this ticket number; `None` while there is none.
pub async fn arrival(tx: &mut Tx, court: CourtId, ticket: &Ticket) -> StoreResult<Option<Arrival>> {
    let row: Option<(String, i64, i64)> =
        on!(tx, |c| sqlx::query_as(ARRIVAL).bind(court.to_string()).bind(ticket.as_str()).fetch_optional(c).await)?;
    Ok(row.map(|(subject_label, seq, received)| Arrival { subject_label, seq, received: Instant(received) }))
}

/// Whether a batch is looked up first: a repetition is rare, and the unique key of the row finds it as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Taken for new; one that is not refuses the batch.
    Unlikely,
    /// Looked up.
    Likely,
}

/// Writes a batch in the given order (the order of arrival) and appends one audit row a tip. Repetitions, of an earlier
/// batch or within this one, answer what was accepted first.
///
/// # Errors
/// [`StoreError::Conflict`] when one of them was accepted before and not looked up, another process accepted one
/// meanwhile, or a ticket is taken: nothing must be committed then, and the batch may be tried again.
pub async fn insert_batch(
    tx: &mut Tx,
    court: CourtId,
    tips: &[&NewTip],
    now: Instant,
    earlier: Earlier,
) -> StoreResult<Vec<Accepted>> {
    let id = court.to_string();
    let mut accepted = match earlier {
        Earlier::Unlikely => HashMap::new(),
        Earlier::Likely => known(tx, &id, tips).await?,
    };
    let fresh = fresh(tips, &accepted);
    if !fresh.is_empty() {
        let numbered = number(tx, &id, &fresh).await?;
        insert_tips(tx, &id, &numbered, now).await?;
        insert_keys(tx, &id, &fresh, now).await?;
        insert_files(tx, &id, &fresh, now).await?;
        append_audit(tx, court, &fresh, now).await?;
        for (tip, seq) in numbered {
            let received = tip.received.unwrap_or(now);
            let answer = Accepted { tip: tip.id, ticket: tip.ticket.clone(), seq, received, repeated: false };
            accepted.insert(tip.idempotency.clone(), answer);
        }
    }
    tips.iter()
        .map(|tip| {
            let first = accepted.get(&tip.idempotency).or_corrupt("tip.idempotency")?;
            Ok(Accepted { repeated: first.tip != tip.id || first.repeated, ..first.clone() })
        })
        .collect()
}

/// The tips of this batch that are neither known nor a repetition within it, in order.
fn fresh<'a>(tips: &[&'a NewTip], known: &HashMap<String, Accepted>) -> Vec<&'a NewTip> {
    let mut seen = std::collections::HashSet::new();
    tips.iter()
        .copied()
        .filter(|tip| !known.contains_key(&tip.idempotency) && seen.insert(tip.idempotency.as_str()))
        .collect()
}

async fn known(tx: &mut Tx, court: &str, tips: &[&NewTip]) -> StoreResult<HashMap<String, Accepted>> {
    let rows: Vec<(String, String, String, i64, i64)> = on!(tx, |c| {
        let mut sql = QueryBuilder::new(KNOWN);
        sql.push_bind(court).push(" AND idempotency IN (");
        let mut list = sql.separated(", ");
        for tip in tips {
            list.push_bind(tip.idempotency.as_str());
        }
        list.push_unseparated(")");
        sql.build_query_as().fetch_all(c).await
    })?;
    let answer = |(key, id, ticket, seq, received): (String, String, String, i64, i64)| {
        let tip = TipId::parse(&id).or_corrupt("tip.id")?;
        let ticket = Ticket::parse(&ticket).or_corrupt("tip.ticket")?;
        Ok((key, Accepted { tip, ticket, seq, received: Instant(received), repeated: true }))
    };
    rows.into_iter().map(answer).collect()
}

/// Takes the numbers of each subject in one step. Subjects are locked in the same order by everyone, so that two
/// processes never wait for each other.
async fn number<'a>(tx: &mut Tx, court: &str, tips: &[&'a NewTip]) -> StoreResult<Vec<(&'a NewTip, i64)>> {
    let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
    for tip in tips {
        *wanted.entry(subject_key(tip.subject)).or_default() += 1;
    }
    for (subject, count) in &mut wanted {
        let last: i64 =
            on!(tx, |c| sqlx::query_scalar(BUMP).bind(court).bind(subject.as_str()).bind(*count).fetch_one(c).await)?;
        *count = last - *count;
    }
    let give = |tip: &'a NewTip| {
        let next = wanted.entry(subject_key(tip.subject)).or_default();
        *next += 1;
        (tip, *next)
    };
    Ok(tips.iter().copied().map(give).collect())
}

fn subject_key(subject: Option<SubjectId>) -> String {
    subject.map(|id| id.to_string()).unwrap_or_default()
}

async fn insert_tips(tx: &mut Tx, court: &str, tips: &[(&NewTip, i64)], now: Instant) -> StoreResult<()> {
    let written = on!(tx, |c| {
        let mut sql = QueryBuilder::new(INSERT_TIP);
        sql.push_values(tips, |mut row, (tip, seq)| {
            let received = tip.received.unwrap_or(now);
            row.push_bind(tip.id.to_string())
                .push_bind(court)
                .push_bind(subject_key(tip.subject))
                .push_bind(&tip.subject_label)
                .push_bind(*seq)
                .push_bind(tip.ticket.as_str())
                .push_bind(tip.verifier.to_vec())
                .push_bind(&tip.idempotency)
                .push_bind(tip.kind.code())
                .push_bind(tip.lane.code())
                .push_bind(tip.urgency.code())
                .push_bind(tip.medium.code())
                .push_bind(tip.registrar.map(|staff| staff.to_string()))
                .push_bind(received.ms())
                .push_bind(now.ms())
                .push_bind(TipState::Registered.code())
                .push_bind(now.ms())
                .push_bind(true)
                .push_bind(rank_at(tip.urgency, received))
                .push_bind(1i64)
                .push_bind("")
                .push_bind(SUITE)
                .push_bind(tip.content.public.to_string())
                .push_bind(&tip.content.cipher)
                .push_bind(tip.person.as_ref().map(|part| part.public.to_string()))
                .push_bind(tip.person.as_ref().map(|part| part.cipher.as_slice()))
                .push_bind(tip.hint_plate.as_deref())
                .push_bind(tip.hint_phone.as_deref())
                .push_bind(tip.content.cipher.len() as i64)
                .push_bind(tip.files.len() as i64)
                .push_bind(tip.files.iter().map(|file| file.size).sum::<i64>())
                .push_bind(0i64)
                .push_bind(0i64)
                .push_bind(0i64);
        });
        sql.push(" ON CONFLICT DO NOTHING");
        sql.build().execute(c).await.map(|done| done.rows_affected())
    })?;
    if written != tips.len() as u64 {
        return Err(StoreError::Conflict("tip".into()));
    }
    Ok(())
}

async fn insert_keys(tx: &mut Tx, court: &str, tips: &[&NewTip], now: Instant) -> StoreResult<()> {
    let files: Vec<(TipId, &KeyFile)> = tips
        .iter()
        .flat_map(|tip| {
            let parts = std::iter::once(&tip.content).chain(&tip.person);
            parts.flat_map(|part| &part.keys).map(|file| (tip.id, file))
        })
        .collect();
    // 7 values a row: far below SQLite's 32,766 and PostgreSQL's 65,535 for one statement
    for some in files.chunks(1000) {
        on!(tx, |c| {
            let mut sql = QueryBuilder::new(INSERT_KEY);
            sql.push_values(some, |mut row, (tip, file)| {
                row.push_bind(tip.to_string())
                    .push_bind(court)
                    .push_bind(file.part.code())
                    .push_bind(file.reader.to_string())
                    .push_bind(&file.sealed)
                    .push_bind(SUITE)
                    .push_bind(now.ms());
            });
            sql.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn insert_files(tx: &mut Tx, court: &str, tips: &[&NewTip], now: Instant) -> StoreResult<()> {
    let files: Vec<(TipId, &NewFile)> =
        tips.iter().flat_map(|tip| tip.files.iter().map(|file| (tip.id, file))).collect();
    for some in files.chunks(1000) {
        on!(tx, |c| {
            let mut sql = QueryBuilder::new(INSERT_FILE);
            sql.push_values(some, |mut row, (tip, file)| {
                row.push_bind(&file.name)
                    .push_bind(tip.to_string())
                    .push_bind(court)
                    .push_bind(None::<i64>)
                    .push_bind(&file.media)
                    .push_bind(file.size)
                    .push_bind(file.digest.to_vec())
                    .push_bind(SUITE)
                    .push_bind(now.ms());
            });
            sql.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn append_audit(tx: &mut Tx, court: CourtId, tips: &[&NewTip], now: Instant) -> StoreResult<()> {
    let ids: Vec<String> = tips.iter().map(|tip| tip.id.to_string()).collect();
    let events: Vec<audit::Event<'_>> = tips
        .iter()
        .zip(&ids)
        .map(|(tip, id)| audit::Event {
            at: now,
            actor: tip.registrar,
            kind: EventKind::TipReceived.code(),
            object: ("tip", id),
            note: tip.medium.code(),
        })
        .collect();
    audit::append_all(tx, court, &events).await.map(|_| ())
}
