//! Submit, approve, publish, return, withdraw: a rule of the domain, a guarded statement, a kept version, an event.
use app::{
    domain::{
        edition::Edition,
        notice::{EndReason, SubjectState},
        refusal::Refusal,
        scan::{self, Hit},
        staff::{Act, Permit, Publish, Review, Withdraw, Write},
    },
    form::Errors,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{
    desk::{self, Case, load, record},
    forbidden,
    issue::{issue_page, refresh},
    not_now, remarks, review,
};
use crate::{
    state::AppState,
    store::{
        Tx, desk as store,
        notice::{self, IssueRow, SubjectRow},
        notice_end::{self, Closing},
        review_pass,
    },
};
use app::domain::ids::StaffId;

/// What a step changes beside the state.
pub(super) struct Done {
    pub edition: Edition,
    pub approval_no: Option<String>,
    pub checker: Option<StaffId>,
    /// Kind of the audit event, and words for it without personal data.
    pub kind: &'static str,
    pub about: String,
    /// Heads the version; the public reads it where the version is public.
    pub note: String,
    pub public: bool,
}

impl Done {
    pub(super) fn new(edition: Edition, kind: &'static str, note: impl Into<String>) -> Self {
        let (approval_no, checker, about) = (None, None, String::new());
        Self { edition, approval_no, checker, kind, about, note: note.into(), public: false }
    }
}

/// The issue as the form saw it, for somebody who may take this kind of step on it. The right is asked for first: who
/// has none learns nothing, not even that somebody else was faster.
async fn seen<A: Act>(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    version: &str,
) -> Result<(Case, Permit<A>), AppError> {
    let case = load(state, tx, id).await?;
    let permit = signed.who.permit(&case.edition.matter_of(A::ACTION, state.court.id)).map_err(|r| forbidden(&r))?;
    if case.issue.version.to_string() == version { Ok((case, permit)) } else { Err(AppError::Conflict) }
}

/// Saves the step, keeps the version, writes the event, and lets go of what the public saw before.
pub(super) async fn keep(
    state: &AppState,
    mut tx: Tx,
    signed: &Signed,
    case: &Case,
    done: Done,
) -> Result<(), AppError> {
    let now = state.clock.now();
    let e = &done.edition;
    let mut to = IssueRow {
        state: e.state.code().into(),
        reviewer: e.reviewed_by.map(|id| id.to_string()),
        publisher: e.published_by.map(|id| id.to_string()),
        approval_no: done.approval_no.unwrap_or_else(|| case.issue.approval_no.clone()),
        published_at: e.published_at.map(|at| at.ms()),
        withdrawn_at: e.gone_at.map(|at| at.ms()),
        updated_at: now.ms(),
        ..case.issue.clone()
    };
    if !store::step(&mut tx, state.court.id, &case.issue, &to, done.checker).await? {
        return Err(AppError::Conflict);
    }
    to.version += 1;
    store::keep(&mut tx, state.court.id, &to, &case.subjects, signed.who.id, &done.note).await?;
    if done.public {
        refresh(state, &mut tx, &to, &case.subjects).await?;
    }
    record(state, &mut tx, signed, &to.id, done.kind, &done.about).await?;
    tx.commit().await?;
    if done.public {
        state.cache.bump();
    }
    Ok(())
}

fn back(id: &str, code: &str) -> Response {
    Redirect::to(&format!("/staff/notices/{id}?done={code}#main")).into_response()
}

/// The page of the issue again, with what blocks the step.
async fn again(
    state: &AppState,
    tx: Tx,
    req: &Req,
    signed: &Signed,
    case: &Case,
    errors: &Errors,
) -> Result<Response, AppError> {
    tx.rollback().await?;
    issue_page(state, req, signed, &case.issue.id, errors).await
}

/// What a rule says of a step: 409 where only the state stands in the way, else the form again with the sentence.
async fn refused(
    state: &AppState,
    tx: Tx,
    req: &Req,
    signed: &Signed,
    case: &Case,
    (field, refusal): (&'static str, Refusal),
) -> Result<Response, AppError> {
    if refusal.is_of_state() {
        return Err(not_now(&refusal, case.href()));
    }
    let mut errors = Errors::default();
    errors.push(field, refusal.sentence());
    again(state, tx, req, signed, case, &errors).await
}

/// POST `/staff/notices/{id}/submit`
pub async fn submit(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Write>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let edition = case.edition.clone().submit(&permit).map_err(|r| not_now(&r, case.href()))?;
    let open = desk::blocking(&desk::checks(&state, &case, "签发时填写"));
    if !open.is_empty() {
        return again(&state, tx, &req, &signed, &case, &open).await;
    }
    let done = Done::new(edition, "submitted", "提交审核");
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "submitted"))
}

