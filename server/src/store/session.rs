//! Sessions of staff: one row an account. The row holds no token and no key, only the hash of the one and the other
//! under a key that lives in the cookie.
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
};

use super::{OrCorrupt, StoreResult, Tx};
use crate::on;

/// Without a request for this long a session ends (SE-2).
pub const IDLE_MS: i64 = 15 * 60 * 1000;
/// A session ends after this long in any case (SE-2).
pub const LIFE_MS: i64 = 8 * 60 * 60 * 1000;
/// `seen_at` is written at most this often, so that reading pages costs no write.
pub const TOUCH_MS: i64 = 60 * 1000;

/// A live session.
#[derive(Clone, Debug)]
pub struct Session {
    pub staff: StaffId,
    pub token_hash: String,
    /// The staff key under the cookie's key.
    pub sealed_key: Vec<u8>,
    pub started_at: Instant,
    pub seen_at: Instant,
}

const START: &str = "INSERT INTO staff_session (staff_id, court_id, token_hash, sealed_key, started_at, seen_at)
    VALUES ($1, $2, $3, $4, $5, $5)
    ON CONFLICT (staff_id) DO UPDATE SET token_hash = $3, sealed_key = $4, started_at = $5, seen_at = $5";

/// Starts a session and ends any other of the same account.
pub async fn start(
    tx: &mut Tx,
    court: CourtId,
    staff: StaffId,
    token_hash: &str,
    sealed_key: &[u8],
    now: Instant,
) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(START)
        .bind(staff.to_string())
        .bind(court.to_string())
        .bind(token_hash)
        .bind(sealed_key)
        .bind(now.ms())
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    staff_id: String,
    token_hash: String,
    sealed_key: Vec<u8>,
    started_at: i64,
    seen_at: i64,
}

const LIVE: &str = "SELECT staff_id, token_hash, sealed_key, started_at, seen_at FROM staff_session
    WHERE court_id = $1 AND token_hash = $2 AND seen_at > $3 AND started_at > $4";

/// The session of this token, unless it was idle too long or is too old.
pub async fn live(tx: &mut Tx, court: CourtId, token_hash: &str, now: Instant) -> StoreResult<Option<Session>> {
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(LIVE)
        .bind(court.to_string())
        .bind(token_hash)
        .bind(now.ms() - IDLE_MS)
        .bind(now.ms() - LIFE_MS)
        .fetch_optional(c)
        .await)?;
    row.map(|row| {
        Ok(Session {
            staff: StaffId::parse(&row.staff_id).or_corrupt("staff_session.staff_id")?,
            token_hash: row.token_hash,
            sealed_key: row.sealed_key,
            started_at: Instant(row.started_at),
            seen_at: Instant(row.seen_at),
        })
    })
    .transpose()
}

const TOUCH: &str = "UPDATE staff_session SET seen_at = $3 WHERE court_id = $1 AND token_hash = $2 AND seen_at < $3";

/// Notes that the session is in use.
pub async fn touch(tx: &mut Tx, court: CourtId, token_hash: &str, now: Instant) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(TOUCH)
        .bind(court.to_string())
        .bind(token_hash)
        .bind(now.ms())
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const END: &str = "DELETE FROM staff_session WHERE court_id = $1 AND token_hash = $2";

/// Ends a session: its ciphertext is gone, the cookie opens nothing.
pub async fn end(tx: &mut Tx, court: CourtId, token_hash: &str) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(END).bind(court.to_string()).bind(token_hash).execute(c).await.map(|_| ()))?;
    Ok(())
}

const END_ALL: &str = "DELETE FROM staff_session WHERE court_id = $1 AND staff_id = $2";

/// Puts a person out wherever they are signed in.
pub async fn end_all(tx: &mut Tx, court: CourtId, staff: StaffId) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(END_ALL).bind(court.to_string()).bind(staff.to_string()).execute(c).await.map(|_| ()))?;
    Ok(())
}

const SWEEP: &str = "DELETE FROM staff_session WHERE court_id = $1 AND (seen_at <= $2 OR started_at <= $3)";

/// Removes what has run out; called when someone signs in.
pub async fn sweep(tx: &mut Tx, court: CourtId, now: Instant) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(SWEEP)
        .bind(court.to_string())
        .bind(now.ms() - IDLE_MS)
        .bind(now.ms() - LIFE_MS)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}
