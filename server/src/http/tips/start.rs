//! `/tips/new`: the start page, and the press that begins a session.
use app::pages::tips::{self as pages, Missed, StartView, UnfinishedView};
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use serde::Deserialize;

use super::{
    answer,
    session::{Data, Draft, Session},
    subject, to,
};
use crate::{
    http::{error::AppError, limits::Sender, page::Req},
    state::AppState,
};

/// The two hidden fields that carry a notice into the form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StartForm {
    notice: String,
    subject: String,
    /// Pressed on the question page: the draft for another notice goes.
    instead: String,
}

pub async fn get(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    let notice = req.query("notice").unwrap_or_default().to_owned();
    let number = req.query("subject").unwrap_or_default().to_owned();
    let target = subject::find(&state, &notice, &number).await?;
    let known = target.is_some();
    let missed = if known { Missed::Nothing } else { subject::missed(&state, &notice, &number).await? };
    let view = StartView {
        subject_zh: target.map(|t| t.zh),
        missed,
        notice: if known { notice } else { String::new() },
        subject: if known { number } else { String::new() },
        court: state.view.name.clone(),
        phone: state.view.phone.clone(),
    };
    Ok(answer(&state, &req, false, &pages::start(&view)))
}

/// Begins afresh under a new key, goes on with a draft for the same subject, or asks about one for another.
pub async fn post(
    State(state): State<AppState>,
    headers: HeaderMap,
    req: Req,
    sender: Sender,
    Form(form): Form<StartForm>,
) -> Result<Response, AppError> {
    state.limits.lookups.check(&sender)?;
    let target = subject::find(&state, &form.notice, &form.subject).await?;
    let fresh = Draft {
        subject: target.as_ref().map(|t| t.id.clone()),
        subject_code: target.as_ref().map(|t| t.code.clone()).unwrap_or_default(),
        subject_zh: target.map(|t| t.zh),
        ..Draft::default()
    };
    let session = match Session::maybe(&state, &headers).await? {
        // an unread receipt must not be lost by starting again
        Some(session) if session.data.receipt.is_some() => return Ok(to("/tips/receipt")),
        // nor the answers given so far, however often the button is pressed
        Some(session) if session.data.is_dear() && same_subject(&session.data, &fresh) => {
            return Ok(to("/tips/new/what"));
        }
        Some(session) if session.data.is_dear() && form.instead.is_empty() => {
            let view = UnfinishedView {
                notice: form.notice,
                subject: form.subject,
                begun_zh: session.data.draft.and_then(|draft| draft.subject_zh),
                wanted_zh: fresh.subject_zh,
            };
            return Ok(answer(&state, &req, false, &pages::unfinished(&view)));
        }
        Some(session) => {
            let data = Data { draft: Some(fresh), ..session.data.clone() };
            session.renew(&state, data).await?
        }
        None => Session::start(&state, Data { draft: Some(fresh), ..Data::default() }).await?,
    };
    let mut response = to("/tips/new/what");
    response.headers_mut().append(header::SET_COOKIE, session.cookie(&state));
    Ok(response)
}

fn same_subject(data: &Data, fresh: &Draft) -> bool {
    data.draft.as_ref().is_some_and(|draft| draft.subject == fresh.subject)
}
