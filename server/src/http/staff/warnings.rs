//! `/staff/warnings`: warnings before a penalty, private from the first to the last (PW-1..4).
use app::{
    domain::{
        audit::EventKind,
        case::CaseNo,
        date::LegalDate,
        money::Fen,
        staff::Action,
        warning::{Totals, WarningState},
    },
    form::{
        Errors,
        warning::{Step, StepForm, StepInput, WarningForm},
    },
    pages::staff::warnings::{
        WarningGroup, WarningLine, WarningView, WarningsView, warning as page, warning_new, warnings,
    },
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{desk::only, frame, not_now, show, show_again};
use crate::{
    crypto::random,
    state::AppState,
    store::{
        StoreError, StoreResult, Tx, audit, measure,
        warning::{self, Beside, WarningRow},
    },
};

const PURPOSE: &str = "warning";

/// GET `/staff/warnings`
pub async fn list(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let mut groups = Vec::new();
    for &at in WarningState::ALL {
        let rows = warning::of_state(&mut tx, state.court.id, at).await?;
        let lines = rows.iter().map(|row| line(row, today)).collect::<StoreResult<Vec<_>>>()?;
        groups.push(WarningGroup { heading: at.zh().into(), lines });
    }
    let (people, fen) = measure::tally(&mut tx, state.court.id, today.year().into(), "").await?.warned;
    tx.rollback().await?;
    let totals = Totals { people, amount: Fen(fen) };
    let totals = if people > 0 { format!("{}年：{}", today.year(), totals.sentence()) } else { String::new() };
    let page = warnings(&frame(&state, &req, &signed).await?, &WarningsView { groups, totals });
    Ok(show(&state, &req, &signed, &page))
}

fn line(row: &WarningRow, today: LegalDate) -> StoreResult<WarningLine> {
    let w = row.warning()?;
    let runs = matches!(w.state, WarningState::Issued | WarningState::Served | WarningState::Extended);
    Ok(WarningLine {
        id: row.id.clone(),
        number: w.number.clone(),
        kind: w.kind.zh().into(),
        case_no: CaseNo::parse(&row.case_no).map_or_else(|_| row.case_no.clone(), |no| no.display()),
        deadline: w.deadline.zh(),
        late: runs && today > w.deadline,
    })
}

/// GET `/staff/warnings/new`
pub async fn new_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let today = state.clock.now().date();
    let form = WarningForm { issued_on: today.iso(), deadline: today.add_days(15).iso(), ..WarningForm::default() };
    let page = warning_new(&frame(&state, &req, &signed).await?, &form, &Errors::default());
    Ok(show(&state, &req, &signed, &page))
}

/// POST `/staff/warnings/new`
pub async fn issue(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let (form, now) = (WarningForm::read(&fields), state.clock.now());
    let errors = match form.check(now.date()) {
        Ok(input) => {
            let id = random::uuid(now.ms()).to_string();
            let name_sealed = &seal(&state, &id, &input.name)?;
            let more = Beside {
                id: &id,
                case_no: &input.case_no,
                name_sealed,
                ended_on: None,
                amount: 0,
                author: Some(signed.who.id),
            };
            let mut tx = state.db.begin().await?;
            match warning::insert(&mut tx, state.court.id, &input.warning, &more, now).await {
                Ok(()) => {
                    event(&state, &mut tx, &signed, EventKind::WarningIssued, (&id, input.warning.kind.zh())).await?;
                    tx.commit().await?;
                    return Ok(Redirect::to(&format!("/staff/warnings/{id}?done=saved#main")).into_response());
                }
                Err(StoreError::Conflict(_)) => {
                    let mut errors = Errors::default();
                    errors.push("number", "这个编号已经用过，请换一个");
                    errors
                }
                Err(other) => return Err(other.into()),
            }
        }
        Err(errors) => errors,
    };
    let page = warning_new(&frame(&state, &req, &signed).await?, &form, &errors);
    Ok(show_again(&state, &req, &signed, &page))
}

