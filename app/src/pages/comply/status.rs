//! `/comply/status`: how a request stands, by ticket and secret, by POST only.
use leptos::prelude::*;

use crate::{
    components::{
        Fact, back_link, facts,
        form::{Field, button, error_summary, post_form},
    },
    form::Errors,
    pages::{Page, Section},
};

/// What the applicant may know.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// 名单信息纠正申请
    pub kind: String,
    pub about: String,
    pub received: String,
    pub state: String,
    /// What is due next, and by when; empty when nothing is
    pub due: String,
    /// The court's words; empty before a decision
    pub answer: String,
    pub decision_no: String,
}

#[derive(Clone, Debug, Default)]
pub struct StatusView {
    pub ticket: String,
    pub found: Option<Found>,
    pub errors: Errors,
}

pub fn status(view: &StatusView) -> Page {
    let v = view.clone();
    Page::new("申请办理情况", Section::Other, move || {
        let body = view! {
            {Field::text("ticket", "编号").hint("10 位，例如 7KQ4M-2XT9W").narrow().value(&v.ticket).errors(&v.errors).autocomplete("off").view()}
            {Field::text("secret", "查询码").hint("16 位，大小写和空格不影响").errors(&v.errors).autocomplete("off").view()}
            {button("查看办理情况", "go", "open", "btn")}
        };
        view! {
            {error_summary(&v.errors)}
            {back_link("/comply", "我是被执行人")}
            <h1>"申请办理情况"</h1>
            {v.found.as_ref().map(found)}
            {post_form("/comply/status", body.into_any())}
        }
    })
    .noindex()
    .errors(!view.errors.is_empty())
}

fn found(f: &Found) -> AnyView {
    let all = [
        ("申请", &f.kind),
        ("情形", &f.about),
        ("收到日期", &f.received),
        ("现在的状态", &f.state),
        ("下一步期限", &f.due),
        ("决定书文号", &f.decision_no),
        ("法院答复", &f.answer),
    ];
    let known = all.into_iter().filter(|(_, text)| !text.is_empty());
    view! { <section id="found">{facts(known.map(|(label, text)| Fact::text(label, text.clone())).collect())}</section> }.into_any()
}
