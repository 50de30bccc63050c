//! Announcements and the progress of cases with many victims, as the public reads them.
use app::domain::{
    content::{ContentKind, Values},
    date::Instant,
    ids::CourtId,
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{exec, on};

/// One row of `bulletin`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct BulletinRow {
    pub id: String,
    pub kind: String,
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// JSON of [`Values`]
    pub fields: String,
    pub state: String,
    pub published_at: i64,
    pub updated_at: i64,
}

impl BulletinRow {
    pub fn values(&self) -> StoreResult<Values> {
        serde_json::from_str(&self.fields).or_corrupt("bulletin.fields")
    }
}

const BY_SLUG: &str = "SELECT id, kind, slug, title, summary, fields, state, published_at, updated_at FROM bulletin
    WHERE court_id = $1 AND kind = $2 AND slug = $3";
const LATEST: &str = "SELECT id, kind, slug, title, summary, fields, state, published_at, updated_at FROM bulletin
    WHERE court_id = $1 AND kind = $2 AND state = 'published' ORDER BY published_at DESC, slug DESC LIMIT $3";
const PUT: &str = "INSERT INTO bulletin (court_id, id, kind, slug, title, summary, fields, state, published_at,
    updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'published', $8, $9)
    ON CONFLICT (court_id, kind, slug) DO UPDATE SET title = excluded.title, summary = excluded.summary,
    fields = excluded.fields, updated_at = excluded.updated_at";
const HIDE: &str = "UPDATE bulletin SET state = 'withdrawn', updated_at = $4
    WHERE court_id = $1 AND kind = $2 AND slug = $3";

/// A bulletin by its address, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, kind: ContentKind, slug: &str) -> StoreResult<Option<BulletinRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_SLUG).bind(court).bind(kind.code()).bind(slug).fetch_optional(c).await)?)
}

/// The newest published of a kind.
pub async fn latest(tx: &mut Tx, court: CourtId, kind: ContentKind, limit: i64) -> StoreResult<Vec<BulletinRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LATEST).bind(court).bind(kind.code()).bind(limit).fetch_all(c).await)?)
}

/// Stores a bulletin under its address, new or changed; a withdrawn one stays withdrawn.
pub async fn put(tx: &mut Tx, court: CourtId, row: &BulletinRow) -> StoreResult<()> {
    tx.changes_public();
    exec!(
        tx,
        sqlx::query(PUT)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(&row.kind)
            .bind(&row.slug)
            .bind(&row.title)
            .bind(&row.summary)
            .bind(&row.fields)
            .bind(row.published_at)
            .bind(row.updated_at)
    )?;
    Ok(())
}

/// Off the public pages; its address answers 410.
pub async fn hide(tx: &mut Tx, court: CourtId, kind: ContentKind, slug: &str, at: Instant) -> StoreResult<()> {
    tx.changes_public();
    exec!(tx, sqlx::query(HIDE).bind(court.to_string()).bind(kind.code()).bind(slug).bind(at.ms()))?;
    Ok(())
}
