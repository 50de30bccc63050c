//! Records of what the court did, and the sums that figures are made from.
use std::collections::BTreeMap;

use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
    measure::{Claimant, Measure, MeasureKind, Sums, Tally},
};
use sqlx::QueryBuilder;

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{exec, on};

/// Lines of one page.
pub const PAGE: i64 = 50;

/// A record on its way in.
#[derive(Clone, Debug)]
pub struct NewMeasure {
    pub id: String,
    pub measure: Measure,
    /// Canonical, or empty
    pub case_no: String,
    /// Slug of a campaign, or empty
    pub campaign: String,
}

/// One stored record, for the desk.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MeasureRow {
    pub id: String,
    pub kind: String,
    pub on_day: String,
    pub case_no: String,
    pub campaign: String,
    pub quantity: i64,
    pub persons: i64,
    pub amount: i64,
    pub decision_no: String,
    pub author: Option<String>,
    pub voided_at: Option<i64>,
    pub void_reason: String,
}

const INSERT: &str =
    "INSERT INTO measure (id, court_id, kind, on_day, case_no, campaign, quantity, persons, amount, days,
    of_unit, decision_no, author, created_at) ";
const INSERT_CLAIMANT: &str = "INSERT INTO measure_claimant (measure_id, court_id, claimant) ";
const LATEST: &str = "SELECT id, kind, on_day, case_no, campaign, quantity, persons, amount, decision_no, author,
    voided_at, void_reason FROM measure WHERE court_id = $1 AND on_day >= $2 AND on_day <= $3
    AND (on_day < $4 OR (on_day = $4 AND id < $5)) ORDER BY on_day DESC, id DESC LIMIT $6";
const BY_ID: &str = "SELECT id, kind, on_day, case_no, campaign, quantity, persons, amount, decision_no, author,
    voided_at, void_reason FROM measure WHERE court_id = $1 AND id = $2";
const VOID: &str = "UPDATE measure SET voided_at = $3, voided_by = $4, void_reason = $5
    WHERE court_id = $1 AND id = $2 AND voided_at IS NULL";
const SUMS: &str =
    "SELECT kind, CAST(SUM(quantity) AS BIGINT), CAST(SUM(persons) AS BIGINT), CAST(SUM(amount) AS BIGINT)
    FROM measure WHERE court_id = $1 AND on_day >= $2 AND on_day <= $3 AND ($4 = '' OR campaign = $4)
    AND voided_at IS NULL GROUP BY kind";
const CLAIMANTS: &str = "SELECT t.claimant, CAST(SUM(m.amount) AS BIGINT) FROM measure m
    JOIN measure_claimant t ON t.measure_id = m.id
    WHERE m.court_id = $1 AND m.on_day >= $2 AND m.on_day <= $3 AND ($4 = '' OR m.campaign = $4)
    AND m.voided_at IS NULL GROUP BY t.claimant";
const WARNED: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM warning
    WHERE court_id = $1 AND state = 'performed' AND ended_on >= $2 AND ended_on <= $3";
const ISSUES: &str = "SELECT COUNT(*) FROM notice_issue WHERE court_id = $1 AND year = $2 AND published_at IS NOT NULL";
const LISTED: &str =
    "SELECT COUNT(*) FROM list_entry WHERE court_id = $1 AND published_on >= $2 AND published_on <= $3";

