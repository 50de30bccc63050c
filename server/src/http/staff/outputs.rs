//! What can be made of an issue: poster, article, card, message, script. Nothing once it has ended or was withdrawn.
use app::{
    domain::refusal::Refusal,
    pages::staff::{
        outputs::{OutputsView, outputs},
        poster::{Paper, poster as sheet_page},
    },
    text::{broadcast, message, poster as sheets, qr as codes, wechat},
};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};

use super::super::{api::site, card, error::AppError, page::Req, record::record, session::Signed, show};
use super::{
    desk::{Case, at_the_desk, load},
    frame, not_now, show as answer,
};
use crate::{files::picture, state::AppState};

/// Nothing is made of what has ended: copies would go on looking for somebody who is not sought (BN-12).
pub(super) fn possible(state: &AppState, case: &Case) -> Result<(), Refusal> {
    let today = state.clock.now().date();
    let over = show::status(&case.issue, &case.subjects, today).is_some_and(|status| !status.is_open());
    if !over && !case.edition.state.is_gone() {
        return Ok(());
    }
    let fix = "请把已经张贴和推送的逐一撤下。";
    Err(Refusal::new("BN-12", "state", "这期公告已经结束或者撤下，不再提供任何文本。", fix))
}

async fn case(state: &AppState, signed: &Signed, id: &str) -> Result<Case, AppError> {
    at_the_desk(signed)?;
    let case = load(state, &mut state.db.read().await?, id).await?;
    possible(state, &case).map_err(|r| not_now(&r, format!("{}/placements", case.href())))?;
    Ok(case)
}

/// GET `/staff/notices/{id}/outputs`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let case = case(&state, &signed, &id).await?;
    let record = record(&state, &case.issue, &case.subjects);
    let named = |position: i64| case.subjects.iter().find(|s| s.position == position).map(|s| s.name.clone());
    let (site, slug) = (site(&state), &record.slug);
    let public = [
        ("公告页面", format!("{site}/notices/{slug}")),
        ("核验页面", record.verify_url.clone()),
        ("开放数据", format!("{site}/api/v1/notices/{slug}")),
        ("订阅", format!("{site}/feed.atom")),
    ];
    let view = OutputsView {
        no_zh: record.number.clone(),
        draft: record.draft,
        subjects: record.subjects.iter().filter_map(|s| Some((s.position, named(s.position)?))).collect(),
        article: wechat::article(&record, state.clock.now().date()),
        message: message::message(&record),
        script: broadcast::script(&record),
        links: if record.draft { Vec::new() } else { public.into() },
        card: picture::family().await.is_some(),
        id,
    };
    Ok(answer(&state, &req, &signed, &outputs(&frame(&state, &req, &signed).await?, &view)))
}

/// GET `/staff/notices/{id}/poster/{subject}?paper=a3`
pub async fn poster(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, position)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let case = case(&state, &signed, &id).await?;
    let position = position.parse().map_err(|_| AppError::NotFound)?;
    let record = record(&state, &case.issue, &case.subjects);
    let sheet = sheets::poster(&record, position, state.clock.now().date()).ok_or(AppError::NotFound)?;
    let paper = req.query("paper").and_then(Paper::parse).unwrap_or_default();
    let back = format!("{}/outputs", case.href());
    Ok(answer(&state, &req, &signed, &sheet_page(&frame(&state, &req, &signed).await?, &sheet, paper, &back)))
}

/// GET `/staff/notices/{id}/card.png`
pub async fn card(State(state): State<AppState>, signed: Signed, Path(id): Path<String>) -> Result<Response, AppError> {
    let case = case(&state, &signed, &id).await?;
    Ok(png(card::drawn(&state, &case.issue, &case.subjects).await?))
}

/// GET `/staff/notices/{id}/qr.png`: the code of a poster, for articles that take pictures only.
pub async fn qr(State(state): State<AppState>, signed: Signed, Path(id): Path<String>) -> Result<Response, AppError> {
    let case = case(&state, &signed, &id).await?;
    let record = record(&state, &case.issue, &case.subjects);
    let svg = codes::svg(&record.verify_url).ok_or(AppError::NotFound)?;
    // eight dots a module: sharp at the 30 mm that a phone reads
    let large = svg.replacen("<svg ", "<svg width=\"480\" height=\"480\" ", 1);
    Ok(png(picture::png(large).await?))
}

fn png(bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
