//! `/api/v1/withdrawn`: what has left the site, for those who hold copies (GF-9). It names addresses and nothing else.
use app::{
    api::open::{Listing, PageQuery, Problem, Withdrawn},
    domain::{content::ContentKind, date::Instant},
};
use axum::{extract::State, response::Response};

use super::{
    super::{
        error::AppError,
        packed,
        page::{Req, cached_data},
    },
    json, paging, site,
};
use crate::{
    crypto::ledger_chain::Line,
    state::AppState,
    store::open_data::{self, After},
};

/// Records that were withdrawn, in the order in which they went. One that is published again stands in its own list
/// with a later `changed`. Entries of persons' lists are not among them (EW-4).
#[utoipa::path(
    get,
    path = "/api/v1/withdrawn",
    params(PageQuery),
    responses(
        (status = 200, body = Listing<Withdrawn>),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    let after = paging::asked(&req)?;
    cached_data(&state, &req, &paging::KEYS, &packed::JSON, || async {
        let mut tx = state.db.read().await?;
        let ask = After { limit: after.limit + 1, ..after.clone() };
        let mut rows = open_data::gone(&mut tx, state.court.id, &ask).await?;
        let next = paging::cut(&mut rows, after.limit, |row: &Line| (row.at, row.seq.to_string()));
        json(&Listing { items: rows.iter().filter_map(|row| of(&state, row)).collect(), next })
    })
    .await
}

/// `notice/2025-21` is the kind and the number under which the record stood.
fn of(state: &AppState, row: &Line) -> Option<Withdrawn> {
    let (kind, id) = row.record.split_once('/')?;
    let folder = match kind {
        "notice" => "notices",
        kind => ContentKind::parse(kind)?.folder(),
    };
    Some(Withdrawn {
        kind: kind.to_owned(),
        id: id.to_owned(),
        url: format!("{}/{folder}/{id}", site(state)),
        changed: Instant(row.at).iso(),
    })
}
