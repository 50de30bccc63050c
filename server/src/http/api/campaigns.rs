//! `/api/v1/campaigns`: campaigns, parents and children in one list.
use app::{
    api::open::{Campaign, Listing, PageQuery, Problem},
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
        campaign::CampaignRow,
        open_data::{self, After},
    },
};

/// Campaigns; children stand among them and name their parent.
#[utoipa::path(
    get,
    path = "/api/v1/campaigns",
    params(PageQuery),
    responses(
        (status = 200, body = Listing<Campaign>),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    let after = paging::asked(&req)?;
    cached_data(&state, &req, &paging::KEYS, &packed::JSON, || async {
        let mut tx = state.db.read().await?;
        let ask = After { limit: after.limit + 1, ..after.clone() };
        let mut rows = open_data::campaigns(&mut tx, state.court.id, &ask).await?;
        let next = paging::cut(&mut rows, after.limit, |row: &CampaignRow| (row.updated_at, row.slug.clone()));
        json(&Listing { items: rows.iter().map(|row| of(&state, row)).collect(), next })
    })
    .await
}

fn of(state: &AppState, row: &CampaignRow) -> Campaign {
    Campaign {
        id: row.slug.clone(),
        title: row.title.clone(),
        parent: row.parent_slug.clone(),
        year: row.year,
        period: row.period.clone(),
        goal: row.goal.clone(),
        source: row.source.clone(),
        published_on: show::day_of(row.published_at),
        url: format!("{}/campaigns/{}", site(state), row.slug),
        changed: Instant(row.updated_at).iso(),
    }
}
