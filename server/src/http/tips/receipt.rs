//! `/tips/receipt`: shown until the sender proves to have written it down.
use app::{
    form::{Errors, tip_status::KeptForm},
    pages::tips::{self as pages, ReceiptView},
};
use axum::{Form, extract::State, response::Response};

use super::{
    answer,
    session::{Kept, Session},
    to,
};
use crate::{
    http::{error::AppError, page::Req},
    state::AppState,
};

pub async fn get(State(state): State<AppState>, req: Req, session: Session) -> Result<Response, AppError> {
    match &session.data.receipt {
        Some(kept) => page(&state, &req, kept, KeptForm::default(), Errors::default()),
        None => Ok(elsewhere(&session)),
    }
}

/// The save gate: a tick and the last four signs open the thread and put the receipt away.
pub async fn post(
    State(state): State<AppState>,
    req: Req,
    mut session: Session,
    Form(form): Form<KeptForm>,
) -> Result<Response, AppError> {
    let Some(kept) = session.data.receipt.clone() else { return Ok(elsewhere(&session)) };
    let matches = kept.codes.secret()?.ends_with(&form.last4);
    if let Err(errors) = form.validate(matches) {
        return page(&state, &req, &kept, form, errors);
    }
    session
        .change(&state, |data| {
            data.receipt = None;
            data.thread = Some(kept.codes.clone());
        })
        .await?;
    Ok(to("/tips/status/thread"))
}

fn elsewhere(session: &Session) -> Response {
    let thread = session.data.thread.is_some();
    to(if thread { "/tips/status/thread" } else { "/tips/status" })
}

fn page(state: &AppState, req: &Req, kept: &Kept, form: KeptForm, errors: Errors) -> Result<Response, AppError> {
    let wrong = !errors.is_empty();
    let view = ReceiptView {
        ticket: kept.codes.ticket()?.to_string(),
        secret: kept.codes.secret()?.groups(),
        arrived: kept.at,
        seq: kept.seq,
        subject_zh: kept.subject_zh.clone(),
        proof: kept.proof.clone(),
        form,
        errors,
    };
    Ok(answer(state, req, wrong, &pages::receipt(&view)))
}
