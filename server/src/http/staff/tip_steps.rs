//! The work on a tip: triage, assignment, the next step, notes and replies. Each is one transaction with its audit row.
use app::{
    domain::{
        staff::{HandleTip, Matter, TriageTip},
        tip::{Handling, Step, TipState},
    },
    form::{
        Errors,
        tip_work::{AssignForm, MoveForm, NoteForm, TriageForm, Visibility},
    },
    pages::staff::tip::TipForms,
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
use super::{forbidden, not_now, tip::case_page};
use crate::{
    state::AppState,
    store::{
        Tx,
        message::{self, Visibility as Kept},
        staff, tip,
        tip::Tip,
        tip_open,
    },
};
use app::domain::{ids::TipId, refusal::Refusal};

/// The tip as this form saw it.
///
/// # Errors
/// `Conflict` when someone took a step since the page was shown.
async fn seen(state: &AppState, tx: &mut Tx, id: &str, version: &str) -> Result<Tip, AppError> {
    let id = TipId::parse(id).ok_or(AppError::NotFound)?;
    let tip = tip::load(tx, state.court.id, id).await?.ok_or(AppError::NotFound)?;
    if tip.version.to_string() == version { Ok(tip) } else { Err(AppError::Conflict) }
}

/// Only those who may read this tip may work on it: intake, and the officer in charge.
fn handles(state: &AppState, signed: &Signed, tip: &Tip) -> Result<(), AppError> {
    let matter = Matter::of(state.court.id);
    signed.who.permit::<HandleTip>(&matter).map_err(|r| forbidden(&r))?;
    let intake = signed.who.permit::<TriageTip>(&matter).is_ok();
    if intake || tip.handling.officer == Some(signed.who.id) {
        Ok(())
    } else {
        Err(AppError::Forbidden("这条线索由承办人办理，请联系承办人或者线索登记人员。".into()))
    }
}

fn done(id: &str, code: &str) -> Response {
    Redirect::to(&format!("/staff/tips/{id}?done={code}#main")).into_response()
}

/// A rule's no becomes an error at the field it names; one that only the state causes, a page that says so.
fn at_field(field: &'static str, refusal: &Refusal, tip: &Tip) -> Result<Errors, AppError> {
    if refusal.is_of_state() {
        return Err(not_now(refusal, href(tip)));
    }
    let mut errors = Errors::default();
    errors.push(field, refusal.sentence());
    Ok(errors)
}

fn href(tip: &Tip) -> String {
    format!("/staff/tips/{}", tip.id)
}

/// A tip that just came in is registered by whoever works on it first.
async fn registered(state: &AppState, tx: &mut Tx, signed: &Signed, tip: Tip) -> Result<Tip, AppError> {
    if tip.handling.state != TipState::Received {
        return Ok(tip);
    }
    let after = take(&tip, Step::Register)?;
    save(state, tx, signed, &tip, &after, "tip_registered").await?;
    tip::load(tx, state.court.id, tip.id).await?.ok_or(AppError::NotFound)
}

fn take(tip: &Tip, step: Step) -> Result<Handling, AppError> {
    tip.handling.clone().take(step).map_err(|r| not_now(&r, href(tip)))
}

async fn save(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    before: &Tip,
    after: &Handling,
    kind: &str,
) -> Result<(), AppError> {
    let by = Some(signed.who.id);
    let saved = tip::save_step(tx, state.court.id, before, after, kind, by, state.clock.now()).await?;
    if saved { Ok(()) } else { Err(AppError::Conflict) }
}

/// POST `/staff/tips/{id}/triage`
pub async fn triage(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    signed.who.permit::<TriageTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let form = TriageForm::read(&fields);
    let triage = match form.check(state.clock.now().date()) {
        Ok(triage) => triage,
        Err(errors) => {
            let forms = TipForms { triage: form, errors, ..TipForms::default() };
            return case_page(&state, &req, &signed, &id, Some(forms)).await;
        }
    };
    let mut tx = state.db.begin().await?;
    let before = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    let before = registered(&state, &mut tx, &signed, before).await?;
    let after = take(&before, Step::Triage { urgency: triage.urgency })?;
    let kept = tip::Triage {
        kind: triage.kind,
        team: &before.team,
        duplicate_of: triage.duplicate_of.filter(|d| *d != before.id),
    };
    let (by, at) = (signed.who.id, state.clock.now());
    if !tip::save_triage(&mut tx, state.court.id, &before, &after, kept, by, at).await? {
        return Err(AppError::Conflict);
    }
    tx.commit().await?;
    Ok(done(&id, "triaged"))
}

/// POST `/staff/tips/{id}/assign`: the officer becomes a reader, with a key file of their own.
pub async fn assign(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    signed.who.permit::<TriageTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let form = AssignForm::read(&fields);
    let checked = form.check();
    let refused = |errors| TipForms { assign: form.clone(), errors, ..TipForms::default() };
    let to = match checked {
        Ok(to) => to,
        Err(errors) => return case_page(&state, &req, &signed, &id, Some(refused(errors))).await,
    };
    let mut tx = state.db.begin().await?;
    let before = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    let officer = staff::with_role(&mut tx, state.court.id, app::domain::staff::Role::Officer).await?;
    let officer = officer.into_iter().find(|o| o.id == to).ok_or(AppError::BadRequest)?;
    let after = match before.handling.clone().take(Step::Assign { officer: to, recused: false }) {
        Ok(after) => after,
        Err(refusal) => {
            tx.rollback().await?;
            let errors = at_field("to", &refusal, &before)?;
            return case_page(&state, &req, &signed, &id, Some(refused(errors))).await;
        }
    };
    let reader = officer.content_reader().map_err(|r| forbidden(&r))?;
    let (key, at) = (signed.key()?, state.clock.now());
    if !tip_open::assign(&mut tx, state.court.id, &before, &after, &key, &reader, at).await? {
        return Err(AppError::Conflict);
    }
    if let Some(earlier) = before.handling.officer.filter(|o| *o != to && *o != signed.who.id) {
        tip_open::revoke(&mut tx, state.court.id, before.id, earlier, signed.who.id, at).await?;
    }
    tx.commit().await?;
    Ok(done(&id, "assigned"))
}

/// POST `/staff/tips/{id}/step`: one legal step of §8.2; its reason is kept sealed beside the tip.
pub async fn step(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    signed.who.permit::<HandleTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let form = MoveForm::read(&fields);
    let checked = form.check();
    let refused = |errors| TipForms { step: form.clone(), errors, ..TipForms::default() };
    let (step, reason) = match checked {
        Ok(checked) => checked,
        Err(errors) => return case_page(&state, &req, &signed, &id, Some(refused(errors))).await,
    };
    let mut tx = state.db.begin().await?;
    let before = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    handles(&state, &signed, &before)?;
    let words = step.zh();
    let after = match before.handling.clone().take(step) {
        Ok(after) => after,
        Err(refusal) => {
            tx.rollback().await?;
            let errors = at_field("step", &refusal, &before)?;
            return case_page(&state, &req, &signed, &id, Some(refused(errors))).await;
        }
    };
    save(&state, &mut tx, &signed, &before, &after, "tip_stepped").await?;
    if !reason.is_empty() {
        let text = format!("{words}：{reason}");
        let (by, at) = (signed.who.id, state.clock.now());
        message::add_note(&mut tx, state.court.id, &before, by, Kept::Team, &text, at).await?;
    }
    tx.commit().await?;
    Ok(done(&id, "moved"))
}

/// POST `/staff/tips/{id}/note`: a note, a reply, or a question that makes the tip wait for its sender.
pub async fn note(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    signed.who.permit::<HandleTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let ask = fields.raw("go") == "ask";
    let mut form = NoteForm::read(&fields);
    if ask {
        form.visibility = Visibility::Tipster.code().to_owned();
    }
    let checked = form.check();
    let refused = |errors| TipForms { note: form.clone(), errors, ..TipForms::default() };
    let (visibility, text) = match checked {
        Ok(checked) => checked,
        Err(errors) => return case_page(&state, &req, &signed, &id, Some(refused(errors))).await,
    };
    let mut tx = state.db.begin().await?;
    let before = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    handles(&state, &signed, &before)?;
    if ask {
        let before = registered(&state, &mut tx, &signed, before.clone()).await?;
        match before.handling.clone().take(Step::AskForMore) {
            Ok(after) => save(&state, &mut tx, &signed, &before, &after, "tip_stepped").await?,
            Err(refusal) => {
                tx.rollback().await?;
                let errors = at_field("note", &refusal, &before)?;
                return case_page(&state, &req, &signed, &id, Some(refused(errors))).await;
            }
        }
    }
    let (court, by, at) = (state.court.id, signed.who.id, state.clock.now());
    match visibility {
        Visibility::Tipster => {
            // the same form sent twice adds one message
            let form = format!("staff-{by}-{}", fields.raw("once"));
            let once = message::once(&state.server_key, &state.court.code, &form, &text);
            message::send(&mut tx, court, &before, Some(by), &text, &once, at).await?;
        }
        Visibility::Officer => message::add_note(&mut tx, court, &before, by, Kept::Officer, &text, at).await?,
        Visibility::Team => message::add_note(&mut tx, court, &before, by, Kept::Team, &text, at).await?,
    }
    tx.commit().await?;
    Ok(done(&id, if visibility == Visibility::Tipster { "replied" } else { "noted" }))
}
