//! Figures as tiles: number and unit, label, as-of date, a link to the definition (FG-1). No arrows, no rankings.
use leptos::prelude::*;

use super::day;

#[derive(Clone, Debug, Default)]
pub struct Stat {
    pub label: String,
    /// As printed: `2403`, `1.98`, `113`
    pub number: String,
    /// With its precision: `件`, `亿元`, `万余元`
    pub unit: String,
    /// ISO date; empty hides the line
    pub as_of: String,
    /// `#def-recovered` or `/statistics#def-recovered`; empty hides the link
    pub definition: String,
    /// 2025年12月3日更正，原为2403件。原因：…; empty hides the line
    pub restated: String,
}

pub fn stat_tiles(stats: &[Stat]) -> AnyView {
    let tile = |s: &Stat| {
        let s = s.clone();
        view! {
            <li class="stat">
                <p class="stat__label">{s.label.clone()}</p>
                <p class="stat__v"><b class="num">{s.number}</b>" "<span>{s.unit}</span></p>
                {(!s.as_of.is_empty()).then(|| view! { <p class="meta">"截至"{day(&s.as_of)}</p> })}
                {(!s.restated.is_empty()).then(|| view! { <p class="meta">{s.restated.clone()}</p> })}
                {(!s.definition.is_empty()).then(|| view! {
                    <p class="meta"><a href=s.definition.clone()>"怎样计算"<span class="vh">{format!("：{}", s.label)}</span></a></p>
                })}
            </li>
        }
    };
    view! { <ul class="stats">{stats.iter().map(tile).collect::<Vec<_>>()}</ul> }.into_any()
}
