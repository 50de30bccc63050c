//! `/outcomes`, `/outcomes/{slug}`: told cases, anonymised, as a line lead → measure → result → sum.
use leptos::prelude::*;

use super::{Page, Section};
use crate::components::{Fact, Moment, Pager, back_link, day, facts, pager, timeline};
use crate::text::markdown::SafeHtml;

#[derive(Clone, Debug, Default)]
pub struct OutcomeCard {
    /// `/outcomes/2025-034`
    pub href: String,
    pub title: String,
    /// 欠了什么
    pub owed: String,
    /// 做了什么
    pub done: String,
    /// 到了多少
    pub arrived: String,
    /// `12 天`; empty hides it
    pub days: String,
    /// ISO
    pub published_on: String,
}

#[derive(Clone, Debug, Default)]
pub struct ListView {
    pub cards: Vec<OutcomeCard>,
    pub total: i64,
    pub pager: Pager,
}

/// The four steps every case is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Lead,
    Measure,
    Result,
    Sum,
}

impl Step {
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Lead => "线索",
            Self::Measure => "措施",
            Self::Result => "结果",
            Self::Sum => "到位",
        }
    }
}

#[derive(Clone, Debug)]
pub struct StepView {
    pub step: Step,
    /// As printed: 2025年7月; empty hides it
    pub when: String,
    pub text: String,
}

#[derive(Clone, Debug, Default)]
pub struct OneView {
    pub number: String,
    pub title: String,
    /// 民间借贷纠纷
    pub cause: String,
    pub owed: String,
    pub arrived: String,
    pub days: String,
    /// In process order
    pub steps: Vec<StepView>,
    pub body: SafeHtml,
    /// ISO
    pub published_on: String,
    pub source: String,
    pub department: String,
    /// (href, name)
    pub campaign: Option<(String, String)>,
}

pub fn list(view: ListView) -> Page {
    let (page, pages) = (view.pager.page, view.pager.pages);
    Page::new("执行成效", Section::Outcomes, move || {
        let cards = if view.cards.is_empty() {
            view! { <p class="empty">"还没有公布的案例。可以先看"<a href="/statistics">"执行数据"</a>"。"</p> }.into_any()
        } else {
            view! { <h2 class="vh">"案例"</h2><div class="cards">{view.cards.iter().map(outcome_card).collect::<Vec<_>>()}</div> }.into_any()
        };
        view! {
            <h1>"执行成效"</h1>
            <p>{format!("共 {} 个案例。当事人均已匿名。", view.total)}"另见"<a href="/statistics">"执行数据"</a>"和"<a href="/campaigns">"专项行动"</a>"。"</p>
            {cards}
            {pager(&view.pager)}
        }
    })
    .paged(page, pages)
}

/// One case in a list.
pub fn outcome_card(card: &OutcomeCard) -> AnyView {
    view! {
        <article class="notice-card">
            <h3><a href=card.href.clone()>{card.title.clone()}</a></h3>
            {facts(vec![
                Fact::text("应履行", card.owed.clone()),
                Fact::text("措施", card.done.clone()),
                Fact::text("到位", card.arrived.clone()),
                Fact::nb("用时", card.days.clone()),
            ])}
            <p class="meta">{day(&card.published_on)}</p>
        </article>
    }
    .into_any()
}

pub fn one(view: OneView) -> Page {
    let title = view.title.clone();
    Page::new(title, Section::Outcomes, move || {
        let steps = view.steps.iter().map(|s| Moment {
            title: s.step.zh().to_owned(),
            when: s.when.clone(),
            text: s.text.clone(),
            ..Moment::default()
        });
        let campaign = view.campaign.clone().map(|(href, name)| view! { <a href=href>{name}</a> }.into_any());
        let mut rows = vec![
            Fact::text("案由", view.cause.clone()),
            Fact::text("应履行", view.owed.clone()),
            Fact::text("执行到位", view.arrived.clone()),
            Fact::nb("用时", view.days.clone()),
        ];
        rows.extend(campaign.map(|link| Fact::view("所属行动", link)));
        view! {
            {back_link("/outcomes", "执行成效")}
            <header class="doc-head">
                <h1>{view.title.clone()}</h1>
                <p class="meta"><span class="num nb">{view.number.clone()}</span>"　发布于"{day(&view.published_on)}</p>
            </header>
            {facts(rows)}
            <section><h2>"经过"</h2>{timeline(&steps.collect::<Vec<_>>())}</section>
            {(!view.body.is_empty()).then(|| view! { <div class="prose" inner_html=view.body.as_str().to_owned()></div> })}
            {source_line(&view.source, &view.department)}
        }
    })
}

/// EW-3: source, department, correction link.
pub(super) fn source_line(source: &str, department: &str) -> AnyView {
    let part = |label: &str, text: &str| (!text.is_empty()).then(|| format!("{label}：{text}　"));
    view! { <p class="meta source">{part("来源", source)}{part("责任部门", department)}<a href="/comply#correct">"信息有误，申请更正"</a></p> }.into_any()
}
