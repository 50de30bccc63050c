//! The public list of bounty issues: filters, order, one page at a time in three statements.
use app::domain::{date::LegalDate, ids::CourtId};

use super::{
    StoreResult, Tx,
    notice::{IssueRow, SubjectRow},
};
use crate::on;

/// Cards on one page.
pub const PAGE: usize = 10;

/// What a reader asked for; empty text and zero mean "any".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `open`, `soon` (at most 7 days left) or `ended`
    pub status: String,
    /// `property` or `whereabouts`; issues of both kinds match either
    pub kind: String,
    pub town: String,
    /// Lowest reward, in fen
    pub min: i64,
}

/// Public issues in reading order: in force first, newest first. One whose subjects were all withdrawn is gone. Keys only, so that any page can be cut from them.
const KEYS: &str = "SELECT i.id FROM notice_issue i
    WHERE i.court_id = $1 AND i.state IN ('published', 'corrected')
      AND (EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id AND s.state <> 'withdrawn')
        OR NOT EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id))
      AND ($2 = '' OR ($2 = 'open' AND i.valid_until >= $3 AND EXISTS (SELECT 1 FROM notice_subject s
          WHERE s.issue_id = i.id AND s.state = 'open'))
        OR ($2 = 'soon' AND i.valid_until >= $3 AND i.valid_until <= $4 AND EXISTS (SELECT 1 FROM notice_subject s
          WHERE s.issue_id = i.id AND s.state = 'open'))
        OR ($2 = 'ended' AND (i.valid_until < $3 OR NOT EXISTS (SELECT 1 FROM notice_subject s
          WHERE s.issue_id = i.id AND s.state = 'open'))))
      AND ($5 = '' OR i.kind = $5 OR i.kind = 'both')
      AND (($6 = '' AND $7 = 0) OR EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id
        AND ($6 = '' OR s.town = $6) AND s.reward_max >= $7))
    ORDER BY CASE WHEN i.valid_until >= $3 AND EXISTS (SELECT 1 FROM notice_subject s
      WHERE s.issue_id = i.id AND s.state = 'open') THEN 0 ELSE 1 END, i.year DESC, i.no DESC
    LIMIT 5000";
const CARDS: &str = "SELECT id, year, no, title, kind, summary, body_md, condition_text, applicant, applied_on,
    application_decided_on, application_state, promise, promised, approval_no, valid_from, valid_until, state, author,
    reviewer, publisher, version, created_at, updated_at, published_at, withdrawn_at
    FROM notice_issue WHERE court_id = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const CARD_SUBJECTS: &str = "SELECT id, issue_id, year, no, position, party_kind, name, name_key, id_cipher, id_hash,
    id_masked, sex, birth_year, legal_rep, county, town, case_no, filed_on, basis_no, basis_unit, owed, unpaid, wanted,
    kind, property_reward, whereabouts_reward, reward_max, urgent, photo_id, photo_reason, state, ended_at
    FROM notice_subject WHERE court_id = $1 AND issue_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ORDER BY position";
const TOWNS: &str = "SELECT DISTINCT town FROM notice_subject WHERE court_id = $1 AND town > '' ORDER BY town LIMIT 60";

/// Keys of all issues a filter lets through, in reading order.
pub async fn keys(tx: &mut Tx, court: CourtId, filter: &Filter, today: LegalDate) -> StoreResult<Vec<String>> {
    let (court, now, soon) = (court.to_string(), today.iso(), today.add_days(7).iso());
    Ok(on!(tx, |c| sqlx::query_scalar(KEYS)
        .bind(court)
        .bind(&filter.status)
        .bind(now)
        .bind(soon)
        .bind(&filter.kind)
        .bind(&filter.town)
        .bind(filter.min)
        .fetch_all(c)
        .await)?)
}

/// At most [`PAGE`] issues with their subjects, in the order of `ids`.
pub async fn cards(tx: &mut Tx, court: CourtId, ids: &[String]) -> StoreResult<Vec<(IssueRow, Vec<SubjectRow>)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let court = court.to_string();
    let at = |i: usize| ids.get(i).map_or("", String::as_str);
    let issues: Vec<IssueRow> = on!(tx, |c| (0..PAGE)
        .fold(sqlx::query_as(CARDS).bind(&court), |query, i| query.bind(at(i)))
        .fetch_all(c)
        .await)?;
    let subjects: Vec<SubjectRow> = on!(tx, |c| (0..PAGE)
        .fold(sqlx::query_as(CARD_SUBJECTS).bind(&court), |query, i| query.bind(at(i)))
        .fetch_all(c)
        .await)?;
    Ok(joined(ids, issues, subjects))
}

fn joined(ids: &[String], mut issues: Vec<IssueRow>, subjects: Vec<SubjectRow>) -> Vec<(IssueRow, Vec<SubjectRow>)> {
    let mut cards = Vec::with_capacity(issues.len());
    for id in ids {
        let Some(at) = issues.iter().position(|issue| issue.id == *id) else { continue };
        let issue = issues.swap_remove(at);
        let own = subjects.iter().filter(|s| s.issue_id == *id).cloned().collect();
        cards.push((issue, own));
    }
    cards
}

/// Townships that occur in issues, for the filter's choices.
pub async fn towns(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<String>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(TOWNS).bind(court).fetch_all(c).await)?)
}
