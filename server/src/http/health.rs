//! Is the process alive, and can it reach its database?
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use crate::state::AppState;

/// `GET /healthz`: the process answers.
pub async fn healthz() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

/// `GET /readyz`: the database answers too.
pub async fn readyz(State(state): State<AppState>) -> impl IntoResponse {
    let headers = [(header::CACHE_CONTROL, "no-store")];
    if state.db.answers().await {
        return (StatusCode::OK, headers, "ready\n");
    }
    tracing::error!("the database does not answer");
    (StatusCode::SERVICE_UNAVAILABLE, headers, "not ready\n")
}
