//! Addresses that notices and content share while they are made: versions, previews, remarks.
use app::{
    domain::{date::Instant, staff::Action},
    form::{remark::RemarkForm, withdrawal::WithdrawalForm},
    text::markdown,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::header,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};

use super::super::{error::AppError, session::StaffForm};
use super::{UPLOAD_BYTES, desk::only, images, phone, remarks, timing, versions};
use crate::state::AppState;

/// What was typed into the small forms of a record's page and came back with it.
#[derive(Default)]
pub(super) struct Typed {
    pub remark: RemarkForm,
    pub withdrawal: WithdrawalForm,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/content/{id}/versions", get(versions::of_content))
        .route("/staff/notices/{id}/versions", get(versions::of_notice))
        .route("/staff/content/{id}/phone", post(phone::of_content))
        .route("/staff/notices/{id}/phone", post(phone::of_notice))
        .route("/staff/content/{id}/remarks", post(remarks::on_content))
        .route("/staff/content/{id}/remarks/{remark}/resolve", post(remarks::settle_on_content))
        .route("/staff/notices/{id}/remarks", post(remarks::on_notice))
        .route("/staff/notices/{id}/remarks/{remark}/resolve", post(remarks::settle_on_notice))
        .route("/staff/content/{id}/timing", get(timing::of_content).post(timing::step_content))
        .route("/staff/notices/{id}/timing", get(timing::of_notice).post(timing::step_notice))
        .route(
            "/staff/content/{id}/images",
            get(images::form).post(images::save).layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/staff/content/{id}/images/remove", post(images::remove))
        .route("/preview/{token}/images/{name}", get(phone::picture))
        .route("/preview/{token}", get(phone::shown))
        .route("/staff/preview", post(preview))
}

/// POST `/staff/preview`: the words as the public page will render them, for the editor's preview. The renderer and its
/// sanitiser stay here: in the browser they would weigh several times what a page may.
pub async fn preview(StaffForm { signed, fields }: StaffForm) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let html = markdown::render(&fields.text("text")).into_string();
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response())
}

/// To a draft that saved itself: the version it is now, and when.
pub(super) fn kept(version: i64, at: Instant) -> Response {
    let body = format!("{version} {}", at.zh_clock());
    ([(header::CACHE_CONTROL, "no-store")], body).into_response()
}
