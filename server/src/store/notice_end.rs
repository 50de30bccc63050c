//! The end of one subject of a published issue (BN-12): its row changes at once, and why is kept where no public page
//! reads.
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
    notice::{EndReason, SubjectState},
};

use super::{StoreResult, Tx, notice::SubjectRow};
use crate::{exec, on};

/// A decision the domain allowed.
pub struct Closing<'a> {
    pub subject: &'a SubjectRow,
    pub to: SubjectState,
    pub reason: EndReason,
    /// For the court only.
    pub note: &'a str,
    /// `None`: the last day has passed.
    pub by: Option<StaffId>,
    pub at: Instant,
}

// the photo leaves the row with the name (AN-8)
const CLOSE: &str = "UPDATE notice_subject SET state = $3, ended_at = $4, photo_id = NULL, photo_reason = ''
    WHERE court_id = $1 AND id = $2 AND state = $5";
const RECORD: &str =
    "INSERT INTO notice_subject_closed (subject_id, court_id, issue_id, state, reason, note, actor, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Ends or withdraws a subject. `false` when someone else was faster: nothing was changed.
pub async fn close(tx: &mut Tx, court: CourtId, closing: &Closing<'_>) -> StoreResult<bool> {
    tx.changes_public();
    let (subject, court) = (closing.subject, court.to_string());
    let changed = exec!(
        tx,
        sqlx::query(CLOSE)
            .bind(&court)
            .bind(&subject.id)
            .bind(closing.to.code())
            .bind(closing.at.ms())
            .bind(&subject.state)
    )?;
    if changed != 1 {
        return Ok(false);
    }
    exec!(
        tx,
        sqlx::query(RECORD)
            .bind(&subject.id)
            .bind(&court)
            .bind(&subject.issue_id)
            .bind(closing.to.code())
            .bind(closing.reason.code())
            .bind(closing.note)
            .bind(closing.by.map(|by| by.to_string()))
            .bind(closing.at.ms())
    )?;
    Ok(true)
}

/// Why a subject was closed, for the desk.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EndRow {
    pub subject_id: String,
    pub state: String,
    pub reason: String,
    pub note: String,
    pub actor: Option<String>,
    pub at: i64,
}

const OF_ISSUE: &str = "SELECT subject_id, state, reason, note, actor, at FROM notice_subject_closed
    WHERE court_id = $1 AND issue_id = $2 ORDER BY at DESC LIMIT 200";

/// All ends of an issue's subjects, the latest first.
pub async fn load(tx: &mut Tx, court: CourtId, issue: &str) -> StoreResult<Vec<EndRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_ISSUE).bind(court).bind(issue).fetch_all(c).await)?)
}
