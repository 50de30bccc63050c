//! `/staff/objections`: requests for correction, opened on the record and moved one step at a time (DJ-14, PI-6).
use std::collections::HashMap;

use app::{
    domain::{
        date::{Instant, LegalDate},
        deadline::Calendar,
        ids::StaffId,
        objection::{About, Mended},
        staff::Action,
    },
    form::{
        Errors,
        objection_step::{Step, StepForm, StepInput},
    },
    pages::staff::objections::{ObjectionLine, ObjectionView, ObjectionsView, objection as page, objections},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    objections::{answer_of, due_words, follow, open, seal},
    page::Req,
    session::{Signed, StaffForm},
};
use super::{audit::kind_zh, desk::only, frame, not_now, show, show_again};
use crate::{
    crypto::receipt::Ticket,
    state::AppState,
    store::{
        StoreResult, Tx, audit, calendar, list,
        objection::{self, ObjectionRow, Said},
        staff,
    },
};

/// GET `/staff/objections?open=no&after=`: none is out of reach, however many there are.
pub async fn list(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::HandleObjection)?;
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let waiting = req.query("open") != Some("no");
    let after = req.query("after").and_then(|after| after.split_once('_')).unwrap_or_default();
    let mut rows = objection::page(&mut tx, state.court.id, waiting, after).await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    let more = rows.len() as i64 > objection::PAGE;
    rows.truncate(usize::try_from(objection::PAGE).unwrap_or(usize::MAX));
    let last = rows.last().filter(|_| more).map(|row| format!("{}_{}", row.received_on, row.id));
    let page = ObjectionsView {
        lines: rows.iter().map(|row| line(row, &known, today)).collect::<StoreResult<Vec<_>>>()?,
        waiting,
        paged: req.query("after").is_some(),
        next: last.unwrap_or_default(),
    };
    Ok(show(&state, &req, &signed, &objections(&frame(&state, &req, &signed).await?, &page)))
}

fn line(row: &ObjectionRow, known: &Calendar, today: LegalDate) -> StoreResult<ObjectionLine> {
    let objection = row.objection()?;
    let late = objection.due(known).ok().flatten().is_some_and(|due| today > due.alarm());
    Ok(ObjectionLine {
        id: row.id.clone(),
        ticket: Ticket::parse(&row.ticket).map(|ticket| ticket.to_string()).unwrap_or_default(),
        about: objection.about.zh().into(),
        received: objection.received_on.zh(),
        state: objection.state.zh().into(),
        due: due_words(&objection, known),
        late,
    })
}

async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<ObjectionRow, AppError> {
    objection::load(tx, state.court.id, id).await?.ok_or(AppError::NotFound)
}

/// GET `/staff/objections/{id}`: reading what a person wrote is an event of its own.
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleObjection)?;
    let mut tx = state.db.begin().await?;
    let row = load(&state, &mut tx, &id).await?;
    record(&state, &mut tx, &signed, &row.id, "objection_opened", "").await?;
    tx.commit().await?;
    let (version, entry_no) = (row.version.to_string(), row.entry_no.clone());
    let form = StepForm { version, entry_no, ..StepForm::default() };
    one(&state, &req, &signed, &row, (&form, &Errors::default())).await
}

async fn record(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    kind: &str,
    note: &str,
) -> Result<(), AppError> {
    let (at, actor) = (state.clock.now(), Some(signed.who.id));
    audit::append(tx, state.court.id, audit::Event { at, actor, kind, object: ("objection", id), note }).await?;
    Ok(())
}

