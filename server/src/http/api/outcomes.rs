//! `/api/v1/outcomes`, `/api/v1/outcomes/{slug}`: told cases, anonymised as on their pages (AN-7).
use app::{
    api::open::{Listing, Outcome, OutcomeDetail, OutcomeStep, PageQuery, Problem},
    domain::date::Instant,
    text::markdown,
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    super::{
        error::AppError,
        packed,
        page::{Req, cached_data},
        show::{self, Shown},
    },
    json, paging, site,
};
use crate::{
    state::AppState,
    store::{
        open_data::{self, After},
        outcome::{self, OutcomeRow, StepRow},
    },
};

/// Told cases.
#[utoipa::path(
    get,
    path = "/api/v1/outcomes",
    params(PageQuery),
    responses(
        (status = 200, body = Listing<Outcome>),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    let after = paging::asked(&req)?;
    cached_data(&state, &req, &paging::KEYS, &packed::JSON, || async {
        let mut tx = state.db.read().await?;
        let ask = After { limit: after.limit + 1, ..after.clone() };
        let mut rows = open_data::outcomes(&mut tx, state.court.id, &ask).await?;
        let next = paging::cut(&mut rows, after.limit, |row: &OutcomeRow| (row.updated_at, row.slug.clone()));
        json(&Listing { items: rows.iter().map(|row| of(&state, row)).collect(), next })
    })
    .await
}

/// One told case with its timeline. 410 once it was withdrawn.
#[utoipa::path(
    get,
    path = "/api/v1/outcomes/{slug}",
    params(("slug" = String, Path, description = "The `id` of the list")),
    responses(
        (status = 200, body = OutcomeDetail),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn one(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    paging::only(&req, &[])?;
    cached_data(&state, &req, &[], &packed::JSON, || async {
        let mut tx = state.db.read().await?;
        let row = outcome::load(&mut tx, state.court.id, &slug).await?.ok_or(AppError::NotFound)?;
        match show::shown(&row.state) {
            Shown::Yes => {}
            Shown::Gone => return Err(AppError::Gone),
            Shown::No => return Err(AppError::NotFound),
        }
        let steps = outcome::load_steps(&mut tx, state.court.id, &row.id).await?;
        json(&OutcomeDetail {
            outcome: of(&state, &row),
            steps: steps.into_iter().map(step).collect(),
            body_html: markdown::render(&row.body_md).into_string(),
        })
    })
    .await
}

fn of(state: &AppState, row: &OutcomeRow) -> Outcome {
    Outcome {
        id: row.slug.clone(),
        title: row.title.clone(),
        cause: row.cause.clone(),
        owed: row.owed_text.clone(),
        done: row.done_text.clone(),
        arrived: row.arrived_text.clone(),
        happened: row.happened.clone(),
        campaign: row.campaign_slug.clone(),
        source: row.source.clone(),
        published_on: show::day_of(row.published_at),
        url: format!("{}/outcomes/{}", site(state), row.slug),
        changed: Instant(row.updated_at).iso(),
    }
}

fn step(row: StepRow) -> OutcomeStep {
    OutcomeStep { stage: row.stage, happened: row.happened, text: row.text }
}
