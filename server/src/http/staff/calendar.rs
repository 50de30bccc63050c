//! `/staff/calendar`: the administrator loads a year of the working-day calendar (TD-3).
use app::{
    domain::{audit::EventKind, chore::Chore, date::Instant, deadline::Calendar, staff::Action},
    form::{
        Errors,
        calendar::{CalendarForm, YearInput},
    },
    pages::staff::calendar::{CalendarView, ChoreLine, YearLine, calendar as page},
};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{desk::only, frame, show, show_again};
use crate::{
    state::AppState,
    store::{audit, calendar, job},
};

pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::Manage)?;
    let form = CalendarForm { year: (state.clock.now().date().year() + 1).to_string(), ..CalendarForm::default() };
    let page = page(&frame(&state, &req, &signed).await?, &view(&state).await?, &form, &Errors::default());
    Ok(show(&state, &req, &signed, &page))
}

/// A whole year or nothing; the deadlines that waited for it are reckoned within moments.
pub async fn load(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Manage)?;
    let form = CalendarForm::read(&fields);
    let input = match form.check() {
        Ok(input) => input,
        Err(errors) => {
            let page = page(&frame(&state, &req, &signed).await?, &view(&state).await?, &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    };
    store(&state, &signed, &input).await?;
    Ok(Redirect::to("/staff/calendar?done=saved#main").into_response())
}

async fn store(state: &AppState, signed: &Signed, input: &YearInput) -> Result<(), AppError> {
    let (court, now, by) = (state.court.id, state.clock.now(), Some(signed.who.id));
    let mut tx = state.db.begin().await?;
    calendar::put_year(&mut tx, court, input.year, &input.days, &input.source, by, now).await?;
    let (kind, year) = (EventKind::CalendarLoaded.code(), input.year.to_string());
    let event = audit::Event { at: now, actor: by, kind, object: ("calendar", &year), note: &input.source };
    audit::append(&mut tx, court, event).await?;
    tx.commit().await?;
    Ok(())
}

async fn view(state: &AppState) -> Result<CalendarView, AppError> {
    let mut tx = state.db.read().await?;
    let own = calendar::years(&mut tx, state.court.id).await?;
    let runs = job::runs(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    let mut years: Vec<YearLine> = own
        .iter()
        .map(|y| YearLine {
            year: i16::try_from(y.year).unwrap_or_default(),
            source: y.source.clone(),
            loaded: Instant(y.loaded_at).zh_minute(),
        })
        .collect();
    let shipped = Calendar::known();
    let missing: Vec<i16> = shipped.years().filter(|y| years.iter().all(|line| line.year != *y)).collect();
    years.extend(missing.into_iter().map(|year| YearLine { year, source: "随系统提供".into(), ..YearLine::default() }));
    years.sort_by_key(|line| std::cmp::Reverse(line.year));
    Ok(CalendarView { years, chores: runs.iter().filter_map(chore).collect() })
}

fn chore(run: &job::RunRow) -> Option<ChoreLine> {
    let what = Chore::parse(&run.job)?.zh().to_owned();
    Some(ChoreLine { what, when: Instant(run.at).zh_minute(), done: run.done, trouble: run.trouble.clone() })
}
