//! DJ-9: a correction is proposed by one person and put into force by another; the entry stays public meanwhile.
use app::{
    domain::{audit::EventKind, list::Step, refusal::Refusal},
    form::{
        Errors,
        list_correct::{CorrectForm, Correction},
    },
    pages::staff::list_correct::correct as correct_page,
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
    list_gaps::hits,
    list_steps::{Change, No, at, back, keep, seen, take},
    not_now, show as answer, show_again,
};
use crate::{
    entries::due_on,
    state::AppState,
    store::{list_desk::FileRow, search},
};

/// What stands now in the fields a correction may change.
pub(super) fn now(file: &FileRow) -> Correction {
    let e = &file.entry;
    Correction {
        name: e.name.clone(),
        legal_rep: e.legal_rep.clone(),
        filed_on: e.filed_on.clone(),
        basis_no: e.basis_no.clone(),
        basis_unit: e.basis_unit.clone(),
        duty: e.duty.clone(),
        performance: e.performance.clone(),
    }
}

/// GET `/staff/lists/{id}/correct`
pub async fn form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    Step::Propose.right().of(&signed.who, &case.matter(&state)).map_err(|r| forbidden(&r))?;
    Step::Propose.from_state(case.entry.state).map_err(|r| not_now(&r, case.href()))?;
    let version = case.file.entry.version.to_string();
    let form = CorrectForm { to: now(&case.file), version, ..CorrectForm::default() };
    let frame = frame(&state, &req, &signed).await?;
    let page = correct_page(&frame, &id, &case.file.entry.public_no, &form, &Errors::default());
    Ok(answer(&state, &req, &signed, &page))
}

/// POST `/staff/lists/{id}/correct`: waits for a second person; its three working days run from the day of the finding.
pub async fn propose(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = CorrectForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let (case, by) = seen(&state, &mut tx, &signed, &id, (Step::Propose, &form.version)).await?;
    let today = state.clock.now().date();
    let checked = form.check(&now(&case.file), today).and_then(|(to, found_on)| scanned(&to).or((to, found_on)));
    let (to, found_on) = match checked {
        Ok(checked) => checked,
        Err(errors) => {
            tx.rollback().await?;
            let frame = frame(&state, &req, &signed).await?;
            let page = correct_page(&frame, &id, &case.file.entry.public_no, &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    };
    let mut file = FileRow {
        correction: serde_json::to_string(&to).map_err(AppError::internal)?,
        correction_reason: form.reason.clone(),
        correction_on: found_on.iso(),
        correction_by: Some(by.to_string()),
        ..case.file.clone()
    };
    file.due_on = due_on(&file, &case.entry, &case.calendar);
    let change = Change::new(file, today, by, Step::Propose);
    keep(&state, tx, &case, change, Step::Propose).await?;
    Ok(back(&id, Step::Propose))
}

/// AN-10, EW-5: asked of a correction as of a draft.
fn scanned(to: &Correction) -> Errors {
    const FIELDS: [&str; 7] = ["name", "legal_rep", "filed_on", "basis_no", "basis_unit", "duty", "performance"];
    let mut errors = Errors::default();
    for (field, (place, text)) in FIELDS.into_iter().zip(to.rows()) {
        for refusal in hits(&[(place.to_owned(), &text)]) {
            errors.push(field, refusal.sentence());
        }
    }
    errors
}

/// POST `/staff/lists/{id}/corrected`: puts the proposed words into force, or drops them.
pub async fn decide(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    if posted.fields.raw("go") == "drop" {
        return drop_it(&state, &id, posted).await;
    }
    take(&state, &req, &id, posted, Step::Correct, |case, _, change| {
        let to = proposed(case).map_err(at("checks"))?;
        let entry = case.entry.clone().correct(&case.file.correction_reason).map_err(at("checks"))?;
        let found =
            hits(&to.rows().iter().map(|(place, text)| ((*place).to_owned(), text.as_str())).collect::<Vec<_>>());
        if !found.is_empty() {
            return Err(No::Rule(found.into_iter().map(|refusal| ("checks", refusal)).collect()));
        }
        change.note = format!("更正：{}", case.file.correction_reason);
        corrected(&mut change.file, to);
        change.file.entry.corrected_on = change.today.iso();
        Ok(entry)
    })
    .await
}

fn proposed(case: &Case) -> Result<Correction, Refusal> {
    serde_json::from_str(&case.file.correction)
        .map_err(|_| Refusal::new("DJ-9", "correction", "没有等待批准的更正。", "请刷新页面，查看最新状态后再操作。"))
}

fn corrected(file: &mut FileRow, to: Correction) {
    let e = &mut file.entry;
    e.name_key = search::name_key(&to.name);
    e.name = to.name;
    e.legal_rep = to.legal_rep;
    e.filed_on = to.filed_on;
    e.basis_no = to.basis_no;
    e.basis_unit = to.basis_unit;
    e.duty = to.duty;
    e.performance = to.performance;
    // what was wrong is mended
    file.wrong_on.clear();
    settled(file);
}

fn settled(file: &mut FileRow) {
    file.correction.clear();
    file.correction_reason.clear();
    file.correction_on.clear();
    file.correction_by = None;
}

/// The proposal is not right: what stands keeps standing.
async fn drop_it(state: &AppState, id: &str, posted: StaffForm) -> Result<Response, AppError> {
    let StaffForm { signed, fields } = posted;
    let mut tx = state.db.begin().await?;
    let (case, by) = seen(state, &mut tx, &signed, id, (Step::Correct, fields.raw("version"))).await?;
    proposed(&case).map_err(|r| not_now(&r, case.href()))?;
    let mut file = case.file.clone();
    settled(&mut file);
    file.due_on = due_on(&file, &case.entry, &case.calendar);
    let (event, note) = (EventKind::CorrectionDropped, EventKind::CorrectionDropped.zh().to_owned());
    let today = state.clock.now().date();
    let change = Change { event, note, ..Change::new(file, today, by, Step::Correct) };
    keep(state, tx, &case, change, Step::Correct).await?;
    Ok(Redirect::to(&format!("/staff/lists/{id}?done=entry_dropped#main")).into_response())
}
