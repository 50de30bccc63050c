//! A confirmed plan becomes drafts, changed drafts and proposals; nothing is published (TW-4, DJ-5). A page of the plan
//! is one transaction, so that a table of thousands never holds up others and can go on where it stopped.
use app::{
    domain::{
        audit::EventKind,
        deadline::Calendar,
        ids::{EntryId, StaffId},
        list::{
            EntryState, ListKind,
            import::{ImportState, RowState},
        },
    },
    form::list_entry::EntryForm,
};
use serde::{Deserialize, Serialize};

use super::{
    super::error::AppError,
    import_plan::{Candidate, PlanRow, candidate},
    import_read::open,
    list_case::{Case, load},
    list_edit::{fresh, numbered},
    list_fill::{filled, form_of},
};
use crate::{
    entries::{self, due_on},
    state::AppState,
    store::{
        Tx, audit, calendar,
        list_desk::{self, FileRow},
        list_import::{self, ImportRecord},
        list_import_rows::{self as rows, DidRow},
        list_steps, list_versions,
    },
};

const PURPOSE: &str = "list import before";

/// A draft before it was changed, with what its own text leaves out.
#[derive(Serialize, Deserialize)]
pub(super) struct Before {
    pub file: FileRow,
    pub id_cipher: Option<Vec<u8>>,
    pub id_hash: Option<Vec<u8>>,
}

/// Goes through what is left of the plan while the page looks on.
pub(super) fn start(state: AppState, id: String, by: StaffId) {
    tokio::spawn(async move {
        while match page(&state, &id, by).await {
            Ok(more) => more,
            Err(cause) => {
                tracing::error!(import = id, %cause, "an import stopped; it goes on when it is confirmed again");
                stopped(&state, &id).await;
                false
            }
        } {}
    });
}

/// Back to where it may be confirmed; what was taken over is not taken over twice.
async fn stopped(state: &AppState, id: &str) {
    let back = async {
        let mut tx = state.db.begin().await?;
        if let Some(mut record) = list_import::load(&mut tx, state.court.id, id).await? {
            record.state = ImportState::Ready.code().into();
            record.trouble = "导入中途停了下来，已经办完的不会重复。请再确认一次，继续办完。".into();
            list_import::save(&mut tx, state.court.id, &record, state.clock.now()).await?;
        }
        tx.commit().await
    };
    if let Err(cause) = back.await {
        tracing::error!(%cause, "nor was that noted");
    }
}

/// One page of the plan; `false` once there is none left.
async fn page(state: &AppState, id: &str, by: StaffId) -> Result<bool, AppError> {
    let (court, at) = (state.court.id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let mut record = list_import::load(&mut tx, court, id).await?.ok_or(AppError::NotFound)?;
    let next = list_import::open_part(&mut tx, court, id).await?;
    if let Some((kind, part, sealed)) = &next {
        let place = (kind.as_str(), *part);
        let plan = open(state, id, place, sealed)?;
        let mut work = Work::new(state, &mut tx, &record, by).await?;
        for row in &plan {
            let did = work.row(&mut tx, RowState::parse(kind), row).await?;
            counted(&mut record, did);
        }
        list_import::part_done(&mut tx, court, id, place).await?;
    } else {
        record.state = ImportState::Applied.code().into();
        record.trouble = String::new();
        list_import::forget_parts(&mut tx, court, id).await?;
    }
    list_import::save(&mut tx, court, &record, at).await?;
    if next.is_none() {
        let note = format!(
            "新增 {}，更改 {}，提出更正 {}，跳过 {}",
            record.added, record.changed, record.proposed, record.skipped
        );
        let (kind, object) = (EventKind::Imported.code(), ("import", id));
        audit::append(&mut tx, court, audit::Event { at, actor: Some(by), kind, object, note: &note }).await?;
    }
    tx.commit().await?;
    Ok(next.is_some())
}

/// What became of one row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Did {
    Added,
    Changed,
    Proposed,
    /// Somebody was faster than the confirmation.
    Skipped,
}

fn counted(record: &mut ImportRecord, did: Did) {
    record.done += 1;
    match did {
        Did::Added => record.added += 1,
        Did::Changed => record.changed += 1,
        Did::Proposed => record.proposed += 1,
        Did::Skipped => record.skipped += 1,
    }
}

struct Work<'a> {
    state: &'a AppState,
    import: String,
    list: ListKind,
    by: StaffId,
    calendar: Calendar,
}

impl<'a> Work<'a> {
    async fn new(state: &'a AppState, tx: &mut Tx, record: &ImportRecord, by: StaffId) -> Result<Self, AppError> {
        let list = ListKind::parse(&record.list).ok_or(AppError::NotFound)?;
        let calendar = calendar::load(tx, state.court.id).await?;
        Ok(Self { state, import: record.id.clone(), list, by, calendar })
    }

    /// The row is asked every question again: a day may have passed, and others work on the same list.
    async fn row(&mut self, tx: &mut Tx, kind: Option<RowState>, row: &PlanRow) -> Result<Did, AppError> {
        let (state, today) = (self.state, self.state.clock.now().date());
        let Ok(candidate) = candidate(state, self.list, today, &row.cells) else { return Ok(Did::Skipped) };
        let cases = [candidate.case_no.clone()];
        let known = rows::of_cases(tx, state.court.id, self.list.code(), &cases).await?;
        match (kind, candidate.pick(&known)) {
            (Some(RowState::Add), Ok(None)) => self.add(tx, candidate, row.no).await,
            (Some(RowState::Change), Ok(Some(now))) if now.id == row.entry && now.version == row.version => {
                if now.state == EntryState::Published.code() {
                    let to = candidate.correction(&row.cells, now);
                    let to = serde_json::to_string(&to).map_err(AppError::internal)?;
                    return self.propose(tx, &now.id, to, row.no).await;
                }
                self.change(tx, row).await
            }
            _ => Ok(Did::Skipped),
        }
    }

