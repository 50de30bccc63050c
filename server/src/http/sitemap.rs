//! `/sitemap.xml` and `/robots.txt`.
use app::{
    domain::{content::ContentKind, date::Instant},
    text::sitemap::{Place, STANDING, robots as rules, sitemap as document},
};
use axum::{extract::State, response::Response};

use super::{
    api::site,
    error::AppError,
    packed,
    page::{Req, cached_data},
};
use crate::{
    state::AppState,
    store::{article, bulletin, campaign, figure, open_data, outcome},
};

/// Far below the 50,000 that one sitemap may hold.
const EACH: i64 = 5000;

/// GET `/sitemap.xml`: eight statements.
pub async fn get(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached_data(&state, &req, &[], &packed::XML, || async {
        let (court, today) = (state.court.id, state.clock.now().date());
        let mut tx = state.db.read().await?;
        let mut places: Vec<Place> =
            STANDING.iter().map(|path| Place { path: (*path).into(), ..Place::default() }).collect();
        let mut add = |path: String, ms: i64| places.push(Place { path, changed_on: Instant(ms).date().iso() });
        for issue in open_data::notices_in_force(&mut tx, court, today, EACH).await? {
            add(format!("/verify/{}", issue.slug()), issue.updated_at);
        }
        for row in outcome::load_latest(&mut tx, court, EACH).await? {
            add(format!("/outcomes/{}", row.slug), row.updated_at);
        }
        for row in campaign::load_all(&mut tx, court).await? {
            add(format!("/campaigns/{}", row.slug), row.updated_at);
        }
        for row in article::load_all(&mut tx, court).await? {
            add(format!("/learn/{}", row.slug), row.updated_at);
        }
        for kind in [ContentKind::Announcement, ContentKind::Disposal] {
            for row in bulletin::latest(&mut tx, court, kind, EACH).await? {
                add(format!("/{}/{}", kind.folder(), row.slug), row.updated_at);
            }
        }
        for year in figure::load_years(&mut tx, court).await? {
            places.push(Place { path: format!("/statistics/{year}"), ..Place::default() });
        }
        Ok(document(site(&state), &places).into_bytes())
    })
    .await
}

/// GET `/robots.txt`
pub async fn robots(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached_data(&state, &req, &[], &packed::TEXT, || async { Ok(rules(site(&state)).into_bytes()) }).await
}
