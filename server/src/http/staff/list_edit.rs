//! Drafts of the two lists: written by an editor, decided by somebody else.
use app::{
    domain::{
        id::Sex,
        list::{Answers, InitiatedBy, ListKind, Question, Step, Trigger, may_apply_again},
        staff::{Action, Matter},
    },
    form::{
        Errors,
        list_entry::{EntryForm, EntryInput},
        subject::PartyInput,
    },
    pages::staff::list_edit::{DraftPlace, list_edit},
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
    show,
};
use super::{
    desk::only,
    forbidden, frame,
    list_case::{Case, day, due_on, load},
    list_steps::{back, seen},
    not_now, show as answer, show_again,
};
use crate::{
    crypto::{
        field::{hash_id, seal_id},
        random,
    },
    state::AppState,
    store::{
        StoreError, Tx, audit,
        list::{self, EntryRow},
        list_desk::{self, FileRow},
        list_steps, search,
    },
};

/// GET `/staff/lists/new?list=`
pub async fn new_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let list = req.query("list").and_then(ListKind::parse).unwrap_or(ListKind::Dishonest);
    let place = DraftPlace { list, id: String::new(), id_masked: String::new() };
    let form = EntryForm {
        performance: "none".into(),
        basis_unit: state.court.name.clone(),
        consequences: match list {
            ListKind::Restricted => {
                "违反限制消费令的，依法予以罚款、拘留；情节严重，构成犯罪的，依法追究刑事责任。".into()
            }
            ListKind::Dishonest => String::new(),
        },
        ..EntryForm::default()
    };
    let page = list_edit(&frame(&state, &req, &signed).await?, &place, &form, &Errors::default());
    Ok(answer(&state, &req, &signed, &page))
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
    let mut file = FileRow {
        entry: EntryRow {
            id: random::uuid(now.ms()).to_string(),
            list: list.code().into(),
            state: "draft".into(),
            ..EntryRow::default()
        },
        author: Some(by.to_string()),
        created_at: now.ms(),
        ..FileRow::default()
    };
    match checked(&state, &mut tx, &file, &form, list).await? {
        Ok(input) => file = filled(&state, file, input)?,
        Err(errors) => {
            tx.rollback().await?;
            let place = DraftPlace { list, id: String::new(), id_masked: String::new() };
            let page = list_edit(&frame(&state, &req, &signed).await?, &place, &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    }
    file.entry.public_no = list_desk::take_no(&mut tx, state.court.id, list.code(), now.date().year()).await?;
    if !list::insert(&mut tx, state.court.id, &file.entry).await? {
        return Err(StoreError::Conflict("list_entry.public_no".into()).into());
    }
    let id = file.entry.id.clone();
    keep(&state, tx, &signed, Case::bare(file, list), "起草").await?;
    Ok(back(&id, Step::Edit))
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
    let (mut case, _) = seen(&state, &mut tx, &signed, &id, (Step::Edit, &form.version)).await?;
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

async fn keep(state: &AppState, mut tx: Tx, signed: &Signed, case: Case, note: &str) -> Result<(), AppError> {
    let (court, at) = (state.court.id, state.clock.now());
    let mut file = FileRow { due_on: due_on(&case.file, &case.entry), ..case.file };
    file.entry.updated_at = at.ms();
    if !list_steps::save_draft(&mut tx, court, &file).await? {
        return Err(AppError::Conflict);
    }
    file.entry.version += 1;
    list_desk::add_version(&mut tx, court, &file, &case.persons, signed.who.id, note).await?;
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

/// Who and which matter the draft would be about, for looking up what was removed before.
fn identity(state: &AppState, now: &EntryRow, input: &EntryInput) -> EntryRow {
    let court = state.court.id.to_string();
    let (id_hash, uscc) = match &input.party {
        PartyInput::Person { id: Some(id) } => (Some(hash_id(&state.server_key, &court, id)), String::new()),
        PartyInput::Person { id: None } => (now.id_hash.clone(), String::new()),
        PartyInput::Unit { uscc, .. } => (None, uscc.as_ref().map_or(now.uscc.clone(), |code| code.as_str().into())),
    };
    EntryRow {
        id_hash,
        uscc,
        list: now.list.clone(),
        case_no: input.case_no.canonical(),
        basis_no: input.basis_no.clone(),
        ..EntryRow::default()
    }
}

fn filled(state: &AppState, mut file: FileRow, input: EntryInput) -> Result<FileRow, AppError> {
    let iso = |day: Option<app::domain::date::LegalDate>| day.map(|day| day.iso()).unwrap_or_default();
    let e = file.entry;
    let entry = EntryRow {
        name_key: search::name_key(&input.name),
        name: input.name,
        case_no: input.case_no.canonical(),
        filed_on: iso(input.filed_on),
        basis_no: input.basis_no,
        basis_unit: input.basis_unit,
        duty: input.duty,
        performance: input.performance,
        grounds: input.grounds.iter().map(|g| g.code()).collect::<Vec<_>>().join(","),
        items: input.items.iter().map(|item| item.code()).collect::<Vec<_>>().join(","),
        linked_no: input.linked_no,
        period: input.period,
        ..e
    };
    file.entry = with_party(state, entry, input.party)?;
    Ok(FileRow {
        initiated_by: input.initiated_by.map_or("", InitiatedBy::code).into(),
        applied_on: iso(input.applied_on),
        warned_on: iso(input.warned_on),
        reasons: input.reasons,
        extension: input.extension.into(),
        extension_reason: input.extension_reason,
        answers: input.answers.code(),
        debtor: input.is_debtor || file.entry.list == ListKind::Restricted.code(),
        student: input.student,
        considerations: input.considerations,
        consequences: input.consequences,
        ..file
    })
}

/// The number goes under its seal here and is not seen again; pages take the mask.
fn with_party(state: &AppState, row: EntryRow, party: PartyInput) -> Result<EntryRow, AppError> {
    Ok(match party {
        // a stored number belongs to the kind of party it was entered for
        PartyInput::Person { id: None } if row.party_kind == "person" => row,
        PartyInput::Person { id: None } => nobody(EntryRow { party_kind: "person".into(), ..row }),
        PartyInput::Person { id: Some(id) } => {
            let sealed = seal_id(&state.server_key, state.court.id, &row.id, &id).map_err(AppError::internal)?;
            EntryRow {
                party_kind: "person".into(),
                sex: if id.sex() == Sex::Male { "male" } else { "female" }.into(),
                birth_year: id.birth().year().into(),
                id_cipher: Some(sealed.cipher),
                id_hash: Some(sealed.hash),
                id_masked: sealed.masked,
                ..nobody(row)
            }
        }
        PartyInput::Unit { uscc, legal_rep } => {
            let kept = if row.party_kind == "unit" { row.uscc.clone() } else { String::new() };
            let uscc = uscc.map_or(kept, |code| code.as_str().to_owned());
            EntryRow { party_kind: "unit".into(), uscc, legal_rep, ..nobody(row) }
        }
    })
}

/// Without anything that identified the party before.
fn nobody(row: EntryRow) -> EntryRow {
    EntryRow {
        id_cipher: None,
        id_hash: None,
        id_masked: String::new(),
        sex: String::new(),
        birth_year: 0,
        uscc: String::new(),
        legal_rep: String::new(),
        ..row
    }
}

fn form_of(file: &FileRow) -> EntryForm {
    let e = &file.entry;
    let codes = |stored: &str| stored.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let answers = Answers::parse(&file.answers);
    let answer = |q: &Question| match answers.of(*q) {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => String::new(),
    };
    let [secured, seized, later, other] =
        [Question::Secured, Question::SeizedEnough, Question::RanksLater, Question::OtherwiseUnable];
    EntryForm {
        party: e.party_kind.clone(),
        name: e.name.clone(),
        id_no: String::new(),
        legal_rep: e.legal_rep.clone(),
        is_debtor: file.debtor,
        student: file.student,
        case_no: show::case_no(&e.case_no),
        filed_on: e.filed_on.clone(),
        basis_no: e.basis_no.clone(),
        basis_unit: e.basis_unit.clone(),
        duty: e.duty.clone(),
        performance: e.performance.clone(),
        initiated_by: file.initiated_by.clone(),
        applied_on: file.applied_on.clone(),
        warned_on: file.warned_on.clone(),
        grounds: codes(&e.grounds),
        extension_years: if file.extension > 0 { file.extension.to_string() } else { String::new() },
        extension_reason: file.extension_reason.clone(),
        answers: [answer(&secured), answer(&seized), answer(&later), answer(&other)],
        linked_no: e.linked_no.clone(),
        considerations: file.considerations.clone(),
        items: codes(&e.items),
        period: e.period.clone(),
        consequences: file.consequences.clone(),
        reasons: file.reasons.clone(),
        version: e.version.to_string(),
    }
}
