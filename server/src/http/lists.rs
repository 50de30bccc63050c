//! `/lists`, `/lists/{list}`, `/lists/{list}/{number}`. The lookup is a POST, so that no name stands in an address,
//! a history or a log; it is exact, limited, and its answer is stored nowhere (EW-4).
use app::{
    components::Pager,
    domain::{
        case::CaseNo,
        date::LegalDate,
        id::{Sex, Uscc},
        list::{Ground, ListKind},
        text::compact,
    },
    form::Errors,
    pages::{
        Page,
        lists::{self as pages, EntryView, ListRow, LookupView, OneListView, Which},
    },
};
use axum::{
    Form,
    extract::{Path, State, rejection::FormRejection},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use super::{
    error::AppError,
    limits::Sender,
    page::{Req, cached, private, site},
    show,
};
use crate::{
    state::AppState,
    store::{
        list::{self, EntryRow, Lookup},
        search,
    },
};

/// What the lookup form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    list: String,
}

/// GET `/lists`.
pub async fn index(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async { Ok(pages::lookup(with_totals(&state, LookupView::default()).await?)) }).await
}

/// POST `/lists`: current entries that match exactly, or the form again with what was typed.
pub async fn lookup(
    State(state): State<AppState>,
    sender: Sender,
    req: Req,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(asked) =
        form.map_err(|refused| AppError::from_status(refused.status()).unwrap_or(AppError::BadRequest))?;
    state.limits.lookups.check(&sender)?;
    let list = ListKind::parse(&asked.list).map_or("", ListKind::code);
    let mut view = LookupView { q: asked.q.trim().to_string(), list: asked.list.clone(), ..LookupView::default() };
    let status = match recognise(&asked.q) {
        Err(message) => {
            view.errors = refused(message);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Ok(what) => {
            let today = state.clock.now().date();
            let mut tx = state.db.read().await?;
            let rows = list::lookup(&mut tx, state.court.id, list, &what, today).await?;
            view.results = Some(rows.iter().filter_map(|row| list_row(row, &state.court.name)).collect());
            StatusCode::OK
        }
    };
    let view = with_totals(&state, view).await?;
    Ok(private(&state, &req, status, None, &pages::lookup(view)))
}

fn refused(message: &'static str) -> Errors {
    let mut errors = Errors::default();
    errors.push("q", message);
    errors
}

/// What was typed: a case number, a credit code, or a full name. Parts of names are not looked up.
pub(super) fn recognise(text: &str) -> Result<Lookup, &'static str> {
    let plain = compact(text);
    if let Ok(no) = CaseNo::parse(&plain) {
        return Ok(Lookup::Case(no.canonical()));
    }
    if let Ok(code) = Uscc::parse(&plain) {
        return Ok(Lookup::Uscc(code.as_str().to_string()));
    }
    if search::looks_like_name(&plain) {
        return Ok(Lookup::Name(search::name_key(&plain)));
    }
    match plain.chars().count() {
        0 => Err("请填写姓名、案号或者统一社会信用代码"),
        1 => Err("姓名请写全名，至少两个字"),
        _ => Err(
            "没有看懂。请写全名、统一社会信用代码（18 位），或者照法律文书上的样式写案号，例如（2025）某0000执123号",
        ),
    }
}

async fn with_totals(state: &AppState, mut view: LookupView) -> Result<LookupView, AppError> {
    let mut tx = state.db.read().await?;
    for (list, count) in list::counts(&mut tx, state.court.id, state.clock.now().date()).await? {
        match ListKind::parse(&list) {
            Some(ListKind::Dishonest) => view.dishonest_total = count,
            Some(ListKind::Restricted) => view.restricted_total = count,
            None => {}
        }
    }
    Ok(view)
}

fn which(list: &str) -> Option<Which> {
    match ListKind::parse(list)? {
        ListKind::Dishonest => Some(Which::Dishonest),
        ListKind::Restricted => Some(Which::Restricted),
    }
}

/// GET `/lists/{list}`: the latest entries, and how many there are.
pub async fn one_list(State(state): State<AppState>, Path(name): Path<String>, req: Req) -> Result<Response, AppError> {
    let which = which(&name).ok_or(AppError::NotFound)?;
    cached(&state, &req, &[], || async {
        let today = state.clock.now().date();
        let mut tx = state.db.read().await?;
        let rows = list::load_latest(&mut tx, state.court.id, &name, today).await?;
        let counts = list::counts(&mut tx, state.court.id, today).await?;
        let total = counts.iter().find(|(list, _)| *list == name).map_or(0, |(_, count)| *count);
        Ok(pages::one_list(OneListView {
            which,
            rows: rows.iter().filter_map(|row| list_row(row, &state.court.name)).collect(),
            total,
            pager: Pager { path: which.path().into(), page: 1, pages: 1, ..Pager::default() },
        }))
    })
    .await
}

