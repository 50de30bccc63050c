//! Opening a tip: for staff with their own key and an audit row in the same transaction, for the sender with theirs.
//! Assigning re-seals one small key file; the tip itself is never rewritten.

use app::domain::audit::EventKind;
use app::domain::date::Instant;
use app::domain::ids::{CourtId, StaffId, TipId};
use app::domain::tip::{Handling, Lane};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::message::{self, Message, Note};
use super::tip::{self, Tip};
use super::{OrCorrupt, StoreResult, Tx, audit};
use crate::crypto::readers::{KeyFile, Part, Reader, ReaderId, SealedPart};
use crate::crypto::receipt::{SenderKey, Ticket};
use crate::crypto::seal::{self, SecretKey};
use crate::crypto::staff_keys::UnlockedStaffKey;
use crate::crypto::{CryptoError, SUITE};
use crate::{exec, on};

/// Sealed JSON taken out of its seal; wiped when dropped, silent in Debug.
pub struct OpenedJson(Zeroizing<Vec<u8>>);

impl OpenedJson {
    /// Reads it as the form that wrote it.
    pub fn read<T: DeserializeOwned>(&self) -> StoreResult<T> {
        serde_json::from_slice(&self.0).or_corrupt("sealed JSON")
    }
}

impl std::fmt::Debug for OpenedJson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenedJson(…)")
    }
}

/// A file of a tip, still sealed in the folder of files.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FileRow {
    /// Random name in the folder.
    pub name: String,
    /// Message it came with, `None` = with the tip.
    pub message: Option<i64>,
    /// `image/jpeg`.
    pub media: String,
    /// Bytes of the sealed file.
    pub size: i64,
    /// SHA-256 of the sealed file.
    pub digest: Vec<u8>,
}

/// A tip as its readers see it.
#[derive(Debug)]
pub struct OpenedTip {
    /// What stands in clear.
    pub tip: Tip,
    /// The form's JSON.
    pub content: OpenedJson,
    /// The thread, oldest first.
    pub messages: Vec<Message>,
    /// Notes inside the court; always empty for the sender.
    pub notes: Vec<Note>,
    /// Files, still sealed.
    pub files: Vec<FileRow>,
    /// Opens the files ([`seal::open`]). Keep it no longer than the request.
    pub key: SecretKey,
}

const CONTENT: &str = "SELECT content FROM tip WHERE court_id = $1 AND id = $2";
const KEY_FILE: &str = "SELECT sealed FROM tip_key WHERE court_id = $1 AND tip_id = $2 AND part = $3 AND reader = $4";
const READERS: &str = "SELECT reader FROM tip_key WHERE court_id = $1 AND tip_id = $2 AND part = $3 ORDER BY reader";
const PUT_KEY: &str = "INSERT INTO tip_key (tip_id, court_id, part, reader, sealed, suite, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tip_id, part, reader) DO UPDATE SET sealed = $5, suite = $6, created_at = $7";
const DROP_KEY: &str = "DELETE FROM tip_key WHERE court_id = $1 AND tip_id = $2 AND reader = $3";
const FILES: &str = "SELECT name, message, media, size, digest FROM tip_file
    WHERE court_id = $1 AND tip_id = $2 ORDER BY created_at, name";
const READ_BY_COURT: &str = "UPDATE tip SET unread_by_court = 0, first_read_at = COALESCE(first_read_at, $3)
    WHERE court_id = $1 AND id = $2";
const COME_FORWARD: &str = "UPDATE tip SET lane = $3, person_public = $4, person = $5, version = version + 1
    WHERE court_id = $1 AND id = $2 AND person IS NULL";

/// Opens a tip for a member of staff. The reading itself is recorded, in this transaction: commit it before showing
/// anything. `None`: no such tip in this court.
///
/// # Errors
/// [`CryptoError::NotForThisKey`] when this person is not among the readers.
pub async fn open(
    tx: &mut Tx,
    court: CourtId,
    id: TipId,
    by: &UnlockedStaffKey,
    at: Instant,
) -> StoreResult<Option<OpenedTip>> {
    let Some(tip) = tip::load(tx, court, id).await? else { return Ok(None) };
    let key = part_key(tx, court, id, Part::Content, ReaderId::Staff(by.staff), by.key()).await?;
    let opened = open_with(tx, court, tip, key, true).await?;
    exec!(tx, sqlx::query(READ_BY_COURT).bind(court.to_string()).bind(id.to_string()).bind(at.ms()))?;
    record(tx, court, id, Some(by.staff), EventKind::TipOpened, "", at).await?;
    Ok(Some(opened))
}

/// The key of a tip's content for a reader among the staff, for one file. Recorded like a reading.
pub async fn open_key(
    tx: &mut Tx,
    court: CourtId,
    id: TipId,
    by: &UnlockedStaffKey,
    at: Instant,
) -> StoreResult<SecretKey> {
    let key = part_key(tx, court, id, Part::Content, ReaderId::Staff(by.staff), by.key()).await?;
    record(tx, court, id, Some(by.staff), EventKind::TipFileOpened, "", at).await?;
    Ok(key)
}

/// Opens the sender's own thread: content, messages and files, never the notes. `None` for a wrong secret and an unknown
/// ticket alike.
pub async fn open_for_sender(
    tx: &mut Tx,
    court: CourtId,
    ticket: &Ticket,
    sender: &SenderKey,
) -> StoreResult<Option<OpenedTip>> {
    let Some(tip) = tip::load_for_sender(tx, court, ticket, sender).await? else { return Ok(None) };
    let key = part_key(tx, court, tip.id, Part::Content, ReaderId::Sender, &sender.key).await?;
    open_with(tx, court, tip, key, false).await.map(Some)
}

