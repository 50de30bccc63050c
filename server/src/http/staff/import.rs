//! `/staff/import`: tables of list entries, brought in by a clerk, looked at row by row before anything is written.
use app::{
    domain::{
        date::Instant,
        list::{
            ListKind,
            import::{ImportState, RowState},
        },
        staff::Action,
    },
    form::Errors,
    pages::staff::import::{ImportLine, ImportView, ImportsView, PlanLine, import, imports},
};
use axum::{
    extract::{Path, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::{
    super::{error::AppError, page::Req, session::Signed, show},
    desk::{name_of, only},
    frame,
    import_plan::PlanRow,
    import_read::{self, MOST_MISSING, PART},
    show as answer, show_again,
    upload::StaffUpload,
};
use crate::{
    crypto::random,
    sheet::MOST_BYTES,
    state::AppState,
    store::{
        list_import::{self, ImportRecord},
        staff,
    },
};

/// The form: one file, and its other lines.
pub const UPLOAD_BYTES: usize = MOST_BYTES + 64 * 1024;
/// Between two looks at something that runs.
const AGAIN: HeaderValue = HeaderValue::from_static("2");
/// Without a sign of life for so long, whatever ran has ended with its process.
pub(super) const SILENCE_MS: i64 = 5 * 60 * 1000;

/// GET `/staff/import`
pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let list = req.query("list").and_then(ListKind::parse).map_or("", ListKind::code).to_owned();
    page(&state, &req, &signed, (list, String::new()), Errors::default()).await
}

async fn page(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    (list, sheet): (String, String),
    errors: Errors,
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let latest = list_import::latest(&mut tx, state.court.id).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    tx.commit().await?;
    let line = |row: &ImportRecord| ImportLine {
        id: row.id.clone(),
        list: ListKind::parse(&row.list).map_or("", ListKind::zh).into(),
        state: stands(state, row).map_or("", ImportState::zh).into(),
        when: Instant(row.created_at).zh_minute(),
        who: name_of(&Some(row.actor.clone()), &names),
        total: row.total,
    };
    let wrong = !errors.is_empty();
    let view = ImportsView { list, sheet, errors, lines: latest.iter().map(line).collect() };
    let page = imports(&frame(state, req, signed).await?, &view);
    Ok(if wrong { show_again(state, req, signed, &page) } else { answer(state, req, signed, &page) })
}

/// What runs no more although it says so has failed.
fn stands(state: &AppState, row: &ImportRecord) -> Option<ImportState> {
    let stored = ImportState::parse(&row.state)?;
    Some(if is_silent(state, row) { ImportState::Failed } else { stored })
}

fn is_silent(state: &AppState, row: &ImportRecord) -> bool {
    let silent = state.clock.now().ms_since(Instant(row.updated_at)) > SILENCE_MS;
    silent && row.state == ImportState::Reading.code()
}

/// POST `/staff/import`: takes the file and begins to read it.
pub async fn upload(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    request: Request,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let sent = StaffUpload::read(&state, &signed, request, ("file", MOST_BYTES)).await?;
    let (listed, sheet) = (sent.fields.text("list"), sent.fields.text("sheet"));
    let mut errors = Errors::default();
    let list = ListKind::parse(&listed);
    if list.is_none() {
        errors.push("list", "请选择是哪一份名单");
    }
    let bytes = match sent.file.map(|file| file.bytes) {
        Some(Some(bytes)) => bytes,
        Some(None) => refused(&mut errors, "文件超过了 16 MB。请拆成几份文件，分次上传"),
        None => refused(&mut errors, "请选择文件。选了却看到这句话的，说明文件是空的"),
    };
    let turn = state.tables.clone().try_acquire_owned();
    if turn.is_err() && errors.is_empty() {
        errors.push("file", "正在读取另一份文件。请过一分钟再上传一次");
    }
    match (list, turn) {
        (Some(list), Ok(turn)) if errors.is_empty() => {
            let record = begin(&state, &signed, list).await?;
            let id = record.id.clone();
            let file = import_read::Upload { bytes, sheet };
            import_read::start(state.clone(), record, signed.who.id, file, turn);
            Ok(to(&id))
        }
        _ => page(&state, &req, &signed, (listed, sheet), errors).await,
    }
}

fn refused(errors: &mut Errors, words: &str) -> Vec<u8> {
    errors.push("file", words);
    Vec::new()
}

async fn begin(state: &AppState, signed: &Signed, list: ListKind) -> Result<ImportRecord, AppError> {
    let now = state.clock.now();
    let id = random::uuid(now.ms()).to_string();
    let mut tx = state.db.begin().await?;
    list_import::begin(&mut tx, state.court.id, &id, list.code(), signed.who.id, now).await?;
    let record = list_import::load(&mut tx, state.court.id, &id).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    Ok(record)
}

pub(super) fn to(id: &str) -> Response {
    Redirect::to(&format!("/staff/import/{id}#main")).into_response()
}

/// One record has one address, and it is an id of ours.
pub(super) async fn record(state: &AppState, id: &str) -> Result<ImportRecord, AppError> {
    Uuid::try_parse(id).map_err(|_| AppError::NotFound)?;
    let mut tx = state.db.read().await?;
    let found = list_import::load(&mut tx, state.court.id, id).await?;
    tx.commit().await?;
    found.ok_or(AppError::NotFound)
}

/// GET `/staff/import/{id}`: how far it is, the preview, or what became of it.
pub async fn one(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    shown(&state, &req, &signed, &id, Errors::default()).await
}

pub(super) async fn shown(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    errors: Errors,
) -> Result<Response, AppError> {
    let row = record(state, id).await?;
    let stands = stands(state, &row).ok_or(AppError::NotFound)?;
    let counts = [
        (RowState::Error, row.errors),
        (RowState::Add, row.adds),
        (RowState::Change, row.changes),
        (RowState::Missing, row.missings),
        (RowState::Same, row.sames),
    ];
    let first = counts.iter().find(|(_, count)| *count > 0).map_or(RowState::Error, |(kind, _)| *kind);
    let kind = req.query("show").and_then(RowState::parse).unwrap_or(first);
    let many = counts.iter().find(|(k, _)| *k == kind).map_or(0, |(_, count)| *count);
    let pages = (many + PART as i64 - 1) / PART as i64;
    let at = req.query("page").and_then(|page| page.parse::<i64>().ok()).unwrap_or(1).clamp(1, pages.max(1));
    let lines = if stands == ImportState::Ready { lines(state, id, kind, at - 1).await? } else { Vec::new() };
    let wrong = !errors.is_empty();
    let view = ImportView {
        list: ListKind::parse(&row.list).unwrap_or(ListKind::Dishonest),
        state: stands,
        trouble: if is_silent(state, &row) {
            "程序在读取时重新启动过。请再上传一次。".into()
        } else {
            row.trouble
        },
        total: row.total,
        done: row.done,
        work: if stands == ImportState::Reading { row.total } else { row.adds + row.changes },
        counts: counts.to_vec(),
        many_missing: row.missings >= MOST_MISSING as i64,
        results: [row.added, row.changed, row.proposed, row.skipped],
        id: row.id,
        sheet: row.sheet,
        unused: row.unused,
        show: kind,
        page: at,
        pages,
        lines,
        errors,
    };
    let page = import(&frame(state, req, signed).await?, &view);
    let mut answer = if wrong { show_again(state, req, signed, &page) } else { answer(state, req, signed, &page) };
    if stands.runs() && !wrong {
        // works without script, like a page that says so in its head
        answer.headers_mut().insert(header::REFRESH, AGAIN);
    }
    Ok(answer)
}

async fn lines(state: &AppState, id: &str, kind: RowState, part: i64) -> Result<Vec<PlanLine>, AppError> {
    let mut tx = state.db.read().await?;
    let sealed = list_import::part(&mut tx, state.court.id, id, kind.code(), part).await?;
    tx.commit().await?;
    let rows = sealed.map(|sealed| import_read::open(state, id, (kind.code(), part), &sealed)).transpose()?;
    Ok(rows.unwrap_or_default().into_iter().map(line).collect())
}

fn line(row: PlanRow) -> PlanLine {
    PlanLine {
        no: row.no,
        name: row.name,
        case_no: show::case_no(&row.case_no),
        id_masked: row.id_masked,
        href: if row.entry.is_empty() { String::new() } else { format!("/staff/lists/{}", row.entry) },
        public_no: row.public_no,
        differences: row.differences,
        note: row.note,
    }
}
