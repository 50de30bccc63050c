//! Running deadlines (9.4, TD-4). A record's own transaction starts and stops them, so a clock never runs on without
//! its record nor a record without its clock.
use app::domain::{
    date::{Instant, LegalDate},
    deadline::{Calendar, Due, Duty},
    ids::CourtId,
};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// Most alarms of one run.
pub const MOST: i64 = 200;
/// Lines of one page of deadlines.
pub const PAGE: i64 = 100;

/// Which clock of which record.
#[derive(Clone, Copy, Debug)]
pub struct Clocked<'a> {
    pub duty: Duty,
    /// Kind and id, as in the audit log.
    pub object: (&'a str, &'a str),
    /// What it is about, never a person's name.
    pub label: &'a str,
}

/// One running deadline. Days are ISO, empty while a year they reach into is not loaded (TD-3).
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeadlineRow {
    pub duty: String,
    pub object_kind: String,
    pub object_id: String,
    pub began_on: String,
    pub label: String,
    pub target: String,
    pub rolled: String,
    pub alarm_on: String,
    pub alarmed_at: Option<i64>,
}

impl DeadlineRow {
    pub fn duty(&self) -> Option<Duty> {
        Duty::parse(&self.duty)
    }

    /// `None` while the days are unknown.
    pub fn due(&self) -> Option<Due> {
        let day = |iso: &str| LegalDate::parse(iso).ok();
        Some(Due { duty: self.duty()?, target: day(&self.target)?, rolled: day(&self.rolled)? })
    }
}

const STOP: &str = "UPDATE deadline SET closed_at = $6 WHERE court_id = $1 AND duty = $2 AND object_kind = $3
    AND object_id = $4 AND began_on <> $5 AND closed_at IS NULL";
const STOP_ALL: &str = "UPDATE deadline SET closed_at = $4 WHERE court_id = $1 AND object_kind = $2 AND object_id = $3
    AND closed_at IS NULL";
const START: &str =
    "INSERT INTO deadline (court_id, duty, object_kind, object_id, began_on, label, target, rolled, alarm_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (court_id, duty, object_kind, object_id, began_on)
    DO UPDATE SET label = excluded.label, target = excluded.target, rolled = excluded.rolled,
    alarm_on = excluded.alarm_on, closed_at = NULL";
const OPEN: &str = "SELECT duty, object_kind, object_id, began_on, label, target, rolled, alarm_on, alarmed_at
    FROM deadline WHERE court_id = $1 AND closed_at IS NULL AND (alarm_on, began_on, object_id, duty) > ($2, $3, $4, $5)
    ORDER BY alarm_on, began_on, object_id, duty LIMIT $6";
const TO_ALARM: &str = "SELECT duty, object_kind, object_id, began_on, label, target, rolled, alarm_on, alarmed_at
    FROM deadline WHERE court_id = $1 AND closed_at IS NULL AND alarmed_at IS NULL AND alarm_on <> ''
    AND alarm_on <= $2 ORDER BY alarm_on, began_on LIMIT $3";
const UNKNOWN: &str = "SELECT duty, object_kind, object_id, began_on, label, target, rolled, alarm_on, alarmed_at
    FROM deadline WHERE court_id = $1 AND closed_at IS NULL AND alarm_on = '' ORDER BY began_on LIMIT $2";
const ALARMED: &str = "UPDATE deadline SET alarmed_at = $6 WHERE court_id = $1 AND duty = $2 AND object_kind = $3
    AND object_id = $4 AND began_on = $5 AND alarmed_at IS NULL AND closed_at IS NULL";
const FALLEN_DUE: &str = "SELECT COUNT(*) FROM deadline WHERE court_id = $1 AND closed_at IS NULL AND alarm_on <> ''
    AND alarm_on <= $2";

/// Stops every clock of a record that is there no more.
pub async fn stop_all(tx: &mut Tx, court: CourtId, object: (&str, &str), now: Instant) -> StoreResult<()> {
    exec!(tx, sqlx::query(STOP_ALL).bind(court.to_string()).bind(object.0).bind(object.1).bind(now.ms()))?;
    Ok(())
}

/// Brings one clock to what its record says: running since `from`, or stopped. Saying it twice changes nothing.
pub async fn keep(
    tx: &mut Tx,
    court: CourtId,
    clock: Clocked<'_>,
    from: Option<LegalDate>,
    calendar: &Calendar,
    now: Instant,
) -> StoreResult<()> {
    let (court, duty) = (court.to_string(), clock.duty.code());
    let (kind, id) = clock.object;
    let began = from.map(LegalDate::iso).unwrap_or_default();
    exec!(tx, sqlx::query(STOP).bind(&court).bind(duty).bind(kind).bind(id).bind(&began).bind(now.ms()))?;
    let Some(from) = from else { return Ok(()) };
    let days = days(clock.duty.due(from, calendar).ok());
    exec!(
        tx,
        sqlx::query(START)
            .bind(&court)
            .bind(duty)
            .bind(kind)
            .bind(id)
            .bind(&began)
            .bind(clock.label)
            .bind(&days[0])
            .bind(&days[1])
            .bind(&days[2])
    )?;
    Ok(())
}

/// Target, last day and day of the alarm; empty when a year is unknown.
fn days(due: Option<Due>) -> [String; 3] {
    due.map(|due| [due.target.iso(), due.rolled.iso(), due.alarm().iso()]).unwrap_or_default()
}

/// A page of running deadlines, unknown days first, then by day; one more if another page follows. `after`: day of the
/// alarm, first day, object and duty of the last line before.
pub async fn open(tx: &mut Tx, court: CourtId, after: [&str; 4]) -> StoreResult<Vec<DeadlineRow>> {
    let court = court.to_string();
    let [alarm_on, began_on, object, duty] = after;
    Ok(on!(tx, |c| sqlx::query_as(OPEN)
        .bind(court)
        .bind(alarm_on)
        .bind(began_on)
        .bind(object)
        .bind(duty)
        .bind(PAGE + 1)
        .fetch_all(c)
        .await)?)
}

/// Those whose day has come and nobody was told.
pub async fn to_alarm(tx: &mut Tx, court: CourtId, today: LegalDate) -> StoreResult<Vec<DeadlineRow>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(TO_ALARM).bind(court).bind(today).bind(MOST).fetch_all(c).await)?)
}

/// Those whose day is not known.
pub async fn unknown(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<DeadlineRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(UNKNOWN).bind(court).bind(MOST).fetch_all(c).await)?)
}

/// `false` when another process told first, or the clock was stopped.
pub async fn alarmed(tx: &mut Tx, court: CourtId, row: &DeadlineRow, at: Instant) -> StoreResult<bool> {
    let told = exec!(
        tx,
        sqlx::query(ALARMED)
            .bind(court.to_string())
            .bind(&row.duty)
            .bind(&row.object_kind)
            .bind(&row.object_id)
            .bind(&row.began_on)
            .bind(at.ms())
    )?;
    Ok(told == 1)
}

/// How many have fallen due and still run.
pub async fn fallen_due(tx: &mut Tx, court: CourtId, today: LegalDate) -> StoreResult<i64> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_scalar(FALLEN_DUE).bind(court).bind(today).fetch_one(c).await)?)
}
