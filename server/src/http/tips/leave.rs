//! Ways out: 离开并清除 from the thread, and the quick exit from every page of the channel.
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};

use super::{session, session::Session, to};
use crate::{http::error::AppError, state::AppState};

/// Ends the session and returns to the status page.
pub async fn post(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, AppError> {
    if let Some(session) = Session::maybe(&state, &headers).await? {
        session.end(&state).await?;
    }
    let mut response = to("/tips/status");
    response.headers_mut().append(header::SET_COOKIE, session::clear_cookie(&state));
    Ok(response)
}

/// The quick exit: takes the key from the browser at once, which leaves the sealed row unreadable, and goes elsewhere.
/// A picture or a link on another site only goes there: nobody else may wipe what a person is writing.
pub async fn get(State(state): State<AppState>, request: HeaderMap) -> Response {
    let mut response = to(&state.config.exit_url);
    let headers = response.headers_mut();
    let foreign = |from: &HeaderValue| from == "cross-site" || from == "same-site";
    if request.get("sec-fetch-site").is_some_and(foreign) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return response;
    }
    headers.append(header::SET_COOKIE, session::clear_cookie(&state));
    let wipe = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    headers.insert(HeaderName::from_static("clear-site-data"), wipe);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
