//! `/comply/correct` and `/comply/status`: a request in, its state out. Nothing of it stands in an address, and nothing
//! is kept in the browser: the same form sent twice is the same request with the same receipt.
use app::{
    domain::{
        date::LegalDate,
        deadline::{Calendar, Due},
        objection::Objection,
    },
    form::{
        objection::{ObjectionContent, ObjectionForm},
        tip_status::{StatusForm, not_found},
    },
    pages::{
        Page,
        comply::{self as pages, CorrectView, Found, StatusView},
    },
};
use axum::{Form, extract::State, http::StatusCode, response::Response};
use zeroize::Zeroizing;

use super::{
    error::AppError,
    limits::Sender,
    page::{Req, private, site},
};
use crate::{
    crypto::{
        random,
        receipt::{self, Secret, SenderKey, Ticket},
        token::Token,
    },
    state::AppState,
    store::{
        Tx, audit, calendar,
        deadline::{self, Clocked},
        objection::{self, NewObjection, ObjectionRow},
    },
};

/// What the sealed columns of a request are sealed for.
const PURPOSE: &str = "objection";

fn answer(state: &AppState, req: &Req, wrong: bool, page: &Page) -> Response {
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    private(state, req, status, None, page)
}

/// GET `/comply/correct`
pub async fn form(State(state): State<AppState>, req: Req) -> Response {
    let form = ObjectionForm { once: Token::generate().text(), ..ObjectionForm::default() };
    let page = pages::correct(&site(&state, &req, None), &CorrectView { form, ..CorrectView::default() });
    answer(&state, &req, false, &page)
}

/// POST `/comply/correct`: durable before the receipt is shown.
pub async fn send(
    State(state): State<AppState>,
    req: Req,
    sender: Sender,
    Form(form): Form<ObjectionForm>,
) -> Result<Response, AppError> {
    state.limits.objections.check(&sender)?;
    let (about, content) = match form.validate() {
        Ok(valid) => valid,
        Err(errors) => {
            let page = pages::correct(&site(&state, &req, None), &CorrectView { form, errors });
            return Ok(answer(&state, &req, true, &page));
        }
    };
    let (ticket, secret) = codes(&state, &form)?;
    let objection = Objection::received(about, state.clock.now().date());
    let due = file(&state, &ticket, &secret, &objection, &content).await?;
    Ok(answer(&state, &req, false, &pages::receipt(&ticket.to_string(), &secret.groups(), &due)))
}

/// Both codes follow from the page's own token and every word of the form, under a key only the server holds.
fn codes(state: &AppState, form: &ObjectionForm) -> Result<(Ticket, Secret), AppError> {
    let text = Zeroizing::new(serde_json::to_string(form).map_err(AppError::internal)?);
    let seed = state.server_key.keyed_hash("objection codes", &state.court.code, &text);
    let seed = <[u8; 32]>::try_from(seed).map_err(|_| AppError::internal(anyhow::anyhow!("a hash has 32 bytes")))?;
    Ok(receipt::derived(&seed))
}

/// Row, clock and event in one commit; answers by when the court must decide, in words.
async fn file(
    state: &AppState,
    ticket: &Ticket,
    secret: &Secret,
    objection: &Objection,
    content: &ObjectionContent,
) -> Result<String, AppError> {
    let (court, now) = (state.court.id, state.clock.now());
    let id = random::uuid(now.ms()).to_string();
    let key = SenderKey::stretch(&state.court.code, ticket, secret).map_err(AppError::internal)?;
    let plain = Zeroizing::new(serde_json::to_vec(content).map_err(AppError::internal)?);
    let sealed = seal(state, &id, &plain)?;
    let new = NewObjection {
        id: &id,
        ticket: ticket.as_str(),
        verifier: key.verifier(),
        objection,
        sealed: &sealed,
        at: now,
    };
    let mut tx = state.db.begin().await?;
    let known = calendar::load(&mut tx, court).await?;
    if objection::insert(&mut tx, court, &new).await? {
        follow(&mut tx, state, &id, ticket.as_str(), objection, &known).await?;
        let event =
            audit::Event { at: now, actor: None, kind: "objection_received", object: ("objection", &id), note: "" };
        audit::append(&mut tx, court, event).await?;
    }
    tx.commit().await?;
    Ok(due_words(objection, &known))
}