/// POST `/staff/notices/{id}/approve`: legal check, then the scan for personal data, in one go.
pub async fn approve(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Review>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let passed = case.edition.clone().pass_legal_check(&permit).and_then(|e| e.pass_scan(&hits(&case)));
    let edition = match passed {
        Ok(edition) => edition,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await,
    };
    if let Some(refusal) = remarks::open_gap(&state, &mut tx, &id).await? {
        return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await;
    }
    let step = match review::pass(&state, &mut tx, (&id, &case.edition.makers), permit.by()).await? {
        Ok(step) => step,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await,
    };
    // between two steps it stays where it is: nothing of the edition changes but its version
    let (edition, code) = if step.complete { (edition, "approved") } else { (case.edition.clone(), "passed") };
    let done = Done { checker: Some(permit.by()), ..Done::new(edition, "reviewed", format!("{}通过", step.name)) };
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, code))
}

/// Everything the scans find in what will be public.
fn hits(case: &Case) -> Vec<Hit> {
    let i = &case.issue;
    let mut all = vec![&i.title, &i.summary, &i.body_md, &i.condition_text];
    all.extend(case.subjects.iter().map(|s| &s.wanted));
    all.into_iter().flat_map(|text| scan::personal_data(text).into_iter().chain(scan::wording(text))).collect()
}

/// POST `/staff/notices/{id}/publish`
pub async fn publish(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let approval_no = fields.text("approval_no");
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Publish>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let edition = match case.edition.clone().publish(&permit, state.clock.now()) {
        Ok(edition) => edition,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("approval_no", refusal)).await,
    };
    if let Err(refusal) = review::may_publish(&state, &mut tx, (&id, &case.edition.makers), permit.by()).await? {
        return refused(&state, tx, &req, &signed, &case, ("approval_no", refusal)).await;
    }
    // asked again on the day itself: dates have passed, persons may be too young (DJ-4)
    let open = desk::blocking(&desk::checks(&state, &case, &approval_no));
    if !open.is_empty() {
        return again(&state, tx, &req, &signed, &case, &open).await;
    }
    let (checker, approval_no) = (Some(permit.by()), Some(approval_no));
    let done = Done { checker, approval_no, public: true, ..Done::new(edition, "published", "发布") };
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "published"))
}

/// POST `/staff/notices/{id}/return`
pub async fn send_back(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let reason = fields.text("reason");
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Review>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let edition = match case.edition.clone().send_back(&permit, &reason) {
        Ok(edition) => edition,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("reason", refusal)).await,
    };
    review_pass::clear(&mut tx, state.court.id, &id).await?;
    let done = Done::new(edition, "sent_back", format!("{}：{reason}", store::SENT_BACK));
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "returned"))
}

/// POST `/staff/notices/{id}/withdraw`: one person is enough, so that nothing wrong stays up.
pub async fn withdraw(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let reason = fields.text("withdraw_reason");
    let mut tx = state.db.begin().await?;
    let (mut case, permit) = seen::<Withdraw>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let edition = match case.edition.clone().withdraw(&permit, &reason, state.clock.now()) {
        Ok(edition) => edition,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("withdraw_reason", refusal)).await,
    };
    let open: Vec<SubjectRow> = case.subjects.iter().filter(|s| s.is_open()).cloned().collect();
    for subject in &open {
        let (to, reason, at) = (SubjectState::Withdrawn, EndReason::WithIssue, state.clock.now());
        let closing = Closing { subject, to, reason, note: "", by: Some(permit.by()), at };
        if !notice_end::close(&mut tx, state.court.id, &closing).await? {
            return Err(AppError::Conflict);
        }
    }
    case.subjects = notice::load_subjects(&mut tx, state.court.id, &case.issue.id).await?;
    let done = Done { public: true, ..Done::new(edition, "withdrawn", format!("撤下：{reason}")) };
    keep(&state, tx, &signed, &case, done).await?;
    // AN-8: faces go with the names
    for subject in &open {
        state.files.forget(subject.photo_id.as_deref()).await;
    }
    Ok(back(&id, "withdrawn"))
}