    async fn add(&mut self, tx: &mut Tx, candidate: Candidate, no: u32) -> Result<Did, AppError> {
        let now = self.state.clock.now();
        let mut file = filled(self.state, fresh(self.list, self.by, now), candidate.input)?;
        numbered(self.state, tx, &mut file).await?;
        let case = Case::bare(file, self.list, self.calendar.clone());
        self.keep(tx, case.file, None, no).await
    }

    async fn change(&mut self, tx: &mut Tx, row: &PlanRow) -> Result<Did, AppError> {
        let (state, today) = (self.state, self.state.clock.now().date());
        let id = EntryId::parse(&row.entry).ok_or(AppError::NotFound)?;
        let file = list_desk::load(tx, state.court.id, id).await?.ok_or(AppError::NotFound)?;
        let over = row.cells.form(form_of(&file), &state.court.name);
        let Ok(input) = over.and_then(|form: EntryForm| form.check(self.list, today)) else {
            return Ok(Did::Skipped);
        };
        let before = file.clone();
        let file = filled(state, file, input)?;
        self.keep(tx, file, Some(before), row.no).await
    }

    /// Saves a draft, its version, and how it stood before.
    async fn keep(&mut self, tx: &mut Tx, file: FileRow, before: Option<FileRow>, no: u32) -> Result<Did, AppError> {
        let (court, at) = (self.state.court.id, self.state.clock.now());
        let did = if before.is_some() { Did::Changed } else { Did::Added };
        let entry = Case::bare(file.clone(), self.list, self.calendar.clone()).entry;
        let mut file = FileRow { due_on: due_on(&file, &entry, &self.calendar), ..file };
        file.entry.updated_at = at.ms();
        if !list_steps::save_draft(tx, court, &file).await? {
            return Ok(Did::Skipped);
        }
        file.entry.version += 1;
        list_versions::add_version(tx, court, &file, &[], self.by, &format!("从文件导入（第 {no} 行）")).await?;
        if did == Did::Added {
            entries::start_clocks(tx, court, &file, &self.calendar, at).await?;
        } else {
            entries::keep_clocks(tx, court, (&file, false), &self.calendar, at).await?;
        }
        let was = before.map(|before| seal(self.state, &before)).transpose()?;
        let words = if did == Did::Added { "added" } else { "changed" };
        self.note(tx, &file, words, was).await?;
        Ok(did)
    }

    /// DJ-9: what is public stays as it is until a second person has agreed.
    async fn propose(&mut self, tx: &mut Tx, id: &str, to: String, no: u32) -> Result<Did, AppError> {
        let (state, at) = (self.state, self.state.clock.now());
        let case = load(state, tx, id).await?;
        let mut file = FileRow {
            correction: to,
            correction_reason: format!("导入的名单第 {no} 行与公布的内容不一致"),
            correction_on: at.date().iso(),
            correction_by: Some(self.by.to_string()),
            ..case.file.clone()
        };
        file.due_on = due_on(&file, &case.entry, &case.calendar);
        file.entry.updated_at = at.ms();
        if !list_steps::step(tx, state.court.id, &case.file, &file, None).await? {
            return Ok(Did::Skipped);
        }
        file.entry.version += 1;
        let note = format!("从文件导入（第 {no} 行），提出更正");
        list_versions::add_version(tx, state.court.id, &file, &case.persons, self.by, &note).await?;
        let announced = case.open_channels().next().is_some();
        entries::keep_clocks(tx, state.court.id, (&file, announced), &case.calendar, at).await?;
        self.note(tx, &file, "proposed", None).await?;
        Ok(Did::Proposed)
    }

    async fn note(&self, tx: &mut Tx, file: &FileRow, did: &str, was: Option<Vec<u8>>) -> Result<(), AppError> {
        let row = DidRow { entry_id: file.entry.id.clone(), did: did.to_owned(), version: file.entry.version, was };
        Ok(rows::did(tx, self.state.court.id, &self.import, &row).await?)
    }
}

fn seal(state: &AppState, file: &FileRow) -> Result<Vec<u8>, AppError> {
    let before =
        Before { id_cipher: file.entry.id_cipher.clone(), id_hash: file.entry.id_hash.clone(), file: file.clone() };
    let plain = serde_json::to_vec(&before).map_err(AppError::internal)?;
    let court = state.court.id.to_string();
    state.server_key.wrap(PURPOSE, &court, &file.entry.id, &plain).map_err(AppError::internal)
}

/// The draft as it stood before.
pub(super) fn before(state: &AppState, entry: &str, sealed: &[u8]) -> Result<FileRow, AppError> {
    let court = state.court.id.to_string();
    let plain = state.server_key.unwrap(PURPOSE, &court, entry, sealed).map_err(AppError::internal)?;
    let Before { mut file, id_cipher, id_hash } = serde_json::from_slice(&plain).map_err(AppError::internal)?;
    file.entry.id_cipher = id_cipher;
    file.entry.id_hash = id_hash;
    Ok(file)
}
