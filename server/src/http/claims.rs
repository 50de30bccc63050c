//! `/claims`, `/claims/{slug}`.
use app::{
    domain::date::LegalDate,
    pages::claims::{self as pages, ClaimCard, PayeeRow},
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
    store::claim::{self, ClaimRow, ItemRow},
};

const MOST: i64 = 50;

/// The card of an announcement.
pub fn card(row: &ClaimRow) -> ClaimCard {
    ClaimCard {
        href: format!("/claims/{}", row.slug),
        title: row.title.clone(),
        when: when(row),
        place: row.place.clone(),
        published_on: show::day_of(row.published_at),
    }
}

fn when(row: &ClaimRow) -> String {
    let day = LegalDate::parse(&row.held_on).map_or_else(|_| row.held_on.clone(), LegalDate::zh);
    [day, row.hours.clone()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

/// GET `/claims`.
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let rows = claim::load_latest(&mut tx, state.court.id, MOST).await?;
        Ok(pages::list(pages::ListView { cards: rows.iter().map(card).collect() }))
    })
    .await
}

/// GET `/claims/{slug}`.
pub async fn one(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let row = claim::load(&mut tx, state.court.id, &slug).await?.ok_or(AppError::NotFound)?;
        match show::shown(&row.state) {
            Shown::Yes => {}
            Shown::Gone => return Err(AppError::Gone),
            Shown::No => return Err(AppError::NotFound),
        }
        let items = claim::load_items(&mut tx, state.court.id, &row.id).await?;
        Ok(pages::one(pages::OneView {
            number: row.slug.clone(),
            title: row.title.clone(),
            published_on: show::day_of(row.published_at),
            when: when(&row),
            place: row.place.clone(),
            phone: row.phone.clone(),
            access: String::new(),
            documents: row.documents.lines().filter_map(document).collect(),
            deadline: row.deadline.clone(),
            consequence: row.consequence.clone(),
            payees: items.iter().map(|item| payee(&row, item)).collect(),
            body: markdown::render(&row.body_md),
            source: row.source.clone(),
            department: show::DEPARTMENT.into(),
        }))
    })
    .await
}

/// `本人领取：身份证、银行卡` → who, and each paper.
fn document(line: &str) -> Option<(String, Vec<String>)> {
    let (who, papers) = line.split_once('：')?;
    let papers = papers.split(['、', '；']).map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect();
    Some((who.to_string(), papers))
}

fn payee(claim: &ClaimRow, item: &ItemRow) -> PayeeRow {
    PayeeRow {
        case_no: show::case_no(&item.case_no),
        payee: item.payee.clone(),
        officer: claim.contact.clone(),
        phone: claim.phone.clone(),
    }
}
