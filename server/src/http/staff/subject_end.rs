//! One debtor of a published issue stops being sought; the others go on (BN-12, AN-8).
use app::{
    domain::{
        notice::{EndReason, SubjectState},
        staff::{Permit, Withdraw},
    },
    form::{Errors, subject_end::EndForm},
    pages::staff::subject_end::{EndPlace, subject_end},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
    show,
};
use super::{
    desk::{Case, load},
    forbidden, frame,
    issue_steps::keep,
    not_now, show as answer, show_again,
};
use crate::{
    editions::notice::Done,
    state::AppState,
    store::{
        notice::{self, SubjectRow},
        notice_end::{self, Closing},
    },
};

/// Words of the way from the issue's page to this form, empty where this person cannot close the subject now.
pub(super) fn way(state: &AppState, signed: &Signed, case: &Case, row: &SubjectRow) -> &'static str {
    let open = right(state, signed, case).is_ok_and(|permit| closable(&permit, case, row).is_ok());
    match (open, row.is_open()) {
        (true, true) => "结束征集",
        (true, false) => "改为撤下",
        (false, _) => "",
    }
}

fn right(state: &AppState, signed: &Signed, case: &Case) -> Result<Permit<Withdraw>, AppError> {
    signed.who.permit(&case.edition.matter(state.court.id)).map_err(|r| forbidden(&r))
}

/// 409 when only a state is in the way. Withdrawing is the last that may still be done: where it may not, nothing may.
fn closable(permit: &Permit<Withdraw>, case: &Case, row: &SubjectRow) -> Result<SubjectState, AppError> {
    closed(permit, case, row, EndReason::Mistaken)
}

fn closed(
    permit: &Permit<Withdraw>,
    case: &Case,
    row: &SubjectRow,
    reason: EndReason,
) -> Result<SubjectState, AppError> {
    let now = SubjectState::parse(&row.state).ok_or(AppError::NotFound)?;
    now.close(permit, case.edition.state, reason).map_err(|r| not_now(&r, case.href()))
}

/// GET `/staff/notices/{id}/subjects/{subject}/end`
pub async fn form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, subject)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    let permit = right(&state, &signed, &case)?;
    let row = case.subject(&subject).ok_or(AppError::NotFound)?;
    closable(&permit, &case, row)?;
    let form = EndForm { version: case.issue.version.to_string(), ..EndForm::default() };
    let frame = frame(&state, &req, &signed).await?;
    Ok(answer(&state, &req, &signed, &subject_end(&frame, &place(&permit, &case, row), &form, &Errors::default())))
}

fn place(permit: &Permit<Withdraw>, case: &Case, row: &SubjectRow) -> EndPlace {
    let leads = |reason: &EndReason| closed(permit, case, row, *reason).is_ok();
    EndPlace {
        reasons: EndReason::BY_HAND.into_iter().filter(leads).collect(),
        issue: case.issue.id.clone(),
        issue_zh: show::number(&case.issue),
        subject: row.id.clone(),
        position: row.position,
        name: row.name.clone(),
        case_no: show::case_no(&row.case_no),
        state_zh: SubjectState::parse(&row.state).map_or("", SubjectState::zh).into(),
    }
}

/// POST `/staff/notices/{id}/subjects/{subject}/end`: row, reason, version, search and event in one transaction.
pub async fn end(
    State(state): State<AppState>,
    req: Req,
    Path((id, subject)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = EndForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let mut case = load(&state, &mut tx, &id).await?;
    let permit = right(&state, &signed, &case)?;
    let row = case.subject(&subject).ok_or(AppError::NotFound)?.clone();
    closable(&permit, &case, &row)?;
    let (reason, note) = match form.check() {
        Ok(checked) => checked,
        Err(errors) => {
            tx.rollback().await?;
            let frame = frame(&state, &req, &signed).await?;
            let page = subject_end(&frame, &place(&permit, &case, &row), &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    };
    let to = closed(&permit, &case, &row, reason)?;
    if case.issue.version.to_string() != form.version {
        return Err(AppError::Conflict);
    }
    let at = state.clock.now();
    let closing = Closing { subject: &row, to, reason, note: &note, by: Some(permit.by()), at };
    if !notice_end::close(&mut tx, state.court.id, &closing).await? {
        return Err(AppError::Conflict);
    }
    case.subjects = notice::load_subjects(&mut tx, state.court.id, &case.issue.id).await?;
    // the public reads this line: the place and what became of it, never the reason
    let public = format!("第 {} 号{}", row.position, to.zh());
    let done = Done {
        about: format!("第 {} 号：{}", row.position, reason.zh()),
        public: true,
        ..Done::new(case.edition.clone(), "subject_ended", public)
    };
    keep(&state, tx, &signed, &case, done).await?;
    state.files.forget(row.photo_id.as_deref()).await;
    Ok(Redirect::to(&format!("/staff/notices/{id}?done=ended#main")).into_response())
}
