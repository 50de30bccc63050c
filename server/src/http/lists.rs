//! `/lists`, `/lists/{list}/{number}`. The lookup is a POST, so that no name stands in an address,
//! a history or a log; it is exact, limited, and its answer is stored nowhere (EW-4).
use app::{
    domain::{
        case::CaseNo,
        date::LegalDate,
        id::{Sex, Uscc},
        list::{Capacity, EntryState, Ground, Item, ListKind, Portal, lifting_shown, parse_all},
        region,
        text::compact,
    },
    form::Errors,
    pages::{
        Page,
        lists::{self as pages, EntryView, LiftedView, ListRow, LookupView, Which},
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
    page::{Req, Totals, cached, private, site},
    show,
};
use crate::{
    state::AppState,
    store::{
        list::{self, BriefRow, EntryRow, Lookup},
        list_parts::{self, PersonRow},
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
            view.results = Some(found(&state, list, &what).await?);
            StatusCode::OK
        }
    };
    // how many there are is counted for the page that is kept, not for every question
    Ok(private(&state, &req, status, None, &pages::lookup(view)))
}

/// Entries by their own name or number, and orders against units in which a person of that name stands (RC-4).
async fn found(state: &AppState, list: &str, what: &Lookup) -> Result<Vec<ListRow>, AppError> {
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let rows = list::lookup(&mut tx, state.court.id, list, what, today).await?;
    let mut shown: Vec<ListRow> = rows.iter().filter_map(|row| list_row(row, &state.court.name)).collect();
    let Lookup::Name(name) = what else { return Ok(shown) };
    for row in list::lookup_person(&mut tx, state.court.id, list, name, today).await? {
        let persons = list_parts::persons(&mut tx, state.court.id, &row.id).await?;
        let named = persons.iter().filter(|p| p.name_key == *name).filter_map(person_words);
        let as_person = named.collect::<Vec<_>>().join("；");
        shown.extend(list_row(&row, &state.court.name).map(|line| ListRow { as_person, ..line }));
    }
    Ok(shown)
}

/// `端木澄，被限制消费单位的实际控制人，4311991983****1234`.
fn person_words(p: &PersonRow) -> Option<String> {
    Some(format!("{}，{}，{}", p.name, Capacity::parse(&p.capacity)?.public_label(), p.id_masked))
}

fn refused(message: &'static str) -> Errors {
    let mut errors = Errors::default();
    errors.push("q", message);
    errors
}