async fn open_with(tx: &mut Tx, court: CourtId, tip: Tip, key: SecretKey, inside: bool) -> StoreResult<OpenedTip> {
    let (court_id, tip_id) = (court.to_string(), tip.id.to_string());
    let sealed: Vec<u8> = on!(tx, |c| sqlx::query_scalar(CONTENT).bind(&court_id).bind(&tip_id).fetch_one(c).await)?;
    let content = OpenedJson(seal::open(&key, &sealed)?);
    let messages = message::thread(tx, court, &tip, &key).await?;
    let notes = if inside { message::notes(tx, court, &tip, &key).await? } else { Vec::new() };
    let files = on!(tx, |c| sqlx::query_as(FILES).bind(&court_id).bind(&tip_id).fetch_all(c).await)?;
    Ok(OpenedTip { tip, content, messages, notes, files, key })
}

async fn part_key(
    tx: &mut Tx,
    court: CourtId,
    tip: TipId,
    part: Part,
    reader: ReaderId,
    with: &SecretKey,
) -> StoreResult<SecretKey> {
    let sealed: Option<Vec<u8>> = on!(tx, |c| sqlx::query_scalar(KEY_FILE)
        .bind(court.to_string())
        .bind(tip.to_string())
        .bind(part.code())
        .bind(reader.to_string())
        .fetch_optional(c)
        .await)?;
    Ok(seal::open_key(with, &sealed.ok_or(CryptoError::NotForThisKey)?)?)
}

/// Who may open the content now: staff ids, `recovery`, `sender`.
pub async fn readers(tx: &mut Tx, court: CourtId, tip: TipId) -> StoreResult<Vec<String>> {
    Ok(on!(tx, |c| sqlx::query_scalar(READERS)
        .bind(court.to_string())
        .bind(tip.to_string())
        .bind(Part::Content.code())
        .fetch_all(c)
        .await)?)
}

/// Makes `to` a reader of the content: opens the key with the giver's own key, seals it to the other, records it.
pub async fn share(
    tx: &mut Tx,
    court: CourtId,
    id: TipId,
    by: &UnlockedStaffKey,
    to: &Reader,
    at: Instant,
) -> StoreResult<()> {
    let key = part_key(tx, court, id, Part::Content, ReaderId::Staff(by.staff), by.key()).await?;
    let file = to.key_file(Part::Content, &key)?;
    put_key(tx, court, id, &file, at).await?;
    record(tx, court, id, Some(by.staff), EventKind::KeysChanged, &format!("+ {}", to.id()), at).await
}

/// Saves the assignment the domain allowed and gives the officer the key. `false`: someone else was faster, nothing was
/// changed. The officer of `after` must be the reader `to`.
pub async fn assign(
    tx: &mut Tx,
    court: CourtId,
    before: &Tip,
    after: &Handling,
    by: &UnlockedStaffKey,
    to: &Reader,
    at: Instant,
) -> StoreResult<bool> {
    if after.officer.map(ReaderId::Staff) != Some(to.id()) {
        return Err(CryptoError::BadKey.into());
    }
    if !tip::save_step(tx, court, before, after, EventKind::TipAssigned.code(), Some(by.staff), at).await? {
        return Ok(false);
    }
    share(tx, court, before.id, by, to, at).await?;
    Ok(true)
}

/// Takes a staff member's key files of one tip away. What they read before stays read; new messages they do not see.
pub async fn revoke(
    tx: &mut Tx,
    court: CourtId,
    id: TipId,
    from: StaffId,
    by: StaffId,
    at: Instant,
) -> StoreResult<bool> {
    let gone = exec!(
        tx,
        sqlx::query(DROP_KEY).bind(court.to_string()).bind(id.to_string()).bind(ReaderId::Staff(from).to_string())
    )?;
    record(tx, court, id, Some(by), EventKind::KeysChanged, &format!("- {from}"), at).await?;
    Ok(gone > 0)
}

/// An anonymous sender gives a name: the tip keeps its number and place. `false` when it has one already.
pub async fn come_forward(
    tx: &mut Tx,
    court: CourtId,
    tip: &Tip,
    person: &SealedPart,
    at: Instant,
) -> StoreResult<bool> {
    let named = exec!(
        tx,
        sqlx::query(COME_FORWARD)
            .bind(court.to_string())
            .bind(tip.id.to_string())
            .bind(Lane::Named.code())
            .bind(person.public.to_string())
            .bind(&person.cipher)
    )?;
    if named == 0 {
        return Ok(false);
    }
    for file in &person.keys {
        put_key(tx, court, tip.id, file, at).await?;
    }
    record(tx, court, tip.id, None, EventKind::TipStepped, "come_forward", at).await?;
    Ok(true)
}

async fn put_key(tx: &mut Tx, court: CourtId, tip: TipId, file: &KeyFile, at: Instant) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(PUT_KEY)
            .bind(tip.to_string())
            .bind(court.to_string())
            .bind(file.part.code())
            .bind(file.reader.to_string())
            .bind(&file.sealed)
            .bind(SUITE)
            .bind(at.ms())
    )?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    court: CourtId,
    tip: TipId,
    by: Option<StaffId>,
    kind: EventKind,
    note: &str,
    at: Instant,
) -> StoreResult<()> {
    let id = tip.to_string();
    let event = audit::Event { at, actor: by, kind: kind.code(), object: ("tip", &id), note };
    audit::append(tx, court, event).await.map(|_| ())
}
