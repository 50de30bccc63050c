//! THE routing table.
use std::time::Duration;

use axum::{
    Router,
    body::HttpBody as _,
    extract::{DefaultBodyLimit, Request},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, timeout::RequestBodyTimeoutLayer};

use super::{
    about, api, assets, bulletins, campaigns, card, claim_check, claims, error::AppError, feed, form, headers, health,
    home, learn, ledger, lists, lists_browse, notices, objections, outcomes, photos, search, sitemap, staff,
    statistics, tips,
};
use crate::state::AppState;

/// A form without files; uploads raise the limit on their own route.
pub(super) const FORM_BYTES: usize = 64 * 1024;
/// Longest silence within a body.
const BODY_SILENCE: Duration = Duration::from_secs(10);
/// A whole request, its body included: a form, and photos over a village's network.
const FORM_TIME: Duration = Duration::from_secs(40);
const PHOTO_TIME: Duration = Duration::from_secs(180);

/// Every address the site answers.
pub fn router(state: AppState) -> Router {
    let mut table = Router::new()
        .route("/", get(home::home))
        .route("/notices", get(notices::list))
        .route("/notices/{issue}", get(notices::issue))
        .route("/notices/{issue}/{subject}", get(notices::subject))
        .route("/notices/{issue}/card.png", get(card::get))
        .route("/n/{issue}", get(notices::short))
        .route("/photos/{name}", get(photos::get))
        .route("/images/{name}", get(photos::image))
        .route("/verify/{issue}", get(notices::verify))
        .route("/lists", get(lists::index).post(lists::lookup))
        .route("/lists/{list}", get(lists_browse::one_list))
        .route("/lists/{list}/{number}", get(lists::entry))
        .route("/claims", get(claims::list))
        .route("/claims/check", get(claim_check::form).post(claim_check::ask))
        .route("/claims/{slug}", get(claims::one))
        .route("/outcomes", get(outcomes::list))
        .route("/outcomes/{slug}", get(outcomes::one))
        .route("/campaigns", get(campaigns::list))
        .route("/campaigns/{slug}", get(campaigns::one))
        .route("/statistics", get(statistics::latest))
        .route("/statistics/{year}", get(statistics::year))
        .route("/learn", get(learn::list))
        .route("/learn/{slug}", get(learn::one))
        .route("/announcements", get(bulletins::announcements))
        .route("/announcements/{slug}", get(bulletins::announcement))
        .route("/disposals", get(bulletins::disposals))
        .route("/disposals/{slug}", get(bulletins::disposal))
        .route("/search", get(search::search))
        .route("/comply", get(about::comply))
        .route("/comply/correct", get(objections::form).post(objections::send))
        .route("/comply/status", get(objections::status).post(objections::look))
        .route("/about", get(about::about))
        .route("/about/verify", get(about::verify))
        .route("/about/privacy", get(about::privacy))
        .route("/about/accessibility", get(about::accessibility))
        .route("/display", post(about::display))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/pkg/{*file}", get(assets::asset))
        .route("/ledger", get(ledger::get))
        .route("/ledger.json", get(ledger::lines))
        .route("/feed.atom", get(feed::get))
        .route("/sitemap.xml", get(sitemap::get))
        .route("/robots.txt", get(sitemap::robots))
        .merge(api::routes())
        .merge(staff::routes())
        .merge(tips::routes());
    for url in assets::public_urls() {
        table = table.route(url, get(assets::asset));
    }
    table
        .fallback(|| async { AppError::NotFound })
        .method_not_allowed_fallback(|| async { AppError::MethodNotAllowed })
        .layer(middleware::from_fn(form::without_nul))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CsrfLayer::new())
        .layer(RequestBodyTimeoutLayer::new(BODY_SILENCE))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| AppError::internal(anyhow::anyhow!("a handler panicked")).into_response()))
        .layer(middleware::from_fn_with_state(state.clone(), headers::outer))
        .with_state(state)
}

/// A body that drips in byte by byte keeps each silence short and would never end.
async fn in_time(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let path = request.uri().path();
    let named = ["/tips/new/photos", "/staff/import"].contains(&path);
    let file = named || (path.starts_with("/staff/") && (path.ends_with("/photo") || path.ends_with("/images")));
    let limit = if file { PHOTO_TIME } else { FORM_TIME };
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| AppError::Unavailable.into_response())
}

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, Bytes},
        http::StatusCode,
    };
    use tokio::io::AsyncWriteExt as _;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_for_ever_is_ended() {
        let site: Router = Router::new()
            .route("/form", post(|body: Bytes| async move { body.len().to_string() }))
            .layer(RequestBodyTimeoutLayer::new(BODY_SILENCE))
            .layer(middleware::from_fn(in_time));
        let (mut sender, body) = tokio::io::duplex(64);
        tokio::spawn(async move {
            while sender.write_all(b"x").await.is_ok() {
                tokio::time::sleep(BODY_SILENCE / 2).await;
            }
        });
        let body = Body::from_stream(tokio_util::io::ReaderStream::new(body));
        let begin = tokio::time::Instant::now();
        let answer = site.oneshot(Request::post("/form").body(body).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(begin.elapsed().as_secs(), FORM_TIME.as_secs());
    }
}
