//! `/lists/{list}`: the current entries of one list, page by page (EW-4: browsing, but no bulk download).
use app::{
    components::Chip,
    domain::date::LegalDate,
    pages::lists::{self as pages, OneListView, Which},
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    error::AppError,
    limits::Sender,
    lists::{list_row, totals, which},
    page::{Req, cached},
    show,
};
use crate::{
    state::AppState,
    store::list::{self, Browse},
};

const KEYS: [&str; 3] = ["year", "kind", "after"];

/// GET `/lists/{list}`: current entries page by page; conditions stand in the address, unknown ones are ignored.
pub async fn one_list(
    State(state): State<AppState>,
    Path(name): Path<String>,
    sender: Sender,
    req: Req,
) -> Result<Response, AppError> {
    let which = which(&name).ok_or(AppError::NotFound)?;
    state.limits.browse.check(&sender)?;
    cached(&state, &req, &KEYS, || async {
        let today = state.clock.now().date();
        let browse = browse(&req);
        let mut rows = list::load_page(&mut state.db.single().await?, state.court.id, &name, &browse, today).await?;
        let totals = totals(&state).await?;
        let total = totals.iter().find(|total| total.list == name).cloned().unwrap_or_default();
        let more = rows.len() as i64 > list::LATEST;
        rows.truncate(usize::try_from(list::LATEST).unwrap_or(20));
        let pairs = pairs(&browse);
        let last = rows.last().filter(|_| more).map(|row| format!("{}_{}", row.published_on, row.public_no));
        Ok(pages::one_list(OneListView {
            which,
            rows: rows.iter().filter_map(|row| list_row(row, &state.court.name)).collect(),
            total: total.entries,
            year: browse.year.map(|year| year.to_string()).unwrap_or_default(),
            kind: browse.kind.clone(),
            years: years(&total.first_day, today),
            chips: pairs.iter().map(|(key, _, words)| chip(which, &pairs, key, words)).collect(),
            first: if browse.after.is_some() { address(which, &pairs, "", "") } else { String::new() },
            next: last.map(|last| address(which, &pairs, "", &last)).unwrap_or_default(),
        }))
    })
    .await
}

/// What the address asks for.
fn browse(req: &Req) -> Browse {
    let after = req.query("after").and_then(|after| after.split_once('_'));
    Browse {
        after: after.filter(|(day, _)| LegalDate::parse(day).is_ok()).map(|(day, no)| (day.to_owned(), no.to_owned())),
        year: req.query("year").and_then(|year| year.parse().ok()).filter(|year| (2000..=9998).contains(year)),
        kind: req.query("kind").filter(|kind| ["person", "unit"].contains(kind)).unwrap_or_default().to_owned(),
    }
}

/// Active conditions: key, value, words.
fn pairs(browse: &Browse) -> Vec<(&'static str, String, String)> {
    let year = browse.year.map(|year| ("year", year.to_string(), format!("{year}年")));
    let words = if browse.kind == "unit" { "单位" } else { "自然人" };
    let kind = (!browse.kind.is_empty()).then(|| ("kind", browse.kind.clone(), words.to_owned()));
    year.into_iter().chain(kind).collect()
}

fn chip(which: Which, pairs: &[(&'static str, String, String)], key: &str, words: &str) -> Chip {
    Chip { words: words.to_owned(), href_without: address(which, pairs, key, "") }
}

/// The list with these conditions but one, from this entry on.
fn address(which: Which, pairs: &[(&'static str, String, String)], without: &str, after: &str) -> String {
    let mut query: Vec<String> =
        pairs.iter().filter(|(key, ..)| *key != without).map(|(key, value, _)| format!("{key}={value}")).collect();
    if !after.is_empty() {
        query.push(format!("after={}", show::query_value(after)));
    }
    if query.is_empty() { which.path().to_owned() } else { format!("{}?{}", which.path(), query.join("&")) }
}

/// From this year down to the first with an entry that still stands.
fn years(first_day: &str, today: LegalDate) -> Vec<String> {
    let first = LegalDate::parse(first_day).map_or(today.year(), LegalDate::year);
    (first..=today.year()).rev().take(30).map(|year| year.to_string()).collect()
}
