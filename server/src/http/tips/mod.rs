//! The tip channel: five steps, the receipt, the thread. What was typed lives sealed in a row that only the sender's
//! cookie opens; nothing of it reaches an address, a title or a log.
#[cfg(test)]
mod journey;
mod leave;
mod photo_door;
mod photos;
mod receipt;
mod send;
mod session;
mod start;
mod status;
mod steps;
mod subject;
mod thread;

use app::{
    domain::tip_content::{PHOTO_BYTES_MAX, PHOTOS_MAX},
    pages::Page,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

use super::page::{Req, private};
use crate::state::AppState;

pub use photo_door::PhotoDoor;

/// A photo form: as many photos as may come, and its other lines.
const UPLOAD_BYTES: usize = PHOTOS_MAX * PHOTO_BYTES_MAX + 1024 * 1024;

/// Every address of the channel.
pub fn routes() -> Router<AppState> {
    let photos = post(photos::upload).layer(DefaultBodyLimit::max(UPLOAD_BYTES));
    Router::new()
        .route("/tips/new", get(start::get).post(start::post))
        .route("/tips/new/what", get(steps::get_what).post(steps::post_what))
        .route("/tips/new/where", get(steps::get_where).post(steps::post_where))
        .route("/tips/new/photos", photos.get(photos::get))
        .route("/tips/new/photos/delete", post(photos::delete))
        .route("/tips/new/photos/{id}", get(photos::one))
        .route("/tips/new/you", get(steps::get_you).post(steps::post_you))
        .route("/tips/new/check", get(send::get).post(send::post))
        .route("/tips/receipt", get(receipt::get).post(receipt::post))
        .route("/tips/status", get(status::get).post(status::post))
        .route("/tips/status/thread", get(thread::get))
        .route("/tips/status/thread/reply", post(thread::reply))
        .route("/tips/status/thread/withdraw", post(thread::withdraw))
        .route("/tips/status/thread/leave", post(leave::post))
        .route("/leave", get(leave::get))
}

/// A page of the channel; 422 when it comes back with errors.
fn answer(state: &AppState, req: &Req, wrong: bool, page: &Page) -> Response {
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    private(state, req, status, None, page)
}

/// 303, so that a reload never sends a form again.
fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}
