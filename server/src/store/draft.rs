//! Sealed sessions of the tip channel: rows that only the sender's cookie can open.

use app::domain::date::Instant;
use app::domain::ids::CourtId;

use super::{StoreResult, Tx};
use crate::{exec, on};

/// One sealed session as stored.
#[derive(sqlx::FromRow)]
pub struct DraftRow {
    /// Grows with every save; a save names the version it read.
    pub version: i64,
    /// Opens only with the key in the sender's cookie.
    pub sealed: Vec<u8>,
}

const LOAD: &str = "SELECT version, sealed FROM tip_draft WHERE id_hash = $1 AND court_id = $2 AND expires_ms > $3";
const INSERT: &str =
    "INSERT INTO tip_draft (id_hash, court_id, version, sealed, expires_ms) VALUES ($1, $2, 1, $3, $4)";
const UPDATE: &str = "UPDATE tip_draft SET version = version + 1, sealed = $1, expires_ms = $2
    WHERE id_hash = $3 AND court_id = $4 AND version = $5";
const TOUCH_PHOTOS: &str = "UPDATE tip_draft_photo SET expires_ms = $1 WHERE id_hash = $2 AND court_id = $3";
const DELETE: &str = "DELETE FROM tip_draft WHERE id_hash = $1 AND court_id = $2";
const DELETE_PHOTOS: &str = "DELETE FROM tip_draft_photo WHERE id_hash = $1 AND court_id = $2";
const INSERT_PHOTO: &str = "INSERT INTO tip_draft_photo (id, id_hash, court_id, sealed, expires_ms)
    VALUES ($1, $2, $3, $4, $5)";
const PHOTO: &str = "SELECT sealed FROM tip_draft_photo WHERE id = $1 AND id_hash = $2 AND court_id = $3";
const DELETE_PHOTO: &str = "DELETE FROM tip_draft_photo WHERE id = $1 AND id_hash = $2 AND court_id = $3";
const PURGE_PHOTOS: &str = "DELETE FROM tip_draft_photo WHERE expires_ms <= $1";
const PURGE: &str = "DELETE FROM tip_draft WHERE expires_ms <= $1";

/// The session of this cookie, unless it is past its half hour.
pub async fn load(tx: &mut Tx, court: CourtId, id_hash: &str, now: Instant) -> StoreResult<Option<DraftRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LOAD).bind(id_hash).bind(&court).bind(now.ms()).fetch_optional(c).await)?)
}

/// Starts a session at version 1.
pub async fn insert(tx: &mut Tx, court: CourtId, id_hash: &str, sealed: &[u8], expires: Instant) -> StoreResult<()> {
    exec!(tx, sqlx::query(INSERT).bind(id_hash).bind(court.to_string()).bind(sealed).bind(expires.ms()))?;
    Ok(())
}

/// Saves over `version`, and gives the photos the same half hour. False when another request saved first; nothing is
/// changed then.
pub async fn update(
    tx: &mut Tx,
    court: CourtId,
    id_hash: &str,
    version: i64,
    sealed: &[u8],
    expires: Instant,
) -> StoreResult<bool> {
    let court = court.to_string();
    let saved =
        exec!(tx, sqlx::query(UPDATE).bind(sealed).bind(expires.ms()).bind(id_hash).bind(&court).bind(version))?;
    if saved == 1 {
        exec!(tx, sqlx::query(TOUCH_PHOTOS).bind(expires.ms()).bind(id_hash).bind(&court))?;
    }
    Ok(saved == 1)
}

/// Ends a session with all its photos.
pub async fn delete(tx: &mut Tx, court: CourtId, id_hash: &str) -> StoreResult<()> {
    delete_photos(tx, court, id_hash).await?;
    exec!(tx, sqlx::query(DELETE).bind(id_hash).bind(court.to_string()))?;
    Ok(())
}

/// Forgets every photo of a draft, once they are files of the tip.
pub async fn delete_photos(tx: &mut Tx, court: CourtId, id_hash: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(DELETE_PHOTOS).bind(id_hash).bind(court.to_string()))?;
    Ok(())
}

/// Keeps one sealed photo under a random id.
pub async fn insert_photo(
    tx: &mut Tx,
    court: CourtId,
    id_hash: &str,
    id: &str,
    sealed: &[u8],
    expires: Instant,
) -> StoreResult<()> {
    let court = court.to_string();
    exec!(tx, sqlx::query(INSERT_PHOTO).bind(id).bind(id_hash).bind(&court).bind(sealed).bind(expires.ms()))?;
    Ok(())
}

/// One sealed photo of this draft, and of no other.
pub async fn photo(tx: &mut Tx, court: CourtId, id_hash: &str, id: &str) -> StoreResult<Option<Vec<u8>>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(PHOTO).bind(id).bind(id_hash).bind(&court).fetch_optional(c).await)?)
}

/// Takes one photo out of a draft.
pub async fn delete_photo(tx: &mut Tx, court: CourtId, id_hash: &str, id: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(DELETE_PHOTO).bind(id).bind(id_hash).bind(court.to_string()))?;
    Ok(())
}

/// Removes what is past its half hour, of every court; returns how many sessions went (PI-5).
pub async fn purge(tx: &mut Tx, now: Instant) -> StoreResult<u64> {
    exec!(tx, sqlx::query(PURGE_PHOTOS).bind(now.ms()))?;
    exec!(tx, sqlx::query(PURGE).bind(now.ms()))
}
