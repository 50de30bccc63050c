//! The photo of a debtor: set in a draft, shown while the notice is in force, forgotten when it closes (AN-8).
use app::domain::{
    date::LegalDate,
    ids::{CourtId, SubjectId},
};

use super::{StoreResult, Tx};
use crate::{exec, on};

const SET: &str = "UPDATE notice_subject SET photo_id = $3, photo_reason = $4 WHERE court_id = $1 AND id = $2
    AND EXISTS (SELECT 1 FROM notice_issue i WHERE i.id = notice_subject.issue_id AND i.state = 'draft')";
const SHOWN: &str = "SELECT COUNT(*) FROM notice_subject s JOIN notice_issue i ON i.id = s.issue_id
    WHERE s.court_id = $1 AND s.photo_id = $2 AND s.state = 'open' AND i.state IN ('published', 'corrected')
    AND i.valid_from <= $3 AND i.valid_until >= $3";

/// Gives a debtor of a draft a photo, or takes it away. `false` when the issue is no draft.
pub async fn set(
    tx: &mut Tx,
    court: CourtId,
    subject: SubjectId,
    photo: Option<&str>,
    reason: &str,
) -> StoreResult<bool> {
    tx.changes_public();
    let changed = exec!(
        tx,
        sqlx::query(SET).bind(court.to_string()).bind(subject.to_string()).bind(photo.map(str::to_owned)).bind(reason)
    )?;
    Ok(changed == 1)
}

/// Whether the public may see this photo today.
pub async fn is_shown(tx: &mut Tx, court: CourtId, photo: &str, today: LegalDate) -> StoreResult<bool> {
    let (court, today) = (court.to_string(), today.iso());
    let some: i64 = on!(tx, |c| sqlx::query_scalar(SHOWN).bind(court).bind(photo).bind(today).fetch_one(c).await)?;
    Ok(some > 0)
}
