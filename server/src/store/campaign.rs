//! Campaigns (专项行动), parent and child.
use app::domain::{date::Instant, ids::CourtId};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// One row of `campaign`. `started` and `ended` are partial dates or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct CampaignRow {
    pub id: String,
    pub slug: String,
    pub title: String,
    /// Empty for a campaign of its own
    pub parent_slug: String,
    pub year: i64,
    /// In words, as exact as the source
    pub period: String,
    pub started: String,
    pub ended: String,
    pub goal: String,
    pub body_md: String,
    pub source: String,
    pub position: i64,
    pub state: String,
    pub published_at: Option<i64>,
    pub updated_at: i64,
}

const BY_SLUG: &str = "SELECT id, slug, title, parent_slug, year, period, started, ended, goal, body_md, source,
    position, state, published_at, updated_at FROM campaign WHERE court_id = $1 AND slug = $2";
const ALL: &str = "SELECT id, slug, title, parent_slug, year, period, started, ended, goal, body_md, source,
    position, state, published_at, updated_at FROM campaign
    WHERE court_id = $1 AND state IN ('published', 'corrected') ORDER BY year DESC, position, slug LIMIT 200";
const CHILDREN: &str = "SELECT id, slug, title, parent_slug, year, period, started, ended, goal, body_md, source,
    position, state, published_at, updated_at FROM campaign
    WHERE court_id = $1 AND parent_slug = $2 AND state IN ('published', 'corrected') ORDER BY position LIMIT 50";
const PUT: &str = "INSERT INTO campaign (court_id, id, slug, title, parent_slug, year, period, started, ended, goal,
    body_md, source, position, state, published_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (court_id, slug) DO UPDATE SET title = excluded.title, parent_slug = excluded.parent_slug,
    year = excluded.year, period = excluded.period, started = excluded.started, ended = excluded.ended,
    goal = excluded.goal, body_md = excluded.body_md, source = excluded.source, position = CASE excluded.position WHEN 0 THEN campaign.position
    ELSE excluded.position END,
    updated_at = excluded.updated_at, version = campaign.version + 1";

/// A campaign by its address, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, slug: &str) -> StoreResult<Option<CampaignRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_SLUG).bind(court).bind(slug).fetch_optional(c).await)?)
}

/// Published campaigns, newest year first; children stand among them and name their parent.
pub async fn load_all(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<CampaignRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(ALL).bind(court).fetch_all(c).await)?)
}

/// Published children of a campaign.
pub async fn load_children(tx: &mut Tx, court: CourtId, parent: &str) -> StoreResult<Vec<CampaignRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(CHILDREN).bind(court).bind(parent).fetch_all(c).await)?)
}

/// Stores a campaign under its slug, new or changed; a withdrawn one stays withdrawn.
pub async fn put(tx: &mut Tx, court: CourtId, row: &CampaignRow) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    on!(tx, |c| sqlx::query(PUT)
        .bind(court)
        .bind(&row.id)
        .bind(&row.slug)
        .bind(&row.title)
        .bind(&row.parent_slug)
        .bind(row.year)
        .bind(&row.period)
        .bind(&row.started)
        .bind(&row.ended)
        .bind(&row.goal)
        .bind(&row.body_md)
        .bind(&row.source)
        .bind(row.position)
        .bind(&row.state)
        .bind(row.published_at)
        .bind(row.updated_at)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const HIDE: &str = "UPDATE campaign SET state = 'withdrawn', updated_at = $3 WHERE court_id = $1 AND slug = $2";

/// Off the public pages; its address answers 410.
pub async fn hide(tx: &mut Tx, court: CourtId, slug: &str, at: Instant) -> StoreResult<()> {
    tx.changes_public();
    exec!(tx, sqlx::query(HIDE).bind(court.to_string()).bind(slug).bind(at.ms()))?;
    Ok(())
}
