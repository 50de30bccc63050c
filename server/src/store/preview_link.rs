//! Links by which a draft can be seen on a telephone for half an hour.
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
};

use super::{StoreResult, Tx};
use crate::{exec, on};

const FORGET: &str = "DELETE FROM preview_link WHERE court_id = $1 AND object_id = $2 AND by_staff = $3";
const PUT: &str = "INSERT INTO preview_link (court_id, token_hash, kind, object_id, by_staff, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const LIVE: &str = "SELECT kind, object_id, expires_at FROM preview_link
    WHERE token_hash = $2 AND court_id = $1 AND expires_at > $3";
const PURGE: &str = "DELETE FROM preview_link WHERE expires_at <= $1";

/// What a link shows, and until when.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LinkRow {
    /// `notice` or `content`
    pub kind: String,
    pub object_id: String,
    pub expires_at: i64,
}

/// Keeps a new link; the one that the same person made for the same record before ends with it.
pub async fn put(
    tx: &mut Tx,
    court: CourtId,
    (hash, by): (&str, StaffId),
    link: &LinkRow,
    now: Instant,
) -> StoreResult<()> {
    exec!(tx, sqlx::query(FORGET).bind(court.to_string()).bind(&link.object_id).bind(by.to_string()))?;
    exec!(
        tx,
        sqlx::query(PUT)
            .bind(court.to_string())
            .bind(hash)
            .bind(&link.kind)
            .bind(&link.object_id)
            .bind(by.to_string())
            .bind(now.ms())
            .bind(link.expires_at)
    )?;
    Ok(())
}

/// The link of this token, while it lasts.
pub async fn live(tx: &mut Tx, court: CourtId, hash: &str, now: Instant) -> StoreResult<Option<LinkRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LIVE).bind(court).bind(hash).bind(now.ms()).fetch_optional(c).await)?)
}

/// Takes away what has ended; answers how many.
pub async fn purge(tx: &mut Tx, now: Instant) -> StoreResult<u64> {
    exec!(tx, sqlx::query(PURGE).bind(now.ms()))
}