/// The clock that runs now, and no other (DJ-14).
pub(super) async fn follow(
    tx: &mut Tx,
    state: &AppState,
    id: &str,
    ticket: &str,
    objection: &Objection,
    known: &Calendar,
) -> Result<(), AppError> {
    let (court, now) = (state.court.id, state.clock.now());
    let label = format!("{} {ticket}", objection.about.kind_zh());
    let running = objection.clock();
    for duty in Objection::DUTIES {
        let from = running.and_then(|(now, from)| (now == duty).then_some(from));
        let clock = Clocked { duty, object: ("objection", id), label: &label };
        deadline::keep(tx, court, clock, from, known, now).await?;
    }
    Ok(())
}

/// TD-4 for people: the day, or why there is none.
pub(super) fn due_words(objection: &Objection, known: &Calendar) -> String {
    match objection.due(known) {
        Ok(due) => due.map(|due: Due| due.rolled.zh()).unwrap_or_default(),
        Err(year) => year.zh(),
    }
}

pub(super) fn seal(state: &AppState, id: &str, plain: &[u8]) -> Result<Vec<u8>, AppError> {
    state.server_key.wrap(PURPOSE, &state.court.id.to_string(), id, plain).map_err(AppError::internal)
}

pub(super) fn open(state: &AppState, id: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AppError> {
    state.server_key.unwrap(PURPOSE, &state.court.id.to_string(), id, sealed).map_err(AppError::internal)
}

/// The court's words to the applicant; empty before there are any.
pub(super) fn answer_of(state: &AppState, row: &ObjectionRow) -> Result<String, AppError> {
    let Some(sealed) = &row.answer else { return Ok(String::new()) };
    let plain = open(state, &row.id, sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// GET `/comply/status`
pub async fn status(State(state): State<AppState>, req: Req) -> Response {
    answer(&state, &req, false, &pages::status(&StatusView::default()))
}

/// POST `/comply/status`: every way of not matching gets the same words and takes the same time.
pub async fn look(
    State(state): State<AppState>,
    req: Req,
    sender: Sender,
    Form(form): Form<StatusForm>,
) -> Result<Response, AppError> {
    state.limits.status.check(&sender)?;
    let ticket = form.ticket.clone();
    if let Err(errors) = form.validate() {
        return Ok(answer(&state, &req, true, &pages::status(&StatusView { ticket, errors, found: None })));
    }
    let view = match find(&state, &form).await? {
        Some(found) => StatusView { found: Some(found), ..StatusView::default() },
        None => StatusView { ticket, errors: not_found(), found: None },
    };
    Ok(answer(&state, &req, view.found.is_none(), &pages::status(&view)))
}

async fn find(state: &AppState, form: &StatusForm) -> Result<Option<Found>, AppError> {
    let (Some(ticket), Some(secret)) = (Ticket::parse(&form.ticket), Secret::parse(&form.secret)) else {
        return Ok(None);
    };
    let key = SenderKey::stretch(&state.court.code, &ticket, &secret).map_err(AppError::internal)?;
    let mut tx = state.db.read().await?;
    let row = objection::by_ticket(&mut tx, state.court.id, ticket.as_str()).await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    row.filter(|row| key.matches(&row.verifier)).map(|row| shown(state, &row, &known)).transpose()
}

fn shown(state: &AppState, row: &ObjectionRow, known: &Calendar) -> Result<Found, AppError> {
    let objection = row.objection()?;
    let due = due_words(&objection, known);
    let duty = objection.clock().map_or("", |(duty, _)| duty.zh());
    Ok(Found {
        kind: objection.about.kind_zh().into(),
        about: objection.about.zh().into(),
        received: LegalDate::zh(objection.received_on),
        state: objection.state.zh().into(),
        due: if due.is_empty() { due } else { format!("{duty}：{due}") },
        answer: answer_of(state, row)?,
        decision_no: row.decision_no.clone(),
    })
}
