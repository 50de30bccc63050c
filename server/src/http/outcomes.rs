//! `/outcomes`, `/outcomes/{slug}`.
use app::{
    components::Pager,
    domain::date::PartialDate,
    pages::{
        Page,
        outcomes::{self as pages, OutcomeCard, Step, StepView},
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
        Tx, campaign,
        outcome::{self, OutcomeRow, StepRow},
    },
};

const MOST: i64 = 100;

/// The card of an outcome.
pub fn card(row: &OutcomeRow) -> OutcomeCard {
    OutcomeCard {
        href: format!("/outcomes/{}", row.slug),
        title: row.title.clone(),
        owed: row.owed_text.clone(),
        done: row.done_text.clone(),
        arrived: row.arrived_text.clone(),
        days: String::new(),
        published_on: show::day_of(row.published_at),
    }
}

/// GET `/outcomes`.
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let rows = outcome::load_latest(&mut tx, state.court.id, MOST).await?;
        Ok(pages::list(pages::ListView {
            total: rows.len() as i64,
            cards: rows.iter().map(card).collect(),
            pager: Pager { path: "/outcomes".into(), page: 1, pages: 1, ..Pager::default() },
        }))
    })
    .await
}

/// GET `/outcomes/{slug}`.
pub async fn one(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async { page(&state, &mut state.db.read().await?, &slug).await }).await
}

/// The page at this address as `tx` sees it: the desk's preview looks at what is not committed.
pub async fn page(state: &AppState, tx: &mut Tx, slug: &str) -> Result<Page, AppError> {
    let row = outcome::load(tx, state.court.id, slug).await?.ok_or(AppError::NotFound)?;
    match show::shown(&row.state) {
        Shown::Yes => {}
        Shown::Gone => return Err(AppError::Gone),
        Shown::No => return Err(AppError::NotFound),
    }
    let steps = outcome::load_steps(tx, state.court.id, &row.id).await?;
    let campaign = match row.campaign_slug.as_str() {
        "" => None,
        slug => campaign::load(tx, state.court.id, slug).await?,
    };
    Ok(pages::one(pages::OneView {
        number: row.slug.clone(),
        title: row.title.clone(),
        cause: row.cause.clone(),
        owed: row.owed_text.clone(),
        arrived: row.arrived_text.clone(),
        days: String::new(),
        steps: steps.iter().filter_map(step).collect(),
        body: markdown::render(&row.body_md),
        published_on: show::day_of(row.published_at),
        source: row.source.clone(),
        department: show::DEPARTMENT.into(),
        campaign: campaign.map(|c| (format!("/campaigns/{}", c.slug), c.title)),
    }))
}

fn step(row: &StepRow) -> Option<StepView> {
    let step = match row.stage.as_str() {
        "lead" => Step::Lead,
        "measure" => Step::Measure,
        "result" => Step::Result,
        "sum" => Step::Sum,
        _ => return None,
    };
    let when = PartialDate::parse(&row.happened).map(PartialDate::zh).unwrap_or_default();
    Some(StepView { step, when, text: row.text.clone() })
}
