//! `/campaigns`, `/campaigns/{slug}`: 专项行动 with their figures, children and linked cases.
use leptos::prelude::*;

use super::outcomes::{OutcomeCard, outcome_card, source_line};
use super::statistics::{Definition, definitions};
use super::{Page, Section};
use crate::components::{Stat, back_link, period, stat_tiles};
use crate::text::markdown::SafeHtml;

#[derive(Clone, Debug, Default)]
pub struct CampaignCard {
    /// `/campaigns/2025-winter`
    pub href: String,
    /// With its quotation marks: 「秋冬风暴」节前集中执行专项行动
    pub name: String,
    /// ISO; `until` may be empty while it runs
    pub from: String,
    pub until: String,
    pub goal: String,
}

#[derive(Clone, Debug, Default)]
pub struct ListView {
    pub cards: Vec<CampaignCard>,
}

#[derive(Clone, Debug, Default)]
pub struct OneView {
    pub card: CampaignCard,
    /// (href, name)
    pub parent: Option<(String, String)>,
    pub figures: Vec<Stat>,
    pub definitions: Vec<Definition>,
    pub body: SafeHtml,
    pub children: Vec<CampaignCard>,
    pub outcomes: Vec<OutcomeCard>,
    pub source: String,
    pub department: String,
}

pub fn list(view: ListView) -> Page {
    Page::new("专项行动", Section::Outcomes, move || {
        let cards = if view.cards.is_empty() {
            view! { <p class="empty">"还没有公布的专项行动。可以先看"<a href="/outcomes">"执行成效"</a>"。"</p> }
                .into_any()
        } else {
            view! { <h2 class="vh">"行动"</h2><div class="cards">{view.cards.iter().map(card).collect::<Vec<_>>()}</div> }.into_any()
        };
        view! { {back_link("/outcomes", "执行成效")}<h1>"专项行动"</h1>{cards} }
    })
}

fn card(c: &CampaignCard) -> AnyView {
    view! {
        <article class="notice-card">
            <h3><a href=c.href.clone()>{c.name.clone()}</a></h3>
            <p>{c.goal.clone()}</p>
            <p class="meta">{when(c)}</p>
        </article>
    }
    .into_any()
}

fn when(c: &CampaignCard) -> AnyView {
    match (c.from.as_str(), c.until.as_str()) {
        ("", _) => ().into_any(),
        (from, "") => view! { <span>{crate::components::day(from)}"起"</span> }.into_any(),
        (from, until) => period(from, until),
    }
}

pub fn one(view: OneView) -> Page {
    Page::new(view.card.name.clone(), Section::Outcomes, move || {
        let parent = view.parent.clone().map(|(href, name)| view! { <p>"属于"<a href=href>{name}</a></p> });
        view! {
            {back_link("/campaigns", "专项行动")}
            <header class="doc-head"><h1>{view.card.name.clone()}</h1><p class="meta">{when(&view.card)}</p></header>
            {parent}
            <p class="lead">{view.card.goal.clone()}</p>
            {(!view.figures.is_empty()).then(|| view! { <section><h2>"数据"</h2>{stat_tiles(&view.figures)}</section> })}
            {(!view.body.is_empty()).then(|| view! { <div class="prose" inner_html=view.body.as_str().to_owned()></div> })}
            {(!view.children.is_empty()).then(|| view! {
                <section><h2>"包含的行动"</h2><div class="cards">{view.children.iter().map(card).collect::<Vec<_>>()}</div></section>
            })}
            {(!view.outcomes.is_empty()).then(|| view! {
                <section><h2>"相关案例"</h2><div class="cards">{view.outcomes.iter().map(outcome_card).collect::<Vec<_>>()}</div></section>
            })}
            {definitions(&view.definitions)}
            {source_line(&view.source, &view.department)}
        }
    })
}
