//! A draft on a telephone: the desk makes a link that lasts half an hour, `/preview/{token}` shows the public page of it.
use app::{
    domain::{
        content::{ContentKind, value},
        date::{Instant, LegalDate},
    },
    pages::{
        Page, preview,
        staff::phone::{PhoneView, phone},
    },
    text::markdown,
};
use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode},
    response::Response,
};

use super::super::{
    api::site,
    bulletins, campaigns, claims,
    error::AppError,
    learn, notices, outcomes,
    page::{self, Req},
    photos::unseen,
    session::{Signed, StaffForm},
};
use super::{content, desk, frame, show as answer};
use crate::{
    bound,
    crypto::token::Token,
    editions::content::images,
    files::FileName,
    state::AppState,
    store::{
        Tx, audit,
        preview_link::{self, LinkRow},
    },
};

/// How long a link lasts.
const MINUTES: i64 = 30;
const CONTENT: &str = "content";
const NOTICE: &str = "notice";

/// POST `/staff/content/{id}/phone`
pub async fn of_content(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, .. }: StaffForm,
) -> Result<Response, AppError> {
    desk::at_the_desk(&signed)?;
    let case = content::load(&state, &mut state.db.read().await?, &id).await?;
    if case.edition.state.is_gone() {
        return Err(over(case.href()));
    }
    linked(&state, &req, &signed, (CONTENT, &id), (&case.row.title, case.href())).await
}

/// POST `/staff/notices/{id}/phone`
pub async fn of_notice(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, .. }: StaffForm,
) -> Result<Response, AppError> {
    desk::at_the_desk(&signed)?;
    let case = desk::load(&state, &mut state.db.read().await?, &id).await?;
    if case.edition.state.is_gone() {
        return Err(over(case.href()));
    }
    if LegalDate::parse(&case.issue.valid_until).is_err() {
        let says = "还没有填写有效期，不能预览。请先填写开始日期和截止日期。".to_owned();
        return Err(AppError::WrongState { says, back: case.href() });
    }
    linked(&state, &req, &signed, (NOTICE, &id), (&case.issue.title, case.href())).await
}

fn over(back: String) -> AppError {
    AppError::WrongState { says: "已经撤下或者归档的内容不能再预览。".to_owned(), back }
}

async fn linked(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    (kind, id): (&str, &str),
    (title, record): (&str, String),
) -> Result<Response, AppError> {
    let (now, token) = (state.clock.now(), Token::generate());
    let expires = now.plus_minutes(MINUTES);
    let link = LinkRow { kind: kind.to_owned(), object_id: id.to_owned(), expires_at: expires.ms() };
    let mut tx = state.db.begin().await?;
    preview_link::put(&mut tx, state.court.id, (&token.hash(), signed.who.id), &link, now).await?;
    let object = (if kind == NOTICE { "issue" } else { CONTENT }, id);
    let event = audit::Event { at: now, actor: Some(signed.who.id), kind: "preview_linked", object, note: "" };
    audit::append(&mut tx, state.court.id, event).await?;
    tx.commit().await?;
    let view = PhoneView {
        title: title.to_owned(),
        record,
        link: format!("{}/preview/{}", site(state), token.text()),
        until: expires.zh_clock(),
    };
    Ok(answer(state, req, signed, &phone(&frame(state, req, signed).await?, &view)))
}

/// GET `/preview/{token}`: to whoever holds the token, for as long as it lasts.
pub async fn shown(State(state): State<AppState>, req: Req, Path(token): Path<String>) -> Result<Response, AppError> {
    let now = state.clock.now();
    let link = match Token::parse(&token) {
        Some(known) => preview_link::live(&mut state.db.read().await?, state.court.id, &known.hash(), now).await?,
        None => None,
    };
    let found = match &link {
        None => None,
        Some(link) if link.kind == NOTICE => notice_page(&state, &req, &link.object_id).await?,
        Some(link) => content_page(&state, &link.object_id).await?,
    };
    let (status, page) = match (found, link) {
        (Some(mut page), Some(link)) => {
            // what is not public has its pictures under the link alone
            page.body = page.body.replace("src=\"/images/", &format!("src=\"/preview/{token}/images/"));
            (StatusCode::OK, preview::marked(page, &Instant(link.expires_at).zh_clock()))
        }
        _ => (StatusCode::NOT_FOUND, preview::ended()),
    };
    let mut response = page::private(&state, &req, status, None, &page);
    let robots = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(robots, HeaderValue::from_static("noindex, noarchive"));
    Ok(response)
}

/// GET `/preview/{token}/images/{name}`: the pictures of that draft and of no other.
pub async fn picture(
    State(state): State<AppState>,
    Path((token, name)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let name = name.strip_suffix(".jpg").and_then(FileName::parse).ok_or(AppError::NotFound)?;
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let mut tx = state.db.read().await?;
    let link = preview_link::live(&mut tx, state.court.id, &token.hash(), state.clock.now()).await?;
    let link = link.filter(|link| link.kind == CONTENT).ok_or(AppError::NotFound)?;
    let case = content::load(&state, &mut tx, &link.object_id).await?;
    tx.rollback().await?;
    if case.edition.state.is_gone() || !images(&case).iter().any(|known| known == name.as_str()) {
        return Err(AppError::NotFound);
    }
    let bytes = state.files.get(&name).await.map_err(AppError::internal)?.ok_or(AppError::NotFound)?;
    Ok(unseen(bytes))
}

async fn notice_page(state: &AppState, req: &Req, id: &str) -> Result<Option<Page>, AppError> {
    let case = desk::load(state, &mut state.db.read().await?, id).await?;
    if case.edition.state.is_gone() || LegalDate::parse(&case.issue.valid_until).is_err() {
        return Ok(None);
    }
    Ok(notices::preview(state, req, case.issue, case.subjects))
}

/// Published in a transaction that is never committed, so that it is the public page and no likeness of it. What is still
/// too incomplete for that is shown as far as it goes.
async fn content_page(state: &AppState, id: &str) -> Result<Option<Page>, AppError> {
    let mut tx = state.db.begin().await?;
    let case = content::load(state, &mut tx, id).await?;
    if case.edition.state.is_gone() {
        return Ok(None);
    }
    let (at, now) = ((case.kind, case.row.slug.as_str()), state.clock.now());
    let page = match bound::publish(&mut tx, state.court.id, at, &case.values, now).await {
        Ok(()) => public_page(state, &mut tx, &case).await,
        Err(cause) => Err(cause.into()),
    };
    tx.rollback().await?;
    Ok(Some(page.unwrap_or_else(|_| words(&case))))
}

async fn public_page(state: &AppState, tx: &mut Tx, case: &content::Case) -> Result<Page, AppError> {
    let slug = &case.row.slug;
    match case.kind {
        ContentKind::Outcome => outcomes::page(state, tx, slug).await,
        ContentKind::Campaign => campaigns::page(state, tx, slug).await,
        ContentKind::Claim => claims::page(state, tx, slug).await,
        ContentKind::Article => learn::page(state, tx, slug).await,
        ContentKind::Announcement | ContentKind::Disposal => bulletins::page(state, tx, case.kind, slug).await,
        // one line of a page of many
        ContentKind::Figure => Ok(words(case)),
    }
}

fn words(case: &content::Case) -> Page {
    let body = markdown::render(value(&case.values, "body"));
    let page = app::pages::staff::content::preview(&case.row.title, value(&case.values, "summary"), &body);
    page.shell(app::pages::Shell::Public)
}
