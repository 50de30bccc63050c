//! `/`: four things to do first, then what is new.
use leptos::prelude::*;

use super::claims::{ClaimCard, claim_lines};
use super::learn::{ArticleCard, article_lines};
use super::outcomes::{OutcomeCard, outcome_card};
use super::{Page, Section, Site};
use crate::components::{Icon, NoticeCard, Stat, icon, notice_card, stat_tiles};

#[derive(Clone, Debug, Default)]
pub struct HomeView {
    /// The newest open notices, three at most
    pub notices: Vec<NoticeCard>,
    /// Two at most
    pub claims: Vec<ClaimCard>,
    /// Three at most
    pub announcements: Vec<ArticleCard>,
    /// Cases with many victims, three at most
    pub disposals: Vec<ArticleCard>,
    pub year: i64,
    /// Four at most, each with as-of date and definition
    pub stats: Vec<Stat>,
    pub outcome: Option<OutcomeCard>,
    /// Three at most
    pub articles: Vec<ArticleCard>,
}

pub fn home(view: HomeView, site: &Site) -> Page {
    let court = site.court.name.clone();
    let share = format!("{court}执行信息公开");
    Page::new("首页", Section::Home, move || {
        view! {
            <h1>"让胜诉的权益，落到实处"</h1>
            {tiles()}
            {search_box()}
            {notices(&view.notices)}
            {(!view.claims.is_empty()).then(|| view! {
                <section><h2>"近期领取案款公告"</h2>{claim_lines(&view.claims)}<p class="more"><a href="/claims">"查看全部领款公告"</a></p></section>
            })}
            {(!view.announcements.is_empty()).then(|| view! {
                <section><h2>"公告"</h2>{article_lines(&view.announcements)}<p class="more"><a href="/announcements">"查看全部公告"</a></p></section>
            })}
            {(!view.disposals.is_empty()).then(|| view! {
                <section><h2>"涉众案件进展"</h2>{article_lines(&view.disposals)}<p class="more"><a href="/disposals">"查看全部涉众案件"</a></p></section>
            })}
            {(!view.stats.is_empty()).then(|| view! {
                <section><h2>{format!("{}年执行成效", view.year)}</h2>{stat_tiles(&view.stats)}
                    <p class="more"><a href="/statistics">"查看全部数据和计算方法"</a></p></section>
            })}
            {view.outcome.as_ref().map(|card| view! {
                <section><h2>"一个案例"</h2>{outcome_card(card)}<p class="more"><a href="/outcomes">"查看全部案例"</a></p></section>
            })}
            {(!view.articles.is_empty()).then(|| view! {
                <section><h2>"学一学"</h2>{article_lines(&view.articles)}<p class="more"><a href="/learn">"查看全部文章"</a></p></section>
            })}
        }
    })
    .share(share, "悬赏公告、领取案款、名单查询、执行成效")
}

fn tiles() -> AnyView {
    let tile = |class: &'static str, href: &'static str, which: Icon, words: &'static str, more: &'static str| {
        view! { <li><a class=class href=href>{icon(which)}<b>{words}</b><span>{more}</span></a></li> }
    };
    view! {
        <ul class="tiles">
            {tile("tile tile--main", "/tips/new", Icon::Lock, "提供线索", "可以匿名，全程保密")}
            {tile("tile", "/tips/status", Icon::Info, "查看回复", "凭查询码查看进展")}
            {tile("tile", "/claims", Icon::Check, "领取案款", "看看有没有您的钱")}
            {tile("tile", "/lists", Icon::Search, "名单查询", "限制消费、失信信息")}
        </ul>
    }
    .into_any()
}

fn search_box() -> AnyView {
    view! {
        <form class="searchbox" method="get" action="/search" role="search">
            <label for="q">"全站搜索"</label>
            <div class="searchbox__row"><input id="q" name="q" type="search" autocomplete="off"/><button class="btn btn--plain">"查询"</button></div>
        </form>
    }
    .into_any()
}

fn notices(cards: &[NoticeCard]) -> AnyView {
    let list = if cards.is_empty() {
        view! { <p class="empty">"目前没有正在征集线索的公告。"</p> }.into_any()
    } else {
        view! { <div class="cards">{cards.iter().map(notice_card).collect::<Vec<_>>()}</div> }.into_any()
    };
    view! { <section><h2>"最新悬赏公告"</h2>{list}<p class="more"><a href="/notices">"查看全部悬赏公告"</a></p></section> }
        .into_any()
}
