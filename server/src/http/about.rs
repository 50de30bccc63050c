//! `/about` and its pages, `/comply`, and the display switch `/display`.
use app::pages::{Mode, Page, Site, Theme, about as pages, comply as comply_page};
use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    error::AppError,
    page::{Req, cached, site},
};
use crate::state::AppState;

async fn fixed(state: &AppState, req: &Req, page: fn(&Site) -> Page) -> Result<Response, AppError> {
    cached(state, req, &[], || async { Ok(page(&site(state, req, None))) }).await
}

/// GET `/about`.
pub async fn about(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    fixed(&state, &req, pages::about).await
}

/// GET `/about/verify`.
pub async fn verify(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    fixed(&state, &req, pages::verify).await
}

/// GET `/about/privacy`.
pub async fn privacy(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    fixed(&state, &req, pages::privacy).await
}

/// GET `/about/accessibility`.
pub async fn accessibility(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    fixed(&state, &req, pages::accessibility).await
}

/// GET `/comply`.
pub async fn comply(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    fixed(&state, &req, comply_page::comply).await
}

/// What the display switch sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Display {
    mode: String,
    theme: String,
    back: String,
}

/// POST `/display`: keeps mode and theme in a cookie for a year and goes back to where the reader was.
/// A value that was not sent, or is unknown, stays as it is.
pub async fn display(
    State(state): State<AppState>,
    req: Req,
    form: Result<Form<Display>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(wish) = form.map_err(|refused| AppError::from_status(refused.status()).unwrap_or(AppError::BadRequest))?;
    let mode = Mode::parse(&wish.mode).unwrap_or(req.mode);
    let theme = Theme::parse(&wish.theme).unwrap_or(req.theme);
    let secure = if state.config.public_url.starts_with("https://") { "; Secure" } else { "" };
    let cookie =
        format!("display={}-{}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}", mode.code(), theme.code());
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, HeaderValue::try_from(cookie).map_err(AppError::internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, Redirect::to(&safe_path(&wish.back))).into_response())
}

/// A path on this site, or `/`: one leading slash, no second slash or backslash after it, only what an address may
/// hold. Everything else is escaped.
fn safe_path(text: &str) -> String {
    use std::fmt::Write as _;
    let outside = !text.starts_with('/') || text.starts_with("//") || text.contains('\\') || text.len() > 2000;
    if outside || text.chars().any(char::is_control) {
        return "/".into();
    }
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'`') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_never_leaves_the_site() {
        for text in ["", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/a\r\nb", "evil"]
        {
            assert_eq!(safe_path(text), "/", "{text}");
        }
        assert_eq!(safe_path("/notices?status=open&page=2"), "/notices?status=open&page=2");
        assert_eq!(safe_path("/notices?town=溪口"), "/notices?town=%E6%BA%AA%E5%8F%A3");
    }
}
