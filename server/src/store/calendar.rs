//! The working-day calendar (TD-3): the built-in years, and the court's own rows, which replace a built-in year.
use std::collections::BTreeMap;

use app::domain::{
    date::{Instant, LegalDate},
    deadline::{Calendar, DayKind},
    ids::{CourtId, StaffId},
};

use super::{OrCorrupt as _, StoreError, StoreResult, Tx};
use crate::{exec, on};

const DAYS: &str = "SELECT year, date, kind FROM calendar_day WHERE court_id = $1 ORDER BY date";
const YEARS: &str =
    "SELECT year, source, loaded_by, loaded_at FROM calendar_year WHERE court_id = $1 ORDER BY year DESC";
const FORGET_DAYS: &str = "DELETE FROM calendar_day WHERE court_id = $1 AND year = $2";
const PUT_YEAR: &str = "INSERT INTO calendar_year (court_id, year, source, loaded_by, loaded_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (court_id, year) DO UPDATE SET source = excluded.source, loaded_by = excluded.loaded_by,
    loaded_at = excluded.loaded_at";
// what reaches into that year or began in the one before is reckoned anew by the next round of the clock
const RECKON_ANEW: &str = "UPDATE deadline SET target = '', rolled = '', alarm_on = '' WHERE court_id = $1
    AND closed_at IS NULL AND began_on >= $2 AND began_on < $3";
const PUT_DAY: &str = "INSERT INTO calendar_day (court_id, year, date, kind) VALUES ($1, $2, $3, $4)";

/// One loaded year, for the page that shows them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct YearRow {
    pub year: i64,
    pub source: String,
    pub loaded_by: String,
    pub loaded_at: i64,
}

/// Everything the court knows of working days.
pub async fn load(tx: &mut Tx, court: CourtId) -> StoreResult<Calendar> {
    let court = court.to_string();
    let rows: Vec<(i64, String, String)> = on!(tx, |c| sqlx::query_as(DAYS).bind(court).fetch_all(c).await)?;
    let mut years: BTreeMap<i16, Vec<(LegalDate, DayKind)>> = BTreeMap::new();
    for (year, date, kind) in rows {
        let year = i16::try_from(year).ok().or_corrupt("calendar_day.year")?;
        let date = LegalDate::parse(&date).ok().or_corrupt("calendar_day.date")?;
        let kind = DayKind::parse(&kind).or_corrupt("calendar_day.kind")?;
        years.entry(year).or_default().push((date, kind));
    }
    let mut calendar = Calendar::known();
    for (year, days) in years {
        calendar = calendar.load(year, days).map_err(|_| StoreError::Corrupt("calendar_day"))?;
    }
    Ok(calendar)
}

/// Years with rows of their own, newest first.
pub async fn years(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<YearRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(YEARS).bind(court).fetch_all(c).await)?)
}

/// Replaces a year with days the domain has checked ([`Calendar::load`]).
pub async fn put_year(
    tx: &mut Tx,
    court: CourtId,
    year: i16,
    days: &[(LegalDate, DayKind)],
    source: &str,
    by: Option<StaffId>,
    at: Instant,
) -> StoreResult<()> {
    let (court, year) = (court.to_string(), i64::from(year));
    let by = by.map(|by| by.to_string()).unwrap_or_default();
    exec!(tx, sqlx::query(FORGET_DAYS).bind(&court).bind(year))?;
    exec!(tx, sqlx::query(PUT_YEAR).bind(&court).bind(year).bind(source).bind(by).bind(at.ms()))?;
    let (from, to) = (format!("{:04}", year - 1), format!("{:04}", year + 1));
    exec!(tx, sqlx::query(RECKON_ANEW).bind(&court).bind(from).bind(to))?;
    for (date, kind) in days {
        exec!(tx, sqlx::query(PUT_DAY).bind(&court).bind(year).bind(date.iso()).bind(kind.code()))?;
    }
    Ok(())
}
