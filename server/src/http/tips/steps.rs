//! Steps 1, 2 and 4: show what was typed, keep what passes, give back what does not.
use app::{
    form::{Errors, tip_what::WhatForm, tip_where::WhereForm, tip_you::YouForm},
    pages::tips::{self as pages, PlaceView, WhatView, YouView},
};
use axum::{Form, extract::State, response::Response};

use super::{
    answer,
    session::{Codes, Data, Draft, Drafting, Session},
    to,
};
use crate::{
    http::{error::AppError, page::Req},
    state::AppState,
};

/// Saves one answer into the draft.
async fn keep(state: &AppState, session: &mut Session, apply: impl Fn(&mut Draft)) -> Result<(), AppError> {
    let now = state.clock.now();
    let apply = |data: &mut Data| {
        if let Some(draft) = &mut data.draft {
            apply(draft);
            draft.touched = now;
        }
    };
    session.change(state, apply).await
}

pub async fn get_what(State(state): State<AppState>, req: Req, Drafting(_, draft): Drafting) -> Response {
    what(&state, &req, &draft, draft.what.clone(), Errors::default())
}

pub async fn post_what(
    State(state): State<AppState>,
    req: Req,
    Drafting(mut session, draft): Drafting,
    axum_extra::extract::Form(form): axum_extra::extract::Form<WhatForm>,
) -> Result<Response, AppError> {
    if let Err(errors) = form.validate(state.clock.now().date()) {
        return Ok(what(&state, &req, &draft, form, errors));
    }
    keep(&state, &mut session, |draft| draft.what = form.clone()).await?;
    Ok(to("/tips/new/where"))
}

fn what(state: &AppState, req: &Req, draft: &Draft, form: WhatForm, errors: Errors) -> Response {
    let wrong = !errors.is_empty();
    let view = WhatView { form, errors, today: state.clock.now().date(), subject_zh: draft.subject_zh.clone() };
    answer(state, req, wrong, &pages::what(&view))
}

pub async fn get_where(State(state): State<AppState>, req: Req, Drafting(_, draft): Drafting) -> Response {
    place(&state, &req, draft.place, Errors::default())
}

pub async fn post_where(
    State(state): State<AppState>,
    req: Req,
    Drafting(mut session, _): Drafting,
    Form(form): Form<WhereForm>,
) -> Result<Response, AppError> {
    if let Err(errors) = form.validate(state.clock.now().date()) {
        return Ok(place(&state, &req, form, errors));
    }
    keep(&state, &mut session, |draft| draft.place = form.clone()).await?;
    Ok(to("/tips/new/photos"))
}

fn place(state: &AppState, req: &Req, form: WhereForm, errors: Errors) -> Response {
    let wrong = !errors.is_empty();
    let view = PlaceView { form, errors, today: state.clock.now().date() };
    answer(state, req, wrong, &pages::place(&view))
}

pub async fn get_you(State(state): State<AppState>, req: Req, Drafting(_, draft): Drafting) -> Response {
    you(&state, &req, draft.you, Errors::default())
}

pub async fn post_you(
    State(state): State<AppState>,
    req: Req,
    Drafting(mut session, _): Drafting,
    Form(form): Form<YouForm>,
) -> Result<Response, AppError> {
    if let Err(errors) = form.validate() {
        return Ok(you(&state, &req, form, errors));
    }
    // ticket and secret are fixed with the last answer, so that sending costs no write of its own
    let codes = Codes::generate();
    let apply = |draft: &mut Draft| {
        draft.you = form.kept();
        draft.sending.get_or_insert_with(|| codes.clone());
    };
    keep(&state, &mut session, apply).await?;
    Ok(to("/tips/new/check"))
}

fn you(state: &AppState, req: &Req, form: YouForm, errors: Errors) -> Response {
    let wrong = !errors.is_empty();
    answer(state, req, wrong, &pages::you(&YouView { form, errors }))
}
