//! `/statistics`, `/statistics/{year}`: the year's figures, each with its definition and as-of date (FG-1 to FG-3).
use leptos::prelude::*;

use super::outcomes::source_line;
use super::{Page, Section};
use crate::components::{BarList, Stat, bar_list, day, stat_tiles};

/// How a figure is counted; `id` is the target of `Stat::definition` (`#def-…` without the sign).
#[derive(Clone, Debug, Default)]
pub struct Definition {
    pub id: String,
    pub term: String,
    pub text: String,
}

/// FG-3: parts that overlap are never added up; the page says so with the figures themselves.
#[derive(Clone, Debug, Default)]
pub struct Overlap {
    /// As printed: (为劳务用工受害人追收, 87.7万元) …
    pub parts: Vec<(String, String)>,
    /// `2229.63万元`
    pub parts_sum: String,
    /// `1887.06万元`
    pub whole: String,
}

/// Figures under one heading that is their finding or their field.
#[derive(Clone, Debug, Default)]
pub struct FigureGroup {
    pub title: String,
    pub stats: Vec<Stat>,
}

#[derive(Clone, Debug, Default)]
pub struct YearView {
    pub year: i64,
    /// All years with figures, newest first
    pub years: Vec<i64>,
    /// Key figures
    pub tiles: Vec<Stat>,
    pub charts: Vec<BarList>,
    /// All other figures
    pub groups: Vec<FigureGroup>,
    pub overlap: Option<Overlap>,
    pub definitions: Vec<Definition>,
    /// ISO
    pub as_of: String,
    pub source: String,
    /// `/statistics/2025.csv`
    pub csv_href: String,
}

pub fn year(view: YearView) -> Page {
    Page::new(format!("{}年执行数据", view.year), Section::Outcomes, move || {
        let groups =
            view.groups.iter().map(|g| view! { <section><h2>{g.title.clone()}</h2>{stat_tiles(&g.stats)}</section> });
        view! {
            <h1>{format!("{}年执行数据", view.year)}</h1>
            <p class="meta">"数据截至"{day(&view.as_of)}</p>
            {years(view.year, &view.years)}
            <section><h2>"主要数据"</h2>{stat_tiles(&view.tiles)}</section>
            {view.charts.iter().map(|c| view! { <section>{bar_list(c)}</section> }).collect::<Vec<_>>()}
            {view.overlap.as_ref().map(overlap)}
            {groups.collect::<Vec<_>>()}
            {definitions(&view.definitions)}
            {(!view.csv_href.is_empty()).then(|| view! {
                <p class="more"><a href=view.csv_href.clone()>"下载全部数据（CSV）"</a><span class="hint">" 在微信里打不开时，请点右上角“在浏览器打开”"</span></p>
            })}
            {source_line(&view.source, "执行局")}
        }
    })
}

fn years(current: i64, years: &[i64]) -> AnyView {
    if years.len() < 2 {
        return ().into_any();
    }
    let item = |y: &i64| {
        let (y, now) = (*y, (*y == current).then_some("page"));
        view! { <li><a href=format!("/statistics/{y}") aria-current=now>{format!("{y}年")}</a></li> }
    };
    view! { <nav class="years" aria-label="年份"><ul>{years.iter().map(item).collect::<Vec<_>>()}</ul></nav> }
        .into_any()
}

fn overlap(o: &Overlap) -> AnyView {
    let parts = o.parts.iter().map(|(label, value)| format!("{label} {value}")).collect::<Vec<_>>().join("、");
    view! {
        <section class="box" aria-labelledby="overlap">
            <h2 id="overlap">"分项为什么不能相加"</h2>
            <p>{format!("{parts}，合计 {}，大于执行到位总额 {}。", o.parts_sum, o.whole)}</p>
            <p>"各分项按不同口径统计，同一笔款项可能同时计入几项。本页照原文列出，不作相加。"</p>
        </section>
    }
    .into_any()
}

/// The definitions, each reachable from its figure.
pub fn definitions(list: &[Definition]) -> AnyView {
    if list.is_empty() {
        return ().into_any();
    }
    let row = |d: &Definition| view! { <div class="facts__row" id=d.id.clone()><dt>{d.term.clone()}</dt><dd class="facts__v">{d.text.clone()}</dd></div> };
    view! { <section aria-labelledby="defs"><h2 id="defs">"怎样计算"</h2><dl class="facts">{list.iter().map(row).collect::<Vec<_>>()}</dl></section> }.into_any()
}

/// `/statistics` before any figure was published.
pub fn empty() -> Page {
    Page::new("执行数据", Section::Outcomes, || {
        view! { <h1>"执行数据"</h1><p class="empty">"还没有公布的数据。可以先看"<a href="/outcomes">"执行成效"</a>"。"</p> }
    })
}
