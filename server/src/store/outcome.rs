//! Told cases with their timelines.
use app::domain::{date::Instant, ids::CourtId};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// One row of `outcome`. Names in it are anonymised (AN-7); `happened` is a partial date.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct OutcomeRow {
    pub id: String,
    pub slug: String,
    pub title: String,
    pub kind: String,
    pub cause: String,
    pub summary: String,
    pub owed_text: String,
    pub done_text: String,
    pub arrived_text: String,
    pub body_md: String,
    pub happened: String,
    pub campaign_slug: String,
    pub source: String,
    pub position: i64,
    pub state: String,
    pub published_at: Option<i64>,
    pub updated_at: i64,
}

/// One step of the timeline: lead, measure, result or sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct StepRow {
    pub stage: String,
    /// Partial date or empty
    pub happened: String,
    pub title: String,
    pub text: String,
}

const BY_SLUG: &str = "SELECT id, slug, title, kind, cause, summary, owed_text, done_text, arrived_text, body_md,
    happened, campaign_slug, source, position, state, published_at, updated_at
    FROM outcome WHERE court_id = $1 AND slug = $2";
const LATEST: &str = "SELECT id, slug, title, kind, cause, summary, owed_text, done_text, arrived_text, body_md,
    happened, campaign_slug, source, position, state, published_at, updated_at FROM outcome
    WHERE court_id = $1 AND state IN ('published', 'corrected') ORDER BY published_at DESC, slug LIMIT $2";
const OF_CAMPAIGN: &str = "SELECT id, slug, title, kind, cause, summary, owed_text, done_text, arrived_text, body_md,
    happened, campaign_slug, source, position, state, published_at, updated_at FROM outcome
    WHERE court_id = $1 AND campaign_slug = $2 AND state IN ('published', 'corrected') ORDER BY slug LIMIT 100";
const STEPS: &str = "SELECT stage, happened, title, text FROM outcome_step
    WHERE court_id = $1 AND outcome_id = $2 ORDER BY position";
const PUT: &str = "INSERT INTO outcome (court_id, id, slug, title, kind, cause, summary, owed_text, done_text,
    arrived_text, body_md, happened, campaign_slug, source, position, state, published_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    ON CONFLICT (court_id, slug) DO UPDATE SET title = excluded.title, kind = excluded.kind, cause = excluded.cause,
    summary = excluded.summary, owed_text = excluded.owed_text, done_text = excluded.done_text,
    arrived_text = excluded.arrived_text, body_md = excluded.body_md, happened = excluded.happened,
    campaign_slug = excluded.campaign_slug, source = excluded.source, position = excluded.position,
    updated_at = excluded.updated_at, version = outcome.version + 1 RETURNING id";
const CLEAR_STEPS: &str = "DELETE FROM outcome_step WHERE court_id = $1 AND outcome_id = $2";
const PUT_STEP: &str = "INSERT INTO outcome_step (court_id, outcome_id, position, stage, happened, title, text)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// An outcome by its address, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, slug: &str) -> StoreResult<Option<OutcomeRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_SLUG).bind(court).bind(slug).fetch_optional(c).await)?)
}

/// The newest published outcomes.
pub async fn load_latest(tx: &mut Tx, court: CourtId, limit: i64) -> StoreResult<Vec<OutcomeRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LATEST).bind(court).bind(limit).fetch_all(c).await)?)
}

/// Published outcomes of a campaign.
pub async fn load_of_campaign(tx: &mut Tx, court: CourtId, campaign: &str) -> StoreResult<Vec<OutcomeRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_CAMPAIGN).bind(court).bind(campaign).fetch_all(c).await)?)
}

/// The timeline, in order.
pub async fn load_steps(tx: &mut Tx, court: CourtId, outcome: &str) -> StoreResult<Vec<StepRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(STEPS).bind(court).bind(outcome).fetch_all(c).await)?)
}

/// Stores an outcome with its timeline under its slug; a withdrawn one stays withdrawn.
pub async fn put(tx: &mut Tx, court: CourtId, row: &OutcomeRow, steps: &[StepRow]) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    let id: String = on!(tx, |c| sqlx::query_scalar(PUT)
        .bind(&court)
        .bind(&row.id)
        .bind(&row.slug)
        .bind(&row.title)
        .bind(&row.kind)
        .bind(&row.cause)
        .bind(&row.summary)
        .bind(&row.owed_text)
        .bind(&row.done_text)
        .bind(&row.arrived_text)
        .bind(&row.body_md)
        .bind(&row.happened)
        .bind(&row.campaign_slug)
        .bind(&row.source)
        .bind(row.position)
        .bind(&row.state)
        .bind(row.published_at)
        .bind(row.updated_at)
        .fetch_one(c)
        .await)?;
    on!(tx, |c| sqlx::query(CLEAR_STEPS).bind(&court).bind(&id).execute(c).await.map(|_| ()))?;
    for (position, step) in (1_i64..).zip(steps) {
        put_step(tx, &court, &id, position, step).await?;
    }
    Ok(())
}

async fn put_step(tx: &mut Tx, court: &str, outcome: &str, position: i64, step: &StepRow) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(PUT_STEP)
        .bind(court)
        .bind(outcome)
        .bind(position)
        .bind(&step.stage)
        .bind(&step.happened)
        .bind(&step.title)
        .bind(&step.text)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const HIDE: &str = "UPDATE outcome SET state = 'withdrawn', updated_at = $3 WHERE court_id = $1 AND slug = $2";

/// Off the public pages; its address answers 410.
pub async fn hide(tx: &mut Tx, court: CourtId, slug: &str, at: Instant) -> StoreResult<()> {
    tx.changes_public();
    exec!(tx, sqlx::query(HIDE).bind(court.to_string()).bind(slug).bind(at.ms()))?;
    Ok(())
}
