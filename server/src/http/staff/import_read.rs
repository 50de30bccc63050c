//! A file becomes a plan: read on a blocking thread with a limit on its time, compared in batches, kept sealed.
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use app::domain::{
    audit::EventKind,
    ids::StaffId,
    list::{
        EntryState, ListKind,
        import::{ImportState, RowState},
    },
};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    super::error::AppError,
    import_plan::{Candidate, PlanRow, candidate},
};
use crate::{
    sheet::{self, Broken, Table},
    state::AppState,
    store::{
        audit,
        list_import::{self, ImportRecord},
        list_import_rows as rows,
    },
};

/// Rows of one page of the preview, and of one transaction of the confirmation.
pub(super) const PART: usize = 100;
/// Rows that are looked up together.
const BATCH: usize = 200;
/// Rows on our list that the file does not have: more are counted as this many.
pub(super) const MOST_MISSING: usize = 2_000;
const TIME: Duration = Duration::from_secs(60);
const PURPOSE: &str = "list import";

/// What was uploaded.
pub(super) struct Upload {
    pub bytes: Vec<u8>,
    /// Name of the sheet, empty for the only one that fits
    pub sheet: String,
}

/// Reads and compares while the page looks on.
pub(super) fn start(state: AppState, record: ImportRecord, by: StaffId, file: Upload, turn: OwnedSemaphorePermit) {
    tokio::spawn(async move {
        let id = record.id.clone();
        if let Err(cause) = read(&state, record, by, file).await {
            tracing::error!(import = id, %cause, "a table was not read to its end");
            fail(&state, &id).await;
        }
        drop(turn);
    });
}

async fn fail(state: &AppState, id: &str) {
    let failed = async {
        let mut tx = state.db.begin().await?;
        if let Some(mut record) = list_import::load(&mut tx, state.court.id, id).await? {
            record.state = ImportState::Failed.code().into();
            record.trouble = "系统出了问题，没有读完。请稍后再上传一次。".into();
            list_import::save(&mut tx, state.court.id, &record, state.clock.now()).await?;
        }
        tx.commit().await
    };
    if let Err(cause) = failed.await {
        tracing::error!(%cause, "nor was that noted");
    }
}

type Read = Result<(Table, Vec<Result<Candidate, String>>), Broken>;

async fn read(state: &AppState, mut record: ImportRecord, by: StaffId, file: Upload) -> Result<(), AppError> {
    let list = ListKind::parse(&record.list).ok_or(AppError::NotFound)?;
    let (table, candidates) = match parsed(state, list, file).await? {
        Ok(read) => read,
        Err(broken) => {
            record.state = ImportState::Failed.code().into();
            record.trouble = broken.0;
            return save(state, &record, None).await;
        }
    };
    record.sheet.clone_from(&table.sheet);
    record.unused = sheet_words(&table.unused);
    record.total = count(table.rows.len());
    save(state, &record, None).await?;
    let mut plan = Plan::default();
    for (rows, candidates) in table.rows.chunks(BATCH).zip(candidates.chunks(BATCH)) {
        plan.compare(state, list, rows, candidates).await?;
        record.done += count(rows.len());
        save(state, &record, None).await?;
    }
    plan.missing(state, list).await?;
    keep(state, &mut record, plan, by).await
}

fn sheet_words(unused: &[String]) -> String {
    unused.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("、")
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// On a blocking thread, stopped when its time is up.
async fn parsed(state: &AppState, list: ListKind, file: Upload) -> Result<Read, AppError> {
    let stop = Arc::new(sheet::Stop::new(false));
    let (inner, flag, today) = (state.clone(), Arc::clone(&stop), state.clock.now().date());
    let mut work = tokio::task::spawn_blocking(move || -> Read {
        let table = sheet::read(&file.bytes, &file.sheet, &flag)?;
        let mut candidates = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            if flag.load(Ordering::Relaxed) {
                return Err(Broken::too_slow());
            }
            candidates.push(match &row.broken {
                Some(why) => Err(app::form::list_import::row_problem("", why)),
                None => candidate(&inner, list, today, &row.cells),
            });
        }
        Ok((table, candidates))
    });
    match tokio::time::timeout(TIME, &mut work).await {
        Ok(end) => end.map_err(AppError::internal),
        Err(_) => {
            stop.store(true, Ordering::Relaxed);
            // the thread ends at its next row; until then nobody else begins
            let _ = work.await;
            Ok(Err(Broken::too_slow()))
        }
    }
}

/// Rows by what they would do.
#[derive(Default)]
struct Plan {
    rows: BTreeMap<RowState, Vec<PlanRow>>,
    /// Row in which a debtor stood first
    seen: HashMap<(String, String, String), u32>,
    /// Entries the file speaks of
    matched: HashSet<String>,
}

impl Plan {
    fn put(&mut self, state: RowState, row: PlanRow) {
        self.rows.entry(state).or_default().push(row);
    }

    async fn compare(
        &mut self,
        state: &AppState,
        list: ListKind,
        rows: &[sheet::Row],
        candidates: &[Result<Candidate, String>],
    ) -> Result<(), AppError> {
        let mut cases: Vec<String> = candidates.iter().flatten().map(|c| c.case_no.clone()).collect();
        cases.sort();
        cases.dedup();
        let mut tx = state.db.read().await?;
        let known = rows::of_cases(&mut tx, state.court.id, list.code(), &cases).await?;
        tx.rollback().await?;
        for (row, candidate) in rows.iter().zip(candidates) {
            let (verdict, plan) = self.one(row, candidate, &known);
            self.put(verdict, PlanRow { no: row.no, ..plan });
        }
        Ok(())
    }

