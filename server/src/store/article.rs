//! Explainers of /learn.
use app::domain::{date::Instant, ids::CourtId};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// One row of `article`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ArticleRow {
    pub id: String,
    pub slug: String,
    pub title: String,
    /// The answer in one sentence
    pub summary: String,
    pub body_md: String,
    pub position: i64,
    pub state: String,
    pub published_at: Option<i64>,
    pub updated_at: i64,
}

const BY_SLUG: &str = "SELECT id, slug, title, summary, body_md, position, state, published_at, updated_at
    FROM article WHERE court_id = $1 AND slug = $2";
const ALL: &str = "SELECT id, slug, title, summary, body_md, position, state, published_at, updated_at
    FROM article WHERE court_id = $1 AND state IN ('published', 'corrected') ORDER BY position, slug LIMIT 200";
const PUT: &str = "INSERT INTO article (court_id, id, slug, title, summary, body_md, position, state, published_at,
    updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (court_id, slug) DO UPDATE SET title = excluded.title, summary = excluded.summary,
    body_md = excluded.body_md, position = CASE excluded.position WHEN 0 THEN article.position
    ELSE excluded.position END, updated_at = excluded.updated_at,
    version = article.version + 1";

/// An article by its address, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, slug: &str) -> StoreResult<Option<ArticleRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_SLUG).bind(court).bind(slug).fetch_optional(c).await)?)
}

/// Published articles in their order.
pub async fn load_all(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<ArticleRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(ALL).bind(court).fetch_all(c).await)?)
}

/// Stores an article under its slug, new or changed; a withdrawn one stays withdrawn.
pub async fn put(tx: &mut Tx, court: CourtId, row: &ArticleRow) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    on!(tx, |c| sqlx::query(PUT)
        .bind(court)
        .bind(&row.id)
        .bind(&row.slug)
        .bind(&row.title)
        .bind(&row.summary)
        .bind(&row.body_md)
        .bind(row.position)
        .bind(&row.state)
        .bind(row.published_at)
        .bind(row.updated_at)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const HIDE: &str = "UPDATE article SET state = 'withdrawn', updated_at = $3 WHERE court_id = $1 AND slug = $2";

/// Off the public pages; its address answers 410.
pub async fn hide(tx: &mut Tx, court: CourtId, slug: &str, at: Instant) -> StoreResult<()> {
    tx.changes_public();
    exec!(tx, sqlx::query(HIDE).bind(court.to_string()).bind(slug).bind(at.ms()))?;
    Ok(())
}
