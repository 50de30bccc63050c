//! `/api/v1/claims`: announcements of money to collect, without the payees (CM-2, EW-4).
use app::{
    api::open::{Claim, Listing, PageQuery, Problem},
    domain::date::Instant,
};
use axum::{extract::State, response::Response};

use super::{
    super::{
        error::AppError,
        packed,
        page::{Req, cached_data},
        show,
    },
    json, paging, site,
};
use crate::{
    state::AppState,
    store::{
        claim::ClaimRow,
        open_data::{self, After},
    },
};

/// Announcements of money to collect. Who may collect stands on the pages only.
#[utoipa::path(
    get,
    path = "/api/v1/claims",
    params(PageQuery),
    responses(
        (status = 200, body = Listing<Claim>),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    let after = paging::asked(&req)?;
    cached_data(&state, &req, &paging::KEYS, &packed::JSON, || async {
        let mut tx = state.db.read().await?;
        let ask = After { limit: after.limit + 1, ..after.clone() };
        let mut rows = open_data::claims(&mut tx, state.court.id, &ask).await?;
        let next = paging::cut(&mut rows, after.limit, |row: &ClaimRow| (row.updated_at, row.slug.clone()));
        json(&Listing { items: rows.iter().map(|row| of(&state, row)).collect(), next })
    })
    .await
}

fn of(state: &AppState, row: &ClaimRow) -> Claim {
    Claim {
        id: row.slug.clone(),
        title: row.title.clone(),
        held_on: row.held_on.clone(),
        hours: row.hours.clone(),
        place: row.place.clone(),
        phone: row.phone.clone(),
        documents: row.documents.lines().map(str::to_owned).collect(),
        deadline: row.deadline.clone(),
        consequence: row.consequence.clone(),
        published_on: show::day_of(row.published_at),
        url: format!("{}/claims/{}", site(state), row.slug),
        changed: Instant(row.updated_at).iso(),
    }
}
