//! Drafts of the two lists: written by an editor, decided by somebody else.
use app::{
    domain::{
        date::Instant,
        ids::StaffId,
        list::{ListKind, Step, Trigger, may_apply_again},
        staff::{Action, Matter},
    },
    form::{
        Errors,
        fields::Fields,
        list_entry::{EntryForm, EntryInput},
    },
    pages::staff::{
        Frame,
        conflict::ConflictView,
        list_edit::{DraftPlace, list_conflict, list_edit},
    },
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{
    desk::only,
    forbidden, frame,
    list_case::{Case, load},
    list_fill::{filled, form_of, identity},
    list_steps::{back, seen},
    not_now,
    overtaken::{Stored, overtaken},
    show as answer, show_again,
};
use crate::{
    crypto::random,
    entries::{self, day, due_on},
    state::AppState,
    store::{
        StoreError, Tx, audit, calendar,
        list::{self, EntryRow},
        list_desk::{self, FileRow},
        list_steps, list_versions,
    },
};

/// GET `/staff/lists/new?list=`
pub async fn new_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let list = req.query("list").and_then(ListKind::parse).unwrap_or(ListKind::Dishonest);
    let place = DraftPlace { list, id: String::new(), id_masked: String::new() };
    let form = blank(&state, list);
    let page = list_edit(&frame(&state, &req, &signed).await?, &place, &form, &Errors::default());
    Ok(answer(&state, &req, &signed, &page))
}

/// What every draft begins with.
pub(super) fn blank(state: &AppState, list: ListKind) -> EntryForm {
    let warned = "违反限制消费令的，依法予以罚款、拘留；情节严重，构成犯罪的，依法追究刑事责任。";
    EntryForm {
        performance: "none".into(),
        basis_unit: state.court.name.clone(),
        consequences: if list == ListKind::Restricted { warned.into() } else { String::new() },
        ..EntryForm::default()
    }
}

