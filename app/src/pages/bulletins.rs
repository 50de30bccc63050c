//! `/announcements` and `/disposals`: notices of meetings, actions and payout days; and for those whom a case with many
//! victims concerns, how far it is, how much is there, how to register and to be paid, and whom to ask.
use leptos::prelude::*;

use super::learn::{ArticleCard, article_lines};
use super::outcomes::source_line;
use super::{Page, Section};
use crate::components::{Fact, Moment, back_link, day, facts, info_box, timeline};
use crate::domain::claim::ANTI_FRAUD;
use crate::domain::content::ContentKind;
use crate::text::markdown::SafeHtml;

#[derive(Clone, Debug, Default)]
pub struct AnnouncementView {
    pub title: String,
    pub summary: String,
    /// ISO; empty hides it
    pub held_on: String,
    pub hours: String,
    pub place: String,
    pub contact: String,
    pub phone: String,
    pub body: SafeHtml,
    /// ISO
    pub published_on: String,
    pub source: String,
    pub department: String,
}

#[derive(Clone, Debug, Default)]
pub struct DisposalView {
    pub title: String,
    pub summary: String,
    pub case_no: String,
    /// All stages in their order; the one it stands at is current
    pub road: Vec<Moment>,
    /// What was done, newest first
    pub history: Vec<Moment>,
    /// Label and text, in the order of the page
    pub sums: Vec<(String, String)>,
    /// ISO
    pub as_of: String,
    pub register: String,
    /// ISO; empty hides it
    pub register_until: String,
    pub claim: String,
    pub next: String,
    pub contact: String,
    pub phone: String,
    pub hours: String,
    pub body: SafeHtml,
    /// ISO
    pub published_on: String,
    pub source: String,
    pub department: String,
}

/// All of a kind, newest first.
pub fn list(kind: ContentKind, cards: Vec<ArticleCard>) -> Page {
    Page::new(kind.zh(), Section::Other, move || {
        let lead = match kind {
            ContentKind::Disposal => "受害人很多的案件，财产处置到哪一步、怎样登记、怎样领款，都在这里公布。",
            _ => "会议、集中行动、集中发放案款的安排。",
        };
        let lines = if cards.is_empty() {
            view! { <p class="empty">"目前没有内容。有问题可以拨打页面下方的电话。"</p> }.into_any()
        } else {
            article_lines(&cards)
        };
        view! { <h1>{kind.zh()}</h1><p>{lead}</p>{lines} }
    })
}

pub fn announcement(view: AnnouncementView) -> Page {
    let (title, lead) = (view.title.clone(), view.summary.clone());
    Page::new(view.title.clone(), Section::Other, move || {
        view! {
            {back_link("/announcements", "公告")}
            {head(&view.title, &view.summary, &view.published_on)}
            {facts(vec![
                Fact::day("日期", &view.held_on),
                Fact::text("时间", view.hours.clone()),
                Fact::text("地点", view.place.clone()),
                Fact::text("联系", view.contact.clone()),
                Fact::phone("电话", &view.phone),
            ])}
            {prose(&view.body)}
            {source_line(&view.source, &view.department)}
        }
    })
    .share(title, lead)
}

pub fn disposal(view: DisposalView) -> Page {
    let (title, lead) = (view.title.clone(), view.summary.clone());
    Page::new(view.title.clone(), Section::Other, move || {
        let sums = view.sums.iter().map(|(label, text)| Fact::text(label, text.clone()));
        view! {
            {back_link("/disposals", "涉众案件进展")}
            {head(&view.title, &view.summary, &view.published_on)}
            {facts(vec![Fact::nb("案号", view.case_no.clone())])}
            <section><h2>"办到哪一步"</h2>{timeline(&view.road)}</section>
            <section><h2>"款项"</h2>{facts(sums.collect())}<p class="meta">"截至"{day(&view.as_of)}</p></section>
            <section><h2>"怎样登记"</h2>{words(&view.register)}{facts(vec![Fact::day("登记截止", &view.register_until)])}</section>
            <section><h2>"怎样领款"</h2>{words(&view.claim)}{info_box(ANTI_FRAUD)}</section>
            <section><h2>"下一步"</h2>{words(&view.next)}</section>
            <section><h2>"问谁"</h2>{facts(vec![
                Fact::text("联系", view.contact.clone()),
                Fact::phone("电话", &view.phone),
                Fact::text("接听时间", view.hours.clone()),
            ])}</section>
            <section><h2>"经过"</h2>{timeline(&view.history)}</section>
            {prose(&view.body)}
            {source_line(&view.source, &view.department)}
        }
    })
    .share(title, lead)
}

fn head(title: &str, summary: &str, published_on: &str) -> AnyView {
    view! {
        <header class="doc-head"><h1>{title.to_owned()}</h1><p class="meta">"发布于"{day(published_on)}</p></header>
        <p class="lead">{summary.to_owned()}</p>
    }
    .into_any()
}

fn words(text: &str) -> AnyView {
    view! { <p class="keep-lines">{text.to_owned()}</p> }.into_any()
}

fn prose(body: &SafeHtml) -> Option<AnyView> {
    let html = body.as_str().to_owned();
    (!body.is_empty()).then(|| view! { <div class="prose" inner_html=html></div> }.into_any())
}
