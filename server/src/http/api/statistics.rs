//! `/api/v1/statistics/{year}`: the figures of a year with what they count (FG-1).
use app::api::open::{Figure, Problem, Statistics};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    super::{
        error::AppError,
        packed,
        page::{Req, cached_data},
        show,
        statistics::{plain, year_of},
    },
    json, paging, site,
};
use crate::{
    state::AppState,
    store::figure::{self, FigureRow},
};

/// The figures of a year.
#[utoipa::path(
    get,
    path = "/api/v1/statistics/{year}",
    params(("year" = String, Path, description = "`2025`")),
    responses(
        (status = 200, body = Statistics),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn year(State(state): State<AppState>, Path(name): Path<String>, req: Req) -> Result<Response, AppError> {
    paging::only(&req, &[])?;
    let year = year_of(&name).ok_or(AppError::NotFound)?;
    cached_data(&state, &req, &[], &packed::JSON, || async {
        let mut tx = state.db.read().await?;
        let rows = figure::load_year(&mut tx, state.court.id, year).await?;
        if rows.is_empty() {
            return Err(AppError::NotFound);
        }
        let url = format!("{}/statistics/{year}", site(&state));
        json(&Statistics { year, figures: rows.into_iter().map(of).collect(), url })
    })
    .await
}

fn of(row: FigureRow) -> Figure {
    let ((value, unit), restated) = (plain(&row), show::restated(&row));
    Figure {
        id: row.slug,
        label: row.label,
        printed: row.printed,
        value,
        unit,
        precision: row.precision,
        period_from: row.period_from,
        period_to: row.period_to,
        as_of: row.as_of,
        scope: row.scope,
        definition: row.definition,
        source: row.source,
        campaign: row.campaign_slug,
        restated,
    }
}
