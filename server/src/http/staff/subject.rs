//! The debtors of a draft: added, changed and taken out one at a time. Each change is a version of the issue.
use app::{
    domain::{
        bounty::RewardRule,
        id::Sex,
        ids::{IssueId, SubjectId},
        money::Fen,
        notice::BountyKind,
    },
    form::{
        Errors,
        fields::Fields,
        reward::RewardForm,
        subject::{PartyInput, SubjectContext, SubjectForm, SubjectInput},
    },
    pages::staff::{
        Frame,
        conflict::ConflictView,
        subject_edit::{SubjectPlace, subject_conflict, subject_edit},
    },
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
    show,
};
use super::{
    desk::{Case, load, record},
    frame,
    issue::editable,
    overtaken::{Stored, overtaken},
    show as answer, show_again,
};
use crate::{
    crypto::{field::seal_id, random},
    state::AppState,
    store::{
        Tx, desk as store,
        notice::{self, SubjectRow},
        search,
    },
};

/// GET `/staff/notices/{id}/subjects/{subject}`; `new` for an empty form.
pub async fn form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, subject)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    editable(&state, &signed, &case)?;
    let row = case.subjects.iter().find(|s| s.id == subject);
    if row.is_none() && subject != "new" {
        return Err(AppError::NotFound);
    }
    let mut form = row.map_or_else(SubjectForm::default, form_of);
    form.version = case.issue.version.to_string();
    let frame = frame(&state, &req, &signed).await?;
    Ok(answer(&state, &req, &signed, &subject_edit(&frame, &place(&case, row), &form, &Errors::default())))
}

fn place(case: &Case, row: Option<&SubjectRow>) -> SubjectPlace {
    SubjectPlace {
        issue: case.issue.id.clone(),
        issue_zh: show::number(&case.issue),
        subject: row.map(|r| r.id.clone()).unwrap_or_default(),
        id_masked: row.map(|r| r.id_masked.clone()).unwrap_or_default(),
    }
}

pub(super) fn form_of(row: &SubjectRow) -> SubjectForm {
    let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
    let reward =
        |text: &String| serde_json::from_str::<RewardRule>(text).map(|rule| RewardForm::of(&rule)).unwrap_or_default();
    SubjectForm {
        party: row.party_kind.clone(),
        name: row.name.clone(),
        id_no: String::new(),
        legal_rep: row.legal_rep.clone(),
        county: row.county.clone(),
        town: row.town.clone(),
        case_no: show::case_no(&row.case_no),
        filed_on: row.filed_on.clone(),
        basis_no: row.basis_no.clone(),
        basis_unit: row.basis_unit.clone(),
        owed: yuan(row.owed),
        unpaid: yuan(row.unpaid),
        wanted: row.wanted.clone(),
        property: reward(&row.property_reward),
        whereabouts: reward(&row.whereabouts_reward),
        urgent: row.urgent,
        version: String::new(),
    }
}

