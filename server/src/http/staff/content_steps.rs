//! Submit, approve, publish, return, withdraw, correct: a rule of the domain, a guarded statement, a kept version, an
//! event, and, where the public is concerned, the public tables, all in one transaction.
use app::{
    domain::{
        edition::Edition,
        refusal::Refusal,
        staff::{Act, Matter, Permit, Publish, Review, Withdraw, Write},
    },
    form::{Errors, withdrawal::WithdrawalForm},
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
use super::{
    content::{Case, load, one, one_with, record},
    desk::only,
    editing::Typed,
    forbidden, not_now, remarks, review,
};
use crate::{
    crypto::random,
    editions::{
        self, Why,
        content::{Done, ORPHANED, Went},
    },
    state::AppState,
    store::{
        Tx,
        content::{self, ContentRow},
        content_image,
        desk::SENT_BACK,
        review_pass,
    },
};

/// The record as the form saw it, for somebody who may take this kind of step on it.
async fn seen<A: Act>(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    version: &str,
) -> Result<(Case, Permit<A>), AppError> {
    // who has no right learns nothing, not even whether there is such a record
    only(signed, A::ACTION)?;
    let case = load(state, tx, id).await?;
    let permit = signed.who.permit(&case.edition.matter_of(A::ACTION, state.court.id)).map_err(|r| forbidden(&r))?;
    if case.row.version.to_string() == version { Ok((case, permit)) } else { Err(AppError::Conflict) }
}

/// One step by whoever is signed in.
fn done<'a>(edition: Edition, signed: &Signed, event: &'static str, note: &'a str) -> Done<'a> {
    Done { edition, checker: None, by: signed.who.id, event, note }
}

async fn keep(state: &AppState, tx: &mut Tx, case: &Case, done: Done<'_>) -> Result<(), AppError> {
    let kept = editions::content::keep(tx, state.court.id, case, done, state.clock.now()).await?;
    if kept { Ok(()) } else { Err(AppError::Conflict) }
}

fn back(id: &str, code: &str) -> Response {
    Redirect::to(&format!("/staff/content/{id}?done={code}#main")).into_response()
}

/// 409 where only the state stands in the way, else the page again with the sentence at its field.
async fn refused(
    state: &AppState,
    tx: Tx,
    req: &Req,
    signed: &Signed,
    case: &Case,
    (field, refusal): (&'static str, Refusal),
) -> Result<Response, AppError> {
    if refusal.is_of_state() {
        return Err(not_now(&refusal, case.href()));
    }
    let mut errors = Errors::default();
    errors.push(field, refusal.sentence());
    tx.rollback().await?;
    one(state, req, signed, &case.row.id, &errors).await
}

/// The page again with every gap; `None` when nothing stands in the way.
async fn blocked(
    state: &AppState,
    tx: &mut Tx,
    req: &Req,
    signed: &Signed,
    case: &Case,
) -> Result<Option<Response>, AppError> {
    let mut errors = Errors::default();
    for gap in editions::content::gaps(tx, state.court.id, case, state.clock.now().date()).await? {
        errors.push("checks", gap.sentence());
    }
    if errors.is_empty() {
        return Ok(None);
    }
    one(state, req, signed, &case.row.id, &errors).await.map(Some)
}

/// POST `/staff/content/{id}/submit`
pub async fn submit(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Write>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let edition = case.edition.clone().submit(&permit).map_err(|r| not_now(&r, case.href()))?;
    if let Some(page) = blocked(&state, &mut tx, &req, &signed, &case).await? {
        return Ok(page);
    }
    keep(&state, &mut tx, &case, done(edition, &signed, "submitted", "提交审核")).await?;
    tx.commit().await?;
    Ok(back(&id, "submitted"))
}

/// POST `/staff/content/{id}/approve`: legal check, then every gate once more, in one go.
pub async fn approve(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Review>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let passed = case.edition.clone().pass_legal_check(&permit).and_then(|e| e.pass_scan(&[]));
    let edition = match passed {
        Ok(edition) => edition,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await,
    };
    if let Some(page) = blocked(&state, &mut tx, &req, &signed, &case).await? {
        return Ok(page);
    }
    if let Some(refusal) = remarks::open_gap(&state, &mut tx, &id).await? {
        return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await;
    }
    let step = match review::pass(&state, &mut tx, (&id, &case.edition.makers), permit.by()).await? {
        Ok(step) => step,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await,
    };
    // between two steps it stays where it is: nothing of the edition changes but its version
    let (edition, code) = if step.complete { (edition, "approved") } else { (case.edition.clone(), "passed") };
    let note = format!("{}通过", step.name);
    let done = Done { checker: Some(permit.by()), ..done(edition, &signed, "reviewed", &note) };
    keep(&state, &mut tx, &case, done).await?;
    tx.commit().await?;
    Ok(back(&id, code))
}

/// POST `/staff/content/{id}/publish`: asked again on the day itself, then out by the door of every import.
pub async fn publish(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let (court, now) = (state.court.id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Publish>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let edition = match case.edition.clone().publish(&permit, now) {
        Ok(edition) => edition,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await,
    };
    if let Err(refusal) = review::may_publish(&state, &mut tx, (&id, &case.edition.makers), permit.by()).await? {
        return refused(&state, tx, &req, &signed, &case, ("checks", refusal)).await;
    }
    if let Some(page) = blocked(&state, &mut tx, &req, &signed, &case).await? {
        return Ok(page);
    }
    let gone =
        match editions::content::go_public(&mut tx, court, &case, (edition, permit.by()), (Why::Signed, now)).await? {
            Went::Public(gone) => gone,
            Went::Overtaken => return Err(AppError::Conflict),
            Went::Orphaned => return Err(AppError::WrongState { says: ORPHANED.to_owned(), back: case.href() }),
        };
    tx.commit().await?;
    state.cache.bump();
    state.files.forget_all(&gone).await;
    Ok(back(&id, "published"))
}

/// POST `/staff/content/{id}/return`
pub async fn send_back(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let reason = fields.text("reason");
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Review>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let edition = match case.edition.clone().send_back(&permit, &reason) {
        Ok(edition) => edition,
        Err(refusal) => return refused(&state, tx, &req, &signed, &case, ("reason", refusal)).await,
    };
    let note = format!("{SENT_BACK}：{reason}");
    review_pass::clear(&mut tx, state.court.id, &id).await?;
    keep(&state, &mut tx, &case, done(edition, &signed, "sent_back", &note)).await?;
    tx.commit().await?;
    Ok(back(&id, "returned"))
}

/// POST `/staff/content/{id}/withdraw`: one person is enough, so that nothing wrong stays up.
pub async fn withdraw(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let (form, now) = (WithdrawalForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let (case, permit) = seen::<Withdraw>(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let checked = form.check();
    let reason = checked.as_deref().unwrap_or("-");
    let edition = case.edition.clone().withdraw(&permit, reason, now).map_err(|r| not_now(&r, case.href()))?;
    if let Err(errors) = checked {
        tx.rollback().await?;
        let typed = Typed { withdrawal: form, ..Typed::default() };
        return one_with(&state, &req, &signed, &id, &errors, typed).await;
    }
    content::hide(&mut tx, state.court.id, case.kind, &case.row.slug, now).await?;
    let gone = content_image::hide(&mut tx, state.court.id, &id).await?;
    let note = format!("撤下（{reason}）");
    keep(&state, &mut tx, &case, done(edition, &signed, "withdrawn", &note)).await?;
    tx.commit().await?;
    state.cache.bump();
    state.files.forget_all(&gone).await;
    Ok(back(&id, "withdrawn"))
}

/// POST `/staff/content/{id}/correct`: a draft beside the published record, which stays as it is until somebody else
/// has reviewed and published the draft.
pub async fn correct(
    State(state): State<AppState>,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let permit = signed.who.permit::<Write>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let case = load(&state, &mut tx, &id).await?;
    if case.row.version.to_string() != fields.raw("version") {
        return Err(AppError::Conflict);
    }
    if !case.edition.state.is_public() {
        let refusal = Refusal::step("EW-1", case.edition.state.zh(), "更正");
        return Err(not_now(&refusal, case.href()));
    }
    let row = ContentRow {
        id: random::uuid(now.ms()).to_string(),
        state: Edition::draft(&permit).state.code().into(),
        corrects: Some(case.row.id.clone()),
        author: Some(permit.by().to_string()),
        reviewer: None,
        publisher: None,
        version: 1,
        created_at: now.ms(),
        updated_at: now.ms(),
        published_at: None,
        ..case.row.clone()
    };
    if content::taken(&mut tx, state.court.id, &row).await? {
        let says = "已经有人在更正这份内容。".to_owned();
        return Err(AppError::WrongState { says, back: "/staff/content".into() });
    }
    content::insert(&mut tx, state.court.id, &row, "起草更正").await?;
    record(&state, &mut tx, &signed, &row.id, "draft_created").await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/staff/content/{}/edit#main", row.id)).into_response())
}
