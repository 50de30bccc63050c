//! `/search`: one search over all public records. An honest answer when nothing is found, a reason when refused.
use leptos::prelude::*;

use super::{Page, Section};
use crate::components::Pager;
use crate::components::pager;

#[derive(Clone, Debug, Default)]
pub struct Hit {
    pub href: String,
    pub title: String,
    /// Kind, number, date
    pub meta: String,
    /// Plain text around the match; empty hides it
    pub excerpt: String,
}

/// Hits of one kind of record.
#[derive(Clone, Debug, Default)]
pub struct HitGroup {
    pub name: String,
    pub hits: Vec<Hit>,
}

#[derive(Clone, Debug, Default)]
pub struct SearchView {
    pub q: String,
    /// Why the question was not run: 请至少输入两个字; empty when it was
    pub refused: String,
    pub groups: Vec<HitGroup>,
    pub pager: Pager,
}

pub fn search(view: SearchView) -> Page {
    Page::new("全站搜索", Section::Other, move || {
        let asked = !view.q.is_empty();
        let total: usize = view.groups.iter().map(|g| g.hits.len()).sum();
        let answer = if !view.refused.is_empty() {
            view! { <p class="box" role="status">{view.refused.clone()}</p> }.into_any()
        } else if asked && total == 0 {
            view! {
                <p class="empty" role="status">"没有查到这个名字或者内容。这不代表对方没有其他案件，全国信息请到中国执行信息公开网查询。"
                    "按姓名查名单，请到"<a href="/lists">"名单查询"</a>"。"</p>
            }
            .into_any()
        } else {
            view.groups.iter().filter(|g| !g.hits.is_empty()).map(group).collect::<Vec<_>>().into_any()
        };
        view! {
            <h1>"全站搜索"</h1>
            <form class="searchbox" method="get" action="/search" role="search">
                <label for="q">"查什么"</label>
                <p class="hint" id="q-h">"案号、期号、公告或者文章里的词，至少两个字"</p>
                <div class="searchbox__row"><input id="q" name="q" type="search" autocomplete="off" aria-describedby="q-h" value=view.q.clone()/><button class="btn btn--plain">"查询"</button></div>
            </form>
            {answer}
            {pager(&view.pager)}
        }
    })
    .noindex()
}

fn group(g: &HitGroup) -> AnyView {
    let hit = |h: &Hit| {
        view! {
            <li><a href=h.href.clone()>{h.title.clone()}</a>
                {(!h.excerpt.is_empty()).then(|| view! { <p>{h.excerpt.clone()}</p> })}
                <p class="meta">{h.meta.clone()}</p></li>
        }
    };
    view! { <section><h2>{g.name.clone()}</h2><ul class="lines">{g.hits.iter().map(hit).collect::<Vec<_>>()}</ul></section> }.into_any()
}
