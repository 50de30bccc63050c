//! GET `/photos/{name}`: the photo of a notice, for as long as the notice is in force (AN-8).
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use super::error::AppError;
use crate::{files::FileName, state::AppState, store::notice_photo};

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
