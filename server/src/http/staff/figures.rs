//! `/staff/figures`: published figures, each with its record at the desk, and texts whose figures moved.
use app::{
    domain::{date::LegalDate, staff::Action},
    pages::staff::figures::{FigureLine, FiguresView, MovedLine, figures as page},
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed, show::restated};
use super::{desk::at_the_desk, frame, show};
use crate::{
    state::AppState,
    store::{Tx, content, figure, figure_use},
};

/// GET `/staff/figures?year=`
pub async fn list(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.read().await?;
    let years = figure::load_years(&mut tx, state.court.id).await?;
    let this_year = i64::from(state.clock.now().date().year());
    let newest = years.first().copied().unwrap_or(this_year);
    let asked = req.query("year").and_then(|y| y.parse().ok()).filter(|y| (2000..=2999).contains(y));
    let year = asked.unwrap_or(newest);
    let view = FiguresView {
        year,
        figures: lines(&state, &mut tx, year).await?,
        moved: moved(&state, &mut tx).await?,
        years,
        may_write: signed.who.may(Action::Write),
    };
    tx.rollback().await?;
    Ok(show(&state, &req, &signed, &page(&frame(&state, &req, &signed).await?, &view)))
}

async fn lines(state: &AppState, tx: &mut Tx, year: i64) -> Result<Vec<FigureLine>, AppError> {
    let records = content::figures(tx, state.court.id).await?;
    let id = |slug: &str| records.iter().find(|(_, known)| known == slug).map(|(id, _)| id.clone()).unwrap_or_default();
    let rows = figure::load_year(tx, state.court.id, year).await?;
    let line = |row: &figure::FigureRow| FigureLine {
        id: id(&row.slug),
        slug: row.slug.clone(),
        label: row.label.clone(),
        printed: row.printed.clone(),
        as_of: LegalDate::parse(&row.as_of).map(LegalDate::zh).unwrap_or_default(),
        restated: restated(row),
    };
    Ok(rows.iter().map(line).collect())
}

/// Public texts whose figures say something else than when the texts were published.
pub(super) async fn moved(state: &AppState, tx: &mut Tx) -> Result<Vec<MovedLine>, AppError> {
    let rows = figure_use::moved(tx, state.court.id).await?;
    let line =
        |r: figure_use::MovedRow| MovedLine { id: r.id, title: r.title, figure: r.figure, was: r.was, now: r.now };
    Ok(rows.into_iter().map(line).collect())
}
