//! `/tips/status/thread`: where the tip stands, and the two-way messages.
use leptos::prelude::*;

use super::parts::subject_line;
use crate::{
    components::{
        Fact, Message, Moment, facts,
        form::{Checkbox, Field, button, error_summary, hidden, post_form},
        thread as messages, timeline,
    },
    domain::{date::Instant, tip_content::MESSAGE_MAX},
    form::Errors,
    islands::CharCount,
    pages::{Page, Section},
};

#[derive(Clone, Default)]
pub struct ThreadView {
    pub ticket: String,
    pub arrived: Instant,
    /// The sentence of the state, in the sender's words.
    pub state_zh: String,
    /// How far the work has come, an index into 已收到, 初步审查, 核查, 办结.
    pub step: usize,
    /// Place among the tips for the same subject, from 1.
    pub seq: i64,
    pub subject_zh: Option<String>,
    pub messages: Vec<Message>,
    /// False once withdrawn or closed for good.
    pub open: bool,
    /// One-time token of the reply form.
    pub once: String,
    /// What was typed in a refused reply.
    pub typed: String,
    pub errors: Errors,
}

const STEPS: [&str; 4] = ["已收到", "初步审查", "核查", "办结"];
const NO_MESSAGES: &str = "法官还没有留言，一般 3 个工作日内完成初步审查。";

pub fn thread(view: &ThreadView) -> Page {
    let v = view.clone();
    let page = super::page(!v.errors.is_empty(), move || {
        view! {
            {error_summary(&v.errors)}
            <h1>"查看回复"</h1>
            {subject_line(&v.subject_zh)}
            <p id="state"><strong>{v.state_zh.clone()}</strong></p>
            {facts(vec![
                Fact::nb("编号", v.ticket.clone()),
                Fact::nb("收到时间", v.arrived.zh_second()),
                Fact::nb("先后顺序", format!("第 {} 位", v.seq)),
            ])}
            {progress(v.step)}
            <h2>"留言"</h2>
            {messages(&v.messages, NO_MESSAGES)}
            {v.open.then(|| reply(&v))}
            {v.open.then(|| withdraw(&v.errors))}
            {post_form("/tips/status/thread/leave", button("离开并清除", "go", "leave", "btn btn--plain"))}
        }
    });
    Page { section: Section::Status, ..page }
}

fn progress(now: usize) -> AnyView {
    let moment =
        |(at, title): (usize, &&str)| Moment { title: (*title).to_owned(), current: at == now, ..Moment::default() };
    timeline(&STEPS.iter().enumerate().map(moment).collect::<Vec<_>>())
}

fn reply(v: &ThreadView) -> AnyView {
    let field = Field::area("text", "给法官留言")
        .hint("最多 400 个字。请不要写查询码和银行卡密码")
        .rows(4)
        .value(&v.typed)
        .errors(&v.errors)
        .after(view! { <CharCount target="text".to_string() max=MESSAGE_MAX/> });
    let body = view! {
        {hidden("once", &v.once)}
        {field.view()}
        {button("发送", "go", "send", "btn")}
    };
    post_form("/tips/status/thread/reply", body.into_any())
}

fn withdraw(errors: &Errors) -> impl IntoView + use<> {
    let body = view! {
        {Checkbox::new("sure", "我确定要撤回").errors(errors).view()}
        {button("撤回线索", "go", "withdraw", "btn btn--warn")}
    };
    view! {
        <details class="fold" open=errors.get("sure").is_some()>
            <summary>"撤回线索"</summary>
            <div class="fold__body">
                <p>"撤回后我们不会继续核查这条线索。"</p>
                {post_form("/tips/status/thread/withdraw", body.into_any())}
            </div>
        </details>
    }
}
