//! `/notices/{issue}/card.png`: the share card of an issue in force. It names nobody.
use app::text::card;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    error::AppError,
    notices, packed,
    page::{Req, cached_data},
    record::record,
    show,
};
use crate::{
    files::picture,
    state::AppState,
    store::notice::{IssueRow, SubjectRow},
};

/// GET `/notices/{issue}/card.png`; 410 once the issue has ended, 404 where no Chinese font can draw it.
pub async fn get(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached_data(&state, &req, &[], &packed::PNG, || async {
        let (issue, subjects) = {
            let mut tx = state.db.read().await?;
            notices::rows(&mut tx, &state, &slug).await?
        };
        let today = state.clock.now().date();
        match show::status(&issue, &subjects, today) {
            None => Err(AppError::NotFound),
            Some(status) if !status.is_open() => Err(AppError::Gone),
            Some(_) => drawn(&state, &issue, &subjects).await,
        }
    })
    .await
}

/// The card as PNG.
pub async fn drawn(state: &AppState, issue: &IssueRow, subjects: &[SubjectRow]) -> Result<Vec<u8>, AppError> {
    let family = picture::family().await.ok_or(AppError::NotFound)?;
    Ok(picture::png(card::svg(&record(state, issue, subjects), family)).await?)
}
