//! Published records in the order of their last change: what `/api/v1` pages through, one statement a page.
//!
//! The place after which a page begins is (moment of change, key): a record that is added or changed meanwhile comes
//! later, so that nobody who follows the pages misses one or sees an unchanged one twice.
use app::domain::{date::LegalDate, ids::CourtId};

use super::{StoreResult, Tx, campaign::CampaignRow, claim::ClaimRow, outcome::OutcomeRow};
use crate::{crypto::ledger_chain::Line, on};

/// Where a page begins and how many records it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct After {
    pub ms: i64,
    /// Empty before the first record of that moment
    pub slug: String,
    pub limit: i64,
}

/// An issue's place in the order.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NoticeKey {
    pub id: String,
    pub updated_at: i64,
    pub year: i64,
    pub no: i64,
}

impl NoticeKey {
    /// `2025-21`
    pub fn slug(&self) -> String {
        format!("{}-{}", self.year, self.no)
    }
}

const NOTICES: &str = "SELECT i.id, i.updated_at, i.year, i.no FROM notice_issue i
    WHERE i.court_id = $1 AND (i.updated_at, i.year, i.no) > ($2, $3, $4) AND i.state IN ('published', 'corrected')
      AND EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id AND s.state <> 'withdrawn')
    ORDER BY i.updated_at, i.year, i.no LIMIT $5";
const IN_FORCE: &str = "SELECT i.id, i.updated_at, i.year, i.no FROM notice_issue i
    WHERE i.court_id = $1 AND i.state IN ('published', 'corrected') AND i.valid_until >= $2
      AND EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id AND s.state = 'open')
    ORDER BY i.year DESC, i.no DESC LIMIT $3";
const OUTCOMES: &str = "SELECT id, slug, title, kind, cause, summary, owed_text, done_text, arrived_text, body_md,
    happened, campaign_slug, source, position, state, published_at, updated_at FROM outcome
    WHERE court_id = $1 AND (updated_at, slug) > ($2, $3) AND state IN ('published', 'corrected')
    ORDER BY updated_at, slug LIMIT $4";
const CAMPAIGNS: &str = "SELECT id, slug, title, parent_slug, year, period, started, ended, goal, body_md, source,
    position, state, published_at, updated_at FROM campaign
    WHERE court_id = $1 AND (updated_at, slug) > ($2, $3) AND state IN ('published', 'corrected')
    ORDER BY updated_at, slug LIMIT $4";
const CLAIMS: &str = "SELECT id, slug, title, held_on, hours, place, contact, phone, documents, deadline, consequence,
    body_md, source, state, published_at, updated_at FROM claim
    WHERE court_id = $1 AND (updated_at, slug) > ($2, $3) AND state IN ('published', 'corrected')
    ORDER BY updated_at, slug LIMIT $4";

/// Public for the test that asks both engines for their plan.
pub const GONE: &str = "SELECT seq, at, action, record, content, prev, hash FROM public_ledger
    WHERE court_id = $1 AND action IN ('withdraw', 'archive') AND (at, seq) > ($2, $3) AND record NOT LIKE 'list/%'
    ORDER BY at, seq LIMIT $4";

/// Public issues after a place; `number` is (year, no) of the last one seen, (0, 0) before the first.
pub async fn notices(
    tx: &mut Tx,
    court: CourtId,
    after: &After,
    (year, no): (i64, i64),
) -> StoreResult<Vec<NoticeKey>> {
    let (court, ms, limit) = (court.to_string(), after.ms, after.limit);
    Ok(on!(tx, |c| sqlx::query_as(NOTICES).bind(court).bind(ms).bind(year).bind(no).bind(limit).fetch_all(c).await)?)
}

/// Issues that are in force on this day, the newest first.
pub async fn notices_in_force(
    tx: &mut Tx,
    court: CourtId,
    today: LegalDate,
    limit: i64,
) -> StoreResult<Vec<NoticeKey>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(IN_FORCE).bind(court).bind(today).bind(limit).fetch_all(c).await)?)
}

/// Told cases after a place.
pub async fn outcomes(tx: &mut Tx, court: CourtId, after: &After) -> StoreResult<Vec<OutcomeRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OUTCOMES)
        .bind(court)
        .bind(after.ms)
        .bind(&after.slug)
        .bind(after.limit)
        .fetch_all(c)
        .await)?)
}

/// Campaigns after a place.
pub async fn campaigns(tx: &mut Tx, court: CourtId, after: &After) -> StoreResult<Vec<CampaignRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(CAMPAIGNS)
        .bind(court)
        .bind(after.ms)
        .bind(&after.slug)
        .bind(after.limit)
        .fetch_all(c)
        .await)?)
}

/// Claim announcements after a place.
pub async fn claims(tx: &mut Tx, court: CourtId, after: &After) -> StoreResult<Vec<ClaimRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(CLAIMS)
        .bind(court)
        .bind(after.ms)
        .bind(&after.slug)
        .bind(after.limit)
        .fetch_all(c)
        .await)?)
}

/// Records that left the site after a place, the earliest first; entries of the lists are not among them (EW-4).
pub async fn gone(tx: &mut Tx, court: CourtId, after: &After) -> StoreResult<Vec<Line>> {
    let (court, seq) = (court.to_string(), after.slug.parse().unwrap_or(0_i64));
    Ok(on!(tx, |c| sqlx::query_as(GONE).bind(court).bind(after.ms).bind(seq).bind(after.limit).fetch_all(c).await)?)
}
