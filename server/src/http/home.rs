//! `/`.
use app::{
    domain::content::ContentKind,
    pages::home::{HomeView, home as page},
};
use axum::{extract::State, response::Response};

use super::{
    bulletins, claims,
    error::AppError,
    learn, notices, outcomes,
    page::{Req, cached, site},
    show,
};
use crate::{
    state::AppState,
    store::{
        article, bulletin, claim, figure,
        notice_list::{self, Filter},
        outcome,
    },
};

/// GET `/`: eleven statements, however much the court has published.
pub async fn home(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let (court, today) = (state.court.id, state.clock.now().date());
        let mut tx = state.db.read().await?;
        let open = Filter { status: "open".into(), ..Filter::default() };
        let mut newest = notice_list::keys(&mut tx, court, &open, today).await?;
        newest.truncate(3);
        let found = notice_list::cards(&mut tx, court, &newest).await?;
        let claims_rows = claim::load_latest(&mut tx, court, claims::MOST).await?;
        let year = figure::load_years(&mut tx, court).await?.first().copied();
        let figures = match year {
            Some(year) => figure::load_year(&mut tx, court, year).await?,
            None => Vec::new(),
        };
        let told = outcome::load_latest(&mut tx, court, 1).await?;
        let articles = article::load_all(&mut tx, court).await?;
        let announced = bulletin::latest(&mut tx, court, ContentKind::Announcement, 3).await?;
        let disposals = bulletin::latest(&mut tx, court, ContentKind::Disposal, 3).await?;
        let base = format!("/statistics/{}", year.unwrap_or_default());
        let view = HomeView {
            notices: notices::cards(&found, today),
            claims: claims::current(&claims_rows, today).into_iter().take(2).collect(),
            announcements: announced.iter().map(bulletins::card).collect(),
            disposals: disposals.iter().map(bulletins::card).collect(),
            year: year.unwrap_or_default(),
            stats: figures.iter().filter(|f| f.on_home).take(4).map(|f| show::stat(f, &base)).collect(),
            outcome: told.first().map(outcomes::card),
            articles: articles.iter().take(3).map(learn::card).collect(),
        };
        Ok(page(view, &site(&state, &req, None)))
    })
    .await
}
