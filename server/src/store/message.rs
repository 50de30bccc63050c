//! The two-way thread of a tip, and the notes that stay inside. All are sealed to the tip's content key.

use app::domain::audit::EventKind;
use app::domain::date::Instant;
use app::domain::ids::{CourtId, StaffId};
use zeroize::Zeroizing;

use super::tip::Tip;
use super::{OrCorrupt, StoreResult, Tx, audit};
use crate::crypto::seal::{self, SecretKey};
use crate::crypto::server_key::ServerKey;
use crate::crypto::{SUITE, random};
use crate::{exec, on};

/// Text taken out of a seal; wiped when dropped, silent in Debug.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened(Zeroizing<String>);

impl Opened {
    /// The text, for the page that shows it and nothing else.
    pub fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn open(key: &SecretKey, sealed: &[u8]) -> StoreResult<Self> {
        let plain = seal::open(key, sealed)?;
        let text = std::str::from_utf8(&plain).or_corrupt("sealed text")?;
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened(…)")
    }
}

/// One message of the thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Position in the thread, from 1.
    pub seq: i64,
    /// Staff member, `None` = the sender.
    pub author: Option<StaffId>,
    /// When.
    pub sent_at: Instant,
    /// The words.
    pub text: Opened,
}

/// Who may see a note inside the court.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// The assigned officer and whoever wrote it.
    Officer,
    /// Everyone who may open the tip.
    Team,
}

impl Visibility {
    /// The stored form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Team => "team",
        }
    }

    /// Reads the stored form.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "officer" => Some(Self::Officer),
            "team" => Some(Self::Team),
            _ => None,
        }
    }
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Who wrote it.
    pub author: StaffId,
    /// Who sees it.
    pub visibility: Visibility,
    /// When.
    pub written_at: Instant,
    /// The words.
    pub text: Opened,
}

const LOCK: &str = "UPDATE tip SET message_count = message_count WHERE court_id = $1 AND id = $2";
const TAKE_SEQ: &str = "UPDATE tip SET message_count = message_count + 1, last_message_at = $3,
    unread_by_court = unread_by_court + $4, unread_by_sender = unread_by_sender + $5
    WHERE court_id = $1 AND id = $2 RETURNING message_count";
const KNOWN: &str = "SELECT seq FROM tip_message WHERE court_id = $1 AND tip_id = $2 AND idempotency = $3";
const INSERT: &str = "INSERT INTO tip_message (tip_id, court_id, seq, author, idempotency, sealed, suite, sent_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const THREAD: &str = "SELECT seq, author, sent_at, sealed FROM tip_message
    WHERE court_id = $1 AND tip_id = $2 ORDER BY seq";
const READ_BY_SENDER: &str = "UPDATE tip SET unread_by_sender = 0 WHERE court_id = $1 AND id = $2";
const INSERT_NOTE: &str = "INSERT INTO tip_note (id, tip_id, court_id, author, visibility, sealed, suite, written_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const NOTES: &str = "SELECT author, visibility, written_at, sealed FROM tip_note
    WHERE court_id = $1 AND tip_id = $2 ORDER BY written_at, id";

/// The `idempotency` of a form's message: the same form with the same words is one message, with other words another. Keyed,
/// so that a row does not let anyone try what was said.
pub fn once(key: &ServerKey, court_code: &str, form: &str, text: &str) -> String {
    hex::encode(key.keyed_hash("message", court_code, &format!("{form}\0{text}")))
}

/// Adds a message: `author` is the staff member who answers, `None` the sender. The same `idempotency` again answers the
/// first one's position and adds nothing.
pub async fn send(
    tx: &mut Tx,
    court: CourtId,
    tip: &Tip,
    author: Option<StaffId>,
    text: &str,
    idempotency: &str,
    at: Instant,
) -> StoreResult<i64> {
    let (court_id, tip_id) = (court.to_string(), tip.id.to_string());
    // the row is locked from here on, so no other sending of the same message can slip between look and write
    exec!(tx, sqlx::query(LOCK).bind(&court_id).bind(&tip_id))?;
    let known: Option<i64> =
        on!(tx, |c| sqlx::query_scalar(KNOWN).bind(&court_id).bind(&tip_id).bind(idempotency).fetch_optional(c).await)?;
    if let Some(seq) = known {
        return Ok(seq);
    }
    let seq = take_seq(tx, &court_id, &tip_id, author.is_none(), at).await?;
    let sealed = seal::seal(&tip.content_public, text.as_bytes())?;
    exec!(
        tx,
        sqlx::query(INSERT)
            .bind(&tip_id)
            .bind(&court_id)
            .bind(seq)
            .bind(author.map(|staff| staff.to_string()).unwrap_or_default())
            .bind(idempotency)
            .bind(&sealed)
            .bind(SUITE)
            .bind(at.ms())
    )?;
    let kind = if author.is_some() { EventKind::TipReplied } else { EventKind::TipMessaged };
    let event = audit::Event { at, actor: author, kind: kind.code(), object: ("tip", &tip_id), note: "" };
    audit::append(tx, court, event).await?;
    Ok(seq)
}