/// What was typed: a case number, a credit code, a number of ours, or a full name. Parts of names are not looked up.
pub(super) fn recognise(text: &str) -> Result<Lookup, &'static str> {
    let plain = compact(text);
    if let Ok(no) = CaseNo::parse(&plain) {
        return Ok(Lookup::Case(no.canonical()));
    }
    if let Ok(code) = Uscc::parse(&plain) {
        return Ok(Lookup::Uscc(code.as_str().to_string()));
    }
    if is_number(&plain) {
        return Ok(Lookup::Number(plain.to_ascii_lowercase()));
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

/// `d-2025-0312`: letter, year, at least four digits.
fn is_number(plain: &str) -> bool {
    let mut parts = plain.split('-');
    let digits = |part: Option<&str>, least: usize| {
        part.is_some_and(|p| (least..=9).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
    };
    parts.next().is_some_and(|letter| ["d", "r"].contains(&letter.to_ascii_lowercase().as_str()))
        && digits(parts.next(), 4)
        && digits(parts.next(), 4)
        && parts.next().is_none()
}

async fn with_totals(state: &AppState, mut view: LookupView) -> Result<LookupView, AppError> {
    for total in totals(state).await?.iter() {
        match ListKind::parse(&total.list) {
            Some(ListKind::Dishonest) => view.dishonest_total = total.entries,
            Some(ListKind::Restricted) => view.restricted_total = total.entries,
            None => {}
        }
    }
    Ok(view)
}

/// Both lists as a whole, reckoned once for as long as nothing changes.
pub(super) async fn totals(state: &AppState) -> Result<Totals, AppError> {
    let today = state.clock.now().date();
    let reckoned = async { list::totals(&mut state.db.single().await?, state.court.id, today).await };
    state.cache.totals(today, reckoned).await
}

/// The list of an address.
pub(super) fn which(list: &str) -> Option<Which> {
    match ListKind::parse(list)? {
        ListKind::Dishonest => Some(Which::Dishonest),
        ListKind::Restricted => Some(Which::Restricted),
    }
}

/// GET `/lists/{list}/{number}`; 410 once the entry is no longer current.
pub async fn entry(
    State(state): State<AppState>,
    Path((name, number)): Path<(String, String)>,
    sender: Sender,
    req: Req,
) -> Result<Response, AppError> {
    let which = which(&name).ok_or(AppError::NotFound)?;
    state.limits.browse.check(&sender)?;
    cached(&state, &req, &[], || async {
        let today = state.clock.now().date();
        let mut tx = state.db.read().await?;
        let row = list::load(&mut tx, state.court.id, &number).await?;
        let row = row.filter(|row| row.list == name).ok_or(AppError::NotFound)?;
        if list::is_current(&row, today) {
            let persons = list_parts::persons(&mut tx, state.court.id, &row.id).await?;
            let view = entry_view(&row, which, &state.court.name, &persons);
            return Ok::<Page, AppError>(pages::entry(view, &site(&state, &req, None)));
        }
        match lifted(&row, &state.court.name, today) {
            Some(view) => Ok(pages::lifted(view, &site(&state, &req, None))),
            None if is_over(&row, today) => Err(AppError::Gone),
            None => Err(AppError::NotFound),
        }
    })
    .await
}

/// RC-8: the notice of a lifting, while it may stand.
fn lifted(row: &EntryRow, court: &str, today: LegalDate) -> Option<LiftedView> {
    let ended_on = LegalDate::parse(&row.ended_on).ok()?;
    lifting_shown(EntryState::parse(&row.state)?, ended_on, today).then(|| LiftedView {
        number: row.public_no.clone(),
        name: row.name.clone(),
        id_masked: identity(&row.brief()),
        case_no: show::case_no(&row.case_no),
        decision_no: row.decision_no.clone(),
        lifted_on: row.ended_on.clone(),
        court: court.to_string(),
    })
}

/// Was public once: then the address answers 410, otherwise it never existed for readers.
fn is_over(row: &EntryRow, today: LegalDate) -> bool {
    !row.published_on.is_empty() && row.published_on <= today.iso()
}

/// The province, from the digits that are shown anyway.
fn region(row: &BriefRow) -> String {
    region::of_number(&row.id_masked).to_owned()
}

fn sex_and_year(row: &BriefRow) -> (String, String) {
    let year = if row.birth_year > 0 { format!("{}年", row.birth_year) } else { String::new() };
    (Sex::parse(&row.sex).map_or("", Sex::zh).into(), year)
}

fn identity(row: &BriefRow) -> String {
    if row.party_kind == "unit" { row.uscc.clone() } else { row.id_masked.clone() }
}

fn grounds(row: &BriefRow) -> Vec<String> {
    let listed: Vec<String> =
        row.grounds.split(',').filter_map(Ground::parse).map(|ground| ground.zh().to_string()).collect();
    if listed.is_empty() {
        vec!["未按执行通知书指定的期间履行生效法律文书确定的给付义务".into()]
    } else {
        listed
    }
}

/// One entry in a result or a list.
pub(super) fn list_row(row: &BriefRow, court: &str) -> Option<ListRow> {
    let which = which(&row.list)?;
    Some(ListRow {
        href: format!("{}/{}", which.path(), row.public_no),
        which,
        number: row.public_no.clone(),
        name: row.name.clone(),
        id_masked: identity(row),
        born: pages::born(&sex_and_year(row).0, &sex_and_year(row).1),
        region: region(row),
        as_person: String::new(),
        case_no: show::case_no(&row.case_no),
        reason: grounds(row).join("；"),
        decision_no: row.decision_no.clone(),
        from: row.decided_on.clone(),
        until: row.expires_on.clone(),
        court: court.to_string(),
    })
}

fn entry_view(row: &EntryRow, which: Which, court: &str, persons: &[PersonRow]) -> EntryView {
    let brief = row.brief();
    let (sex, birth_year) = sex_and_year(&brief);
    EntryView {
        which,
        number: row.public_no.clone(),
        name: row.name.clone(),
        is_unit: row.party_kind == "unit",
        sex,
        birth_year,
        id_masked: identity(&brief),
        representative: row.legal_rep.clone(),
        region: region(&brief),
        court: court.to_string(),
        case_no: show::case_no(&row.case_no),
        filed_on: row.filed_on.clone(),
        basis_doc: row.basis_no.clone(),
        basis_unit: row.basis_unit.clone(),
        duty: row.duty.clone(),
        performance: if row.performance == "part" { "部分未履行" } else { "全部未履行" }.into(),
        grounds: grounds(&brief),
        decision_no: row.decision_no.clone(),
        decided_on: row.decided_on.clone(),
        published_on: row.published_on.clone(),
        until: row.expires_on.clone(),
        corrected_on: row.corrected_on.clone(),
        items: parse_all(&row.items, Item::parse).into_iter().map(|item| item.zh().to_owned()).collect(),
        period: row.period.clone(),
        persons: persons
            .iter()
            .filter_map(|p| Some((Capacity::parse(&p.capacity)?.public_label(), p.name.clone(), p.id_masked.clone())))
            .collect(),
        portal: match LegalDate::parse(&row.portal_on) {
            Ok(day) => format!("{}（{}核对）。", Portal::parse(&row.portal).map_or("", Portal::zh), day.zh()),
            Err(_) => String::new(),
        },
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
        assert_eq!(recognise("D-2025-0312"), Ok(Lookup::Number("d-2025-0312".into())));
        for text in ["", "王", "%", "123", "' OR 1=1 --", "湘1199执", "d-2025", "x-2025-0312", "d-2025-0312-1"] {
            assert!(recognise(text).is_err(), "{text}");
        }
    }
}
