//! THE routing table.
use axum::{Router, extract::DefaultBodyLimit, middleware, response::IntoResponse, routing::get};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, timeout::RequestBodyTimeoutLayer};

use super::{assets, error::AppError, headers, health};
use crate::state::AppState;

/// A form without files; uploads raise the limit on their own route.
const FORM_BYTES: usize = 64 * 1024;
/// Longest silence within a body.
const BODY_SILENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Every address the site answers.
pub fn router(state: AppState) -> Router {
    let mut table = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/pkg/{*file}", get(assets::asset));
    for url in assets::public_urls() {
        table = table.route(url, get(assets::asset));
    }
    table
        .fallback(|| async { AppError::NotFound })
        .method_not_allowed_fallback(|| async { AppError::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CsrfLayer::new())
        .layer(RequestBodyTimeoutLayer::new(BODY_SILENCE))
        .layer(CatchPanicLayer::custom(|_| AppError::internal(anyhow::anyhow!("a handler panicked")).into_response()))
        .layer(middleware::from_fn_with_state(state.clone(), headers::outer))
        .with_state(state)
}
