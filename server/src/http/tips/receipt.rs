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
    store::{
        OrCorrupt as _,
        tip_new::{self, Arrival},
    },
};

pub async fn get(State(state): State<AppState>, req: Req, session: Session) -> Result<Response, AppError> {
    match &session.data.receipt {
        Some(kept) => page(&state, &req, kept, KeptForm::default(), Errors::default()).await,
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
        return page(&state, &req, &kept, form, errors).await;
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

async fn page(state: &AppState, req: &Req, kept: &Kept, form: KeptForm, errors: Errors) -> Result<Response, AppError> {
    let ticket = kept.codes.ticket()?;
    let mut tx = state.db.single().await?;
    let arrival = tip_new::arrival(&mut tx, state.court.id, &ticket).await?;
    drop(tx);
    let Arrival { subject_label, seq, received } = arrival.or_corrupt("tip.ticket")?;
    let wrong = !errors.is_empty();
    let view = ReceiptView {
        proof: state.tips.proof(&ticket, &subject_label, seq, received),
        ticket: ticket.to_string(),
        secret: kept.codes.secret()?.groups(),
        arrived: received,
        seq,
        subject_zh: kept.subject_zh.clone(),
        ended: kept.ended,
        form,
        errors,
    };
    Ok(answer(state, req, wrong, &pages::receipt(&view)))
}
