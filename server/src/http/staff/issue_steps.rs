//! Submit, approve, publish, return, withdraw: a rule of the domain, a guarded statement, a kept version, an event.
use app::{
    domain::{
        notice::{EndReason, SubjectState},
        refusal::Refusal,
        staff::{Act, Permit, Publish, Review, Withdraw, Write},
    },
    form::{Errors, withdrawal::WithdrawalForm},
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
    desk::{self, Case, load},
    editing::Typed,
    forbidden,
    issue::{issue_page, issue_page_with},
    not_now, remarks, review,
};
use crate::{
    editions::notice::{self as notice_case, Done, hits},
    state::AppState,
    store::{
        Tx, desk as store,
        notice::{self, SubjectRow},
        notice_end::{self, Closing},
        review_pass,
    },
};

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

/// Saves the step, and lets go of what the public saw before.
pub(super) async fn keep(
    state: &AppState,
    mut tx: Tx,
    signed: &Signed,
    case: &Case,
    done: Done,
) -> Result<(), AppError> {
    if !notice_case::keep(&mut tx, state.court.id, case, &done, (signed.who.id, state.clock.now())).await? {
        return Err(AppError::Conflict);
    }
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
    let form = WithdrawalForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let (mut case, permit) = seen::<Withdraw>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let (checked, now) = (form.check(), state.clock.now());
    let words = checked.as_deref().unwrap_or("-").to_owned();
    let edition = case.edition.clone().withdraw(&permit, &words, now).map_err(|r| not_now(&r, case.href()))?;
    if let Err(errors) = checked {
        tx.rollback().await?;
        let typed = Typed { withdrawal: form, ..Typed::default() };
        return issue_page_with(&state, &req, &signed, &id, &errors, typed).await;
    }
    let open: Vec<SubjectRow> = case.subjects.iter().filter(|s| s.is_open()).cloned().collect();
    for subject in &open {
        let (to, reason, at) = (SubjectState::Withdrawn, EndReason::WithIssue, state.clock.now());
        let closing = Closing { subject, to, reason, note: "", by: Some(permit.by()), at };
        if !notice_end::close(&mut tx, state.court.id, &closing).await? {
            return Err(AppError::Conflict);
        }
    }
    case.subjects = notice::load_subjects(&mut tx, state.court.id, &case.issue.id).await?;
    let done = Done { public: true, ..Done::new(edition, "withdrawn", format!("撤下（{words}）")) };
    keep(&state, tx, &signed, &case, done).await?;
    // AN-8: faces go with the names
    for subject in &open {
        state.files.forget(subject.photo_id.as_deref()).await;
    }
    Ok(back(&id, "withdrawn"))
}
