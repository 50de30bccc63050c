//! `/staff/lists/{id}/relief`: what somebody under 限消 asks for while it stands (RC-7, GF-4).
use app::{
    domain::{
        audit::EventKind,
        date::{Instant, LegalDate},
        ids::{CourtId, StaffId},
        list::{Capacity, LiftReason},
        refusal::Refusal,
        relief::{Relief, ReliefKind, ReliefState, ReliefStep, may_ask},
        staff::{Action, Matter, Publish},
    },
    form::{
        Errors,
        relief::{ReliefForm, ReliefStepForm},
    },
    pages::staff::relief::{ReliefLine, ReliefView, relief as relief_page, reliefs},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{
    desk::{at_the_desk, name_of, only},
    forbidden, frame,
    list_case::{Case, load},
    not_now, show, show_again,
};
use crate::{
    crypto::random,
    state::AppState,
    store::{
        Tx, audit, list_parts, list_steps, list_versions,
        relief::{self as store, ReliefRow},
        staff,
    },
};

const PURPOSE: &str = "relief";

/// What lies sealed in a request: why somebody asks may be an illness or a death.
#[derive(Default, Serialize, Deserialize)]
struct Told {
    purpose: String,
    evidence: String,
    /// The unit's person, once they are released and gone from the entry
    person: String,
    /// Why it was refused
    note: String,
}

fn seal(state: &AppState, id: &str, told: &Told) -> Result<Vec<u8>, AppError> {
    let bytes = serde_json::to_vec(told).map_err(AppError::internal)?;
    state.server_key.wrap(PURPOSE, &state.court.id.to_string(), id, &bytes).map_err(AppError::internal)
}

fn open(state: &AppState, row: &ReliefRow) -> Result<Told, AppError> {
    let court = state.court.id.to_string();
    let bytes = state.server_key.unwrap(PURPOSE, &court, &row.id, &row.sealed).map_err(AppError::internal)?;
    serde_json::from_slice(&bytes).map_err(AppError::internal)
}

/// GET `/staff/lists/{id}/relief`
pub async fn list(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let now = state.clock.now();
    let once = random::uuid(now.ms()).to_string();
    let form = ReliefForm { received_on: now.date().iso(), once, ..ReliefForm::default() };
    let tx = state.db.begin().await?;
    list_page(&state, &req, &signed, (tx, &id), (&form, &Errors::default())).await
}

/// The page opens what lies sealed, so it is itself an event.
async fn list_page(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    (mut tx, id): (Tx, &str),
    (form, errors): (&ReliefForm, &Errors),
) -> Result<Response, AppError> {
    let case = load(state, &mut tx, id).await?;
    let rows = store::of_entry(&mut tx, state.court.id, &case.file.entry.id).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    if !rows.is_empty() {
        event(state, &mut tx, signed.who.id, EventKind::ReliefOpened, (id, "")).await?;
    }
    tx.commit().await?;
    let line = |row: &ReliefRow| line(state, signed, &case, row, &names);
    let view = ReliefView {
        entry: case.file.entry.id.clone(),
        entry_zh: case.file.entry.public_no.clone(),
        lines: rows.iter().map(line).collect::<Result<Vec<_>, _>>()?,
        persons: case
            .persons
            .iter()
            .map(|p| (p.id.clone(), format!("{}（{}）", p.name, capacity_zh(&p.capacity))))
            .collect(),
        may_write: signed.who.may(Action::Write) && may_ask(case.list, case.entry.state).is_ok(),
    };
    let page = reliefs(&frame(state, req, signed).await?, &view, form, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

fn capacity_zh(code: &str) -> &'static str {
    Capacity::parse(code).map_or("", Capacity::zh)
}

fn line(
    state: &AppState,
    signed: &Signed,
    case: &Case,
    row: &ReliefRow,
    names: &std::collections::HashMap<StaffId, String>,
) -> Result<ReliefLine, AppError> {
    let (relief, told) = (row.relief()?, open(state, row)?);
    let zh = |day: Option<LegalDate>| day.map(LegalDate::zh).unwrap_or_default();
    let person = case.persons.iter().find(|p| p.id == row.person_id).map_or(told.person, |p| p.name.clone());
    let may = |step: &&ReliefStep| may_take(state, signed, case, row, **step).is_ok();
    Ok(ReliefLine {
        id: row.id.clone(),
        kind: Some(relief.kind),
        state: Some(relief.state),
        version: row.version,
        received: relief.received_on.zh(),
        reason: LiftReason::parse(&row.reason).map(LiftReason::zh).unwrap_or_default().into(),
        person,
        purpose: told.purpose,
        evidence: told.evidence,
        days: relief.days.map(|(from, until)| format!("{}至{}", from.zh(), until.zh())).unwrap_or_default(),
        approval_no: row.approval_no.clone(),
        decided: zh(relief.decided_on),
        note: told.note,
        by: name_of(&Some(row.by_staff.clone()), names),
        decided_by: name_of(&row.decided_by, names),
        steps: relief.steps().iter().filter(may).copied().collect(),
    })
}

/// Granting and refusing are for who signs and did not take the request down (TW-4); what is over is only withdrawn.
fn may_take(
    state: &AppState,
    signed: &Signed,
    case: &Case,
    row: &ReliefRow,
    step: ReliefStep,
) -> Result<Option<StaffId>, AppError> {
    let matter = Matter::made_by(state.court.id, StaffId::parse(&row.by_staff));
    if step == ReliefStep::Withdraw {
        return at_the_desk(signed).map(|()| None);
    }
    let permit = signed.who.permit::<Publish>(&matter).map_err(|r| forbidden(&r))?;
    if step == ReliefStep::Grant {
        may_ask(case.list, case.entry.state).map_err(|r| not_now(&r, case.href()))?;
    }
    Ok(Some(permit.by()))
}

/// POST `/staff/lists/{id}/relief`
pub async fn take_down(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let (form, now) = (ReliefForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let case = load(&state, &mut tx, &id).await?;
    may_ask(case.list, case.entry.state).map_err(|r| not_now(&r, case.href()))?;
    let persons: Vec<_> = case.persons.iter().map(|p| (p.id.clone(), Capacity::parse(&p.capacity))).collect();
    let asked = match form.check(&persons, now.date()) {
        Ok(asked) => asked,
        Err(errors) => return list_page(&state, &req, &signed, (tx, &id), (&form, &errors)).await,
    };
    // the page drew the number of its record: pressed twice, it is there already
    let new = Uuid::parse_str(&form.once).unwrap_or_else(|_| random::uuid(now.ms())).to_string();
    let release = asked.kind == ReliefKind::Release;
    let person = case.persons.iter().find(|p| release && p.id == form.person);
    let told = Told {
        purpose: asked.purpose,
        evidence: asked.evidence,
        person: person.map(|p| p.name.clone()).unwrap_or_default(),
        note: String::new(),
    };
    let row = ReliefRow {
        entry_id: case.file.entry.id.clone(),
        kind: asked.kind.code().into(),
        person_id: person.map(|p| p.id.clone()).unwrap_or_default(),
        reason: asked.reason.map_or("", LiftReason::code).into(),
        sealed: seal(&state, &new, &told)?,
        state: ReliefState::Received.code().into(),
        received_on: asked.received_on.iso(),
        by_staff: signed.who.id.to_string(),
        id: new,
        ..ReliefRow::default()
    };
    if store::insert(&mut tx, state.court.id, &row, now).await? {
        event(&state, &mut tx, signed.who.id, EventKind::ReliefReceived, (&id, asked.kind.zh())).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/staff/lists/{id}/relief?done=saved#main")).into_response())
}

async fn event(
    state: &AppState,
    tx: &mut Tx,
    by: StaffId,
    kind: EventKind,
    (entry, note): (&str, &str),
) -> Result<(), AppError> {
    let (at, object) = (state.clock.now(), ("entry", entry));
    let event = audit::Event { at, actor: Some(by), kind: kind.code(), object, note };
    audit::append(tx, state.court.id, event).await?;
    Ok(())
}

/// GET `/staff/lists/{id}/relief/{request}`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, request)): Path<(String, String)>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.begin().await?;
    let (case, row) = both(&state, &mut tx, &id, &request).await?;
    one(&state, &req, &signed, (tx, &case, &row), (&ReliefStepForm::default(), &Errors::default())).await
}

async fn both(state: &AppState, tx: &mut Tx, id: &str, request: &str) -> Result<(Case, ReliefRow), AppError> {
    let case = load(state, tx, id).await?;
    let row = store::load(tx, state.court.id, request).await?.filter(|row| row.entry_id == case.file.entry.id);
    Ok((case, row.ok_or(AppError::NotFound)?))
}

async fn one(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    (mut tx, case, row): (Tx, &Case, &ReliefRow),
    (form, errors): (&ReliefStepForm, &Errors),
) -> Result<Response, AppError> {
    let names = staff::names(&mut tx, state.court.id).await?;
    event(state, &mut tx, signed.who.id, EventKind::ReliefOpened, (&case.file.entry.id, "")).await?;
    tx.commit().await?;
    let view = ReliefView {
        entry: case.file.entry.id.clone(),
        entry_zh: case.file.entry.public_no.clone(),
        lines: vec![line(state, signed, case, row, &names)?],
        ..ReliefView::default()
    };
    let page = relief_page(&frame(state, req, signed).await?, &view, form, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

/// POST `/staff/lists/{id}/relief/{request}`: one decision; a released person leaves the public page with it.
pub async fn decide(
    State(state): State<AppState>,
    req: Req,
    Path((id, request)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let (form, now) = (ReliefStepForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let (case, row) = both(&state, &mut tx, &id, &request).await?;
    if row.version.to_string() != form.version {
        return Err(AppError::Conflict);
    }
    let step = ReliefStep::parse(&form.step).ok_or(AppError::BadRequest)?;
    let decider = may_take(&state, &signed, &case, &row, step)?;
    let relief = match form.take(row.relief()?, now.date()) {
        Ok(relief) => relief,
        Err(refusal) if refusal.is_of_state() => return Err(not_now(&refusal, format!("{}/relief", case.href()))),
        Err(refusal) => {
            let errors = errors_of(&refusal);
            return one(&state, &req, &signed, (tx, &case, &row), (&form, &errors)).await;
        }
    };
    let to = decided(&state, &row, &relief, &form, signed.who.id)?;
    if !store::step(&mut tx, state.court.id, &row, &to, decider, now).await? {
        return Err(AppError::Conflict);
    }
    let released = relief.kind == ReliefKind::Release && relief.state == ReliefState::Granted;
    if released {
        release(&state, &mut tx, (&case, &row.person_id), signed.who.id, now).await?;
    }
    event(&state, &mut tx, signed.who.id, EventKind::ReliefDecided, (&id, relief.state.zh())).await?;
    tx.commit().await?;
    if released {
        state.cache.bump();
    }
    Ok(Redirect::to(&format!("/staff/lists/{id}/relief?done=moved#main")).into_response())
}

fn errors_of(refusal: &Refusal) -> Errors {
    let mut errors = Errors::default();
    errors.push(refusal.field, refusal.sentence());
    errors
}

/// The row after the decision, with what was said of it.
fn decided(
    state: &AppState,
    row: &ReliefRow,
    relief: &Relief,
    form: &ReliefStepForm,
    by: StaffId,
) -> Result<ReliefRow, AppError> {
    let mut told = open(state, row)?;
    if relief.state == ReliefState::Refused {
        told.note.clone_from(&form.note);
    }
    let granted = relief.state == ReliefState::Granted;
    Ok(ReliefRow {
        sealed: seal(state, &row.id, &told)?,
        approval_no: if granted { form.approval_no.clone() } else { String::new() },
        decided_by: Some(by.to_string()),
        ..row.with(relief)
    })
}

/// GF-4: the unit's former person is named no more; a new version of the entry, and a correction in the public ledger.
async fn release(
    state: &AppState,
    tx: &mut Tx,
    (case, person): (&Case, &str),
    by: StaffId,
    now: Instant,
) -> Result<(), AppError> {
    let court: CourtId = state.court.id;
    let mut file = case.file.clone();
    file.entry.updated_at = now.ms();
    if !list_steps::release_person(tx, court, (&case.file, &file), person).await? {
        return Err(AppError::Conflict);
    }
    file.entry.version += 1;
    let persons = list_parts::persons(tx, court, &file.entry.id).await?;
    list_versions::add_version(tx, court, &file, &persons, by, ReliefKind::Release.zh()).await?;
    Ok(())
}
