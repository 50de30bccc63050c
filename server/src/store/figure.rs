//! Figures with unit, precision, period, as-of, scope and source (FG-1).
use std::collections::BTreeMap;

use app::domain::ids::CourtId;
use sqlx::QueryBuilder;

use super::{StoreResult, Tx};
use crate::{exec, on};

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
    /// Why it was stated again; empty for a figure stated once
    pub note: String,
    /// What it printed before it was stated again
    pub was: String,
    pub restated_at: Option<i64>,
}

/// The place in its year of a figure that came without one: behind the others; one that is known keeps its own.
pub const LAST: i64 = 1_000_000;

const OF_YEAR: &str = "SELECT id, slug, year, section, label, value, unit, precision, period_from, period_to, as_of,
    scope, source, printed, definition, campaign_slug, on_home, position, note, was, restated_at FROM figure
    WHERE court_id = $1 AND year = $2 AND published_at IS NOT NULL ORDER BY position LIMIT 300";
const OF_CAMPAIGN: &str =
    "SELECT id, slug, year, section, label, value, unit, precision, period_from, period_to, as_of,
    scope, source, printed, definition, campaign_slug, on_home, position, note, was, restated_at FROM figure
    WHERE court_id = $1 AND campaign_slug = $2 AND published_at IS NOT NULL ORDER BY position LIMIT 100";
const YEARS: &str = "SELECT DISTINCT year FROM figure WHERE court_id = $1 AND published_at IS NOT NULL
    ORDER BY year DESC LIMIT 40";
const PUT: &str = "INSERT INTO figure (court_id, id, slug, year, section, label, value, unit, precision, period_from,
    period_to, as_of, scope, source, printed, definition, campaign_slug, on_home, position, published_at,
    note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
    ON CONFLICT (court_id, slug) DO UPDATE SET year = excluded.year, section = excluded.section, label = excluded.label,
    value = excluded.value, unit = excluded.unit, precision = excluded.precision, period_from = excluded.period_from,
    period_to = excluded.period_to, as_of = excluded.as_of, scope = excluded.scope, source = excluded.source,
    printed = excluded.printed, definition = excluded.definition, campaign_slug = excluded.campaign_slug,
    on_home = excluded.on_home, note = excluded.note,
    position = CASE WHEN excluded.position >= 1000000 THEN figure.position ELSE excluded.position END,
    was = CASE WHEN figure.printed <> excluded.printed THEN figure.printed ELSE figure.was END,
    restated_at = CASE WHEN figure.printed <> excluded.printed THEN excluded.published_at ELSE figure.restated_at END";
const REMOVE: &str = "DELETE FROM figure WHERE court_id = $1 AND slug = $2";

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

/// What each of these prints, by address; one that is not published is missing.
pub async fn printed(tx: &mut Tx, court: CourtId, slugs: &[String]) -> StoreResult<BTreeMap<String, String>> {
    let court = court.to_string();
    let mut found = BTreeMap::new();
    for some in slugs.chunks(100) {
        let rows: Vec<(String, String)> = on!(tx, |c| {
            let mut sql = QueryBuilder::new("SELECT slug, printed FROM figure WHERE court_id = ");
            sql.push_bind(&court).push(" AND published_at IS NOT NULL AND slug IN (");
            let mut each = sql.separated(", ");
            for slug in some {
                each.push_bind(slug);
            }
            sql.push(")");
            sql.build_query_as().fetch_all(c).await
        })?;
        found.extend(rows);
    }
    Ok(found)
}

/// Off every page; its record at the desk stays.
pub async fn remove(tx: &mut Tx, court: CourtId, slug: &str) -> StoreResult<()> {
    tx.changes_public();
    exec!(tx, sqlx::query(REMOVE).bind(court.to_string()).bind(slug))?;
    Ok(())
}

/// Stores a figure under its slug, new or changed; `published_at` in ms counts only for a new one, or one stated again.
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
        .bind(&row.note)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}
