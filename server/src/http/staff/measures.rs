//! `/staff/measures`: what the court did, and whether the published figures say the same (FG-1, FG-2).
use app::{
    domain::{
        audit::EventKind,
        case::CaseNo,
        date::LegalDate,
        figure::{Figure, Period, Precision, Unit},
        measure::{Counted, MeasureKind, Tally},
        money::Fen,
        staff::Action,
    },
    form::{Errors, measure::MeasureForm},
    pages::staff::measures::{Campaigns, FigureLine, MeasureLine, MeasuresView, measure_new, measure_void, measures},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use uuid::Uuid;

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{desk::only, frame, show, show_again};
use crate::{
    crypto::random,
    state::AppState,
    store::{
        Tx, audit, campaign, deadline,
        figure::{self, FigureRow},
        measure::{self, After, MeasureRow, NewMeasure},
    },
};

/// Longest reason for striking a record out.
const REASON_MAX: usize = 200;

/// Rights of which one reads the records.
const READERS: [Action; 4] = [Action::HandleCase, Action::Write, Action::Review, Action::Publish];

fn reads(signed: &Signed) -> Result<(), AppError> {
    let may = READERS.iter().any(|action| signed.who.may(*action));
    if may { Ok(()) } else { only(signed, Action::HandleCase) }
}

/// GET `/staff/measures?year=&day=&id=`
pub async fn list(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    reads(&signed)?;
    let this_year = i64::from(state.clock.now().date().year());
    let year =
        req.query("year").and_then(|y| y.parse().ok()).filter(|y| (2000..=2999).contains(y)).unwrap_or(this_year);
    let after = match (req.query("day"), req.query("id")) {
        (Some(day), Some(id)) => After { day: day.to_owned(), id: id.to_owned() },
        _ => After::default(),
    };
    page(&state, &req, &signed, (year, after)).await
}

async fn page(state: &AppState, req: &Req, signed: &Signed, (year, after): (i64, After)) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let rows = measure::latest(&mut tx, state.court.id, year, &after).await?;
    let figures = reckon(state, &mut tx, year).await?;
    tx.rollback().await?;
    let more = rows.last().filter(|_| rows.len() as i64 == measure::PAGE);
    let view = MeasuresView {
        year,
        figures,
        next: more.map(|r| format!("/staff/measures?year={year}&day={}&id={}", r.on_day, r.id)).unwrap_or_default(),
        lines: rows.iter().map(line).collect(),
        may_write: signed.who.may(Action::HandleCase),
    };
    Ok(show(state, req, signed, &measures(&frame(state, req, signed).await?, &view)))
}

/// Every published figure that records feed, beside what they add up to.
async fn reckon(state: &AppState, tx: &mut Tx, year: i64) -> Result<Vec<FigureLine>, AppError> {
    let published = figure::load_year(tx, state.court.id, year).await?;
    let whole = measure::tally(tx, state.court.id, year, "").await?;
    let mut campaigns: Vec<(String, Tally)> = Vec::new();
    for slug in published.iter().map(|f| f.campaign_slug.as_str()).filter(|slug| !slug.is_empty()) {
        if campaigns.iter().all(|(known, _)| known != slug) {
            campaigns.push((slug.to_owned(), measure::tally(tx, state.court.id, year, slug).await?));
        }
    }
    let of = |slug: &str| campaigns.iter().find(|(known, _)| known == slug).map_or(&whole, |(_, tally)| tally);
    Ok(published.iter().filter_map(|f| figure_line(f, of(&f.campaign_slug))).collect())
}

fn figure_line(row: &FigureRow, tally: &Tally) -> Option<FigureLine> {
    let value = Counted::of_figure(&row.slug)?.value(tally);
    let label = if row.campaign_slug.is_empty() { row.label.clone() } else { format!("专项行动：{}", row.label) };
    let (reckoned, published) = (written(row, value)?, written(row, row.value)?);
    Some(FigureLine { label, same: value == row.value, reckoned, published })
}

/// A value in the figure's own unit.
fn written(row: &FigureRow, value: i64) -> Option<String> {
    let day = LegalDate::parse(&row.as_of).ok()?;
    let figure = Figure {
        value,
        unit: Unit::parse(&row.unit)?,
        precision: Precision::Exact,
        period: Period { from: day, to: day },
        as_of: day,
        scope: String::new(),
        source: String::new(),
        approved_by: None,
    };
    Some(figure.display())
}

