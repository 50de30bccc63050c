//! Figures with unit, precision, period, as-of, scope and source (FG-1).
use app::domain::ids::CourtId;

use super::{StoreResult, Tx};
use crate::on;

/// One row of `figure`. `printed` is the source's own writing and what pages show (FG-2).
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct FigureRow {
    pub id: String,
    pub slug: String,
    pub year: i64,
    pub section: String,
    pub label: String,
    /// Counts: the count; money: fen; percent: hundredths
    pub value: i64,
    pub unit: String,
    pub precision: String,
    pub period_from: String,
    pub period_to: String,
    pub as_of: String,
    pub scope: String,
    pub source: String,
    pub printed: String,
    pub definition: String,
    pub campaign_slug: String,
    pub on_home: bool,
    pub position: i64,
}

const OF_YEAR: &str = "SELECT id, slug, year, section, label, value, unit, precision, period_from, period_to, as_of,
    scope, source, printed, definition, campaign_slug, on_home, position FROM figure
    WHERE court_id = $1 AND year = $2 AND published_at IS NOT NULL ORDER BY position LIMIT 300";
const OF_CAMPAIGN: &str =
    "SELECT id, slug, year, section, label, value, unit, precision, period_from, period_to, as_of,
    scope, source, printed, definition, campaign_slug, on_home, position FROM figure
    WHERE court_id = $1 AND campaign_slug = $2 AND published_at IS NOT NULL ORDER BY position LIMIT 100";
const YEARS: &str = "SELECT DISTINCT year FROM figure WHERE court_id = $1 AND published_at IS NOT NULL
    ORDER BY year DESC LIMIT 40";
const PUT: &str = "INSERT INTO figure (court_id, id, slug, year, section, label, value, unit, precision, period_from,
    period_to, as_of, scope, source, printed, definition, campaign_slug, on_home, position, published_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    ON CONFLICT (court_id, slug) DO UPDATE SET year = excluded.year, section = excluded.section, label = excluded.label,
    value = excluded.value, unit = excluded.unit, precision = excluded.precision, period_from = excluded.period_from,
    period_to = excluded.period_to, as_of = excluded.as_of, scope = excluded.scope, source = excluded.source,
    printed = excluded.printed, definition = excluded.definition, campaign_slug = excluded.campaign_slug,
    on_home = excluded.on_home, position = excluded.position";

/// Published figures of a year, in their order.
pub async fn load_year(tx: &mut Tx, court: CourtId, year: i64) -> StoreResult<Vec<FigureRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_YEAR).bind(court).bind(year).fetch_all(c).await)?)
}

/// Published figures of a campaign.
pub async fn load_of_campaign(tx: &mut Tx, court: CourtId, campaign: &str) -> StoreResult<Vec<FigureRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_CAMPAIGN).bind(court).bind(campaign).fetch_all(c).await)?)
}

/// Years that have figures, newest first.
pub async fn load_years(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<i64>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(YEARS).bind(court).fetch_all(c).await)?)
}

/// Stores a figure under its slug, new or changed; `published_at` in ms counts only for a new one.
pub async fn put(tx: &mut Tx, court: CourtId, row: &FigureRow, published_at: i64) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    on!(tx, |c| sqlx::query(PUT)
        .bind(court)
        .bind(&row.id)
        .bind(&row.slug)
        .bind(row.year)
        .bind(&row.section)
        .bind(&row.label)
        .bind(row.value)
        .bind(&row.unit)
        .bind(&row.precision)
        .bind(&row.period_from)
        .bind(&row.period_to)
        .bind(&row.as_of)
        .bind(&row.scope)
        .bind(&row.source)
        .bind(&row.printed)
        .bind(&row.definition)
        .bind(&row.campaign_slug)
        .bind(row.on_home)
        .bind(row.position)
        .bind(published_at)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}
