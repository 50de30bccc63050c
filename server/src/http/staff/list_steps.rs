//! The steps of an entry: a rule of the domain, a guarded statement, a kept version, an event, all in one transaction.
use app::{
    domain::{
        audit::EventKind,
        date::LegalDate,
        ids::StaffId,
        list::{Entry, Ground, ListKind, Right, Step, Term, parse_all},
        refusal::Refusal,
    },
    form::{Errors, list_step::StepForm},
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
    forbidden,
    list_case::{Case, load},
    list_gaps::hits,
    list_page::entry_page,
    not_now,
};
use crate::{
    entries::{self, with_entry},
    state::AppState,
    store::{Tx, audit, list_desk::FileRow, list_parts, list_steps as store, list_versions},
};

/// Why a step was not taken.
pub(super) enum No {
    /// A field is to be mended.
    Form(Errors),
    /// The rule, and the field of the page its sentence belongs to.
    Rule(Vec<(&'static str, Refusal)>),
}

impl From<Errors> for No {
    fn from(errors: Errors) -> Self {
        Self::Form(errors)
    }
}

/// A refusal at this field of the page.
pub(super) fn at(field: &'static str) -> impl Fn(Refusal) -> No {
    move |refusal| No::Rule(vec![(field, refusal)])
}

/// What a step changes beside the state.
pub(super) struct Change {
    pub file: FileRow,
    pub today: LegalDate,
    /// Who takes the step.
    pub by: StaffId,
    /// Channels that announced the end as well (RC-8).
    pub closed: Vec<String>,
    /// Heads the version; inside the court only.
    pub note: String,
    /// What the audit log calls it.
    pub event: EventKind,
}

impl Change {
    pub fn new(file: FileRow, today: LegalDate, by: StaffId, step: Step) -> Self {
        Self { file, today, by, closed: Vec::new(), note: step.zh().to_owned(), event: event(step) }
    }
}

/// Takes one step: the right first, then the state, then what the step itself asks for.
pub(super) async fn take(
    state: &AppState,
    req: &Req,
    id: &str,
    posted: StaffForm,
    step: Step,
    run: impl FnOnce(&Case, &StepForm, &mut Change) -> Result<Entry, No>,
) -> Result<Response, AppError> {
    let StaffForm { signed, fields } = posted;
    let form = StepForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let (case, by) = seen(state, &mut tx, &signed, id, (step, fields.raw("version"))).await?;
    let mut change = Change::new(case.file.clone(), state.clock.now().date(), by, step);
    match run(&case, &form, &mut change) {
        Ok(entry) => {
            change.file = with_entry(change.file, &entry, &case.calendar);
            keep(state, tx, &case, change, step).await?;
            Ok(back(id, step))
        }
        Err(no) => {
            tx.rollback().await?;
            entry_page(state, req, &signed, id, &form, &errors_of(no)).await
        }
    }
}

fn errors_of(no: No) -> Errors {
    match no {
        No::Form(errors) => errors,
        No::Rule(refusals) => {
            let mut errors = Errors::default();
            for (field, refusal) in refusals {
                errors.push(field, refusal.sentence());
            }
            errors
        }
    }
}

/// The entry as the form saw it, for somebody who may take this step on it, in a state it begins in.
pub(super) async fn seen(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    (step, version): (Step, &str),
) -> Result<(Case, StaffId), AppError> {
    let case = load(state, tx, id).await?;
    let matter = case.matter_of(state, step);
    let by = step.right().of(&signed.who, &matter).map_err(|r| forbidden(&r))?;
    step.from_state(case.entry.state).map_err(|r| not_now(&r, case.href()))?;
    case.fits(step).map_err(|r| not_now(&r, case.href()))?;
    if case.file.entry.version.to_string() == version { Ok((case, by)) } else { Err(AppError::Conflict) }
}

/// Saves the step, keeps the version, writes the event, and lets go of what the public saw before.
pub(super) async fn keep(
    state: &AppState,
    mut tx: Tx,
    case: &Case,
    mut change: Change,
    step: Step,
) -> Result<(), AppError> {
    let (court, at, by) = (state.court.id, state.clock.now(), change.by);
    let checker =
        matches!(step.right(), Right::Review | Right::Publish).then_some(by).filter(|_| step != Step::Correct);
    change.file.entry.updated_at = at.ms();
    if !store::step(&mut tx, court, &case.file, &change.file, checker).await? {
        return Err(AppError::Conflict);
    }
    change.file.entry.version += 1;
    let id = change.file.entry.id.clone();
    for channel in &change.closed {
        list_parts::close_channel(&mut tx, court, &id, channel, change.today).await?;
    }
    let announced = case.open_channels().any(|channel| !change.closed.contains(&channel.id));
    entries::keep_clocks(&mut tx, court, (&change.file, announced), &case.calendar, at).await?;
    list_versions::add_version(&mut tx, court, &change.file, &case.persons, by, &change.note).await?;
    let event =
        audit::Event { at, actor: Some(by), kind: change.event.code(), object: ("entry", &id), note: step.zh() };
    audit::append(&mut tx, court, event).await?;
    tx.commit().await?;
    if case.entry.state.is_public() || change.file.entry.state == "published" {
        state.cache.bump();
    }
    Ok(())
}

/// What the audit log calls a step.
pub(super) fn event(step: Step) -> EventKind {
    match step {
        Step::Edit => EventKind::DraftEdited,
        Step::Decide => EventKind::EntryDecided,
        Step::Serve => EventKind::EntryServed,
        Step::Grace => EventKind::EntryGraced,
        Step::Publish => EventKind::EntryPublished,
        Step::Found => EventKind::EntryFound,
        Step::Performed | Step::Remove | Step::RemoveEarly | Step::Expire => EventKind::EntryRemoved,
        Step::Refuse => EventKind::EntryRefused,
        Step::TakeBack => EventKind::EntryFactTakenBack,
        Step::Wrong => EventKind::EntryFoundWrong,
        Step::Cleared => EventKind::EntryCleared,
        Step::Revoke => EventKind::EntryRevoked,
        Step::Propose => EventKind::CorrectionProposed,
        Step::Correct => EventKind::EntryCorrected,
        Step::Lift => EventKind::EntryLifted,
        Step::Portal => EventKind::PortalChecked,
        Step::Channel => EventKind::PlacementAdded,
        Step::CloseChannel => EventKind::PlacementTakenDown,
    }
}

pub(super) fn back(id: &str, step: Step) -> Response {
    Redirect::to(&format!("/staff/lists/{id}?done=entry_{}#main", step.code())).into_response()
}

/// POST `/staff/lists/{id}/decide`
pub async fn decide(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    let gaps = |case: &Case| case.decision_gaps(&state);
    let app = &state;
    take(&state, &req, &id, posted, Step::Decide, |case, form, change| {
        let open: Vec<_> = gaps(case).into_iter().map(|gap| ("checks", gap)).collect();
        if !open.is_empty() {
            return Err(No::Rule(open));
        }
        let decision = form.decision(change.today)?;
        if !decision.president {
            let refusal = Refusal::new("DJ-5", "president", "院长还没有签发。", "请报院长签发后再登记。");
            return Err(at("president")(refusal));
        }
        let wrong = case.decision_day_gaps(app, decision.on);
        if !wrong.is_empty() {
            return Err(No::Rule(wrong.into_iter().map(|refusal| ("decided_on", refusal)).collect()));
        }
        let found = hits(&[("决定文号".to_owned(), &decision.no)]);
        if !found.is_empty() {
            return Err(No::Rule(found.into_iter().map(|refusal| ("decision_no", refusal)).collect()));
        }
        let f = &mut change.file;
        let term = match case.list {
            ListKind::Restricted => Term::Open,
            ListKind::Dishonest => {
                let grounds = parse_all(&f.entry.grounds, Ground::parse);
                let years = i16::try_from(f.extension).unwrap_or(0);
                Term::decide(&grounds, years, &f.extension_reason, decision.on).map_err(at("checks"))?
            }
        };
        f.entry.decision_no = decision.no;
        f.entry.president = true;
        f.decider = Some(change.by.to_string());
        Entry { term, ..case.entry.clone() }.decide(decision.on).map_err(at("decided_on"))
    })
    .await
}

/// POST `/staff/lists/{id}/refuse`: the application is refused, or the draft given up.
pub async fn refuse(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Refuse, |case, form, change| {
        let reason = form.text("refuse_reason");
        change.file.end_reason = reason.clone();
        case.entry.clone().refuse(&reason, change.today).map_err(at("refuse_reason"))
    })
    .await
}

/// POST `/staff/lists/{id}/serve`
pub async fn serve(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Serve, |case, form, change| {
        let (method, on) = form.service(change.today)?;
        change.file.entry.service_method = method;
        case.entry.clone().serve(on).map_err(at("service_date"))
    })
    .await
}

/// POST `/staff/lists/{id}/grace`: GF-2, nothing is public until a person has looked again.
pub async fn grace(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Grace, |case, form, change| {
        let until = form.grace(change.today)?;
        case.entry.clone().give_grace(until, change.today).map_err(at("grace_until"))
    })
    .await
}

/// POST `/staff/lists/{id}/publish`: every gate is asked again on the day itself.
pub async fn publish(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    let app = &state;
    take(&state, &req, &id, posted, Step::Publish, |case, form, change| {
        let looked = form.has("still_unperformed");
        let field = |gap: &Refusal| if gap.field == "still_unperformed" { "still_unperformed" } else { "checks" };
        let open: Vec<_> = case.publish_gaps(app, looked).into_iter().map(|gap| (field(&gap), gap)).collect();
        if !open.is_empty() {
            return Err(No::Rule(open));
        }
        change.file.publisher = Some(change.by.to_string());
        let grounds = parse_all(&case.file.entry.grounds, Ground::parse);
        case.entry.clone().publish(&case.facts(app, &grounds, looked)).map_err(at("checks"))
    })
    .await
}
