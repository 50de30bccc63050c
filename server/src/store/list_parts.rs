//! What hangs on an entry: the persons of a restricted unit (RC-4), and the places that announced it (RC-6, RC-8).
use app::domain::{
    date::LegalDate,
    ids::{CourtId, EntryId},
};

use super::{StoreResult, Tx, list_search};
use crate::{exec, on};

/// One row of `list_person`. Pages take `id_masked` (AN-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct PersonRow {
    pub id: String,
    pub entry_id: String,
    pub position: i64,
    /// A code of `list::Capacity`
    pub capacity: String,
    pub name: String,
    pub name_key: String,
    #[serde(skip)]
    pub id_cipher: Vec<u8>,
    #[serde(skip)]
    pub id_hash: Vec<u8>,
    pub id_masked: String,
}

/// One row of `list_channel`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ChannelRow {
    pub id: String,
    pub entry_id: String,
    /// A code of `list::ChannelKind`
    pub kind: String,
    pub name: String,
    pub url: String,
    pub announced_on: String,
    /// Empty while the announcement stands there
    pub closed_on: String,
}

impl ChannelRow {
    /// Still announces the entry.
    pub fn is_open(&self) -> bool {
        self.closed_on.is_empty()
    }
}

const PERSONS: &str = "SELECT id, entry_id, position, capacity, name, name_key, id_cipher, id_hash, id_masked
    FROM list_person WHERE court_id = $1 AND entry_id = $2 ORDER BY position LIMIT 40";
pub(super) const STANDS_FOR: &str = "SELECT p.capacity FROM list_person p JOIN list_entry e ON e.id = p.entry_id
    WHERE p.court_id = $1 AND p.id_hash = $2 AND e.case_no = $3 LIMIT 1";
const PUT_PERSON: &str =
    "INSERT INTO list_person (court_id, id, entry_id, position, capacity, name, name_key, id_cipher,
    id_hash, id_masked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (id) DO UPDATE SET capacity = excluded.capacity, name = excluded.name, name_key = excluded.name_key,
    id_cipher = excluded.id_cipher, id_hash = excluded.id_hash, id_masked = excluded.id_masked";
const REMOVE_PERSON: &str = "DELETE FROM list_person WHERE court_id = $1 AND entry_id = $2 AND id = $3
    AND EXISTS (SELECT 1 FROM list_entry e WHERE e.id = $2 AND e.state = 'draft')";
const RELEASE_PERSON: &str = "DELETE FROM list_person WHERE court_id = $1 AND entry_id = $2 AND id = $3";
const CHANNELS: &str = "SELECT id, entry_id, kind, name, url, announced_on, closed_on FROM list_channel
    WHERE court_id = $1 AND entry_id = $2 ORDER BY announced_on, id LIMIT 100";
const ADD_CHANNEL: &str = "INSERT INTO list_channel (court_id, id, entry_id, name, url, announced_on, kind)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const CLOSE_CHANNEL: &str = "UPDATE list_channel SET closed_on = $4
    WHERE court_id = $1 AND entry_id = $2 AND id = $3 AND closed_on = ''";

/// The persons of an entry, in their order.
pub async fn persons(tx: &mut Tx, court: CourtId, entry: &str) -> StoreResult<Vec<PersonRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(PERSONS).bind(court).bind(entry).fetch_all(c).await)?)
}

/// GF-3: the capacity in which the holder of this number stands for a unit in the same case.
pub async fn stands_for(tx: &mut Tx, court: CourtId, id_hash: &[u8], case_no: &str) -> StoreResult<Option<String>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(STANDS_FOR).bind(court).bind(id_hash).bind(case_no).fetch_optional(c).await)?)
}

/// Stores a person, new or changed.
pub async fn put_person(tx: &mut Tx, court: CourtId, row: &PersonRow) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(PUT_PERSON)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(&row.entry_id)
            .bind(row.position)
            .bind(&row.capacity)
            .bind(&row.name)
            .bind(&row.name_key)
            .bind(&row.id_cipher)
            .bind(&row.id_hash)
            .bind(&row.id_masked)
    )?;
    list_search::refresh(tx, court, &row.entry_id).await
}

/// Takes a person out of a draft. `false` when there is none, or it is no draft.
pub async fn remove_person(tx: &mut Tx, court: CourtId, entry: EntryId, person: &str) -> StoreResult<bool> {
    let gone = exec!(tx, sqlx::query(REMOVE_PERSON).bind(court.to_string()).bind(entry.to_string()).bind(person))?;
    list_search::refresh(tx, court, &entry.to_string()).await?;
    Ok(gone == 1)
}

/// Takes a released person out of an entry that stands; its version is raised by the caller. `false` when there is none.
pub(super) async fn release_person(tx: &mut Tx, court: CourtId, entry: &str, person: &str) -> StoreResult<bool> {
    tx.changes_public();
    let gone = exec!(tx, sqlx::query(RELEASE_PERSON).bind(court.to_string()).bind(entry).bind(person))?;
    list_search::refresh(tx, court, entry).await?;
    Ok(gone == 1)
}

/// Where the entry was announced, oldest first.
pub async fn channels(tx: &mut Tx, court: CourtId, entry: &str) -> StoreResult<Vec<ChannelRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(CHANNELS).bind(court).bind(entry).fetch_all(c).await)?)
}

/// Stores a new place of announcement.
pub async fn add_channel(tx: &mut Tx, court: CourtId, row: &ChannelRow) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(ADD_CHANNEL)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(&row.entry_id)
            .bind(&row.name)
            .bind(&row.url)
            .bind(&row.announced_on)
            .bind(&row.kind)
    )?;
    Ok(())
}

/// Notes that a place announces the entry no more. `false` when it was closed already or is not there.
pub async fn close_channel(
    tx: &mut Tx,
    court: CourtId,
    entry: &str,
    channel: &str,
    on: LegalDate,
) -> StoreResult<bool> {
    let closed =
        exec!(tx, sqlx::query(CLOSE_CHANNEL).bind(court.to_string()).bind(entry).bind(channel).bind(on.iso()))?;
    Ok(closed == 1)
}
