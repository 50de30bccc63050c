//! What a draft saved by itself while somebody wrote: one version for all of it, so that the history stays readable.
use app::domain::ids::{CourtId, StaffId};

use super::{StoreResult, Tx};
use crate::exec;

/// The note of such a version.
pub const NOTE: &str = "自动保存";

const NAME_CONTENT: &str =
    "UPDATE content_version SET note = $4 WHERE court_id = $1 AND content_id = $2 AND version = $3";
const FOLD_CONTENT: &str = "DELETE FROM content_version WHERE court_id = $1 AND content_id = $2 AND version = $3
    AND note = $4 AND actor = $5 AND state = 'draft'";
const NAME_NOTICE: &str = "UPDATE notice_version SET note = $4 WHERE court_id = $1 AND issue_id = $2 AND version = $3";
const FOLD_NOTICE: &str = "DELETE FROM notice_version WHERE court_id = $1 AND issue_id = $2 AND version = $3
    AND note = $4 AND actor = $5 AND state = 'draft'";

/// The version just kept came by itself: it takes the place of the one before, if that came so too from the same hand.
pub async fn fold_content(tx: &mut Tx, court: CourtId, id: &str, version: i64, by: StaffId) -> StoreResult<()> {
    fold(tx, court, (NAME_CONTENT, FOLD_CONTENT), (id, version), by).await
}

/// The same for an issue.
pub async fn fold_notice(tx: &mut Tx, court: CourtId, id: &str, version: i64, by: StaffId) -> StoreResult<()> {
    fold(tx, court, (NAME_NOTICE, FOLD_NOTICE), (id, version), by).await
}

async fn fold(
    tx: &mut Tx,
    court: CourtId,
    (name, fold): (&'static str, &'static str),
    (id, version): (&str, i64),
    by: StaffId,
) -> StoreResult<()> {
    let (court, by) = (court.to_string(), by.to_string());
    exec!(tx, sqlx::query(name).bind(&court).bind(id).bind(version).bind(NOTE))?;
    exec!(tx, sqlx::query(fold).bind(&court).bind(id).bind(version - 1).bind(NOTE).bind(&by))?;
    Ok(())
}
