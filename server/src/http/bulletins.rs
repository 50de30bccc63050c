//! `/announcements`, `/disposals` and one of each.
use app::{
    components::Moment,
    domain::{
        content::{ContentKind, Values, progress, value},
        content_spec::STAGES,
    },
    pages::{
        Page,
        bulletins::{self as pages, AnnouncementView, DisposalView},
        learn::ArticleCard,
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
        bulletin::{self, BulletinRow},
    },
};

/// Most bulletins a page lists.
const MOST: i64 = 100;

/// The line of a bulletin in a list.
pub fn card(row: &BulletinRow) -> ArticleCard {
    let folder = ContentKind::parse(&row.kind).map_or("", ContentKind::folder);
    ArticleCard { href: format!("/{folder}/{}", row.slug), title: row.title.clone(), lead: row.summary.clone() }
}

/// GET `/announcements`.
pub async fn announcements(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    list(&state, &req, ContentKind::Announcement).await
}

/// GET `/disposals`.
pub async fn disposals(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    list(&state, &req, ContentKind::Disposal).await
}

async fn list(state: &AppState, req: &Req, kind: ContentKind) -> Result<Response, AppError> {
    cached(state, req, &[], || async {
        let rows = bulletin::latest(&mut state.db.read().await?, state.court.id, kind, MOST).await?;
        Ok(pages::list(kind, rows.iter().map(card).collect()))
    })
    .await
}

/// GET `/announcements/{slug}`.
pub async fn announcement(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    req: Req,
) -> Result<Response, AppError> {
    one(&state, &req, ContentKind::Announcement, &slug).await
}

/// GET `/disposals/{slug}`.
pub async fn disposal(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    one(&state, &req, ContentKind::Disposal, &slug).await
}

async fn one(state: &AppState, req: &Req, kind: ContentKind, slug: &str) -> Result<Response, AppError> {
    cached(state, req, &[], || async { page(state, &mut state.db.read().await?, kind, slug).await }).await
}

/// The page at this address as `tx` sees it: the desk's preview looks at what is not committed.
pub async fn page(state: &AppState, tx: &mut Tx, kind: ContentKind, slug: &str) -> Result<Page, AppError> {
    let row = bulletin::load(tx, state.court.id, kind, slug).await?.ok_or(AppError::NotFound)?;
    match show::shown(&row.state) {
        Shown::Yes => {}
        Shown::Gone => return Err(AppError::Gone),
        Shown::No => return Err(AppError::NotFound),
    }
    let values = row.values()?;
    Ok(if kind == ContentKind::Disposal { progress_page(&row, &values) } else { meeting_page(&row, &values) })
}

fn meeting_page(row: &BulletinRow, values: &Values) -> Page {
    let of = |id: &str| value(values, id).to_owned();
    pages::announcement(AnnouncementView {
        title: of("title"),
        summary: of("summary"),
        held_on: of("held_on"),
        hours: of("hours"),
        place: of("place"),
        contact: of("contact"),
        phone: of("phone"),
        body: markdown::render(value(values, "body")),
        published_on: show::day_of(Some(row.published_at)),
        source: of("source"),
        department: show::DEPARTMENT.into(),
    })
}

fn progress_page(row: &BulletinRow, values: &Values) -> Page {
    let of = |id: &str| value(values, id).to_owned();
    let sums = [
        ("确认退赔", "confirmed_text"),
        ("已经追回", "recovered_text"),
        ("已经发放", "paid_text"),
        ("还没有处置", "left_text"),
    ];
    pages::disposal(DisposalView {
        title: of("title"),
        summary: of("summary"),
        case_no: show::case_no(value(values, "case_no")),
        road: road(value(values, "stage")),
        history: history(value(values, "stages")),
        sums: sums.into_iter().map(|(label, id)| (label.to_owned(), of(id))).collect(),
        as_of: of("as_of"),
        register: of("register_text"),
        register_until: of("register_until"),
        claim: of("claim_text"),
        next: of("next_text"),
        contact: of("contact"),
        phone: of("phone"),
        hours: of("hours"),
        body: markdown::render(value(values, "body")),
        published_on: show::day_of(Some(row.published_at)),
        source: of("source"),
        department: show::DEPARTMENT.into(),
    })
}

/// Every stage in its order, with the one it stands at marked.
fn road(stage: &str) -> Vec<Moment> {
    let moment =
        |(code, words): &(&str, &str)| Moment { title: (*words).into(), current: *code == stage, ..Moment::default() };
    STAGES.iter().map(moment).collect()
}

fn history(text: &str) -> Vec<Moment> {
    let mut steps = progress(text);
    steps.reverse();
    steps.into_iter().map(|(when, title)| Moment { title, when: when.zh(), ..Moment::default() }).collect()
}
