//! Step 5: everything once more, then send.
use leptos::prelude::*;

use super::parts::{ended_box, step_head, subject_line};
use crate::{
    components::form::{error_summary, post_form},
    domain::tip_content::{PersonContent, Place, Seen, TipContent, breach_zh},
    form::Errors,
    pages::Page,
};

#[derive(Clone, Debug, Default)]
pub struct CheckView {
    pub content: TipContent,
    /// `None` on the anonymous lane.
    pub person: Option<PersonContent>,
    pub photos: usize,
    pub subject_zh: Option<String>,
    /// The notice ended while the form was being filled.
    pub ended: bool,
    pub errors: Errors,
}

pub fn check(view: &CheckView) -> Page {
    let v = view.clone();
    super::page(!v.errors.is_empty(), move || {
        let rows: Vec<_> = rows(&v).into_iter().map(row).collect();
        let send = view! {
            <p class="hint">"提交后会得到编号和查询码，请准备好纸笔"</p>
            <button class="btn" id="send" name="go" value="send">"提交线索"</button>
        };
        view! {
            {error_summary(&v.errors)}
            {step_head(5, "/tips/new/you")}
            <h1>"请核对后提交"</h1>
            {subject_line(&v.subject_zh)}
            {v.ended.then(ended_box)}
            <dl class="facts">{rows}</dl>
            {post_form("/tips/new/check", send.into_any())}
        }
    })
}

/// One line of the summary: label, text, where to change it.
struct Row(&'static str, String, &'static str);

fn rows(v: &CheckView) -> Vec<Row> {
    let c = &v.content;
    let mut rows = vec![
        Row("情况", c.what.clone(), "/tips/new/what#what"),
        Row("类别", c.topic.zh().to_owned(), "/tips/new/what#kind"),
    ];
    let mut more = |label, text: String| {
        if !text.is_empty() {
            rows.push(Row(label, text, "/tips/new/what"));
        }
    };
    more("关于谁", c.about.clone());
    let breaches: Vec<&str> = c.breaches.iter().filter_map(|b| breach_zh(b)).collect();
    more("情形", breaches.join("；"));
    more("车牌号", c.plate.clone());
    more("登记在谁名下", c.holder.clone());
    more("是否还在", still(c));
    rows.push(Row("地点", place(&c.place), "/tips/new/where#province"));
    rows.push(Row("时间", seen(&c.seen), "/tips/new/where#date"));
    rows.push(Row("照片", photos(v.photos), "/tips/new/photos"));
    rows.push(Row("提交方式", lane(v.person.as_ref()), "/tips/new/you#lane"));
    rows
}

fn still(c: &TipContent) -> String {
    if c.now {
        "现在就在那里".into()
    } else if c.expected.is_empty() {
        String::new()
    } else {
        format!("预计 {}", c.expected)
    }
}

fn place(p: &Place) -> String {
    let none = if p.unknown { "我不清楚" } else { "没有填写" };
    p.line().unwrap_or_else(|| none.to_owned())
}

fn seen(s: &Seen) -> String {
    let parts: Vec<&str> = [s.date.as_str(), s.period.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
    match (parts.is_empty(), s.unknown) {
        (true, true) => "我不清楚".into(),
        (true, false) => "没有填写".into(),
        _ => parts.join(" "),
    }
}

fn photos(n: usize) -> String {
    if n == 0 { "没有照片".into() } else { format!("{n} 张") }
}

fn lane(person: Option<&PersonContent>) -> String {
    match person {
        None => "匿名提交".into(),
        Some(p) if p.hours.is_empty() => format!("实名提交：{}，{}", p.name, p.phone),
        Some(p) => format!("实名提交：{}，{}，{}", p.name, p.phone, p.hours),
    }
}

fn row(Row(label, text, href): Row) -> impl IntoView {
    view! {
        <div class="facts__row">
            <dt>{label}</dt>
            <dd class="facts__v">
                <span class="keep-lines">{text}</span>" "
                <a href=href>"修改"<span class="vh">{label}</span></a>
            </dd>
        </div>
    }
}