/// POST `/staff/lists/new`
pub async fn create(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let by = Step::Edit.right().of(&signed.who, &Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let (form, now) = (EntryForm::read(&fields), state.clock.now());
    let list = ListKind::parse(fields.raw("list")).unwrap_or(ListKind::Dishonest);
    let mut tx = state.db.begin().await?;
    let mut file = fresh(list, by, now);
    match checked(&state, &mut tx, &file, &form, list).await? {
        Ok(input) => file = filled(&state, file, input)?,
        Err(errors) => {
            tx.rollback().await?;
            let place = DraftPlace { list, id: String::new(), id_masked: String::new() };
            let page = list_edit(&frame(&state, &req, &signed).await?, &place, &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    }
    numbered(&state, &mut tx, &mut file).await?;
    let id = file.entry.id.clone();
    let known = calendar::load(&mut tx, state.court.id).await?;
    keep(&state, tx, &signed, Case::bare(file, list, known), "起草").await?;
    Ok(back(&id, Step::Edit))
}

/// A draft with nothing in it.
pub(super) fn fresh(list: ListKind, by: StaffId, now: Instant) -> FileRow {
    FileRow {
        entry: EntryRow {
            id: random::uuid(now.ms()).to_string(),
            list: list.code().into(),
            state: "draft".into(),
            ..EntryRow::default()
        },
        author: Some(by.to_string()),
        created_at: now.ms(),
        ..FileRow::default()
    }
}

/// Gives the draft its public number and stores it.
pub(super) async fn numbered(state: &AppState, tx: &mut Tx, file: &mut FileRow) -> Result<(), AppError> {
    let (court, year) = (state.court.id, state.clock.now().date().year());
    for recount in [false, true] {
        file.entry.public_no = list_versions::take_no(tx, court, &file.entry.list, year, recount).await?;
        if list::insert(tx, court, &file.entry).await? {
            return Ok(());
        }
    }
    Err(StoreError::Conflict("list_entry.public_no".into()).into())
}

/// GET `/staff/lists/{id}/edit`
pub async fn edit_form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    Step::Edit.right().of(&signed.who, &case.matter(&state)).map_err(|r| forbidden(&r))?;
    Step::Edit.from_state(case.entry.state).map_err(|r| not_now(&r, case.href()))?;
    let page = list_edit(&frame(&state, &req, &signed).await?, &place(&case), &form_of(&case.file), &Errors::default());
    Ok(answer(&state, &req, &signed, &page))
}

fn place(case: &Case) -> DraftPlace {
    let e = &case.file.entry;
    let known = if e.party_kind == "unit" { &e.uscc } else { &e.id_masked };
    DraftPlace { list: case.list, id: e.id.clone(), id_masked: known.clone() }
}

/// POST `/staff/lists/{id}/edit`
pub async fn save(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = EntryForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let (mut case, _) = match seen(&state, &mut tx, &signed, &id, (Step::Edit, &form.version)).await {
        Err(AppError::Conflict) => {
            tx.rollback().await?;
            return overtaken_by(&state, &req, &signed, &id, (&fields, form)).await;
        }
        found => found?,
    };
    match checked(&state, &mut tx, &case.file, &form, case.list).await? {
        Ok(input) => case.file = filled(&state, case.file, input)?,
        Err(errors) => {
            tx.rollback().await?;
            let page = list_edit(&frame(&state, &req, &signed).await?, &place(&case), &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    }
    keep(&state, tx, &signed, case, "修改草稿").await?;
    Ok(back(&id, Step::Edit))
}

/// Nothing typed is lost, nothing saved is overwritten unseen.
async fn overtaken_by(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    (fields, mine): (&Fields, EntryForm),
) -> Result<Response, AppError> {
    let case = load(state, &mut state.db.read().await?, id).await?;
    let stored = Stored {
        words: form_of(&case.file).words(),
        version: case.file.entry.version,
        by: case.versions.first().map_or(&None, |v| &v.actor),
        at: case.file.entry.updated_at,
        action: format!("{}/edit", case.href()),
        record: case.href(),
    };
    let place = place(&case);
    let page = |f: &Frame, view: &ConflictView| list_conflict(f, &place, &mine, view);
    overtaken(state, req, signed, stored, (fields, &mine.words()), page).await
}

async fn keep(state: &AppState, mut tx: Tx, signed: &Signed, case: Case, note: &str) -> Result<(), AppError> {
    let (court, at) = (state.court.id, state.clock.now());
    let mut file = FileRow { due_on: due_on(&case.file, &case.entry, &case.calendar), ..case.file };
    file.entry.updated_at = at.ms();
    if !list_steps::save_draft(&mut tx, court, &file).await? {
        return Err(AppError::Conflict);
    }
    file.entry.version += 1;
    list_versions::add_version(&mut tx, court, &file, &case.persons, signed.who.id, note).await?;
    entries::keep_clocks(&mut tx, court, (&file, false), &case.calendar, at).await?;
    let kind = if file.entry.version == 1 { "draft_created" } else { "draft_edited" };
    let object = ("entry", file.entry.id.as_str());
    audit::append(&mut tx, court, audit::Event { at, actor: Some(signed.who.id), kind, object, note: "" }).await?;
    Ok(tx.commit().await?)
}

/// What the form says, the case number's court, the linked order, and the bar of DJ-12 on a new application.
async fn checked(
    state: &AppState,
    tx: &mut Tx,
    file: &FileRow,
    form: &EntryForm,
    list: ListKind,
) -> Result<Result<EntryInput, Errors>, AppError> {
    let today = state.clock.now().date();
    let input = match form.check(list, today) {
        Ok(input) => input,
        Err(errors) => return Ok(Err(errors)),
    };
    let mut errors = Errors::default();
    if let Err(r) = input.case_no.own(&state.court.code, false) {
        errors.push("case_no", r.sentence());
    }
    if !input.linked_no.is_empty() {
        let order = list_desk::load_by_no(tx, state.court.id, &input.linked_no).await?;
        if order.is_none_or(|order| order.entry.list != ListKind::Restricted.code()) {
            errors.push("linked_no", "没有找到这条限制消费信息，请核对编号，例如 r-2025-0001");
        }
    }
    if let Some(by) = input.initiated_by.filter(|_| list == ListKind::Dishonest) {
        let last = list_desk::last_removal(tx, state.court.id, &identity(state, &file.entry, &input)).await?;
        let last = last.and_then(|(code, on)| Trigger::parse(&code).zip(day(&on)));
        if let Err(r) = may_apply_again(last, by, input.applied_on.unwrap_or(today)) {
            errors.push("applied_on", r.sentence());
        }
    }
    Ok(errors.or(input))
}
