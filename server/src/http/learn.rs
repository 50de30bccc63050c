//! `/learn`, `/learn/{slug}`.
use app::{
    pages::{
        Page,
        learn::{self as pages, ArticleCard},
    },
    text::markdown,
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    error::AppError,
    page::{Req, cached},
    show::{self, Shown},
};
use crate::{
    state::AppState,
    store::{
        Tx,
        article::{self, ArticleRow},
    },
};

/// The line of an article in a list.
pub fn card(row: &ArticleRow) -> ArticleCard {
    ArticleCard { href: format!("/learn/{}", row.slug), title: row.title.clone(), lead: row.summary.clone() }
}

/// GET `/learn`.
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let rows = article::load_all(&mut tx, state.court.id).await?;
        Ok(pages::list(pages::ListView { articles: rows.iter().map(card).collect() }))
    })
    .await
}

/// GET `/learn/{slug}`.
pub async fn one(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async { page(&state, &mut state.db.read().await?, &slug).await }).await
}

/// The page at this address as `tx` sees it: the desk's preview looks at what is not committed.
pub async fn page(state: &AppState, tx: &mut Tx, slug: &str) -> Result<Page, AppError> {
    let row = article::load(tx, state.court.id, slug).await?.ok_or(AppError::NotFound)?;
    match show::shown(&row.state) {
        Shown::Yes => {}
        Shown::Gone => return Err(AppError::Gone),
        Shown::No => return Err(AppError::NotFound),
    }
    let all = article::load_all(tx, state.court.id).await?;
    Ok(pages::one(pages::OneView {
        title: row.title.clone(),
        lead: row.summary.clone(),
        body: markdown::render(&row.body_md),
        laws: Vec::new(),
        published_on: show::day_of(row.published_at),
        source: String::new(),
        department: show::DEPARTMENT.into(),
        related: all.iter().filter(|a| a.slug != row.slug).take(3).map(card).collect(),
    }))
}
