//! Who among several processes does what the clock asks for, and how the last run went.
use app::domain::{date::Instant, ids::CourtId};

use super::{StoreResult, Tx};
use crate::{exec, on};

const RENEW: &str = "UPDATE job_leader SET holder = $2, until_at = $3
    WHERE court_id = $1 AND (holder = $2 OR until_at < $4)";
const FIRST: &str = "INSERT INTO job_leader (court_id, holder, until_at) VALUES ($1, $2, $3)
    ON CONFLICT (court_id) DO NOTHING";
const LEAVE: &str = "DELETE FROM job_leader WHERE court_id = $1 AND holder = $2";
const RAN: &str = "INSERT INTO job_run (court_id, job, at, done, trouble) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (court_id, job) DO UPDATE SET at = excluded.at, done = job_run.done + excluded.done,
    trouble = excluded.trouble";
const RUNS: &str = "SELECT job, at, done, trouble FROM job_run WHERE court_id = $1 ORDER BY job";

/// How a job went when it last had something to do or to complain of.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RunRow {
    pub job: String,
    pub at: i64,
    /// Records changed since its first run.
    pub done: i64,
    /// Empty when the last run went well.
    pub trouble: String,
}

/// Takes or renews the lease; `false` while another process holds it.
pub async fn lead(tx: &mut Tx, court: CourtId, holder: &str, now: Instant, until: Instant) -> StoreResult<bool> {
    let court = court.to_string();
    let renewed = exec!(tx, sqlx::query(RENEW).bind(&court).bind(holder).bind(until.ms()).bind(now.ms()))?;
    if renewed == 1 {
        return Ok(true);
    }
    Ok(exec!(tx, sqlx::query(FIRST).bind(&court).bind(holder).bind(until.ms()))? == 1)
}

/// Gives the lease up, so that another process need not wait for its end.
pub async fn leave(tx: &mut Tx, court: CourtId, holder: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(LEAVE).bind(court.to_string()).bind(holder))?;
    Ok(())
}

/// Writes down how a run went.
pub async fn ran(tx: &mut Tx, court: CourtId, run: &RunRow) -> StoreResult<()> {
    exec!(tx, sqlx::query(RAN).bind(court.to_string()).bind(&run.job).bind(run.at).bind(run.done).bind(&run.trouble))?;
    Ok(())
}

/// All jobs that ever had something to do.
pub async fn runs(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<RunRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(RUNS).bind(court).fetch_all(c).await)?)
}
