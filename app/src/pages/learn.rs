//! `/learn`, `/learn/{slug}`: explainers. The heading is the question, the first sentence the answer.
use leptos::prelude::*;

use super::outcomes::source_line;
use super::{Page, Section};
use crate::components::{back_link, day, fold};
use crate::text::markdown::SafeHtml;

#[derive(Clone, Debug, Default)]
pub struct ArticleCard {
    /// `/learn/hard-or-impossible`
    pub href: String,
    pub title: String,
    /// The answer in one sentence
    pub lead: String,
}

#[derive(Clone, Debug, Default)]
pub struct ListView {
    pub articles: Vec<ArticleCard>,
}

#[derive(Clone, Debug, Default)]
pub struct OneView {
    pub title: String,
    pub lead: String,
    pub body: SafeHtml,
    /// Law text, folded: (《民事诉讼法》第二百五十条, text)
    pub laws: Vec<(String, SafeHtml)>,
    /// ISO
    pub published_on: String,
    pub source: String,
    pub department: String,
    pub related: Vec<ArticleCard>,
}

pub fn list(view: ListView) -> Page {
    Page::new("学一学", Section::Learn, move || {
        let list = if view.articles.is_empty() {
            view! { <p class="empty">"还没有文章。有问题可以拨打页面下方的电话。"</p> }.into_any()
        } else {
            article_lines(&view.articles)
        };
        view! { <h1>"学一学"</h1><p>"关于执行，人们常问的问题。"</p>{list} }
    })
}

pub fn article_lines(articles: &[ArticleCard]) -> AnyView {
    let line = |a: &ArticleCard| {
        view! { <li><a href=a.href.clone()>{a.title.clone()}</a>{(!a.lead.is_empty()).then(|| view! { <p class="meta">{a.lead.clone()}</p> })}</li> }
    };
    view! { <ul class="lines">{articles.iter().map(line).collect::<Vec<_>>()}</ul> }.into_any()
}

pub fn one(view: OneView) -> Page {
    let lead = view.lead.clone();
    let title = view.title.clone();
    Page::new(view.title.clone(), Section::Learn, move || {
        let laws = view.laws.iter().map(|(name, text)| {
            fold(name.clone(), view! { <div class="prose" inner_html=text.as_str().to_owned()></div> }.into_any())
        });
        view! {
            {back_link("/learn", "学一学")}
            <article>
                <header class="doc-head"><h1>{view.title.clone()}</h1><p class="meta">"发布于"{day(&view.published_on)}</p></header>
                <p class="lead">{view.lead.clone()}</p>
                <div class="prose" inner_html=view.body.as_str().to_owned()></div>
            </article>
            {(!view.laws.is_empty()).then(|| view! { <section><h2>"法律原文"</h2>{laws.collect::<Vec<_>>()}</section> })}
            {(!view.related.is_empty()).then(|| view! { <section><h2>"相关问题"</h2>{article_lines(&view.related)}</section> })}
            {source_line(&view.source, &view.department)}
        }
    })
    .share(title, lead)
}
