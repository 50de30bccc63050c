//! An import taken back as one action, while nothing it made has gone further.
use app::domain::{
    audit::EventKind,
    ids::{EntryId, StaffId},
    list::import::ImportState,
};

use super::{super::error::AppError, import_apply::before, list_case::load};
use crate::{
    entries::{self, due_on},
    state::AppState,
    store::{
        Tx, audit, calendar, deadline, list_desk,
        list_desk::FileRow,
        list_import,
        list_import_rows::{self as rows, DidRow},
        list_search, list_steps, list_versions,
    },
};

const NOTE: &str = "撤销导入";

/// Goes through the entries of an import while the page looks on.
pub(super) fn start(state: AppState, id: String, by: StaffId) {
    tokio::spawn(async move {
        let mut after = String::new();
        loop {
            match page(&state, &id, by, &after).await {
                Ok(Some(last)) => after = last,
                Ok(None) => return,
                Err(cause) => {
                    tracing::error!(import = id, %cause, "an import was not taken back to its end");
                    let _ = finish(&state, &id, by).await;
                    return;
                }
            }
        }
    });
}

/// A hundred entries; the last of them, or `None` at the end.
async fn page(state: &AppState, id: &str, by: StaffId, after: &str) -> Result<Option<String>, AppError> {
    let (court, at) = (state.court.id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let done = rows::done(&mut tx, court, id, after).await?;
    let Some(last) = done.last().map(|row| row.entry_id.clone()) else {
        tx.rollback().await?;
        finish(state, id, by).await?;
        return Ok(None);
    };
    let mut record = list_import::load(&mut tx, court, id).await?.ok_or(AppError::NotFound)?;
    for row in &done {
        record.done += 1;
        if one(state, &mut tx, row, by).await? {
            rows::taken_back(&mut tx, court, id, &row.entry_id).await?;
        }
    }
    list_import::save(&mut tx, court, &record, at).await?;
    tx.commit().await?;
    Ok(Some(last))
}

/// What could not be taken back is still on record; the import stays confirmed then.
async fn finish(state: &AppState, id: &str, by: StaffId) -> Result<(), AppError> {
    let (court, at) = (state.court.id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let mut record = list_import::load(&mut tx, court, id).await?.ok_or(AppError::NotFound)?;
    let left = !rows::done(&mut tx, court, id, "").await?.is_empty();
    let end = if left { ImportState::Applied } else { ImportState::Undone };
    record.state = end.code().into();
    record.trouble = if left { "有几条没有撤销，它们已经有人办理。".into() } else { String::new() };
    list_import::save(&mut tx, court, &record, at).await?;
    let note = format!("撤销 {} 条", record.done);
    let (kind, object) = (EventKind::ImportUndone.code(), ("import", id));
    audit::append(&mut tx, court, audit::Event { at, actor: Some(by), kind, object, note: &note }).await?;
    Ok(tx.commit().await?)
}

/// `false` when the entry has gone further meanwhile: then nothing of it is changed.
async fn one(state: &AppState, tx: &mut Tx, row: &DidRow, by: StaffId) -> Result<bool, AppError> {
    let court = state.court.id;
    if row.did == "added" {
        let gone = rows::forget_draft(tx, court, &row.entry_id, row.version).await?;
        if gone {
            deadline::stop_all(tx, court, ("entry", &row.entry_id), state.clock.now()).await?;
            list_search::remove(tx, &row.entry_id).await?;
        }
        return Ok(gone);
    }
    let id = EntryId::parse(&row.entry_id).ok_or(AppError::NotFound)?;
    let Some(now) = list_desk::load(tx, court, id).await?.filter(|now| now.entry.version == row.version) else {
        return Ok(false);
    };
    match &row.was {
        Some(sealed) => as_before(state, tx, now, before(state, &row.entry_id, sealed)?, by).await,
        None => without_proposal(state, tx, &row.entry_id, by).await,
    }
}

async fn as_before(state: &AppState, tx: &mut Tx, now: FileRow, was: FileRow, by: StaffId) -> Result<bool, AppError> {
    let mut file = was;
    file.entry.version = now.entry.version;
    file.entry.updated_at = state.clock.now().ms();
    if !list_steps::save_draft(tx, state.court.id, &file).await? {
        return Ok(false);
    }
    file.entry.version += 1;
    list_versions::add_version(tx, state.court.id, &file, &[], by, NOTE).await?;
    let known = calendar::load(tx, state.court.id).await?;
    entries::keep_clocks(tx, state.court.id, (&file, false), &known, state.clock.now()).await?;
    Ok(true)
}

async fn without_proposal(state: &AppState, tx: &mut Tx, id: &str, by: StaffId) -> Result<bool, AppError> {
    let case = load(state, tx, id).await?;
    let mut file = FileRow {
        correction: String::new(),
        correction_reason: String::new(),
        correction_on: String::new(),
        correction_by: None,
        ..case.file.clone()
    };
    file.due_on = due_on(&file, &case.entry, &case.calendar);
    file.entry.updated_at = state.clock.now().ms();
    if !list_steps::step(tx, state.court.id, &case.file, &file, None).await? {
        return Ok(false);
    }
    file.entry.version += 1;
    list_versions::add_version(tx, state.court.id, &file, &case.persons, by, NOTE).await?;
    let announced = case.open_channels().next().is_some();
    entries::keep_clocks(tx, state.court.id, (&file, announced), &case.calendar, state.clock.now()).await?;
    Ok(true)
}