async fn one(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    row: &ObjectionRow,
    (form, errors): (&StepForm, &Errors),
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    let events = audit::of_object(&mut tx, state.court.id, "objection", &row.id).await?;
    tx.rollback().await?;
    let plain = open(state, &row.id, &row.sealed)?;
    let objection = row.objection()?;
    let view = ObjectionView {
        line: line(row, &known, state.clock.now().date())?,
        kind: objection.about.kind_zh().into(),
        // the cause would quote what was written
        content: serde_json::from_slice(&plain).map_err(|_| AppError::internal(anyhow::anyhow!("a sealed request")))?,
        answer: answer_of(state, row)?,
        decision_no: row.decision_no.clone(),
        entry_no: row.entry_no.clone(),
        about_entry: matches!(objection.about, About::Entry(_)),
        steps: Step::open_to(&objection),
        history: events.iter().map(|e| past(e, &names)).collect(),
    };
    let page = page(&frame(state, req, signed).await?, &view, form, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

fn past(event: &audit::EventRow, names: &HashMap<StaffId, String>) -> (String, String, String) {
    let who = StaffId::parse(&event.actor).and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let note = if event.note.is_empty() { String::new() } else { format!("：{}", event.note) };
    (Instant(event.at).zh_minute(), who, format!("{}{note}", kind_zh(&event.kind)))
}

/// POST `/staff/objections/{id}`
pub async fn step(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleObjection)?;
    let (form, today) = (StepForm::read(&fields), state.clock.now().date());
    let mut tx = state.db.begin().await?;
    let row = load(&state, &mut tx, &id).await?;
    if form.version != row.version.to_string() {
        return Err(AppError::Conflict);
    }
    let input = match form.check(today) {
        Ok(input) => input,
        Err(errors) => {
            tx.rollback().await?;
            return one(&state, &req, &signed, &row, (&form, &errors)).await;
        }
    };
    match take(&state, tx, &signed, &row, &input).await? {
        None => Ok(Redirect::to(&format!("/staff/objections/{id}?done=moved#main")).into_response()),
        Some(errors) => one(&state, &req, &signed, &row, (&form, &errors)).await,
    }
}

/// The entry of this number as it stands; `None` for none.
async fn mended(state: &AppState, tx: &mut Tx, public_no: &str) -> Result<Option<Mended>, AppError> {
    if public_no.is_empty() {
        return Ok(None);
    }
    let row = list::load(tx, state.court.id, public_no).await?;
    let today = state.clock.now().date();
    Ok(row.map(|row| Mended {
        public: list::is_current(&row, today),
        corrected_on: LegalDate::parse(&row.corrected_on).ok(),
    }))
}

/// The step, its clock and its event in one commit; errors of the form where the rule refuses a day.
async fn take(
    state: &AppState,
    mut tx: Tx,
    signed: &Signed,
    row: &ObjectionRow,
    input: &StepInput,
) -> Result<Option<Errors>, AppError> {
    let (court, now) = (state.court.id, state.clock.now());
    let known = calendar::load(&mut tx, court).await?;
    let entry_no = if input.entry_no.is_empty() { &row.entry_no } else { &input.entry_no };
    let entry = mended(state, &mut tx, entry_no).await?;
    if entry.is_none() && !input.entry_no.is_empty() {
        let mut errors = Errors::default();
        errors.push("entry_no", "没有这个编号，请照名单页面上的编号填写");
        tx.rollback().await?;
        return Ok(Some(errors));
    }
    let to = match input.step.take(row.objection()?, input.day, now.date(), (&known, entry)) {
        Ok(to) => to,
        Err(refusal) if refusal.is_of_state() => {
            return Err(not_now(&refusal, format!("/staff/objections/{}", row.id)));
        }
        Err(refusal) => {
            let mut errors = Errors::default();
            errors.push(if refusal.field == "entry_no" { "entry_no" } else { "day" }, refusal.sentence());
            tx.rollback().await?;
            return Ok(Some(errors));
        }
    };
    let answer = match input.answer.as_str() {
        "" => row.answer.clone(),
        text => Some(seal(state, &row.id, text.as_bytes())?),
    };
    let decision_no = if input.decision_no.is_empty() { &row.decision_no } else { &input.decision_no };
    let said = Said { decision_no, entry_no, answer: answer.as_deref() };
    if !objection::step(&mut tx, court, row, &to, said, now).await? {
        return Err(AppError::Conflict);
    }
    let ticket = Ticket::parse(&row.ticket).map(|ticket| ticket.to_string()).unwrap_or_default();
    follow(&mut tx, state, &row.id, &ticket, &to, &known).await?;
    record(state, &mut tx, signed, &row.id, "objection_decided", input.step.zh()).await?;
    tx.commit().await?;
    Ok(None)
}
