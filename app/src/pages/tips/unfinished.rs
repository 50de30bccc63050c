//! Someone begins a tip while another one lies half filled: nothing goes without their word.
use leptos::prelude::*;

use crate::{
    components::form::{button, hidden, post_form},
    pages::Page,
};

/// Two tips of one sender: the one begun, and the one now wanted. Both named by their notice, never by a person.
#[derive(Clone, Debug, Default)]
pub struct UnfinishedView {
    /// `2025-21` and the number in it, of the tip now wanted; empty when it answers no notice.
    pub notice: String,
    pub subject: String,
    pub begun_zh: Option<String>,
    pub wanted_zh: Option<String>,
}

pub fn unfinished(view: &UnfinishedView) -> Page {
    let v = view.clone();
    super::page(false, move || {
        let again = view! {
            {hidden("notice", &v.notice)}
            {hidden("subject", &v.subject)}
            {button("放弃它，开始新的", "instead", "yes", "btn btn--plain")}
        };
        view! {
            <h1>"您有一条没有填完的线索"</h1>
            <p>{format!("没填完的：{}", name(v.begun_zh.as_deref()))}</p>
            <p>{format!("现在要填的：{}", name(v.wanted_zh.as_deref()))}</p>
            <p>"同时只能填写一条。放弃后，已填的内容和照片会删除；您也可以先把它提交，再填新的。"</p>
            <p><a class="btn" href="/tips/new/what">"继续填完它"</a></p>
            {post_form("/tips/new", again.into_any())}
        }
    })
}

fn name(subject: Option<&str>) -> &str {
    subject.unwrap_or("没有对应公告的线索")
}
