//! BN-12, AN-8: a notice has run out, so its persons are no longer sought: names, photos and search entries go.
use app::domain::{
    audit::EventKind,
    date::{Instant, LegalDate},
    ids::IssueId,
    notice::{EndReason, IssueState, SubjectState},
};

use super::{Each, Trouble};
use crate::{
    state::AppState,
    store::{
        OrCorrupt as _, Tx, audit, desk,
        notice::{self, IssueRow, SubjectRow},
        notice_end::{self, Closing},
        notice_index,
    },
};

/// Issues of one run; the rest follow a moment later.
const MOST: i64 = 100;

/// Closes what has run out; answers how many persons.
pub(super) async fn run(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.single().await?;
    let issues = notice::run_out(&mut tx, state.court.id, now.date(), MOST).await?;
    drop(tx);
    let mut each = Each::default();
    for id in issues {
        let done = match IssueId::parse(&id).or_corrupt("notice_issue.id") {
            Ok(id) => end(state, id, now).await,
            Err(cause) => Err(cause.into()),
        };
        each.note(done);
    }
    each.end()
}

/// One issue in one transaction: rows, version, search, event. Its files follow the commit.
async fn end(state: &AppState, id: IssueId, now: Instant) -> Result<u64, Trouble> {
    let court = state.court.id;
    let mut tx = state.db.begin().await?;
    let Some(issue) = notice::load_issue_by_id(&mut tx, court, id).await? else { return Ok(0) };
    let subjects = notice::load_subjects(&mut tx, court, &issue.id).await?;
    let closed = close_open(state, &mut tx, &issue, &subjects, now).await?;
    if closed.is_empty() {
        return Ok(0);
    }
    let subjects = notice::load_subjects(&mut tx, court, &issue.id).await?;
    let mut to = IssueRow { updated_at: now.ms(), ..issue.clone() };
    if !desk::step(&mut tx, court, &issue, &to, None).await? {
        // somebody is at it this moment; the next run looks again
        return Ok(0);
    }
    to.version += 1;
    notice::add_version(&mut tx, court, &to, &subjects, None, EndReason::Expired.zh()).await?;
    notice_index::refresh(&mut tx, court, &to, &subjects).await?;
    let (kind, object) = (EventKind::SubjectEnded.code(), ("notice", issue.id.as_str()));
    let note = format!("{}，{} 人", EndReason::Expired.zh(), closed.len());
    audit::append(&mut tx, court, audit::Event { at: now, actor: None, kind, object, note: &note }).await?;
    tx.commit().await?;
    state.cache.bump();
    for subject in &closed {
        state.files.forget(subject.photo_id.as_deref()).await;
    }
    Ok(closed.len() as u64)
}

async fn close_open<'a>(
    state: &AppState,
    tx: &mut Tx,
    issue: &IssueRow,
    subjects: &'a [SubjectRow],
    now: Instant,
) -> Result<Vec<&'a SubjectRow>, Trouble> {
    let issue_state = IssueState::parse(&issue.state).or_corrupt("notice_issue.state")?;
    let until = LegalDate::parse(&issue.valid_until).or_corrupt("notice_issue.valid_until")?;
    let mut closed = Vec::new();
    for subject in subjects.iter().filter(|s| s.is_open()) {
        let from = SubjectState::parse(&subject.state).or_corrupt("notice_subject.state")?;
        let to = from.expire(issue_state, until, now.date()).map_err(Trouble::Refused)?;
        let closing = Closing { subject, to, reason: EndReason::Expired, note: "", by: None, at: now };
        if notice_end::close(tx, state.court.id, &closing).await? {
            closed.push(subject);
        }
    }
    Ok(closed)
}
