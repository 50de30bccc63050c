//! The publishing desk: its list, and what every step on an issue shares.
use std::collections::HashMap;

use app::{
    domain::{
        date::{Instant, LegalDate},
        deadline::Calendar,
        edition::EditionState,
        ids::{IssueId, StaffId},
        notice::late_decision,
        refusal::cited,
        staff::{Action, who_can},
    },
    form::Errors,
    pages::staff::{
        notice::Check,
        notices::{IssueGroup, IssueLine, NoticesView, notices},
    },
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed, show};
use super::{frame, show as answer};
use crate::{
    editions::notice as notice_case,
    state::AppState,
    store::{
        Tx, audit,
        notice::{self, IssueRow},
        staff,
    },
};

/// Issues listed in each group.
const LISTED: i64 = 30;

pub(super) use crate::editions::notice::{Case, checks};

/// Loads an issue by the id of its address.
pub(super) async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<Case, AppError> {
    let id = IssueId::parse(id).ok_or(AppError::NotFound)?;
    notice_case::load(tx, state.court.id, id).await?.ok_or(AppError::NotFound)
}

/// The court's people need a permit; without one the page says who can.
pub(super) fn only(signed: &Signed, action: Action) -> Result<(), AppError> {
    if signed.who.may(action) {
        Ok(())
    } else {
        Err(AppError::Forbidden(format!("请联系{}办理。", who_can(action))))
    }
}

/// The desk is for those who write, check or sign; nobody else sees what is not public yet.
pub(super) fn at_the_desk(signed: &Signed) -> Result<(), AppError> {
    let desk = [Action::Write, Action::Review, Action::Publish];
    if desk.iter().any(|action| signed.who.may(*action)) { Ok(()) } else { only(signed, Action::Write) }
}

/// One event of an issue, in the transaction of its change.
pub(super) async fn record(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    issue: &str,
    kind: &str,
    note: &str,
) -> Result<(), AppError> {
    let (at, actor) = (state.clock.now(), Some(signed.who.id));
    audit::append(tx, state.court.id, audit::Event { at, actor, kind, object: ("issue", issue), note }).await?;
    Ok(())
}

/// What deserves a look but stops nothing: a decision later than the ten days of BN-3.
pub(super) fn warnings(state: &AppState, case: &Case, calendar: &Calendar) -> Vec<Check> {
    let day = |iso: &str| LegalDate::parse(iso).ok();
    let today = state.clock.now().date();
    let received = day(&case.issue.applied_on);
    let late = received.and_then(|r| late_decision(r, day(&case.issue.application_decided_on), today, calendar));
    late.into_iter().map(|r| Check { rule: r.rule.into(), ok: false, text: r.message, fix: r.fix }).collect()
}

/// What still blocks, as errors of the page: the approval number at its field, the rest at the list of checks.
pub(super) fn blocking(checks: &[Check]) -> Errors {
    let mut errors = Errors::default();
    for check in checks.iter().filter(|c| !c.ok) {
        let field = if check.rule == "EW-1" { "approval_no" } else { "checks" };
        errors.push(field, format!("{}{}{}", check.text, check.fix, cited(&check.rule)));
    }
    errors
}

/// GET `/staff/notices?state=&before=`: no issue is out of reach, however old it is.
pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.read().await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    let mut groups = Vec::new();
    for (status, heading) in [
        (EditionState::LegalCheck, "等待审核"),
        (EditionState::Approved, "等待签发"),
        (EditionState::Scheduled, "等待定时发布"),
        (EditionState::Draft, "草稿"),
        (EditionState::Published, "已发布"),
        (EditionState::Withdrawn, "已撤下"),
    ] {
        if req.query("state").is_some_and(|asked| asked != status.code()) {
            continue;
        }
        let before = req.query("before").and_then(show::issue_no).unwrap_or(notice::NEWEST);
        let mut found = notice::load_issues_in(&mut tx, state.court.id, status.code(), before, LISTED + 1).await?;
        let more = found.len() as i64 > LISTED;
        found.truncate(usize::try_from(LISTED).unwrap_or(30));
        let older = found
            .last()
            .filter(|_| more)
            .map(|last| format!("/staff/notices?state={}&before={}", status.code(), last.slug()));
        groups.push(IssueGroup {
            heading: heading.into(),
            lines: found.iter().map(|i| line(i, &names)).collect(),
            older: older.unwrap_or_default(),
        });
    }
    tx.commit().await?;
    let view = NoticesView { groups, may_write: signed.who.may(Action::Write) };
    Ok(answer(&state, &req, &signed, &notices(&frame(&state, &req, &signed).await?, &view)))
}

fn line(issue: &IssueRow, names: &HashMap<StaffId, String>) -> IssueLine {
    IssueLine {
        id: issue.id.clone(),
        no_zh: show::number(issue),
        title: issue.title.clone(),
        state_zh: EditionState::parse(&issue.state).map_or("", EditionState::zh).into(),
        updated: Instant(issue.updated_at).zh_minute(),
        author: name_of(&issue.author, names),
        valid_until: LegalDate::parse(&issue.valid_until).map(|d| d.zh()).unwrap_or_default(),
    }
}

/// The name behind a stored id, empty for none.
pub(super) fn name_of(id: &Option<String>, names: &HashMap<StaffId, String>) -> String {
    id.as_deref().and_then(StaffId::parse).and_then(|id| names.get(&id).cloned()).unwrap_or_default()
}
