//! `/campaigns`, `/campaigns/{slug}`.
use app::{
    pages::{
        Page,
        campaigns::{self as pages, CampaignCard},
    },
    text::markdown,
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    error::AppError,
    outcomes,
    page::{Req, cached},
    show::{self, Shown},
};
use crate::{
    state::AppState,
    store::{
        Tx,
        campaign::{self, CampaignRow},
        figure, outcome,
    },
};

fn card(row: &CampaignRow) -> CampaignCard {
    CampaignCard {
        href: format!("/campaigns/{}", row.slug),
        name: row.title.clone(),
        from: String::new(),
        until: String::new(),
        goal: if row.period.is_empty() { row.goal.clone() } else { format!("{}。{}", row.period, row.goal) },
    }
}

/// GET `/campaigns`.
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let rows = campaign::load_all(&mut tx, state.court.id).await?;
        Ok(pages::list(pages::ListView { cards: rows.iter().map(card).collect() }))
    })
    .await
}

/// GET `/campaigns/{slug}`.
pub async fn one(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async { page(&state, &mut state.db.read().await?, &slug).await }).await
}

/// The page at this address as `tx` sees it: the desk's preview looks at what is not committed.
pub async fn page(state: &AppState, tx: &mut Tx, slug: &str) -> Result<Page, AppError> {
    let court = state.court.id;
    let row = campaign::load(tx, court, slug).await?.ok_or(AppError::NotFound)?;
    match show::shown(&row.state) {
        Shown::Yes => {}
        Shown::Gone => return Err(AppError::Gone),
        Shown::No => return Err(AppError::NotFound),
    }
    let parent = match row.parent_slug.as_str() {
        "" => None,
        slug => campaign::load(tx, court, slug).await?,
    };
    let children = campaign::load_children(tx, court, &row.slug).await?;
    let figures = figure::load_of_campaign(tx, court, &row.slug).await?;
    let told = outcome::load_of_campaign(tx, court, &row.slug).await?;
    Ok(pages::one(pages::OneView {
        card: card(&row),
        parent: parent.map(|p| (format!("/campaigns/{}", p.slug), p.title)),
        figures: figures.iter().map(|f| show::stat(f, "")).collect(),
        definitions: figures.iter().map(show::definition).collect(),
        body: markdown::render(&row.body_md),
        children: children.iter().map(card).collect(),
        outcomes: told.iter().map(outcomes::card).collect(),
        source: row.source.clone(),
        department: show::DEPARTMENT.into(),
    }))
}