/// POST `/staff/notices/{id}/subjects/{subject}`
pub async fn save(
    State(state): State<AppState>,
    req: Req,
    Path((id, subject)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = SubjectForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let case = load(&state, &mut tx, &id).await?;
    editable(&state, &signed, &case)?;
    let row = case.subjects.iter().find(|s| s.id == subject).cloned();
    if case.issue.version.to_string() != form.version {
        tx.rollback().await?;
        return overtaken_by(&state, &req, &signed, (&case, &subject, row), (&fields, form)).await;
    }
    if row.is_none() && subject != "new" {
        return Err(AppError::NotFound);
    }
    // a stored number belongs to the kind of party it was entered for
    let has_id = row.as_ref().is_some_and(|r| !r.id_masked.is_empty() && r.party_kind == form.party);
    let checked = form.check(SubjectContext { today: state.clock.now().date(), has_id }).and_then(|input| {
        input.case_no.own(&state.court.code, false).map(|()| input).map_err(|r| {
            let mut errors = Errors::default();
            errors.push("case_no", format!("{}{}", r.message, r.fix));
            errors
        })
    });
    let input = match checked {
        Ok(input) => input,
        Err(errors) => {
            tx.rollback().await?;
            let frame = frame(&state, &req, &signed).await?;
            let page = subject_edit(&frame, &place(&case, row.as_ref()), &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    };
    let next = case.subjects.iter().map(|s| s.position).max().unwrap_or(0) + 1;
    let base = row.unwrap_or_else(|| SubjectRow {
        id: random::uuid(state.clock.now().ms()).to_string(),
        issue_id: case.issue.id.clone(),
        year: case.issue.year,
        no: case.issue.no,
        position: next,
        state: "open".into(),
        ..SubjectRow::default()
    });
    let stored = filled(&state, base, input)?;
    notice::put_subject(&mut tx, state.court.id, &stored).await?;
    changed(&state, tx, &signed, case, "修改被执行人").await?;
    Ok(Redirect::to(&format!("/staff/notices/{id}?done=saved#main")).into_response())
}

/// Nothing typed is lost. Who was taken out meanwhile can be put in again as a new one.
async fn overtaken_by(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    (case, subject, row): (&Case, &str, Option<SubjectRow>),
    (fields, mine): (&Fields, SubjectForm),
) -> Result<Response, AppError> {
    let subject = if row.is_some() { subject } else { "new" };
    let stored = Stored {
        words: row.as_ref().map_or_else(SubjectForm::default, form_of).words(),
        version: case.issue.version,
        by: case.latest_by(),
        at: case.issue.updated_at,
        action: format!("{}/subjects/{subject}", case.href()),
        record: case.href(),
    };
    let place = place(case, row.as_ref());
    let page = |f: &Frame, view: &ConflictView| subject_conflict(f, &place, &mine, view);
    overtaken(state, req, signed, stored, (fields, &mine.words()), page).await
}

/// POST `/staff/notices/{id}/subjects/{subject}/remove`
pub async fn remove(
    State(state): State<AppState>,
    Path((id, subject)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let case = draft(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let ids = IssueId::parse(&id).zip(SubjectId::parse(&subject));
    let (issue, subject) = ids.ok_or(AppError::NotFound)?;
    if !store::remove_subject(&mut tx, state.court.id, issue, subject).await? {
        return Err(AppError::NotFound);
    }
    changed(&state, tx, &signed, case, "删除被执行人").await?;
    Ok(Redirect::to(&format!("/staff/notices/{id}?done=removed#main")).into_response())
}

/// The issue, if it is a draft this person may change and nobody else changed it since the form was shown.
pub(super) async fn draft(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    version: &str,
) -> Result<Case, AppError> {
    let case = load(state, tx, id).await?;
    editable(state, signed, &case)?;
    if case.issue.version.to_string() == version { Ok(case) } else { Err(AppError::Conflict) }
}

pub(super) async fn changed(
    state: &AppState,
    mut tx: Tx,
    signed: &Signed,
    case: Case,
    note: &str,
) -> Result<(), AppError> {
    let mut issue = case.issue;
    issue.updated_at = state.clock.now().ms();
    if !notice::save_issue(&mut tx, state.court.id, &issue).await? {
        return Err(AppError::Conflict);
    }
    issue.version += 1;
    let subjects = notice::load_subjects(&mut tx, state.court.id, &issue.id).await?;
    store::keep(&mut tx, state.court.id, &issue, &subjects, signed.who.id, note).await?;
    record(state, &mut tx, signed, &issue.id, "draft_edited", "").await?;
    Ok(tx.commit().await?)
}

fn filled(state: &AppState, row: SubjectRow, input: SubjectInput) -> Result<SubjectRow, AppError> {
    let json =
        |rule: &Option<RewardRule>| rule.as_ref().map(serde_json::to_string).transpose().map(Option::unwrap_or_default);
    let best = [&input.property, &input.whereabouts].into_iter().flatten().map(|r| r.amount(input.unpaid)).max();
    let kind = match (&input.property, &input.whereabouts) {
        (Some(_), Some(_)) => BountyKind::Both,
        (None, Some(_)) => BountyKind::Whereabouts,
        _ => BountyKind::Property,
    };
    let row = SubjectRow {
        name_key: search::name_key(&input.name),
        county: input.county,
        town: input.town,
        case_no: input.case_no.canonical(),
        filed_on: input.filed_on.iso(),
        basis_no: input.basis_no,
        basis_unit: input.basis_unit,
        owed: input.owed.0,
        unpaid: input.unpaid.0,
        wanted: input.wanted,
        kind: kind.code().into(),
        property_reward: json(&input.property).map_err(AppError::internal)?,
        whereabouts_reward: json(&input.whereabouts).map_err(AppError::internal)?,
        reward_max: best.unwrap_or(Fen::ZERO).0,
        urgent: input.urgent,
        name: input.name,
        ..row
    };
    with_party(state, row, input.party)
}

/// The number goes under its seal here and is not seen again; pages take the mask.
fn with_party(state: &AppState, row: SubjectRow, party: PartyInput) -> Result<SubjectRow, AppError> {
    Ok(match party {
        PartyInput::Person { id: None } => row,
        PartyInput::Person { id: Some(id) } => {
            let sealed = seal_id(&state.server_key, state.court.id, &row.id, &id).map_err(AppError::internal)?;
            SubjectRow {
                party_kind: "person".into(),
                sex: if id.sex() == Sex::Male { "male" } else { "female" }.into(),
                birth_year: id.birth().year().into(),
                id_cipher: Some(sealed.cipher),
                id_hash: Some(sealed.hash),
                id_masked: sealed.masked,
                legal_rep: String::new(),
                ..row
            }
        }
        PartyInput::Unit { uscc, legal_rep } => SubjectRow {
            party_kind: "unit".into(),
            sex: String::new(),
            birth_year: 0,
            id_cipher: None,
            id_hash: None,
            id_masked: uscc.map_or(row.id_masked.clone(), |code| code.as_str().to_owned()),
            legal_rep,
            ..row
        },
    })
}