    fn one(
        &mut self,
        row: &sheet::Row,
        candidate: &Result<Candidate, String>,
        known: &[rows::KnownRow],
    ) -> (RowState, PlanRow) {
        let wrong = |note: String| (RowState::Error, PlanRow { note, ..unread(row) });
        let candidate = match candidate {
            Ok(candidate) => candidate,
            Err(note) => return wrong(note.clone()),
        };
        let found = candidate.pick(known);
        if let Ok(Some(entry)) = found {
            self.matched.insert(entry.id.clone());
        }
        if let Some(first) = self.seen.get(&candidate.key()) {
            return wrong(app::form::list_import::row_problem("", &format!("和第 {first} 行重复。请删去其中一行")));
        }
        self.seen.insert(candidate.key(), row.no);
        match found {
            Ok(entry) => candidate.against(&row.cells, entry),
            Err(note) => wrong(note),
        }
    }

    /// What stands on our list and not in the file: asked about, never taken away.
    async fn missing(&mut self, state: &AppState, list: ListKind) -> Result<(), AppError> {
        for status in [EntryState::Published, EntryState::Draft] {
            let mut after = (String::new(), String::new());
            loop {
                let mut tx = state.db.single().await?;
                let place = (after.0.as_str(), after.1.as_str());
                let page = rows::in_state(&mut tx, state.court.id, (list.code(), status.code()), place).await?;
                drop(tx);
                let Some(last) = page.last() else { break };
                after = (last.due_on.clone(), last.public_no.clone());
                let full = count(page.len()) == rows::SCANNED;
                let left = page.into_iter().filter(|known| !self.matched.contains(&known.id));
                self.rows.entry(RowState::Missing).or_default().extend(left.map(|known| missing(known, status)));
                let enough = self.rows.get(&RowState::Missing).is_some_and(|found| found.len() >= MOST_MISSING);
                if enough || !full {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// A row as it stands in the file, where it could not be understood. Numbers stay out of sight.
fn unread(row: &sheet::Row) -> PlanRow {
    use app::domain::list::import::Column;
    let short = |column| row.cells.get(column).chars().take(40).collect();
    PlanRow {
        name: short(Column::Name),
        case_no: short(Column::CaseNo),
        cells: row.cells.clone(),
        ..PlanRow::default()
    }
}

fn missing(known: rows::KnownRow, status: EntryState) -> PlanRow {
    PlanRow {
        name: known.name,
        case_no: known.case_no,
        id_masked: if known.uscc.is_empty() { known.id_masked } else { known.uscc },
        entry: known.id,
        public_no: known.public_no,
        note: format!("现在的状态是“{}”，导入不会动它。", status.zh()),
        ..PlanRow::default()
    }
}

async fn keep(state: &AppState, record: &mut ImportRecord, mut plan: Plan, by: StaffId) -> Result<(), AppError> {
    if let Some(missing) = plan.rows.get_mut(&RowState::Missing) {
        missing.truncate(MOST_MISSING);
    }
    for (kind, rows) in &plan.rows {
        let mut tx = state.db.begin().await?;
        for (part, rows) in (0i64..).zip(rows.chunks(PART)) {
            let at = (kind.code(), part);
            list_import::put_part(&mut tx, state.court.id, &record.id, at, &seal(state, &record.id, at, rows)?).await?;
        }
        tx.commit().await?;
    }
    let many = |kind| plan.rows.get(&kind).map_or(0, |rows| count(rows.len()));
    record.adds = many(RowState::Add);
    record.changes = many(RowState::Change);
    record.sames = many(RowState::Same);
    record.missings = many(RowState::Missing);
    record.errors = many(RowState::Error);
    record.state = ImportState::Ready.code().into();
    save(state, record, Some(by)).await
}

/// Keeps how far it has come; with a person, also that they had it read.
async fn save(state: &AppState, record: &ImportRecord, by: Option<StaffId>) -> Result<(), AppError> {
    let at = state.clock.now();
    let mut tx = state.db.begin().await?;
    list_import::save(&mut tx, state.court.id, record, at).await?;
    if by.is_some() {
        let note = format!("共 {} 行", record.total);
        let (kind, object) = (EventKind::ImportRead.code(), ("import", record.id.as_str()));
        audit::append(&mut tx, state.court.id, audit::Event { at, actor: by, kind, object, note: &note }).await?;
    }
    Ok(tx.commit().await?)
}

/// A page of the plan under the server's key, tied to its place.
fn seal(state: &AppState, id: &str, at: (&str, i64), rows: &[PlanRow]) -> Result<Vec<u8>, AppError> {
    let plain = serde_json::to_vec(rows).map_err(AppError::internal)?;
    let (court, place) = (state.court.id.to_string(), format!("{id}/{}/{}", at.0, at.1));
    state.server_key.wrap(PURPOSE, &court, &place, &plain).map_err(AppError::internal)
}

/// The rows of a sealed page.
pub(super) fn open(state: &AppState, id: &str, at: (&str, i64), sealed: &[u8]) -> Result<Vec<PlanRow>, AppError> {
    let (court, place) = (state.court.id.to_string(), format!("{id}/{}/{}", at.0, at.1));
    let plain = state.server_key.unwrap(PURPOSE, &court, &place, sealed).map_err(AppError::internal)?;
    serde_json::from_slice(&plain).map_err(AppError::internal)
}
