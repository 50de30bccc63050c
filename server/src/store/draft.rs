//! Sealed sessions of the tip channel: rows that only the sender's cookie can open.

use std::collections::HashSet;

use app::domain::date::Instant;
use app::domain::ids::CourtId;
use sqlx::QueryBuilder;

use super::{OrCorrupt as _, StoreResult, Tx};
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
const INSERT: &str = "INSERT INTO tip_draft (court_id, id_hash, version, sealed, expires_ms) ";
// ON CONFLICT would bring back a session its sender has ended meanwhile
const REPLACE: &str = "WITH new (id_hash, version, sealed, expires_ms) AS (";
const REPLACE_FROM: &str =
    ") UPDATE tip_draft SET version = new.version + 1, sealed = new.sealed, expires_ms = new.expires_ms
    FROM new WHERE tip_draft.id_hash = new.id_hash AND tip_draft.version = new.version AND tip_draft.court_id = ";
const RETURNING: &str = " RETURNING tip_draft.id_hash";
const DELETE: &str = "DELETE FROM tip_draft WHERE id_hash = $1 AND court_id = $2";
const DELETE_PHOTOS: &str = "DELETE FROM tip_draft_photo WHERE id_hash = $1 AND court_id = $2";
const INSERT_PHOTO: &str = "INSERT INTO tip_draft_photo (id, id_hash, court_id, sealed) VALUES ($1, $2, $3, $4)";
const PHOTO: &str = "SELECT sealed FROM tip_draft_photo WHERE id = $1 AND id_hash = $2 AND court_id = $3";
const DELETE_PHOTO: &str = "DELETE FROM tip_draft_photo WHERE id = $1 AND id_hash = $2 AND court_id = $3";
const PURGE_PHOTOS: &str = "DELETE FROM tip_draft_photo
    WHERE NOT EXISTS (SELECT 1 FROM tip_draft d WHERE d.id_hash = tip_draft_photo.id_hash)";
// both engines know the length of a value without reading it
const PHOTO_BYTES: &str = "SELECT CAST(COALESCE(SUM(LENGTH(sealed)), 0) AS BIGINT) FROM tip_draft_photo";
const PURGE: &str = "DELETE FROM tip_draft WHERE expires_ms <= $1";

/// One session to save, sealed.
#[derive(Clone)]
pub struct Save {
    /// Hash of the sender's cookie.
    pub id_hash: String,
    /// The version this save replaces; 0 starts a session.
    pub replaces: i64,
    /// Opens only with the key in the cookie.
    pub sealed: Vec<u8>,
    /// End of the half hour.
    pub expires: Instant,
}

/// The session of this cookie, unless it is past its half hour.
pub async fn load(tx: &mut Tx, court: CourtId, id_hash: &str, now: Instant) -> StoreResult<Option<DraftRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LOAD).bind(id_hash).bind(&court).bind(now.ms()).fetch_optional(c).await)?)
}

/// Saves sessions together, at most one for each cookie; returns the cookies' hashes that were saved. One that is missing
/// there was saved by another request first, or has ended; nothing of it is changed then.
pub async fn save_all(tx: &mut Tx, court: CourtId, saves: &[&Save]) -> StoreResult<HashSet<String>> {
    let court = court.to_string();
    let (started, replaced): (Vec<&Save>, Vec<&Save>) = saves.iter().partition(|save| save.replaces == 0);
    let mut saved = replace(tx, &court, &replaced).await?;
    start(tx, &court, &started).await?;
    saved.extend(started.into_iter().map(|save| save.id_hash.clone()));
    Ok(saved)
}

async fn start(tx: &mut Tx, court: &str, saves: &[&Save]) -> StoreResult<()> {
    if saves.is_empty() {
        return Ok(());
    }
    on!(tx, |c| {
        let mut sql = QueryBuilder::new(INSERT);
        sql.push_values(saves, |mut row, save| {
            let row = row.push_bind(court).push_bind(&save.id_hash).push_bind(1i64);
            row.push_bind(&save.sealed).push_bind(save.expires.ms());
        });
        sql.build().execute(c).await.map(|_| ())
    })?;
    Ok(())
}

async fn replace(tx: &mut Tx, court: &str, saves: &[&Save]) -> StoreResult<HashSet<String>> {
    if saves.is_empty() {
        return Ok(HashSet::new());
    }
    let saved: Vec<String> = on!(tx, |c| {
        let mut sql = QueryBuilder::new(REPLACE);
        sql.push_values(saves, |mut row, save| {
            let row = row.push_bind(&save.id_hash).push_bind(save.replaces);
            row.push_bind(&save.sealed).push_bind(save.expires.ms());
        });
        sql.push(REPLACE_FROM).push_bind(court).push(RETURNING);
        sql.build_query_scalar().fetch_all(c).await
    })?;
    Ok(saved.into_iter().collect())
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
pub async fn insert_photo(tx: &mut Tx, court: CourtId, id_hash: &str, id: &str, sealed: &[u8]) -> StoreResult<()> {
    exec!(tx, sqlx::query(INSERT_PHOTO).bind(id).bind(id_hash).bind(court.to_string()).bind(sealed))?;
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

/// Bytes of all photos of unsent tips, of every court: they share one disk.
pub async fn photo_bytes(tx: &mut Tx) -> StoreResult<u64> {
    let sum: i64 = on!(tx, |c| sqlx::query_scalar(PHOTO_BYTES).fetch_one(c).await)?;
    u64::try_from(sum).or_corrupt("tip_draft_photo.sealed")
}

/// Removes what is past its half hour, of every court, photos with it; returns how many sessions went (PI-5).
pub async fn purge(tx: &mut Tx, now: Instant) -> StoreResult<u64> {
    let gone = exec!(tx, sqlx::query(PURGE).bind(now.ms()))?;
    exec!(tx, sqlx::query(PURGE_PHOTOS))?;
    Ok(gone)
}
