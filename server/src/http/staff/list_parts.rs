//! What hangs on an entry: persons of a restricted unit, the state on the national portal, and other channels.
use app::{
    domain::{
        ids::EntryId,
        list::{ListKind, Portal, Step, Subject, public_label},
        refusal::Refusal,
        staff::Action,
    },
    form::{Errors, list_person::PersonForm, list_step::StepForm},
    pages::staff::list_person::{PersonPlace, person as person_page},
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
    forbidden, frame,
    list_case::{Case, load},
    list_page::entry_page,
    list_steps::{at, back, event, seen, take},
    not_now, show as answer, show_again,
};
use crate::{
    crypto::{field::seal_id, random},
    entries,
    state::AppState,
    store::{
        Tx, audit,
        list_parts::{self as store, ChannelRow, PersonRow},
        list_steps, list_versions, search,
    },
};

/// GET `/staff/lists/{id}/persons/{person}`; `new` for an empty form.
pub async fn person(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, person)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    Step::Edit.right().of(&signed.who, &case.matter(&state)).map_err(|r| forbidden(&r))?;
    Step::Edit.from_state(case.entry.state).map_err(|r| not_now(&r, case.href()))?;
    let row = case.persons.iter().find(|p| p.id == person);
    if row.is_none() && person != "new" {
        return Err(AppError::NotFound);
    }
    let mut form = PersonForm { version: case.file.entry.version.to_string(), ..PersonForm::default() };
    if let Some(row) = row {
        form.name.clone_from(&row.name);
        form.capacity.clone_from(&row.capacity);
    }
    let page = person_page(&frame(&state, &req, &signed).await?, &place(&case, row), &form, &Errors::default());
    Ok(answer(&state, &req, &signed, &page))
}

fn place(case: &Case, row: Option<&PersonRow>) -> PersonPlace {
    PersonPlace {
        entry: case.file.entry.id.clone(),
        entry_zh: case.file.entry.public_no.clone(),
        person: row.map(|p| p.id.clone()).unwrap_or_default(),
        id_masked: row.map(|p| p.id_masked.clone()).unwrap_or_default(),
    }
}

