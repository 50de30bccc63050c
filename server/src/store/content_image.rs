//! Pictures in the texts of the content desk: kept with the draft they were made for, shown while a public record
//! shows them, gone with the last that did (AN-9, EW-2).
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// Pictures of one record.
pub const MOST: usize = 12;

const PUT: &str =
    "INSERT INTO content_image (court_id, name, content_id, alt, by_staff, at) VALUES ($1, $2, $3, $4, $5, $6)";
const OF: &str =
    "SELECT name, alt, at FROM content_image WHERE court_id = $1 AND content_id = $2 ORDER BY at, name LIMIT 50";
const SHOWN: &str = "SELECT COUNT(*) FROM content_image_use u JOIN content c ON c.id = u.content_id
    WHERE u.court_id = $1 AND u.name = $2 AND c.state IN ('published', 'corrected')";
const EXISTS: &str = "SELECT COUNT(*) FROM content_image WHERE court_id = $1 AND name = $2";
const USE: &str = "INSERT INTO content_image_use (court_id, content_id, name) VALUES ($1, $2, $3)";
const UNUSE: &str = "DELETE FROM content_image_use WHERE court_id = $1 AND content_id = $2";
const USED: &str = "SELECT name FROM content_image_use WHERE court_id = $1 AND content_id = $2 LIMIT 50";
const FREE: &str = "DELETE FROM content_image WHERE court_id = $1 AND name = $2
    AND NOT EXISTS (SELECT 1 FROM content_image_use u WHERE u.name = content_image.name)";

/// One picture of a record.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ImageRow {
    pub name: String,
    pub alt: String,
    pub at: i64,
}

/// Keeps a picture of a draft.
pub async fn put(
    tx: &mut Tx,
    court: CourtId,
    content: &str,
    (name, alt): (&str, &str),
    (by, now): (StaffId, Instant),
) -> StoreResult<()> {
    let (court, by) = (court.to_string(), by.to_string());
    exec!(tx, sqlx::query(PUT).bind(court).bind(name).bind(content).bind(alt).bind(by).bind(now.ms()))?;
    Ok(())
}

/// The pictures made for this record, the oldest first.
pub async fn of(tx: &mut Tx, court: CourtId, content: &str) -> StoreResult<Vec<ImageRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF).bind(court).bind(content).fetch_all(c).await)?)
}

/// Whether the public may see it.
pub async fn is_shown(tx: &mut Tx, court: CourtId, name: &str) -> StoreResult<bool> {
    count(tx, court, SHOWN, name).await
}

/// Whether there is such a picture.
pub async fn exists(tx: &mut Tx, court: CourtId, name: &str) -> StoreResult<bool> {
    count(tx, court, EXISTS, name).await
}

async fn count(tx: &mut Tx, court: CourtId, sql: &'static str, name: &str) -> StoreResult<bool> {
    let court = court.to_string();
    let some: i64 = on!(tx, |c| sqlx::query_scalar(sql).bind(court).bind(name).fetch_one(c).await)?;
    Ok(some > 0)
}

/// The record that goes public shows these from now on.
pub async fn show(tx: &mut Tx, court: CourtId, content: &str, names: &[String]) -> StoreResult<()> {
    let court = court.to_string();
    exec!(tx, sqlx::query(UNUSE).bind(&court).bind(content))?;
    for name in names {
        exec!(tx, sqlx::query(USE).bind(&court).bind(content).bind(name))?;
    }
    Ok(())
}

/// The record shows nothing any more; answers the pictures that no other record shows, whose files are to go.
pub async fn hide(tx: &mut Tx, court: CourtId, content: &str) -> StoreResult<Vec<String>> {
    let id = court.to_string();
    let names: Vec<(String,)> = on!(tx, |c| sqlx::query_as(USED).bind(&id).bind(content).fetch_all(c).await)?;
    exec!(tx, sqlx::query(UNUSE).bind(&id).bind(content))?;
    let mut gone = Vec::new();
    for (name,) in names {
        if remove(tx, court, &name).await? {
            gone.push(name);
        }
    }
    Ok(gone)
}

/// Forgets a picture that no record shows. `false` when one does.
pub async fn remove(tx: &mut Tx, court: CourtId, name: &str) -> StoreResult<bool> {
    Ok(exec!(tx, sqlx::query(FREE).bind(court.to_string()).bind(name))? == 1)
}
