//! `/tips/status`: ticket and secret by POST. Every way of not matching, once the shape is right, gets the same answer.
use app::{
    form::{
        Errors,
        tip_status::{StatusForm, not_found},
    },
    pages::tips::{self as pages, StatusView},
};
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};

use super::{
    answer,
    session::{Codes, Data, Session},
    to,
};
use crate::{
    http::{error::AppError, limits::Sender, page::Req},
    state::AppState,
    store::{message, tip},
};

pub async fn get(State(state): State<AppState>, req: Req) -> Response {
    page(&state, &req, String::new(), Errors::default())
}

pub async fn post(
    State(state): State<AppState>,
    req: Req,
    headers: HeaderMap,
    sender: Sender,
    Form(form): Form<StatusForm>,
) -> Result<Response, AppError> {
    state.limits.status.check(&sender)?;
    if let Err(errors) = form.validate() {
        return Ok(page(&state, &req, form.ticket, errors));
    }
    let codes = Codes::parse(&form.ticket, &form.secret);
    let known = match &codes {
        Some(codes) => known(&state, codes).await?,
        None => false,
    };
    let Some(codes) = codes.filter(|_| known) else {
        return Ok(page(&state, &req, form.ticket, not_found()));
    };
    let session = match Session::maybe(&state, &headers).await? {
        Some(mut session) if session.data.is_dear() => {
            session.change(&state, |data| data.thread = Some(codes.clone())).await?;
            return Ok(to("/tips/status/thread"));
        }
        // a key of its own: the cookie may have been in this browser before its present user
        Some(session) => session.renew(&state, Data { thread: Some(codes), ..Data::default() }).await?,
        None => Session::start(&state, Data { thread: Some(codes), ..Data::default() }).await?,
    };
    let mut response = to("/tips/status/thread");
    response.headers_mut().append(header::SET_COOKIE, session.cookie(&state));
    Ok(response)
}

/// Whether ticket and secret belong together; the court's messages then count as seen.
async fn known(state: &AppState, codes: &Codes) -> Result<bool, AppError> {
    let sender = codes.sender_key(state)?;
    let mut tx = state.db.read().await?;
    let found = tip::load_for_sender(&mut tx, state.court.id, &codes.ticket()?, &sender).await?;
    tx.rollback().await?;
    let Some(tip) = found else { return Ok(false) };
    if tip.unread_by_sender > 0 {
        let mut tx = state.db.begin().await?;
        message::mark_read_by_sender(&mut tx, state.court.id, &tip).await?;
        tx.commit().await?;
    }
    Ok(true)
}

fn page(state: &AppState, req: &Req, ticket: String, errors: Errors) -> Response {
    let wrong = !errors.is_empty();
    answer(state, req, wrong, &pages::status(&StatusView { ticket, errors }))
}