pub(super) fn line(row: &MeasureRow) -> MeasureLine {
    let kind = MeasureKind::parse(&row.kind);
    let counted = kind.map_or("", |kind| kind.unit().zh());
    let what = match kind {
        Some(MeasureKind::Recovered) => Fen(row.amount).display(),
        Some(kind) if kind.counts_persons() => format!("{}{counted}{}人", row.quantity, row.persons),
        Some(MeasureKind::Fined) => format!("{}{counted}，{}", row.quantity, Fen(row.amount).display()),
        _ => format!("{}{counted}", row.quantity),
    };
    MeasureLine {
        id: row.id.clone(),
        on: LegalDate::parse(&row.on_day).map(LegalDate::zh).unwrap_or_default(),
        kind: kind.map_or("", |kind| kind.zh()).into(),
        case_no: CaseNo::parse(&row.case_no).map_or_else(|_| row.case_no.clone(), |no| no.display()),
        what,
        reviewable: kind.is_some_and(MeasureKind::needs_decision),
        voided: row.voided_at.map(|_| format!("已划去：{}", row.void_reason)).unwrap_or_default(),
    }
}

async fn campaigns(state: &AppState, tx: &mut Tx) -> Result<Campaigns, AppError> {
    let all = campaign::load_all(tx, state.court.id).await?;
    Ok(all.into_iter().map(|c| (c.slug, c.title)).collect())
}

/// GET `/staff/measures/new`
pub async fn new_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let campaigns = campaigns(&state, &mut state.db.read().await?).await?;
    let now = state.clock.now();
    let once = random::uuid(now.ms()).to_string();
    let form = MeasureForm { on: now.date().iso(), once, ..MeasureForm::default() };
    let page = measure_new(&frame(&state, &req, &signed).await?, &campaigns, &form, &Errors::default());
    Ok(show(&state, &req, &signed, &page))
}

/// POST `/staff/measures/new`
pub async fn record(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let (form, now) = (MeasureForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let campaigns = campaigns(&state, &mut tx).await?;
    let mut checked = form.check(now.date());
    if let Ok(input) = &checked
        && !(input.campaign.is_empty() || campaigns.iter().any(|(slug, _)| *slug == input.campaign))
    {
        let mut errors = Errors::default();
        errors.push("campaign", "没有这次专项行动，请重新选择");
        checked = Err(errors);
    }
    let input = match checked {
        Ok(input) => input,
        Err(errors) => {
            tx.rollback().await?;
            let page = measure_new(&frame(&state, &req, &signed).await?, &campaigns, &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    };
    // the page drew the number of its record: pressed twice, it is there already
    let id = Uuid::parse_str(&form.once).unwrap_or_else(|_| random::uuid(now.ms())).to_string();
    let (kind, year) = (input.measure.kind, input.measure.on.year());
    let new = NewMeasure { id: id.clone(), measure: input.measure, case_no: input.case_no, campaign: input.campaign };
    if measure::load(&mut tx, state.court.id, &id).await?.is_none() {
        measure::insert_all(&mut tx, state.court.id, &[new], Some(signed.who.id), now).await?;
        event(&state, &mut tx, &signed, EventKind::MeasureRecorded, (&id, kind.zh())).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/staff/measures?year={year}&done=saved#main")).into_response())
}

pub(super) async fn event(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    kind: EventKind,
    (id, note): (&str, &str),
) -> Result<(), AppError> {
    let (at, actor, kind) = (state.clock.now(), Some(signed.who.id), kind.code());
    audit::append(tx, state.court.id, audit::Event { at, actor, kind, object: ("measure", id), note }).await?;
    Ok(())
}

pub(super) async fn standing(state: &AppState, tx: &mut Tx, id: &str) -> Result<MeasureRow, AppError> {
    let row = measure::load(tx, state.court.id, id).await?.ok_or(AppError::NotFound)?;
    if row.voided_at.is_some() {
        let says = "这条记录已经划去。需要时请重新登记。".to_owned();
        return Err(AppError::WrongState { says, back: "/staff/measures".into() });
    }
    Ok(row)
}

/// GET `/staff/measures/{id}/void`
pub async fn void_form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let row = standing(&state, &mut state.db.read().await?, &id).await?;
    let page = measure_void(&frame(&state, &req, &signed).await?, &line(&row), "", &Errors::default());
    Ok(show(&state, &req, &signed, &page))
}

/// POST `/staff/measures/{id}/void`
pub async fn void(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let (reason, now) = (fields.text("reason"), state.clock.now());
    let mut tx = state.db.begin().await?;
    let row = standing(&state, &mut tx, &id).await?;
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        tx.rollback().await?;
        let mut errors = Errors::default();
        errors.push("reason", format!("请写明划去的原因，{REASON_MAX} 字以内"));
        let page = measure_void(&frame(&state, &req, &signed).await?, &line(&row), &reason, &errors);
        return Ok(show_again(&state, &req, &signed, &page));
    }
    if !measure::void(&mut tx, state.court.id, &id, &reason, signed.who.id, now).await? {
        return Err(AppError::Conflict);
    }
    deadline::stop_all(&mut tx, state.court.id, ("measure", &id), now).await?;
    event(&state, &mut tx, &signed, EventKind::MeasureVoided, (&id, "")).await?;
    tx.commit().await?;
    let year = row.on_day.get(..4).unwrap_or_default();
    Ok(Redirect::to(&format!("/staff/measures?year={year}&done=saved#main")).into_response())
}
