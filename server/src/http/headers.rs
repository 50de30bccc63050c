//! The outermost layer: what every answer carries, and a page for every refusal.
use app::pages::StaffChip;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    api,
    error::AppError,
    page::{self, Req},
    session,
};
use crate::{crypto, state::AppState};

/// One policy for all pages; nothing inline, nothing from elsewhere.
pub const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), interest-cohort=()"),
    ),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Refuses malformed addresses, adds the constant headers, and gives every refusal its page.
pub async fn outer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // the reader's mode is needed only when a page must be made here
    let shell = Shell::of(&parts);
    let response = if parts.headers.contains_key(header::TRANSFER_ENCODING) {
        chunked()
    } else if malformed(&parts) {
        AppError::BadRequest.into_response()
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    let mut response = with_page(&state, &shell, response).await;
    let headers = response.headers_mut();
    api::open_to_other_sites(&shell.method, shell.uri.path(), headers);
    for (name, value) in &ALWAYS {
        headers.insert(name, value.clone());
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(shell.referrer));
    if state.config.secure() {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// What is kept of a request for the case that it is refused.
struct Shell {
    method: Method,
    uri: axum::http::Uri,
    cookies: Option<HeaderValue>,
    referrer: &'static str,
}

impl Shell {
    fn of(parts: &Parts) -> Self {
        let path = parts.uri.path();
        Self {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            cookies: parts.headers.get(header::COOKIE).cloned(),
            referrer: referrer(path),
        }
    }
}

/// What the next site may learn from a link or a redirect.
fn referrer(path: &str) -> &'static str {
    if path == "/leave" {
        // whoever leaves in a hurry comes from nowhere
        "no-referrer"
    } else if path.starts_with("/tips") || path.starts_with("/staff") || path == "/claims/check" {
        // not `no-referrer`: it makes browsers send `Origin: null` with a form, and those without Sec-Fetch-Site (iPhones
        // before 16.4) would then fail the cross-site check; `same-origin` tells other sites just as little
        "same-origin"
    } else {
        "strict-origin-when-cross-origin"
    }
}

async fn with_page(state: &AppState, shell: &Shell, mut response: Response) -> Response {
    let status = response.status();
    let refused = response
        .extensions_mut()
        .remove::<AppError>()
        .or_else(|| bare(&response).then(|| AppError::from_status(status)).flatten());
    let Some(error) = refused else {
        return response;
    };
    let request_id = hex::encode(crypto::random::bytes::<5>());
    if let AppError::Internal(cause) = &error {
        tracing::error!(%request_id, cause = %format!("{cause:#}"), "request failed");
    }
    let mut page = if api::is_api(shell.uri.path()) {
        api::problem(&error, &request_id)
    } else {
        page_of(state, shell, &error, &request_id).await
    };
    for name in [header::RETRY_AFTER, header::ALLOW, header::CONNECTION] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// The page of a refusal, in the reader's mode.
async fn page_of(state: &AppState, shell: &Shell, error: &AppError, request_id: &str) -> Response {
    let mut headers = HeaderMap::new();
    if let Some(cookies) = &shell.cookies {
        headers.insert(header::COOKIE, cookies.clone());
    }
    let req = Req::of(&shell.uri, &headers);
    let chip = staff_chip(state, shell, &headers, error).await;
    let body = if chip.is_some() { error.desk_page(request_id) } else { error.page(request_id) };
    page::private(state, &req, error.status(), chip, &body)
}

/// Whom a refusal of the back office is shown to; where something broke, nobody is asked for more.
async fn staff_chip(state: &AppState, shell: &Shell, headers: &HeaderMap, error: &AppError) -> Option<StaffChip> {
    let broken = matches!(error, AppError::Internal(_) | AppError::Unavailable);
    if broken || !shell.uri.path().starts_with("/staff") {
        return None;
    }
    session::chip_of(headers, state).await
}

/// A refusal of a library: an error status without a page of ours.
fn bare(response: &Response) -> bool {
    let status = response.status();
    let ours = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    (status.is_client_error() || status.is_server_error()) && !ours && status != StatusCode::NOT_MODIFIED
}

/// No browser sends a form in chunks, and proxies count it first. Beside Content-Length, which hyper then drops before
/// anyone can see it, two readers of one connection could disagree where a request ends: nothing after it is read.
fn chunked() -> Response {
    let mut response = AppError::BadRequest.into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Broken percent-encoding, or text that is not UTF-8.
fn malformed(parts: &Parts) -> bool {
    !well_encoded(parts.uri.path()) || !parts.uri.query().is_none_or(well_encoded)
}

fn well_encoded(text: &str) -> bool {
    if !text.contains('%') {
        return true;
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let digits = (bytes.next().and_then(hex_digit), bytes.next().and_then(hex_digit));
        let (Some(high), Some(low)) = digits else {
            return false;
        };
        decoded.push(high * 16 + low);
    }
    std::str::from_utf8(&decoded).is_ok_and(|text| !text.contains('\0'))
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::well_encoded;

    #[test]
    fn addresses_are_refused_when_they_cannot_be_read() {
        for good in ["/notices", "/search?q=%E6%9D%8E", "/a%20b"] {
            assert!(well_encoded(good), "{good}");
        }
        for bad in ["/%", "/%e", "/%zz", "/%ff", "/%E6%9D", "/%00"] {
            assert!(!well_encoded(bad), "{bad}");
        }
    }
}
