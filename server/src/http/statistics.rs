//! `/statistics`, `/statistics/{year}`, `/statistics/{year}.csv`.
use app::{
    components::{Bar, BarList},
    domain::{content_spec::SECTIONS, date::LegalDate, figure::Unit, money::Fen},
    pages::statistics::{self as pages, FigureGroup, Overlap, YearView},
};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{
    error::AppError,
    page::{Req, cached},
    show,
};
use crate::{
    state::AppState,
    store::figure::{self, FigureRow},
};

/// Whatever has no heading of its own.
const OTHER: &str = "other";
/// Figures that are parts of `backlog-sum` and overlap (FG-3).
const PARTS: &str = "backlog-";
const WHOLE: &str = "backlog-sum";

/// GET `/statistics`: the newest year.
pub async fn latest(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let years = figure::load_years(&mut tx, state.court.id).await?;
        let Some(year) = years.first().copied() else { return Ok(pages::empty()) };
        let rows = figure::load_year(&mut tx, state.court.id, year).await?;
        Ok(pages::year(view(year, years, &rows)))
    })
    .await
}

/// GET `/statistics/{year}` and `/statistics/{year}.csv`.
pub async fn year(State(state): State<AppState>, Path(name): Path<String>, req: Req) -> Result<Response, AppError> {
    if let Some(year) = name.strip_suffix(".csv") {
        return csv(&state, year_of(year).ok_or(AppError::NotFound)?).await;
    }
    let year = year_of(&name).ok_or(AppError::NotFound)?;
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let rows = figure::load_year(&mut tx, state.court.id, year).await?;
        if rows.is_empty() {
            return Err(AppError::NotFound);
        }
        let years = figure::load_years(&mut tx, state.court.id).await?;
        Ok(pages::year(view(year, years, &rows)))
    })
    .await
}

/// The year of an address: four digits.
pub(super) fn year_of(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|year| (2000..=2999).contains(year) && text.len() == 4)
}

fn view(year: i64, years: Vec<i64>, rows: &[FigureRow]) -> YearView {
    let base = format!("/statistics/{year}");
    let group = |(section, title): &(&str, &str)| {
        let stats: Vec<_> =
            rows.iter().filter(|f| f.section == *section && !f.on_home).map(|f| show::stat(f, &base)).collect();
        (!stats.is_empty()).then(|| FigureGroup { title: (*title).to_string(), stats })
    };
    let mut groups: Vec<FigureGroup> =
        SECTIONS.iter().filter(|(section, _)| *section != OTHER).filter_map(group).collect();
    let other =
        |f: &&FigureRow| !f.on_home && SECTIONS.iter().all(|(section, _)| *section == OTHER || *section != f.section);
    let rest: Vec<_> = rows.iter().filter(other).map(|f| show::stat(f, &base)).collect();
    if !rest.is_empty() {
        groups.push(FigureGroup { title: "其他".into(), stats: rest });
    }
    YearView {
        year,
        years,
        tiles: rows.iter().filter(|f| f.on_home).map(|f| show::stat(f, &base)).collect(),
        charts: charts(rows),
        groups,
        overlap: overlap(rows),
        definitions: rows.iter().map(show::definition).collect(),
        as_of: rows.iter().map(|f| f.as_of.as_str()).max().unwrap_or_default().to_string(),
        source: rows.first().map(|f| f.source.clone()).unwrap_or_default(),
        csv_href: format!("/statistics/{year}.csv"),
    }
}

fn key(figure: &FigureRow) -> &str {
    figure.slug.split_once('-').map_or(figure.slug.as_str(), |(_, key)| key)
}

fn parts(rows: &[FigureRow]) -> Vec<&FigureRow> {
    rows.iter().filter(|f| key(f).starts_with(PARTS) && key(f) != WHOLE && f.unit == Unit::Money.code()).collect()
}

/// FG-3: said only when the parts really exceed the whole.
fn overlap(rows: &[FigureRow]) -> Option<Overlap> {
    let parts = parts(rows);
    let whole = rows.iter().find(|f| key(f) == WHOLE)?;
    let sum = Fen::sum(parts.iter().map(|f| Fen(f.value)));
    (sum.0 > whole.value).then(|| Overlap {
        parts: parts.iter().map(|f| (f.label.clone(), f.printed.clone())).collect(),
        parts_sum: sum.display(),
        whole: whole.printed.clone(),
    })
}