fn seal(state: &AppState, id: &str, name: &str) -> Result<Vec<u8>, AppError> {
    state.server_key.wrap(PURPOSE, &state.court.id.to_string(), id, name.as_bytes()).map_err(AppError::internal)
}

async fn event(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    kind: EventKind,
    (id, note): (&str, &str),
) -> Result<(), AppError> {
    let (at, actor, kind) = (state.clock.now(), Some(signed.who.id), kind.code());
    audit::append(tx, state.court.id, audit::Event { at, actor, kind, object: ("warning", id), note }).await?;
    Ok(())
}

async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<WarningRow, AppError> {
    warning::load(tx, state.court.id, id).await?.ok_or(AppError::NotFound)
}

/// GET `/staff/warnings/{id}`: opening a name is an event of its own.
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let mut tx = state.db.begin().await?;
    let row = load(&state, &mut tx, &id).await?;
    event(&state, &mut tx, &signed, EventKind::WarningOpened, (&row.id, "")).await?;
    tx.commit().await?;
    let form = StepForm { version: row.version.to_string(), ..StepForm::default() };
    one(&state, &req, &signed, &row, (&form, &Errors::default())).await
}

async fn one(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    row: &WarningRow,
    (form, errors): (&StepForm, &Errors),
) -> Result<Response, AppError> {
    let court = state.court.id.to_string();
    let name = state.server_key.unwrap(PURPOSE, &court, &row.id, &row.name_sealed).map_err(AppError::internal)?;
    let w = row.warning()?;
    let view = WarningView {
        line: line(row, state.clock.now().date())?,
        name: String::from_utf8_lossy(&name).into_owned(),
        state: w.state.zh().into(),
        basis: w.basis.clone(),
        sentence: w.kind.sentence().into(),
        issued: w.issued_on.zh(),
        served: w.served_on.map(LegalDate::zh).unwrap_or_default(),
        decision_no: row.decision_no.clone(),
        paid: if row.amount > 0 { Fen(row.amount).display() } else { String::new() },
        steps: Step::open_to(w.state),
    };
    let page = page(&frame(state, req, signed).await?, &view, form, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

/// POST `/staff/warnings/{id}`
pub async fn step(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let (form, today) = (StepForm::read(&fields), state.clock.now().date());
    let mut tx = state.db.begin().await?;
    let row = load(&state, &mut tx, &id).await?;
    if form.version != row.version.to_string() {
        return Err(AppError::Conflict);
    }
    let errors = match form.check(today) {
        Ok(input) => take(&state, tx, &signed, &row, &input).await?,
        Err(errors) => errors,
    };
    if errors.is_empty() {
        return Ok(Redirect::to(&format!("/staff/warnings/{id}?done=moved#main")).into_response());
    }
    one(&state, &req, &signed, &row, (&form, &errors)).await
}

/// The step and its event in one commit; errors of the form where a rule refuses what was typed.
async fn take(
    state: &AppState,
    mut tx: Tx,
    signed: &Signed,
    row: &WarningRow,
    input: &StepInput,
) -> Result<Errors, AppError> {
    let now = state.clock.now();
    let mut errors = Errors::default();
    let to = match input.take(row.warning()?, now.date()) {
        Ok(to) => to,
        Err(no) if no.is_of_state() => return Err(not_now(&no, format!("/staff/warnings/{}", row.id))),
        Err(no) => {
            errors.push(if no.field == "deadline" { "day" } else { no.field }, no.sentence());
            tx.rollback().await?;
            return Ok(errors);
        }
    };
    let ended = matches!(input.step, Step::Perform | Step::Withdraw | Step::Escalate).then(|| now.date());
    if !warning::step(&mut tx, state.court.id, row, &to, (ended, input.amount.0), now).await? {
        return Err(AppError::Conflict);
    }
    event(state, &mut tx, signed, EventKind::WarningStepped, (&row.id, input.step.zh())).await?;
    tx.commit().await?;
    Ok(errors)
}