/// Keeps records the domain has checked.
pub async fn insert_all(
    tx: &mut Tx,
    court: CourtId,
    all: &[NewMeasure],
    author: Option<StaffId>,
    at: Instant,
) -> StoreResult<()> {
    let (court, author) = (court.to_string(), author.map(|by| by.to_string()));
    // 14 values a row: far below what one statement of either engine takes
    for some in all.chunks(1000) {
        on!(tx, |c| {
            let mut sql = QueryBuilder::new(INSERT);
            sql.push_values(some, |mut row, new| {
                let m = &new.measure;
                row.push_bind(&new.id)
                    .push_bind(&court)
                    .push_bind(m.kind.code())
                    .push_bind(m.on.iso())
                    .push_bind(&new.case_no)
                    .push_bind(&new.campaign)
                    .push_bind(m.quantity)
                    .push_bind(m.persons)
                    .push_bind(m.amount.0)
                    .push_bind(i64::from(m.days))
                    .push_bind(m.of_unit)
                    .push_bind(&m.decision_no)
                    .push_bind(&author)
                    .push_bind(at.ms());
            });
            sql.build().execute(c).await.map(|_| ())
        })?;
    }
    let claimed = |new: &NewMeasure| {
        let id = new.id.clone();
        new.measure.claimants.clone().into_iter().map(move |claimant| (id.clone(), claimant.code()))
    };
    let claimants: Vec<(String, &str)> = all.iter().flat_map(claimed).collect();
    for some in claimants.chunks(1000) {
        on!(tx, |c| {
            let mut sql = QueryBuilder::new(INSERT_CLAIMANT);
            sql.push_values(some, |mut row, (id, claimant)| {
                row.push_bind(id).push_bind(&court).push_bind(*claimant);
            });
            sql.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Where a page of records goes on: before this day and id.
#[derive(Clone, Debug)]
pub struct After {
    pub day: String,
    pub id: String,
}

impl Default for After {
    /// From the newest.
    fn default() -> Self {
        Self { day: "9999-12-31".into(), id: String::new() }
    }
}

/// Records of a year, newest first.
pub async fn latest(tx: &mut Tx, court: CourtId, year: i64, after: &After) -> StoreResult<Vec<MeasureRow>> {
    let court = court.to_string();
    let (first, last) = days(year);
    Ok(on!(tx, |c| sqlx::query_as(LATEST)
        .bind(court)
        .bind(first)
        .bind(last)
        .bind(&after.day)
        .bind(&after.id)
        .bind(PAGE)
        .fetch_all(c)
        .await)?)
}

/// One record, struck out or not.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<MeasureRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// Strikes a record out, with the reason. `false` when it is struck out already or not there.
pub async fn void(tx: &mut Tx, court: CourtId, id: &str, reason: &str, by: StaffId, at: Instant) -> StoreResult<bool> {
    let done =
        exec!(tx, sqlx::query(VOID).bind(court.to_string()).bind(id).bind(at.ms()).bind(by.to_string()).bind(reason))?;
    Ok(done == 1)
}

fn days(year: i64) -> (String, String) {
    (format!("{year:04}-01-01"), format!("{year:04}-12-31"))
}

/// Everything of a year that figures are made from; `campaign` narrows the records, not the other sources.
pub async fn tally(tx: &mut Tx, court: CourtId, year: i64, campaign: &str) -> StoreResult<Tally> {
    let id = court.to_string();
    let (first, last) = days(year);
    let sums: Vec<(String, i64, i64, i64)> =
        on!(tx, |c| sqlx::query_as(SUMS).bind(&id).bind(&first).bind(&last).bind(campaign).fetch_all(c).await)?;
    let mut measures = BTreeMap::new();
    for (kind, quantity, persons, amount) in sums {
        let kind = MeasureKind::parse(&kind).or_corrupt("measure.kind")?;
        measures.insert(kind.code(), Sums { quantity, persons, amount });
    }
    let of: Vec<(String, i64)> =
        on!(tx, |c| sqlx::query_as(CLAIMANTS).bind(&id).bind(&first).bind(&last).bind(campaign).fetch_all(c).await)?;
    let mut claimants = BTreeMap::new();
    for (claimant, amount) in of {
        claimants.insert(Claimant::parse(&claimant).or_corrupt("measure_claimant.claimant")?.code(), amount);
    }
    let warned = on!(tx, |c| sqlx::query_as(WARNED).bind(&id).bind(&first).bind(&last).fetch_one(c).await)?;
    let issues = on!(tx, |c| sqlx::query_scalar(ISSUES).bind(&id).bind(year).fetch_one(c).await)?;
    let listed = on!(tx, |c| sqlx::query_scalar(LISTED).bind(&id).bind(&first).bind(&last).fetch_one(c).await)?;
    Ok(Tally { measures, claimants, warned, issues, listed })
}
