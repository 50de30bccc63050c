//! 409 with both texts, the same for every desk: nothing typed is lost, nothing saved is overwritten unseen.
use app::{
    domain::date::Instant,
    form::{
        fields::Fields,
        words::{Words, differing},
    },
    pages::{
        Page,
        staff::{Frame, conflict::ConflictView},
    },
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::{self, Req},
    session::Signed,
};
use super::{desk::name_of, frame};
use crate::{state::AppState, store::staff};

/// What is stored now of a form that somebody typed on an older version.
pub(super) struct Stored<'a> {
    pub words: Words,
    pub version: i64,
    /// Who saved it, and when
    pub by: &'a Option<String>,
    pub at: i64,
    /// Where the form goes, and the page of the record
    pub action: String,
    pub record: String,
}

/// `page` is the desk's own: it knows how its form looks.
pub(super) async fn overtaken(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    stored: Stored<'_>,
    (typed, mine): (&Fields, &Words),
    page: impl FnOnce(&Frame, &ConflictView) -> Page,
) -> Result<Response, AppError> {
    let differences = differing(&stored.words, mine);
    if differences.is_empty() && !typed.has("id_no") {
        // pressed twice, or it had saved itself: what was typed stands there already
        return Ok(Redirect::to(&format!("{}?done=saved#main", stored.record)).into_response());
    }
    let names = staff::names(&mut state.db.read().await?, state.court.id).await?;
    let view = ConflictView {
        who: name_of(stored.by, &names),
        when: Instant(stored.at).zh_minute(),
        differences,
        action: stored.action,
        record: stored.record,
        version: stored.version.to_string(),
        typed: typed.clone(),
    };
    let page = page(&frame(state, req, signed).await?, &view);
    Ok(page::private(state, req, StatusCode::CONFLICT, Some(signed.chip()), &page))
}
