//! Putting an issue together: who else is still sought, the issue before, and the order of the debtors.
use app::domain::ids::{CourtId, IssueId};

use super::{
    StoreResult, Tx,
    notice::{IssueRow, SubjectRow},
};
use crate::{exec, on};

/// Most debtors offered at once.
pub const OFFERED: i64 = 100;
/// Further than any place in an issue: where places wait while they change.
const ASIDE: i64 = 100_000;

const STILL_SOUGHT: &str = "SELECT s.id, s.issue_id, s.year, s.no, s.position, s.party_kind, s.name,
    s.name_key, s.id_cipher, s.id_hash, s.id_masked, s.sex, s.birth_year, s.legal_rep, s.county, s.town, s.case_no,
    s.filed_on, s.basis_no, s.basis_unit, s.owed, s.unpaid, s.wanted, s.kind, s.property_reward,
    s.whereabouts_reward, s.reward_max, s.urgent, s.photo_id, s.photo_reason, s.state, s.ended_at
    FROM notice_subject s JOIN notice_issue i ON i.id = s.issue_id
    WHERE s.court_id = $1 AND s.state = 'open' AND s.issue_id <> $2 AND i.state IN ('published', 'corrected')
    AND i.applicant = $4
    ORDER BY s.year DESC, s.no DESC, s.position DESC LIMIT $3";
const BEFORE: &str = "SELECT id, year, no, title, kind, summary, body_md, condition_text, applicant,
    applied_on, application_decided_on, application_state, promise, promised, approval_no, valid_from, valid_until,
    state, author, reviewer, publisher, version, created_at, updated_at, published_at, withdrawn_at
    FROM notice_issue WHERE court_id = $1 AND (year, no) < ($2, $3) AND published_at IS NOT NULL
    ORDER BY year DESC, no DESC LIMIT 1";
const SET_ASIDE: &str = "UPDATE notice_subject SET position = position + $3 WHERE court_id = $1 AND issue_id = $2
    AND EXISTS (SELECT 1 FROM notice_issue i WHERE i.id = $2 AND i.state = 'draft')";
const PLACE: &str = "UPDATE notice_subject SET position = $4 WHERE court_id = $1 AND issue_id = $2 AND id = $3
    AND EXISTS (SELECT 1 FROM notice_issue i WHERE i.id = $2 AND i.state = 'draft')";

/// Debtors of other public issues of the same applicant who are still sought, newest issue first: a promise to pay binds
/// whoever gave it (BN-3).
pub async fn still_sought(tx: &mut Tx, court: CourtId, but: &IssueRow) -> StoreResult<Vec<SubjectRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(STILL_SOUGHT)
        .bind(court)
        .bind(&but.id)
        .bind(OFFERED)
        .bind(&but.applicant)
        .fetch_all(c)
        .await)?)
}

/// The last issue before this one that was ever public.
pub async fn issue_before(tx: &mut Tx, court: CourtId, year: i64, no: i64) -> StoreResult<Option<IssueRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BEFORE).bind(court).bind(year).bind(no).fetch_optional(c).await)?)
}

/// Gives the debtors of a draft the places 1, 2, 3 in this order. `false` when the issue is no draft.
pub async fn put_in_order(tx: &mut Tx, court: CourtId, issue: IssueId, ids: &[&str]) -> StoreResult<bool> {
    let (court, issue) = (court.to_string(), issue.to_string());
    // two debtors never have one place, not even while they change places
    let moved = set_aside(tx, &court, &issue).await?;
    for (place, id) in (1_i64..).zip(ids) {
        put_at(tx, &court, &issue, id, place).await?;
    }
    Ok(moved == ids.len() as u64)
}

async fn set_aside(tx: &mut Tx, court: &str, issue: &str) -> StoreResult<u64> {
    tx.changes_public();
    Ok(exec!(tx, sqlx::query(SET_ASIDE).bind(court).bind(issue).bind(ASIDE))?)
}

async fn put_at(tx: &mut Tx, court: &str, issue: &str, id: &str, place: i64) -> StoreResult<()> {
    tx.changes_public();
    exec!(tx, sqlx::query(PLACE).bind(court).bind(issue).bind(id).bind(place))?;
    Ok(())
}