async fn take_seq(tx: &mut Tx, court: &str, tip: &str, from_sender: bool, at: Instant) -> StoreResult<i64> {
    let (to_court, to_sender) = if from_sender { (1i64, 0i64) } else { (0, 1) };
    let seq: Option<i64> = on!(tx, |c| sqlx::query_scalar(TAKE_SEQ)
        .bind(court)
        .bind(tip)
        .bind(at.ms())
        .bind(to_court)
        .bind(to_sender)
        .fetch_optional(c)
        .await)?;
    seq.or_corrupt("tip.id")
}

/// Adds a note inside the court, with an audit row that does not hold it.
pub async fn add_note(
    tx: &mut Tx,
    court: CourtId,
    tip: &Tip,
    author: StaffId,
    visibility: Visibility,
    text: &str,
    at: Instant,
) -> StoreResult<()> {
    let tip_id = tip.id.to_string();
    let sealed = seal::seal(&tip.content_public, text.as_bytes())?;
    exec!(
        tx,
        sqlx::query(INSERT_NOTE)
            .bind(random::uuid(at.ms()).to_string())
            .bind(&tip_id)
            .bind(court.to_string())
            .bind(author.to_string())
            .bind(visibility.code())
            .bind(&sealed)
            .bind(SUITE)
            .bind(at.ms())
    )?;
    let event =
        audit::Event { at, actor: Some(author), kind: EventKind::TipNoted.code(), object: ("tip", &tip_id), note: "" };
    audit::append(tx, court, event).await.map(|_| ())
}

/// The court's messages count as seen by the sender.
pub async fn mark_read_by_sender(tx: &mut Tx, court: CourtId, tip: &Tip) -> StoreResult<()> {
    exec!(tx, sqlx::query(READ_BY_SENDER).bind(court.to_string()).bind(tip.id.to_string())).map(|_| ())
}

/// The thread, opened with the content key, oldest first.
pub(super) async fn thread(tx: &mut Tx, court: CourtId, tip: &Tip, key: &SecretKey) -> StoreResult<Vec<Message>> {
    let rows: Vec<(i64, String, i64, Vec<u8>)> =
        on!(tx, |c| sqlx::query_as(THREAD).bind(court.to_string()).bind(tip.id.to_string()).fetch_all(c).await)?;
    let open = |(seq, author, sent_at, sealed): (i64, String, i64, Vec<u8>)| {
        let author = match author.as_str() {
            "" => None,
            id => Some(StaffId::parse(id).or_corrupt("tip_message.author")?),
        };
        Ok(Message { seq, author, sent_at: Instant(sent_at), text: Opened::open(key, &sealed)? })
    };
    rows.into_iter().map(open).collect()
}

/// The notes, opened with the content key, oldest first.
pub(super) async fn notes(tx: &mut Tx, court: CourtId, tip: &Tip, key: &SecretKey) -> StoreResult<Vec<Note>> {
    let rows: Vec<(String, String, i64, Vec<u8>)> =
        on!(tx, |c| sqlx::query_as(NOTES).bind(court.to_string()).bind(tip.id.to_string()).fetch_all(c).await)?;
    let open = |(author, visibility, written_at, sealed): (String, String, i64, Vec<u8>)| {
        Ok(Note {
            author: StaffId::parse(&author).or_corrupt("tip_note.author")?,
            visibility: Visibility::parse(&visibility).or_corrupt("tip_note.visibility")?,
            written_at: Instant(written_at),
            text: Opened::open(key, &sealed)?,
        })
    };
    rows.into_iter().map(open).collect()
}
