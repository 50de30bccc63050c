//! `/staff/measures/{id}`: service and review of a fine or a detention (PW-4).
use app::{
    domain::{
        audit::EventKind,
        date::LegalDate,
        deadline::{Calendar, Duty},
        measure::MeasureKind,
        penalty_review::{PenaltyReview, ReviewResult, ReviewStep},
        refusal::Refusal,
        staff::Action,
    },
    form::{Errors, penalty_review::ReviewForm},
    pages::staff::penalty_review::{ReviewView, penalty_review as page},
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
    desk::only,
    frame,
    measures::{event, line, standing},
    not_now, show, show_again,
};
use crate::{
    state::AppState,
    store::{
        Tx, calendar,
        deadline::{self, Clocked},
        measure::{self, MeasureRow},
        penalty_review as store,
    },
};

/// GET `/staff/measures/{id}`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let mut tx = state.db.read().await?;
    let (row, review) = load(&state, &mut tx, &id).await?;
    shown(&state, &req, &signed, (tx, &row, &review), (&ReviewForm::default(), &Errors::default())).await
}

/// Only what rests on a decision that is served can be reviewed.
async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<(MeasureRow, PenaltyReview), AppError> {
    let row = standing(state, tx, id).await?;
    let reviewable = MeasureKind::parse(&row.kind).is_some_and(MeasureKind::needs_decision);
    let review = store::load(tx, state.court.id, id).await?.filter(|_| reviewable);
    Ok((row, review.ok_or(AppError::NotFound)?))
}

async fn shown(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    (mut tx, row, review): (Tx, &MeasureRow, &PenaltyReview),
    (form, errors): (&ReviewForm, &Errors),
) -> Result<Response, AppError> {
    let known = calendar::load(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    let zh = |day: Option<LegalDate>| day.map(LegalDate::zh).unwrap_or_default();
    let until = |due: Option<app::domain::deadline::Due>| due.map(|due| due.zh()).unwrap_or_default();
    let decide_by = review.clock().and_then(|from| Duty::DecidePenaltyReview.due(from, &known).ok());
    let view = ReviewView {
        measure: line(row),
        decision_no: row.decision_no.clone(),
        served: zh(review.served_on),
        ask_until: until(review.may_ask_until(&known).ok().flatten()),
        asked: zh(review.asked_on),
        decide_by: until(decide_by),
        decided: review.decided.map(|(on, result)| format!("{}，{}", on.zh(), result.zh())).unwrap_or_default(),
        next: review.next(),
    };
    let page = page(&frame(state, req, signed).await?, &view, form, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

/// POST `/staff/measures/{id}`: one step; what the review revokes counts no more.
pub async fn step(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let (form, now) = (ReviewForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let (row, review) = load(&state, &mut tx, &id).await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    let decided_on = LegalDate::parse(&row.on_day).unwrap_or(now.date());
    let to = match form.take(review, decided_on, now.date(), &known) {
        Ok(to) => to,
        Err(refusal) if refusal.is_of_state() => return Err(not_now(&refusal, format!("/staff/measures/{id}"))),
        Err(refusal) => {
            let errors = errors_of(&refusal);
            return shown(&state, &req, &signed, (tx, &row, &review), (&form, &errors)).await;
        }
    };
    if !store::save(&mut tx, state.court.id, &id, (&review, &to)).await? {
        return Err(AppError::Conflict);
    }
    clock(&state, &mut tx, &row, &to, &known).await?;
    let step = ReviewStep::parse(&form.step).map_or("", ReviewStep::zh);
    event(&state, &mut tx, &signed, EventKind::PenaltyReviewed, (&id, step)).await?;
    let year = row.on_day.get(..4).unwrap_or_default().to_owned();
    let mut back = format!("/staff/measures/{id}?done=saved#main");
    if to.decided.is_some_and(|(_, result)| result == ReviewResult::Revoked) {
        let why = "复议决定撤销";
        measure::void(&mut tx, state.court.id, &id, why, signed.who.id, now).await?;
        event(&state, &mut tx, &signed, EventKind::MeasureVoided, (&id, why)).await?;
        back = format!("/staff/measures?year={year}&done=saved#main");
    }
    tx.commit().await?;
    Ok(Redirect::to(&back).into_response())
}

fn errors_of(refusal: &Refusal) -> Errors {
    let mut errors = Errors::default();
    errors.push(refusal.field, refusal.sentence());
    errors
}

/// The five days of the decision, from the day somebody asked.
async fn clock(
    state: &AppState,
    tx: &mut Tx,
    row: &MeasureRow,
    review: &PenaltyReview,
    known: &Calendar,
) -> Result<(), AppError> {
    let label = format!("{} {}", line(row).kind, line(row).case_no);
    let clock = Clocked { duty: Duty::DecidePenaltyReview, object: ("measure", &row.id), label: &label };
    deadline::keep(tx, state.court.id, clock, review.clock(), known, state.clock.now()).await?;
    Ok(())
}
