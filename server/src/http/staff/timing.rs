//! `…/timing`: an approved record is given its time, loses it again, or, where nothing can wait, goes out past the review.
use app::{
    domain::{
        date::Instant,
        edition::{Edition, EditionState},
        refusal::Refusal,
        staff::{Action, Permit, Publish},
    },
    form::{Errors, fields::Fields, timing::TimingForm},
    pages::staff::timing::{TimingView, timing},
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
    content,
    desk::{self, name_of, only},
    forbidden, frame, not_now, review, show as answer, show_again,
};
use crate::{
    editions::{
        self, Why,
        content::{ORPHANED, Went},
        notice::Done,
    },
    state::AppState,
    store::{
        Tx,
        publish_plan::{self, PlanRow},
        staff,
    },
};

/// What a step came to: the code of the word of thanks, or what stands in the way.
type Outcome = Result<&'static str, Errors>;

/// The record a form is about, whichever desk it is of.
struct About<'a> {
    id: &'a str,
    title: &'a str,
    href: String,
    version: i64,
    edition: &'a Edition,
    asks_approval: bool,
}

impl<'a> About<'a> {
    fn content(case: &'a content::Case) -> Self {
        let (row, href) = (&case.row, case.href());
        Self {
            id: &row.id,
            title: &row.title,
            href,
            version: row.version,
            edition: &case.edition,
            asks_approval: false,
        }
    }

    fn notice(case: &'a desk::Case) -> Self {
        let (row, href) = (&case.issue, case.href());
        Self { id: &row.id, title: &row.title, href, version: row.version, edition: &case.edition, asks_approval: true }
    }

    /// Who has no right learns nothing, not even whether somebody else was faster.
    fn permit(&self, state: &AppState, signed: &Signed, version: &str) -> Result<Permit<Publish>, AppError> {
        let matter = self.edition.matter_of(Action::Publish, state.court.id);
        let permit = signed.who.permit(&matter).map_err(|r| forbidden(&r))?;
        if self.version.to_string() == version { Ok(permit) } else { Err(AppError::Conflict) }
    }

    fn plan(&self, kind: &str, permit: &Permit<Publish>, at: Instant, approval_no: &str) -> PlanRow {
        PlanRow {
            object_id: self.id.to_owned(),
            kind: kind.to_owned(),
            at: at.ms(),
            by_staff: permit.by().to_string(),
            approval_no: approval_no.to_owned(),
            trouble: String::new(),
        }
    }
}

/// A step the state does not allow is a conflict; everything else is said at its field.
fn said(refusal: Refusal, field: &'static str, href: String) -> Result<Errors, AppError> {
    if refusal.is_of_state() {
        return Err(not_now(&refusal, href));
    }
    let mut errors = Errors::default();
    errors.push(field, refusal.sentence());
    Ok(errors)
}

/// GET `/staff/content/{id}/timing`
pub async fn of_content(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::Publish)?;
    let mut tx = state.db.read().await?;
    let case = content::load(&state, &mut tx, &id).await?;
    page(&state, &req, &signed, tx, &About::content(&case), None).await
}

/// GET `/staff/notices/{id}/timing`
pub async fn of_notice(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::Publish)?;
    let mut tx = state.db.read().await?;
    let case = desk::load(&state, &mut tx, &id).await?;
    page(&state, &req, &signed, tx, &About::notice(&case), None).await
}

async fn page(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    mut tx: Tx,
    about: &About<'_>,
    refused: Option<(&TimingForm, &Errors)>,
) -> Result<Response, AppError> {
    let plan = publish_plan::of(&mut tx, state.court.id, about.id).await?.unwrap_or_default();
    let names = staff::names(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    let who = name_of(&Some(plan.by_staff.clone()), &names);
    let scheduled = about.edition.state == EditionState::Scheduled;
    let view = TimingView {
        title: about.title.to_owned(),
        record: about.href.clone(),
        state: Some(about.edition.state),
        planned: if scheduled { format!("{}，{who}", Instant(plan.at).zh_minute()) } else { String::new() },
        trouble: plan.trouble,
        asks_approval: about.asks_approval,
    };
    let frame = frame(state, req, signed).await?;
    let version = about.version.to_string();
    Ok(match refused {
        Some((typed, errors)) => show_again(state, req, signed, &timing(&frame, &view, typed, errors)),
        None => {
            let form = TimingForm { version, ..TimingForm::default() };
            answer(state, req, signed, &timing(&frame, &view, &form, &Errors::default()))
        }
    })
}

fn back(href: &str, done: &str) -> Response {
    Redirect::to(&format!("{href}?done={done}#main")).into_response()
}

/// POST `/staff/content/{id}/timing`
pub async fn step_content(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Publish)?;
    let form = TimingForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let case = content::load(&state, &mut tx, &id).await?;
    let about = About::content(&case);
    let permit = about.permit(&state, &signed, &form.version)?;
    match content_step(&state, &mut tx, &case, (&about, &permit), (&fields, &form)).await? {
        Ok(done) => {
            tx.commit().await?;
            state.cache.bump();
            Ok(back(&about.href, done))
        }
        Err(errors) => page(&state, &req, &signed, tx, &about, Some((&form, &errors))).await,
    }
}

