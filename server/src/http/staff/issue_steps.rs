//! Submit, approve, publish, return, withdraw: a rule of the domain, a guarded statement, a kept version, an event.
use app::{
    domain::{
        edition::Edition,
        refusal::Refusal,
        scan::{self, Hit},
        staff::{Publish, Review, Withdraw, Write},
    },
    form::Errors,
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
    desk::{self, Case, load, record},
    forbidden,
    issue::{issue_page, refresh},
};
use crate::{
    state::AppState,
    store::{Tx, desk as store, notice::IssueRow},
};
use app::domain::ids::StaffId;

/// What a step changes beside the state.
struct Done<'a> {
    edition: Edition,
    approval_no: Option<String>,
    checker: Option<StaffId>,
    kind: &'a str,
    note: String,
    public: bool,
}

/// Loads the issue as the form saw it.
async fn seen(state: &AppState, tx: &mut Tx, id: &str, version: &str) -> Result<Case, AppError> {
    let case = load(state, tx, id).await?;
    if case.issue.version.to_string() == version { Ok(case) } else { Err(AppError::Conflict) }
}

async fn keep(state: &AppState, mut tx: Tx, signed: &Signed, case: &Case, done: Done<'_>) -> Result<(), AppError> {
    let now = state.clock.now();
    let e = &done.edition;
    let mut to = IssueRow {
        state: e.state.code().into(),
        reviewer: e.reviewed_by.map(|id| id.to_string()),
        publisher: e.published_by.map(|id| id.to_string()),
        approval_no: done.approval_no.unwrap_or_else(|| case.issue.approval_no.clone()),
        published_at: e.published_at.map(|at| at.ms()),
        withdrawn_at: e.gone_at.map(|at| at.ms()),
        updated_at: now.ms(),
        ..case.issue.clone()
    };
    if !store::step(&mut tx, state.court.id, &case.issue, &to, done.checker).await? {
        return Err(AppError::Conflict);
    }
    to.version += 1;
    store::keep(&mut tx, state.court.id, &to, &case.subjects, signed.who.id, &done.note).await?;
    if done.public {
        refresh(state, &mut tx, &to, &case.subjects).await?;
    }
    record(state, &mut tx, signed, &to.id, done.kind, "").await?;
    tx.commit().await?;
    if done.public {
        state.cache.bump();
    }
    Ok(())
}

fn back(id: &str, code: &str) -> Response {
    Redirect::to(&format!("/staff/notices/{id}?done={code}#main")).into_response()
}

async fn refused(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    field: &'static str,
    message: String,
) -> Result<Response, AppError> {
    let mut errors = Errors::default();
    errors.push(field, message);
    issue_page(state, req, signed, id, &errors).await
}

/// A missing right is 403; everything else comes back to the form.
fn said(refusal: &Refusal) -> String {
    format!("{}{}", refusal.message, refusal.fix)
}

/// POST `/staff/notices/{id}/submit`
pub async fn submit(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let case = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    let permit = signed.who.permit::<Write>(&case.edition.matter(state.court.id)).map_err(|r| forbidden(&r))?;
    let open = desk::checks(&state, &case, "签发时填写").into_iter().find(|c| !c.ok);
    if let Some(check) = open {
        tx.rollback().await?;
        let message = format!("{}{}（{}）", check.text, check.fix, check.rule);
        return refused(&state, &req, &signed, &id, "checks", message).await;
    }
    let edition = case.edition.clone().submit(&permit).map_err(|r| forbidden(&r))?;
    let done =
        Done {
            edition, approval_no: None, checker: None, kind: "submitted", note: "提交审核".into(), public: false
        };
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "submitted"))
}

/// POST `/staff/notices/{id}/approve`: legal check, then the scan for personal data, in one go.
pub async fn approve(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let case = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    let permit = signed.who.permit::<Review>(&case.edition.matter(state.court.id)).map_err(|r| forbidden(&r))?;
    let passed = case.edition.clone().pass_legal_check(&permit).and_then(|e| e.pass_scan(&hits(&case)));
    let edition = match passed {
        Ok(edition) => edition,
        Err(refusal) => {
            tx.rollback().await?;
            return refused(&state, &req, &signed, &id, "checks", said(&refusal)).await;
        }
    };
    let checker = Some(permit.by());
    let done =
        Done { edition, approval_no: None, checker, kind: "reviewed", note: "审核通过".into(), public: false };
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "approved"))
}

/// Everything the scans find in what will be public.
fn hits(case: &Case) -> Vec<Hit> {
    let i = &case.issue;
    let mut all = vec![&i.title, &i.summary, &i.body_md, &i.condition_text];
    all.extend(case.subjects.iter().map(|s| &s.wanted));
    all.into_iter().flat_map(|text| scan::personal_data(text).into_iter().chain(scan::wording(text))).collect()
}

/// POST `/staff/notices/{id}/publish`
pub async fn publish(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let approval_no = fields.text("approval_no");
    let mut tx = state.db.begin().await?;
    let case = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    let permit = signed.who.permit::<Publish>(&case.edition.matter(state.court.id)).map_err(|r| forbidden(&r))?;
    let open = desk::checks(&state, &case, &approval_no).into_iter().find(|c| !c.ok);
    if let Some(check) = open {
        tx.rollback().await?;
        let message = format!("{}{}（{}）", check.text, check.fix, check.rule);
        return refused(&state, &req, &signed, &id, "approval_no", message).await;
    }
    let edition = match case.edition.clone().publish(&permit, state.clock.now()) {
        Ok(edition) => edition,
        Err(refusal) => {
            tx.rollback().await?;
            return refused(&state, &req, &signed, &id, "approval_no", said(&refusal)).await;
        }
    };
    let (checker, approval_no) = (Some(permit.by()), Some(approval_no));
    let done = Done { edition, approval_no, checker, kind: "published", note: "发布".into(), public: true };
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "published"))
}

/// POST `/staff/notices/{id}/return`
pub async fn send_back(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let reason = fields.text("reason");
    let mut tx = state.db.begin().await?;
    let case = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    let permit = signed.who.permit::<Review>(&case.edition.matter(state.court.id)).map_err(|r| forbidden(&r))?;
    let edition = match case.edition.clone().send_back(&permit, &reason) {
        Ok(edition) => edition,
        Err(refusal) => {
            tx.rollback().await?;
            return refused(&state, &req, &signed, &id, "reason", said(&refusal)).await;
        }
    };
    let note = format!("{}：{reason}", store::SENT_BACK);
    let done = Done { edition, approval_no: None, checker: None, kind: "sent_back", note, public: false };
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "returned"))
}

/// POST `/staff/notices/{id}/withdraw`: one person is enough, so that nothing wrong stays up.
pub async fn withdraw(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let reason = fields.text("withdraw_reason");
    let mut tx = state.db.begin().await?;
    let case = seen(&state, &mut tx, &id, fields.raw("version")).await?;
    let permit = signed.who.permit::<Withdraw>(&case.edition.matter(state.court.id)).map_err(|r| forbidden(&r))?;
    let edition = match case.edition.clone().withdraw(&permit, &reason, state.clock.now()) {
        Ok(edition) => edition,
        Err(refusal) => {
            tx.rollback().await?;
            return refused(&state, &req, &signed, &id, "withdraw_reason", said(&refusal)).await;
        }
    };
    let note = format!("撤下：{reason}");
    let done = Done { edition, approval_no: None, checker: None, kind: "withdrawn", note, public: true };
    keep(&state, tx, &signed, &case, done).await?;
    Ok(back(&id, "withdrawn"))
}
