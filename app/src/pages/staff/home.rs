//! The first page after signing in: what waits for this person.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::pages::Page;

/// One line of work: how many, of what, where.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub count: i64,
    pub words: String,
    pub href: String,
    /// Overdue or due today: said in words, too.
    pub late: bool,
}

/// What a person may do, by role; empty parts are left out.
#[derive(Clone, Debug, Default)]
pub struct HomeView {
    pub name: String,
    pub roles_zh: String,
    pub waiting: Vec<Waiting>,
    pub may_write: bool,
    pub second_factor: bool,
}

pub fn home(frame: &Frame, view: &HomeView) -> Page {
    let view = view.clone();
    staff_page("工作台", frame, false, move || {
        let cards = view.waiting.iter().map(card).collect::<Vec<_>>();
        let none = cards.is_empty();
        view! {
            <h1>"工作台"</h1>
            <p class="meta">{format!("{}（{}）", view.name, view.roles_zh)}</p>
            {none.then(|| view! { <p class="empty">"没有待办事项。"</p> })}
            <ul class="desk__cards">{cards}</ul>
            <ul class="desk__links">
                {view.may_write.then(|| view! { <li><a href="/staff/notices/new">"起草悬赏公告"</a></li> })}
                <li><a href="/staff/account">"我的账号"</a></li>
                {(!view.second_factor).then(|| view! { <li><a href="/staff/account/second-factor">"开启动态码，登录更安全"</a></li> })}
            </ul>
        }
    })
}

fn card(waiting: &Waiting) -> AnyView {
    let class = if waiting.late { "desk__card desk__card--late" } else { "desk__card" };
    let (count, words, href) = (waiting.count, waiting.words.clone(), waiting.href.clone());
    view! { <li class=class><a href=href><b class="num">{count}</b><span>{words}</span></a></li> }.into_any()
}