async fn content_step(
    state: &AppState,
    tx: &mut Tx,
    case: &content::Case,
    (about, permit): (&About<'_>, &Permit<Publish>),
    (fields, form): (&Fields, &TimingForm),
) -> Result<Outcome, AppError> {
    let (court, now, by) = (state.court.id, state.clock.now(), permit.by());
    let (edition, plan) = match next(state, tx, (about, permit), (fields, form)).await? {
        Ok(next) => next,
        Err(errors) => return Ok(Err(errors)),
    };
    let gaps = editions::content::gaps(tx, court, case, now.date()).await?;
    if edition.state != EditionState::Approved && !gaps.is_empty() {
        let mut errors = Errors::default();
        gaps.iter().for_each(|gap| errors.push("checks", gap.sentence()));
        return Ok(Err(errors));
    }
    if edition.state == EditionState::Published {
        let why = (Why::Forced(&form.reason), now);
        return match editions::content::go_public(tx, court, case, (edition, by), why).await? {
            // a draft that has been public before is a correction, and those are reviewed: nothing is left over
            Went::Public(gone) => {
                state.files.forget_all(&gone).await;
                Ok(Ok("forced"))
            }
            Went::Overtaken => Err(AppError::Conflict),
            Went::Orphaned => Err(AppError::WrongState { says: ORPHANED.to_owned(), back: case.href() }),
        };
    }
    let (event, note) = set_words(plan);
    let done = editions::content::Done { edition, checker: Some(by), by, event, note: &note };
    if !editions::content::keep(tx, court, case, done, now).await? {
        return Err(AppError::Conflict);
    }
    if let Some(at) = plan {
        publish_plan::put(tx, court, &about.plan("content", permit, at, "")).await?;
    }
    Ok(Ok(event))
}

/// Kind of the event and note of the version where a time is set, or taken away.
fn set_words(at: Option<Instant>) -> (&'static str, String) {
    match at {
        Some(at) => ("scheduled", format!("定时 {} 发布", at.zh_minute())),
        None => ("unscheduled", "取消定时发布".to_owned()),
    }
}

/// POST `/staff/notices/{id}/timing`
pub async fn step_notice(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Publish)?;
    let form = TimingForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let case = desk::load(&state, &mut tx, &id).await?;
    let about = About::notice(&case);
    let permit = about.permit(&state, &signed, &form.version)?;
    match notice_step(&state, &mut tx, &case, (&about, &permit), (&fields, &form)).await? {
        Ok(done) => {
            tx.commit().await?;
            state.cache.bump();
            Ok(back(&about.href, done))
        }
        Err(errors) => page(&state, &req, &signed, tx, &about, Some((&form, &errors))).await,
    }
}

async fn notice_step(
    state: &AppState,
    tx: &mut Tx,
    case: &desk::Case,
    (about, permit): (&About<'_>, &Permit<Publish>),
    (fields, form): (&Fields, &TimingForm),
) -> Result<Outcome, AppError> {
    let (court, now, by) = (state.court.id, state.clock.now(), permit.by());
    let (edition, plan) = match next(state, tx, (about, permit), (fields, form)).await? {
        Ok(next) => next,
        Err(errors) => return Ok(Err(errors)),
    };
    let open = desk::blocking(&desk::checks(state, case, &form.approval_no));
    if edition.state != EditionState::Approved && !open.is_empty() {
        return Ok(Err(open));
    }
    let done = if edition.state == EditionState::Published {
        let (event, note) = Why::Forced(&form.reason).words(false);
        Done { approval_no: Some(form.approval_no.clone()), public: true, ..Done::new(edition, event, note) }
    } else {
        let (event, note) = set_words(plan);
        Done::new(edition, event, note)
    };
    let done = Done { checker: Some(by), ..done };
    if !editions::notice::keep(tx, court, case, &done, (by, now)).await? {
        return Err(AppError::Conflict);
    }
    if let Some(at) = plan {
        publish_plan::put(tx, court, &about.plan("notice", permit, at, &form.approval_no)).await?;
    }
    Ok(Ok(done.kind))
}

/// Where the step that was pressed leads, with the time it sets; the rules of who and when are asked here.
async fn next(
    state: &AppState,
    tx: &mut Tx,
    (about, permit): (&About<'_>, &Permit<Publish>),
    (fields, form): (&Fields, &TimingForm),
) -> Result<Result<(Edition, Option<Instant>), Errors>, AppError> {
    let (edition, now) = (about.edition.clone(), state.clock.now());
    match fields.raw("go") {
        "schedule" => {
            let at = match form.moment() {
                Ok(at) => at,
                Err(errors) => return Ok(Err(errors)),
            };
            let edition = match edition.schedule(permit, at, now) {
                Ok(edition) => edition,
                Err(refusal) => return Ok(Err(said(refusal, "publish_at", about.href.clone())?)),
            };
            let makers = (about.id, about.edition.makers.as_slice());
            match review::may_publish(state, tx, makers, permit.by()).await? {
                Ok(()) => Ok(Ok((edition, Some(at)))),
                Err(refusal) => Ok(Err(said(refusal, "publish_at", about.href.clone())?)),
            }
        }
        "unschedule" => match edition.unschedule(permit) {
            Ok(edition) => Ok(Ok((edition, None))),
            Err(refusal) => Ok(Err(said(refusal, "publish_at", about.href.clone())?)),
        },
        "force" => {
            let reason = match form.reason() {
                Ok(reason) => reason,
                Err(errors) => return Ok(Err(errors)),
            };
            match edition.force(permit, reason, now) {
                Ok(edition) => Ok(Ok((edition, None))),
                Err(refusal) => Ok(Err(said(refusal, "reason", about.href.clone())?)),
            }
        }
        _ => Err(AppError::NotFound),
    }
}