/// POST `/staff/lists/{id}/persons/{person}`
pub async fn save_person(
    State(state): State<AppState>,
    req: Req,
    Path((id, person)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = PersonForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let (case, _) = seen(&state, &mut tx, &signed, &id, (Step::Edit, &form.version)).await?;
    let row = case.persons.iter().find(|p| p.id == person).cloned();
    if row.is_none() && person != "new" {
        return Err(AppError::NotFound);
    }
    let checked = form.check(state.clock.now().date());
    let input = match checked.and_then(|input| takes(&case, input.capacity).map(|()| input)) {
        Ok(input) => input,
        Err(errors) => {
            tx.rollback().await?;
            let frame = frame(&state, &req, &signed).await?;
            return Ok(show_again(
                &state,
                &req,
                &signed,
                &person_page(&frame, &place(&case, row.as_ref()), &form, &errors),
            ));
        }
    };
    let base = row.unwrap_or_else(|| PersonRow {
        id: random::uuid(state.clock.now().ms()).to_string(),
        entry_id: case.file.entry.id.clone(),
        position: case.persons.iter().map(|p| p.position).max().unwrap_or(0) + 1,
        ..PersonRow::default()
    });
    let sealed = seal_id(&state.server_key, state.court.id, &base.id, &input.id).map_err(AppError::internal)?;
    let stored = PersonRow {
        capacity: input.capacity.code().into(),
        name_key: search::name_key(&input.name),
        name: input.name,
        id_cipher: sealed.cipher,
        id_hash: sealed.hash,
        id_masked: sealed.masked,
        ..base
    };
    store::put_person(&mut tx, state.court.id, &stored).await?;
    draft_changed(&state, tx, &signed, case, "修改有关人员").await?;
    Ok(back(&id, Step::Edit))
}

/// GF-3, RC-4: only a unit on the 限消 list has persons beside it; nobody is put on the 失信 list for a unit.
fn takes(case: &Case, capacity: app::domain::list::Capacity) -> Result<(), Errors> {
    let mut errors = Errors::default();
    if let Err(refusal) = public_label(case.list, Subject::OfUnit(capacity)) {
        errors.push("capacity", refusal.sentence());
    } else if case.list == ListKind::Restricted && case.file.entry.party_kind != "unit" {
        let fix = "自然人不用登记，请返回核对类型。";
        errors.push("capacity", Refusal::new("RC-4", "capacity", "只有单位才有这些人员。", fix).sentence());
    }
    errors.or(())
}

/// POST `/staff/lists/{id}/persons/{person}/remove`
pub async fn remove_person(
    State(state): State<AppState>,
    Path((id, person)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let (case, _) = seen(&state, &mut tx, &signed, &id, (Step::Edit, fields.raw("version"))).await?;
    let entry = EntryId::parse(&id).ok_or(AppError::NotFound)?;
    if !store::remove_person(&mut tx, state.court.id, entry, &person).await? {
        return Err(AppError::NotFound);
    }
    draft_changed(&state, tx, &signed, case, "删除有关人员").await?;
    Ok(back(&id, Step::Edit))
}

/// A change of a draft's persons is a version of the draft.
async fn draft_changed(state: &AppState, mut tx: Tx, signed: &Signed, case: Case, note: &str) -> Result<(), AppError> {
    let (court, at) = (state.court.id, state.clock.now());
    let mut file = case.file;
    file.entry.updated_at = at.ms();
    if !list_steps::save_draft(&mut tx, court, &file).await? {
        return Err(AppError::Conflict);
    }
    file.entry.version += 1;
    let persons = store::persons(&mut tx, court, &file.entry.id).await?;
    list_versions::add_version(&mut tx, court, &file, &persons, signed.who.id, note).await?;
    let (kind, object) = (event(Step::Edit).code(), ("entry", file.entry.id.as_str()));
    audit::append(&mut tx, court, audit::Event { at, actor: Some(signed.who.id), kind, object, note: "" }).await?;
    Ok(tx.commit().await?)
}

/// POST `/staff/lists/{id}/portal`: what the portal removed is hidden here at once (DJ-7).
pub async fn portal(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    let may_show = posted.signed.who.may(Action::Publish);
    take(&state, &req, &id, posted, Step::Portal, |case, form, change| {
        let (portal, on) = form.portal(change.today)?;
        if day_before(&case.file.entry.portal_on, on) {
            let fix = "请填写最近一次核对的日期。";
            return Err(at("portal_on")(Refusal::new("DJ-7", "portal_on", "比上一次核对的日期还早。", fix)));
        }
        // what was hidden is not shown again by whoever says so alone
        let back = case.file.entry.portal == Portal::Removed.code() && portal != Portal::Removed;
        if back && case.entry.state.is_public() && !may_show {
            let fix = "请由有公布权限的人核对后登记。";
            return Err(at("portal")(Refusal::new("DJ-7", "portal", "登记后这条信息会重新公开。", fix)));
        }
        change.file.entry.portal = portal.code().into();
        change.file.entry.portal_on = on.iso();
        change.note = format!("核对全国平台：{}", portal.zh());
        Ok(case.entry.clone())
    })
    .await
}

fn day_before(last: &str, on: app::domain::date::LegalDate) -> bool {
    !last.is_empty() && on.iso().as_str() < last
}

/// POST `/staff/lists/{id}/channel`: one more place that announced it (RC-6).
pub async fn channel(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = StepForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let (case, _) = seen(&state, &mut tx, &signed, &id, (Step::Channel, fields.raw("version"))).await?;
    let input = match form.channel(state.clock.now().date()) {
        Ok(input) => input,
        Err(errors) => {
            tx.rollback().await?;
            return entry_page(&state, &req, &signed, &id, &form, &errors).await;
        }
    };
    let row = ChannelRow {
        id: random::uuid(state.clock.now().ms()).to_string(),
        entry_id: case.file.entry.id.clone(),
        kind: input.kind.code().into(),
        name: input.name,
        url: input.url,
        announced_on: input.on.iso(),
        closed_on: String::new(),
    };
    store::add_channel(&mut tx, state.court.id, &row).await?;
    noted(&state, tx, &signed, case, Step::Channel).await
}

/// POST `/staff/lists/{id}/channels/{channel}/close`
pub async fn close(
    State(state): State<AppState>,
    Path((id, channel)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let (case, _) = seen(&state, &mut tx, &signed, &id, (Step::CloseChannel, fields.raw("version"))).await?;
    let today = state.clock.now().date();
    if !store::close_channel(&mut tx, state.court.id, &case.file.entry.id, &channel, today).await? {
        return Err(AppError::NotFound);
    }
    noted(&state, tx, &signed, case, Step::CloseChannel).await
}

/// The event of a record beside the entry, which itself stays as it is.
async fn noted(state: &AppState, mut tx: Tx, signed: &Signed, case: Case, step: Step) -> Result<Response, AppError> {
    let (at, actor, id) = (state.clock.now(), Some(signed.who.id), case.file.entry.id.as_str());
    let announced = store::channels(&mut tx, state.court.id, id).await?.iter().any(ChannelRow::is_open);
    entries::keep_clocks(&mut tx, state.court.id, (&case.file, announced), &case.calendar, at).await?;
    let event = audit::Event { at, actor, kind: event(step).code(), object: ("entry", id), note: "" };
    audit::append(&mut tx, state.court.id, event).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/staff/lists/{id}?done=entry_{}#main", step.code())).into_response())
}
