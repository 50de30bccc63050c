//! Steps of an issue at the publishing desk. Maker ≠ checker stands here a second time, in the statement itself (TW-4).
use app::domain::ids::{CourtId, IssueId, StaffId, SubjectId};

use super::{
    StoreResult, Tx,
    notice::{IssueRow, SubjectRow, VersionRow, add_version},
};
use crate::exec;

/// How the note of a version begins that sent a draft back; its author did not write the draft.
pub const SENT_BACK: &str = "退回";

const STEP: &str = "UPDATE notice_issue SET state = $4, reviewer = $5, publisher = $6, approval_no = $7,
      published_at = $8, withdrawn_at = $9, updated_at = $10, version = version + 1
    WHERE court_id = $1 AND id = $2 AND version = $3 AND state = $11
      AND ($12 = '' OR (COALESCE(author, '') <> $12 AND ($4 <> 'published' OR COALESCE(reviewer, '') <> $12)
        AND NOT EXISTS (SELECT 1 FROM notice_version v
        WHERE v.court_id = $1 AND v.issue_id = $2 AND v.actor = $12 AND v.state = 'draft' AND v.note NOT LIKE '退回%')))";

/// Saves a step the domain allowed. `checker` is who reviews or publishes: the statement refuses anyone who wrote any
/// version of the draft, and for publication who reviewed it. `false`: someone else was faster, or the checker is a maker; nothing was changed.
pub async fn step(
    tx: &mut Tx,
    court: CourtId,
    from: &IssueRow,
    to: &IssueRow,
    checker: Option<StaffId>,
) -> StoreResult<bool> {
    if from.is_public() || to.is_public() {
        tx.changes_public();
    }
    let changed = exec!(
        tx,
        sqlx::query(STEP)
            .bind(court.to_string())
            .bind(&from.id)
            .bind(from.version)
            .bind(&to.state)
            .bind(&to.reviewer)
            .bind(&to.publisher)
            .bind(&to.approval_no)
            .bind(to.published_at)
            .bind(to.withdrawn_at)
            .bind(to.updated_at)
            .bind(&from.state)
            .bind(checker.map(|c| c.to_string()).unwrap_or_default())
    )?;
    Ok(changed == 1)
}

/// Keeps the issue as it stands now as its newest version.
pub async fn keep(
    tx: &mut Tx,
    court: CourtId,
    issue: &IssueRow,
    subjects: &[SubjectRow],
    actor: StaffId,
    note: &str,
) -> StoreResult<()> {
    add_version(tx, court, issue, subjects, Some(&actor.to_string()), note).await
}

/// Everyone who wrote any version of the draft.
pub fn makers(issue: &IssueRow, versions: &[VersionRow]) -> Vec<StaffId> {
    let wrote = versions.iter().filter(|v| v.state == "draft" && !v.note.starts_with(SENT_BACK));
    let mut makers: Vec<StaffId> =
        wrote.filter_map(|v| v.actor.as_deref()).chain(issue.author.as_deref()).filter_map(StaffId::parse).collect();
    makers.sort();
    makers.dedup();
    makers
}

const REMOVE_SUBJECT: &str = "DELETE FROM notice_subject WHERE court_id = $1 AND issue_id = $2 AND id = $3
    AND EXISTS (SELECT 1 FROM notice_issue i WHERE i.id = $2 AND i.state = 'draft')";

/// Takes a debtor out of a draft. `false` when the issue is no draft.
pub async fn remove_subject(tx: &mut Tx, court: CourtId, issue: IssueId, subject: SubjectId) -> StoreResult<bool> {
    let gone = exec!(
        tx,
        sqlx::query(REMOVE_SUBJECT).bind(court.to_string()).bind(issue.to_string()).bind(subject.to_string())
    )?;
    Ok(gone == 1)
}
