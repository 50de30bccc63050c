//! How an entry leaves the public: each way by its own rule (DJ-9..DJ-11, GF-2, RC-8).
use app::domain::{
    list::{ListKind, Step, same_scope, still_needed},
    refusal::Refusal,
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::super::{error::AppError, page::Req, session::StaffForm};
use super::list_steps::{at, take};
use crate::state::AppState;

/// POST `/staff/lists/{id}/performed`: performed before publication, never public.
pub async fn performed(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Performed, |case, form, change| {
        let on = form.day_of("performed_on", "履行完毕的日期", change.today)?;
        case.entry.clone().performed_in_time(on).map_err(at("performed_on"))
    })
    .await
}

/// POST `/staff/lists/{id}/found`: the fact that ends an open entry; three working days begin (DJ-10).
pub async fn found(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Found, |case, form, change| {
        let fact = form.found(change.today)?;
        change.note = format!("登记删除情形：{}", fact.trigger.zh());
        let field = |refusal: Refusal| at(if refusal.field == "queries" { "queries" } else { "trigger" })(refusal);
        case.entry.clone().found(fact.trigger, fact.on, fact.queries).map_err(field)
    })
    .await
}

/// POST `/staff/lists/{id}/take_back`: the fact was registered by mistake.
pub async fn take_back(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::TakeBack, |case, form, change| {
        let reason = form.text("take_back_reason");
        change.note = format!("{}：{reason}", Step::TakeBack.zh());
        case.entry.clone().take_back(&reason).map_err(at("take_back_reason"))
    })
    .await
}

/// POST `/staff/lists/{id}/remove`: one person is enough, so that nobody is listed a day too long.
pub async fn remove(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Remove, |case, _, change| {
        if case.list == ListKind::Restricted {
            // an order does not end more quietly because it ends by removal
            still_needed(case.needed).map_or(Ok(()), Err).map_err(at("checks"))?;
            same_scope(case.open_channels().count()).map_err(at("checks"))?;
        }
        case.entry.clone().remove(change.today).map_err(at("trigger"))
    })
    .await
}

/// POST `/staff/lists/{id}/early`: before the end of a term, by a decision with a reason (DJ-2).
pub async fn early(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::RemoveEarly, |case, form, change| {
        let (no, reason) = (form.text("early_no"), form.text("early_reason"));
        change.file.end_no = no.clone();
        change.file.end_reason = reason.clone();
        let field = if no.is_empty() { "early_no" } else { "early_reason" };
        case.entry.clone().remove_early(&no, &reason, change.today).map_err(at(field))
    })
    .await
}

/// POST `/staff/lists/{id}/expire`: the term is over (DJ-11).
pub async fn expire(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Expire, |case, _, change| {
        case.entry.clone().expire(change.today).map_err(at("checks"))
    })
    .await
}

/// POST `/staff/lists/{id}/wrong`: whoever sees it says so; the three working days of DJ-9 begin on that day.
pub async fn wrong(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Wrong, |case, form, change| {
        let on = form.day_of("wrong_on", "发现错误的日期", change.today)?;
        change.file.wrong_on = on.iso();
        Ok(case.entry.clone())
    })
    .await
}

/// POST `/staff/lists/{id}/cleared`: looked at again, and nothing was wrong.
pub async fn cleared(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Cleared, |case, _, change| {
        change.file.wrong_on.clear();
        Ok(case.entry.clone())
    })
    .await
}

/// POST `/staff/lists/{id}/revoke`: wrongly listed, off every public surface at once (DJ-9).
pub async fn revoke(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Revoke, |case, form, change| {
        let found_on = form.day_of("revoke_on", "发现错误的日期", change.today)?;
        if case.list == ListKind::Restricted {
            still_needed(case.needed).map_or(Ok(()), Err).map_err(at("revoke_reason"))?;
        }
        let reason = form.text("revoke_reason");
        change.file.end_reason = reason.clone();
        case.entry.clone().revoke(found_on, &reason, change.today).map_err(at("revoke_reason"))
    })
    .await
}

/// POST `/staff/lists/{id}/lift`: the lifting is told wherever the order was (RC-8).
pub async fn lift(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    posted: StaffForm,
) -> Result<Response, AppError> {
    take(&state, &req, &id, posted, Step::Lift, |case, form, change| {
        still_needed(case.needed).map_or(Ok(()), Err).map_err(at("lift_reason"))?;
        let (reason, told) = (form.text("lift_reason"), form.all("lifted"));
        let silent = case.open_channels().filter(|c| !told.contains(&c.id)).count();
        change.file.end_reason = reason.clone();
        change.closed = told;
        let field =
            |refusal: Refusal| at(if refusal.field == "channels" { "channels" } else { "lift_reason" })(refusal);
        case.entry.clone().lift(&reason, silent, change.today).map_err(field)
    })
    .await
}
