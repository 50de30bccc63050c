//! `/staff/report`: figures, campaigns and told cases of a year on one printable page.
use app::{
    domain::{
        content_spec::SECTIONS,
        date::{Instant, LegalDate},
    },
    pages::staff::report::{ReportFigure, ReportView, report as page},
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed, show as words};
use super::{desk::at_the_desk, frame, show};
use crate::{
    state::AppState,
    store::{
        campaign,
        figure::{self, FigureRow},
        outcome::{self, OutcomeRow},
    },
};

/// Told cases looked at, newest first.
const MOST: i64 = 500;

/// GET `/staff/report?year=`
pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let (court, today) = (state.court.id, state.clock.now().date());
    let mut tx = state.db.read().await?;
    let years = figure::load_years(&mut tx, court).await?;
    let newest = years.first().copied().unwrap_or(i64::from(today.year()));
    let asked = req.query("year").and_then(|y| y.parse().ok()).filter(|y| (2000..=2999).contains(y));
    let year = asked.unwrap_or(newest);
    let figures = figure::load_year(&mut tx, court, year).await?;
    let campaigns = campaign::load_all(&mut tx, court).await?;
    let outcomes = outcome::load_latest(&mut tx, court, MOST).await?;
    tx.rollback().await?;
    let view = ReportView {
        court: state.court.name.clone(),
        year,
        years,
        today: today.iso(),
        groups: groups(&figures),
        campaigns: campaigns.into_iter().filter(|c| c.year == year).map(|c| (c.title, c.period, c.goal)).collect(),
        outcomes: outcomes.into_iter().filter(|o| year_of(o) == year).map(told).collect(),
    };
    Ok(show(&state, &req, &signed, &page(&frame(&state, &req, &signed).await?, &view)))
}

/// In the order of the public page; what has no heading of its own comes last.
fn groups(rows: &[FigureRow]) -> Vec<(String, Vec<ReportFigure>)> {
    let home =
        |code: &str| SECTIONS.iter().find(|(section, _)| *section == code).map_or("other", |(section, _)| section);
    let of = |(section, title): &(&str, &str)| {
        let list: Vec<_> = rows.iter().filter(|f| home(&f.section) == *section).map(line).collect();
        (!list.is_empty()).then(|| ((*title).to_owned(), list))
    };
    SECTIONS.iter().filter_map(of).collect()
}

fn line(row: &FigureRow) -> ReportFigure {
    ReportFigure {
        label: row.label.clone(),
        printed: row.printed.clone(),
        as_of: LegalDate::parse(&row.as_of).map(LegalDate::zh).unwrap_or_default(),
        definition: words::definition(row).text,
        source: row.source.clone(),
    }
}

/// The year in which it happened; of an undated one, the year of publication.
fn year_of(row: &OutcomeRow) -> i64 {
    let told = row.happened.get(..4).and_then(|year| year.parse().ok());
    told.unwrap_or_else(|| i64::from(Instant(row.published_at.unwrap_or(row.updated_at)).date().year()))
}

fn told(row: OutcomeRow) -> (String, String, String) {
    let done = if row.done_text.is_empty() { row.summary } else { row.done_text };
    (row.title, done, row.arrived_text)
}