fn charts(rows: &[FigureRow]) -> Vec<BarList> {
    let of = |name: &str| rows.iter().filter(|f| key(f) == name).collect::<Vec<_>>();
    let cases: Vec<&FigureRow> = of("received").into_iter().chain(of("closed")).collect();
    let mut charts = Vec::new();
    if let [received, closed] = cases.as_slice() {
        let caption = format!("{}{}，{}{}", received.label, received.printed, closed.label, closed.printed);
        charts.push(chart(caption, "单位：件", &cases, None));
    }
    let parts = parts(rows);
    if let Some(most) = parts.iter().max_by_key(|f| f.value) {
        let caption = format!("{}最多，{}", most.label, most.printed);
        charts.push(chart(caption, "单位：万元，分项有重叠，不能相加", &parts, Some(most.slug.as_str())));
    }
    charts
}

fn chart(caption: String, unit: &str, rows: &[&FigureRow], highlight: Option<&str>) -> BarList {
    let as_of = rows.iter().map(|f| f.as_of.as_str()).max().unwrap_or_default();
    let as_of = LegalDate::parse(as_of).map(LegalDate::zh).unwrap_or_default();
    let bar = |f: &&FigureRow| Bar {
        label: f.label.clone(),
        value: f.value,
        shown: f.printed.clone(),
        highlight: highlight == Some(f.slug.as_str()),
    };
    BarList { caption, note: format!("{unit}；数据截至{as_of}"), bars: rows.iter().map(bar).collect() }
}

async fn csv(state: &AppState, year: i64) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let rows = figure::load_year(&mut tx, state.court.id, year).await?;
    if rows.is_empty() {
        return Err(AppError::NotFound);
    }
    let mut response = csv_text(&rows).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = format!("attachment; filename=\"statistics-{year}.csv\"");
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("attachment")),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// UTF-8 with BOM, CRLF, every cell quoted, cells that a spreadsheet could run made text.
fn csv_text(rows: &[FigureRow]) -> String {
    let mut text = String::from("\u{feff}");
    line(
        &mut text,
        &["指标", "原文", "数值", "单位", "精度", "期间起", "期间止", "截至", "口径", "来源", "定义", "更正"],
    );
    for f in rows {
        let (value, unit) = plain(f);
        let restated = show::restated(f);
        let cells = [
            &f.label,
            &f.printed,
            &value,
            &unit,
            &f.precision,
            &f.period_from,
            &f.period_to,
            &f.as_of,
            &f.scope,
            &f.source,
            &f.definition,
            &restated,
        ];
        line(&mut text, &cells.map(String::as_str));
    }
    text
}

/// Money in yuan, percent with its decimals, counts as they are.
pub(super) fn plain(f: &FigureRow) -> (String, String) {
    let hundredths = || format!("{}.{:02}", f.value / 100, f.value.unsigned_abs() % 100);
    match Unit::parse(&f.unit) {
        Some(Unit::Money) => (hundredths(), "元".into()),
        Some(Unit::Percent) => (hundredths(), "%".into()),
        Some(unit) => (f.value.to_string(), unit.zh().into()),
        None => (f.value.to_string(), f.unit.clone()),
    }
}

fn line(out: &mut String, cells: &[&str]) {
    for (i, cell) in cells.iter().enumerate() {
        out.push_str(if i == 0 { "\"" } else { ",\"" });
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_cell_never_runs() {
        let mut text = String::new();
        line(&mut text, &["=1+1", "@x", "-2", "a\"b", "正常"]);
        assert_eq!(text, "\"'=1+1\",\"'@x\",\"'-2\",\"a\"\"b\",\"正常\"\r\n");
    }

    #[test]
    fn fg_3_is_explained_only_when_it_holds() {
        let row =
            |slug: &str, value| FigureRow { slug: slug.into(), value, unit: "money".into(), ..FigureRow::default() };
        let over = [row("2025-backlog-sum", 10), row("2025-backlog-a", 6), row("2025-backlog-b", 6)];
        assert!(overlap(&over).is_some());
        assert!(overlap(&over[..2]).is_none());
    }
}