/// GET `/lists/{list}/{number}`; 410 once the entry is no longer current.
pub async fn entry(
    State(state): State<AppState>,
    Path((name, number)): Path<(String, String)>,
    req: Req,
) -> Result<Response, AppError> {
    let which = which(&name).ok_or(AppError::NotFound)?;
    cached(&state, &req, &[], || async {
        let today = state.clock.now().date();
        let mut tx = state.db.read().await?;
        let row = list::load(&mut tx, state.court.id, &number).await?;
        let row = row.filter(|row| row.list == name).ok_or(AppError::NotFound)?;
        if !list::is_current(&row, today) {
            return Err(if is_over(&row, today) { AppError::Gone } else { AppError::NotFound });
        }
        let view = entry_view(&row, which, &state.court.name);
        Ok::<Page, AppError>(pages::entry(view, &site(&state, &req, None)))
    })
    .await
}

/// Was public once: then the address answers 410, otherwise it never existed for readers.
fn is_over(row: &EntryRow, today: LegalDate) -> bool {
    !row.published_on.is_empty() && row.published_on <= today.iso()
}

fn region(row: &EntryRow) -> String {
    if row.party_kind == "unit" { String::new() } else { "湖南省".into() }
}

fn identity(row: &EntryRow) -> String {
    if row.party_kind == "unit" { row.uscc.clone() } else { row.id_masked.clone() }
}

fn grounds(row: &EntryRow) -> Vec<String> {
    let listed: Vec<String> =
        row.grounds.split(',').filter_map(Ground::parse).map(|ground| ground.zh().to_string()).collect();
    if listed.is_empty() {
        vec!["未按执行通知书指定的期间履行生效法律文书确定的给付义务".into()]
    } else {
        listed
    }
}

pub(super) fn list_row(row: &EntryRow, court: &str) -> Option<ListRow> {
    let which = which(&row.list)?;
    Some(ListRow {
        href: format!("{}/{}", which.path(), row.public_no),
        which,
        number: row.public_no.clone(),
        name: row.name.clone(),
        id_masked: identity(row),
        region: region(row),
        case_no: show::case_no(&row.case_no),
        reason: grounds(row).join("；"),
        decision_no: row.decision_no.clone(),
        from: row.decided_on.clone(),
        until: row.expires_on.clone(),
        court: court.to_string(),
    })
}

fn entry_view(row: &EntryRow, which: Which, court: &str) -> EntryView {
    EntryView {
        which,
        number: row.public_no.clone(),
        name: row.name.clone(),
        is_unit: row.party_kind == "unit",
        sex: Sex::parse(&row.sex).map_or("", Sex::zh).into(),
        birth_year: if row.birth_year > 0 { format!("{}年", row.birth_year) } else { String::new() },
        id_masked: identity(row),
        representative: row.legal_rep.clone(),
        region: region(row),
        court: court.to_string(),
        case_no: show::case_no(&row.case_no),
        filed_on: row.filed_on.clone(),
        basis_doc: row.basis_no.clone(),
        basis_unit: row.basis_unit.clone(),
        duty: row.duty.clone(),
        performance: if row.performance == "part" { "部分未履行" } else { "全部未履行" }.into(),
        grounds: grounds(row),
        decision_no: row.decision_no.clone(),
        decided_on: row.decided_on.clone(),
        published_on: row.published_on.clone(),
        until: row.expires_on.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ew_4_only_whole_names_and_numbers_are_looked_up() {
        assert_eq!(recognise(" 王 某 祥 "), Ok(Lookup::Name("王某祥".into())));
        assert_eq!(recognise("（２０２５）湘1199执123号"), Ok(Lookup::Case("(2025)湘1199执123号".into())));
        assert_eq!(recognise("91350100M000100Y43"), Ok(Lookup::Uscc("91350100M000100Y43".into())));
        for text in ["", "王", "%", "123", "' OR 1=1 --", "湘1199执"] {
            assert!(recognise(text).is_err(), "{text}");
        }
    }
}
