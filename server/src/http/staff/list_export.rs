//! `/staff/lists/export`: what the desk shows, as a table; for a reason, with a mark of who took it and when (PI-11).
use app::{
    domain::{
        audit::EventKind,
        list::{
            EntryState, Ground, ListKind,
            import::{Column, ExportReason},
            parse_all,
        },
    },
    form::Errors,
    pages::staff::list_export::{ExportView, export as export_page},
};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{
    super::{
        error::AppError,
        page::Req,
        session::{Signed, StaffForm},
        show,
    },
    desk::at_the_desk,
    frame,
    list_facts::zh,
    show as answer, show_again,
};
use crate::{
    sheet::write,
    state::AppState,
    store::{
        audit,
        list_import_rows::{self as rows, KnownRow},
    },
};

/// Entries of one table: beyond them a person chooses a state.
const MOST: usize = 50_000;

/// GET `/staff/lists/export?list=&state=`
pub async fn form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let view = ExportView {
        list: req.query("list").and_then(ListKind::parse).unwrap_or(ListKind::Dishonest),
        state: req.query("state").and_then(EntryState::parse).map_or("", EntryState::code).into(),
        ..ExportView::default()
    };
    Ok(answer(&state, &req, &signed, &export_page(&frame(&state, &req, &signed).await?, &view)))
}

/// POST `/staff/lists/export`
pub async fn export(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut view = ExportView {
        list: ListKind::parse(fields.raw("list")).unwrap_or(ListKind::Dishonest),
        state: EntryState::parse(fields.raw("state")).map_or("", EntryState::code).into(),
        reason: fields.text("reason"),
        format: fields.text("format"),
        errors: Errors::default(),
    };
    let reason = ExportReason::parse(&view.reason);
    if reason.is_none() {
        view.errors.push("reason", "请选择用途，会记入操作记录（规则 PI-11）");
    }
    let found = match reason {
        Some(_) => entries(&state, &view).await?,
        None => Vec::new(),
    };
    if found.len() > MOST {
        view.errors.push("state", format!("超过了 {MOST} 条，请选择一种状态，分次导出"));
    }
    let Some(reason) = reason.filter(|_| view.errors.is_empty()) else {
        return Ok(show_again(&state, &req, &signed, &export_page(&frame(&state, &req, &signed).await?, &view)));
    };
    let excel = view.format == "xlsx";
    let bytes = written(lines(&state, &signed, &view, reason, &found), excel).await?;
    noted(&state, &signed, view.list, reason, found.len()).await?;
    Ok(download(bytes, view.list, excel))
}

async fn noted(
    state: &AppState,
    signed: &Signed,
    list: ListKind,
    reason: ExportReason,
    many: usize,
) -> Result<(), AppError> {
    let (at, actor, kind) = (state.clock.now(), Some(signed.who.id), EventKind::Exported.code());
    let note = format!("{many} 条，用途：{}", reason.zh());
    let mut tx = state.db.begin().await?;
    let event = audit::Event { at, actor, kind, object: ("list", list.code()), note: &note };
    audit::append(&mut tx, state.court.id, event).await?;
    Ok(tx.commit().await?)
}

/// Of one state or of all, page by page; one more than may be taken tells that there are more.
async fn entries(state: &AppState, view: &ExportView) -> Result<Vec<KnownRow>, AppError> {
    let chosen = EntryState::parse(&view.state);
    let mut found = Vec::new();
    let mut tx = state.db.read().await?;
    for status in EntryState::ALL.iter().filter(|status| chosen.is_none_or(|chosen| chosen == **status)) {
        let mut after = (String::new(), String::new());
        while found.len() <= MOST {
            let place = (after.0.as_str(), after.1.as_str());
            let page = rows::in_state(&mut tx, state.court.id, (view.list.code(), status.code()), place).await?;
            let Some(last) = page.last() else { break };
            after = (last.due_on.clone(), last.public_no.clone());
            found.extend(page);
        }
    }
    tx.commit().await?;
    Ok(found)
}

/// The mark, the heads, the entries. The heads are those an import reads.
fn lines(
    state: &AppState,
    signed: &Signed,
    view: &ExportView,
    reason: ExportReason,
    found: &[KnownRow],
) -> Vec<Vec<String>> {
    let (court, list, when) = (&state.court.name, view.list.zh(), state.clock.now().zh_minute());
    let mark = format!(
        "{court}{list}，{}于{when}导出，用途：{}，共 {} 条，不得转发或者公开",
        signed.who.name,
        reason.zh(),
        found.len()
    );
    let heads = [
        "编号",
        Column::Name.zh(),
        Column::Party.zh(),
        Column::IdNo.zh(),
        Column::LegalRep.zh(),
        Column::Court.zh(),
        Column::CaseNo.zh(),
        Column::FiledOn.zh(),
        Column::BasisNo.zh(),
        Column::BasisUnit.zh(),
        Column::Duty.zh(),
        Column::Performance.zh(),
        Column::Grounds.zh(),
        "状态",
        "公布日期",
        "期满日期",
    ];
    let mut all = vec![vec![mark], heads.map(str::to_owned).to_vec()];
    all.extend(found.iter().map(|row| cells(court, row)));
    all
}

fn cells(court: &str, row: &KnownRow) -> Vec<String> {
    let unit = row.party_kind == "unit";
    let grounds = parse_all(&row.grounds, Ground::parse);
    vec![
        row.public_no.clone(),
        row.name.clone(),
        if unit { "单位" } else { "自然人" }.into(),
        if unit { row.uscc.clone() } else { row.id_masked.clone() },
        row.legal_rep.clone(),
        court.to_owned(),
        show::case_no(&row.case_no),
        row.filed_on.clone(),
        row.basis_no.clone(),
        row.basis_unit.clone(),
        row.duty.clone(),
        if row.performance == "part" { "部分未履行" } else { "全部未履行" }.into(),
        grounds.iter().map(|ground| ground.zh()).collect::<Vec<_>>().join("，"),
        EntryState::parse(&row.state).map_or("", EntryState::zh).into(),
        zh(&row.published_on),
        zh(&row.expires_on),
    ]
}

async fn written(lines: Vec<Vec<String>>, excel: bool) -> Result<Vec<u8>, AppError> {
    let work = tokio::task::spawn_blocking(move || {
        if excel {
            write::xlsx("名单", &lines).map_err(AppError::internal)
        } else {
            write::csv(&lines).map_err(AppError::internal)
        }
    });
    work.await.map_err(AppError::internal)?
}

fn download(bytes: Vec<u8>, list: ListKind, excel: bool) -> Response {
    let (mime, end) = if excel {
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
    } else {
        ("text/csv; charset=utf-8", "csv")
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    let name = HeaderValue::try_from(format!("attachment; filename=\"{}.{end}\"", list.code()));
    headers.insert(header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
