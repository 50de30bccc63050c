//! Where issues were posted outside this site, and when they came down there. For the desk only.
use app::domain::ids::CourtId;
use app::domain::{
    date::{Instant, LegalDate},
    placement::{Channel, Placement},
};

use super::{OrCorrupt, StoreResult, Tx};
use crate::{exec, on};

/// One row of `placement`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct PlacementRow {
    pub id: String,
    pub issue_id: String,
    pub channel: String,
    pub name: String,
    pub url: String,
    pub posted_at: i64,
    pub taken_down_at: Option<i64>,
    pub proof: String,
}

impl PlacementRow {
    /// Through the domain's door.
    pub fn placement(&self) -> StoreResult<Placement> {
        Ok(Placement {
            channel: Channel::parse(&self.channel).or_corrupt("placement.channel")?,
            name: self.name.clone(),
            url: (!self.url.is_empty()).then(|| self.url.clone()),
            posted_at: Instant(self.posted_at),
            taken_down_at: self.taken_down_at.map(Instant),
            proof: (!self.proof.is_empty()).then(|| self.proof.clone()),
        })
    }
}

/// A posting that has to come down, with what its issue is like.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TaskRow {
    pub id: String,
    pub issue_id: String,
    pub channel: String,
    pub name: String,
    pub url: String,
    pub posted_at: i64,
    pub year: i64,
    pub no: i64,
    pub state: String,
    pub valid_until: String,
    /// Subjects still sought
    pub open: i64,
    /// Subjects that ended since the posting
    pub ended_since: i64,
}

const INSERT: &str =
    "INSERT INTO placement (id, court_id, issue_id, channel, name, url, posted_at, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const OF_ISSUE: &str = "SELECT id, issue_id, channel, name, url, posted_at, taken_down_at, proof FROM placement
    WHERE court_id = $1 AND issue_id = $2 ORDER BY posted_at, created_at, id LIMIT 200";
const ONE: &str = "SELECT id, issue_id, channel, name, url, posted_at, taken_down_at, proof FROM placement
    WHERE court_id = $1 AND issue_id = $2 AND id = $3";
const CLOSE: &str = "UPDATE placement SET taken_down_at = $3, proof = $4, closed_by = $5
    WHERE court_id = $1 AND id = $2 AND taken_down_at IS NULL";
// the longest up first; what may stay is not among them
const TASKS: &str =
    "SELECT p.id, p.issue_id, p.channel, p.name, p.url, p.posted_at, i.year, i.no, i.state, i.valid_until,
      (SELECT COUNT(*) FROM notice_subject s WHERE s.issue_id = i.id AND s.state = 'open') AS open,
      (SELECT COUNT(*) FROM notice_subject s WHERE s.issue_id = i.id AND s.state <> 'open'
        AND s.ended_at >= p.posted_at) AS ended_since
    FROM placement p JOIN notice_issue i ON i.id = p.issue_id
    WHERE p.court_id = $1 AND p.taken_down_at IS NULL
      AND (i.state IN ('withdrawn', 'archived') OR i.valid_until < $2
        OR NOT EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id AND s.state = 'open')
        OR EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id AND s.state <> 'open'
          AND s.ended_at >= p.posted_at))
    ORDER BY p.posted_at, p.created_at, p.id LIMIT $3";

/// Postings listed at most as tasks.
pub const TASKS_SHOWN: i64 = 200;

/// A posting to be stored, and who says so.
#[derive(Debug)]
pub struct NewPlacement<'a> {
    pub id: &'a str,
    pub issue: &'a str,
    pub placement: &'a Placement,
    pub by: &'a str,
    pub at: Instant,
}

/// Stores a posting.
pub async fn insert(tx: &mut Tx, court: CourtId, new: &NewPlacement<'_>) -> StoreResult<()> {
    let p = new.placement;
    exec!(
        tx,
        sqlx::query(INSERT)
            .bind(new.id)
            .bind(court.to_string())
            .bind(new.issue)
            .bind(p.channel.code())
            .bind(&p.name)
            .bind(p.url.as_deref().unwrap_or_default())
            .bind(p.posted_at.ms())
            .bind(new.by)
            .bind(new.at.ms())
    )?;
    Ok(())
}

/// All postings of an issue, the earliest first.
pub async fn load(tx: &mut Tx, court: CourtId, issue: &str) -> StoreResult<Vec<PlacementRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_ISSUE).bind(court).bind(issue).fetch_all(c).await)?)
}

/// One posting of an issue.
pub async fn load_one(tx: &mut Tx, court: CourtId, issue: &str, id: &str) -> StoreResult<Option<PlacementRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(ONE).bind(court).bind(issue).bind(id).fetch_optional(c).await)?)
}

/// Keeps that a posting came down. `false` when somebody else said so first.
pub async fn close(tx: &mut Tx, court: CourtId, id: &str, down: &Placement, by: &str) -> StoreResult<bool> {
    let changed = exec!(
        tx,
        sqlx::query(CLOSE)
            .bind(court.to_string())
            .bind(id)
            .bind(down.taken_down_at.map(Instant::ms))
            .bind(down.proof.as_deref().unwrap_or_default())
            .bind(by)
    )?;
    Ok(changed == 1)
}

/// Postings that have to come down on this day.
pub async fn tasks(tx: &mut Tx, court: CourtId, today: LegalDate) -> StoreResult<Vec<TaskRow>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(TASKS).bind(court).bind(today).bind(TASKS_SHOWN).fetch_all(c).await)?)
}
