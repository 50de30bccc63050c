//! What a person does with a plan: confirm it, give it up, take it back.
use app::{
    domain::{audit::EventKind, date::Instant, list::import::ImportState, refusal::cited, staff::Action},
    form::Errors,
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    super::{error::AppError, page::Req, session::StaffForm},
    desk::only,
    import::{SILENCE_MS, record, shown, to},
    import_apply, import_undo,
};
use crate::{
    state::AppState,
    store::{audit, list_import, list_import_rows},
};

/// POST `/staff/import/{id}/confirm`: begins, or goes on where it stopped.
pub async fn confirm(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, .. }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let row = record(&state, &id).await?;
    if row.adds + row.changes == 0 {
        let mut errors = Errors::default();
        errors.push("confirm", "没有要新增或者更改的信息，不用导入");
        return shown(&state, &req, &signed, &id, errors).await;
    }
    // what stopped with its process says so by its silence
    let silent = state.clock.now().ms_since(Instant(row.updated_at)) > SILENCE_MS;
    let from =
        if silent && row.state == ImportState::Applying.code() { ImportState::Applying } else { ImportState::Ready };
    if !advance(&state, &id, from, ImportState::Applying).await? {
        return Err(AppError::Conflict);
    }
    import_apply::start(state.clone(), id.clone(), signed.who.id);
    Ok(to(&id))
}

/// POST `/staff/import/{id}/drop`: the plan is cleared, nothing was written.
pub async fn give_up(
    State(state): State<AppState>,
    Path(id): Path<String>,
    StaffForm { signed, .. }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    record(&state, &id).await?;
    let mut tx = state.db.begin().await?;
    let (from, to_state, at) = (ImportState::Ready.code(), ImportState::Dropped.code(), state.clock.now());
    if !list_import::advance(&mut tx, state.court.id, &id, from, to_state, at).await? {
        return Err(AppError::Conflict);
    }
    list_import::forget_parts(&mut tx, state.court.id, &id).await?;
    let (actor, kind, object) = (Some(signed.who.id), EventKind::ImportDropped.code(), ("import", id.as_str()));
    audit::append(&mut tx, state.court.id, audit::Event { at, actor, kind, object, note: "" }).await?;
    tx.commit().await?;
    Ok(to(&id))
}

/// POST `/staff/import/{id}/undo`: all of it, or nothing.
pub async fn undo(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, .. }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    record(&state, &id).await?;
    let mut tx = state.db.read().await?;
    let further = list_import_rows::moved_on(&mut tx, state.court.id, &id).await?;
    tx.commit().await?;
    if !further.is_empty() {
        let mut errors = Errors::default();
        let words = format!("这次导入的信息已经有人继续办理：{}。不能再整批撤销，请逐条处理", further.join("、"));
        errors.push("undo", format!("{words}{}", cited("EW-2")));
        return shown(&state, &req, &signed, &id, errors).await;
    }
    if !advance(&state, &id, ImportState::Applied, ImportState::Undoing).await? {
        return Err(AppError::Conflict);
    }
    import_undo::start(state.clone(), id.clone(), signed.who.id);
    Ok(to(&id))
}

async fn advance(state: &AppState, id: &str, from: ImportState, to: ImportState) -> Result<bool, AppError> {
    let mut tx = state.db.begin().await?;
    let moved = list_import::advance(&mut tx, state.court.id, id, from.code(), to.code(), state.clock.now()).await?;
    tx.commit().await?;
    Ok(moved)
}
