//! GET `/photos/{name}`: the photo of a notice, for as long as the notice is in force (AN-8).
use app::domain::staff::Action;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{error::AppError, session::chip_of};
use crate::{
    files::FileName,
    state::AppState,
    store::{content_image, notice_photo},
};

/// 410 as soon as the notice closes: every answer is asked for anew, no copy is good without asking.
pub async fn get(
    State(state): State<AppState>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let name = name.strip_suffix(".jpg").and_then(FileName::parse).ok_or(AppError::NotFound)?;
    let mut tx = state.db.single().await?;
    let shown = notice_photo::is_shown(&mut tx, state.court.id, name.as_str(), state.clock.now().date()).await?;
    drop(tx);
    if !shown {
        return Err(AppError::Gone);
    }
    // the name is random and its bytes never change
    let tag = HeaderValue::try_from(format!("\"{}\"", name.as_str())).map_err(AppError::internal)?;
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return answer(StatusCode::NOT_MODIFIED, tag, Body::empty());
    }
    let bytes = state.files.get(&name).await.map_err(AppError::internal)?.ok_or(AppError::Gone)?;
    answer(StatusCode::OK, tag, Body::from(bytes))
}

/// GET `/images/{name}`: a picture in a published text; in a draft's it is for the desk alone.
pub async fn image(
    State(state): State<AppState>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let name = name.strip_suffix(".jpg").and_then(FileName::parse).ok_or(AppError::NotFound)?;
    let shown = content_image::is_shown(&mut state.db.single().await?, state.court.id, name.as_str()).await?;
    if !shown && !at_a_desk(&headers, &state).await {
        return Err(AppError::Gone);
    }
    let tag = HeaderValue::try_from(format!("\"{}\"", name.as_str())).map_err(AppError::internal)?;
    if shown && headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return answer(StatusCode::NOT_MODIFIED, tag, Body::empty());
    }
    let bytes = state.files.get(&name).await.map_err(AppError::internal)?.ok_or(AppError::Gone)?;
    if shown { answer(StatusCode::OK, tag, Body::from(bytes)) } else { Ok(unseen(bytes)) }
}

async fn at_a_desk(headers: &HeaderMap, state: &AppState) -> bool {
    let desk = [Action::Write, Action::Review, Action::Publish];
    chip_of(headers, state).await.is_some_and(|chip| !chip.held && desk.iter().any(|a| chip.may.contains(a)))
}

/// A picture that is not public: no copy of it is kept anywhere.
pub fn unseen(bytes: Vec<u8>) -> Response {
    let kind = (header::CONTENT_TYPE, "image/jpeg");
    let robots = (HeaderName::from_static("x-robots-tag"), "noindex, noarchive, noimageindex");
    ([kind, (header::CACHE_CONTROL, "private, no-store"), robots], Body::from(bytes)).into_response()
}

fn answer(status: StatusCode, tag: HeaderValue, body: Body) -> Result<Response, AppError> {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "image/jpeg")
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::ETAG, tag)
        .header("x-robots-tag", "noindex, noarchive, noimageindex")
        .body(body)
        .map_err(AppError::internal)
}
