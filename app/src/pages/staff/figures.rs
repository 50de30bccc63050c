//! `/staff/figures`: the published figures of a year, how to speak of one in a text, and texts whose figures moved.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::{Column, data_table, info_box, nb};
use crate::pages::Page;

/// One published figure.
#[derive(Clone, Debug, Default)]
pub struct FigureLine {
    /// Of its record at the desk; empty for one the desk does not know
    pub id: String,
    pub slug: String,
    pub label: String,
    pub printed: String,
    /// As printed
    pub as_of: String,
    /// What it said before, and why it changed; empty for a figure stated once
    pub restated: String,
}

/// A text whose figure says something else than when it was published.
#[derive(Clone, Debug, Default)]
pub struct MovedLine {
    /// Of the text at the desk
    pub id: String,
    pub title: String,
    pub figure: String,
    pub was: String,
    /// Empty when the figure was withdrawn
    pub now: String,
}

#[derive(Clone, Debug, Default)]
pub struct FiguresView {
    pub year: i64,
    /// Newest first
    pub years: Vec<i64>,
    pub figures: Vec<FigureLine>,
    pub moved: Vec<MovedLine>,
    pub may_write: bool,
}

pub fn figures(frame: &Frame, view: &FiguresView) -> Page {
    let v = view.clone();
    staff_page("执行数据", frame, false, move || {
        view! {
            <h1>{format!("{}年执行数据", v.year)}</h1>
            <ul class="desk__links">
                {v.may_write.then(|| view! { <li><a href="/staff/content/new?kind=figure">"写执行数据"</a></li> })}
                <li><a href=format!("/staff/measures?year={}", v.year)>"与办案记录核对"</a></li>
                <li><a href=format!("/staff/report?year={}", v.year)>"年度报告（可以打印）"</a></li>
                {v.years.iter().filter(|y| **y != v.year).map(|y| view! { <li><a href=format!("/staff/figures?year={y}")>{format!("{y}年")}</a></li> }).collect::<Vec<_>>()}
            </ul>
            {moved(&v.moved)}
            {info_box("文章里写 {{figure:网址}}，公布时会换成这里的数字。数字更正以后，引用它的文章自动跟着变，并在这里提醒。")}
            {lines(&v.figures)}
        }
    })
}

/// What the desk says about texts whose figures moved; nothing when there are none.
pub fn moved(list: &[MovedLine]) -> Option<AnyView> {
    let columns =
        [Column::text("文章"), Column::text("引用的数据"), Column::figures("公布时"), Column::figures("现在")];
    let row = |l: &MovedLine| {
        let now = if l.now.is_empty() { "已撤下".to_owned() } else { l.now.clone() };
        let link = view! { <a href=format!("/staff/content/{}", l.id)>{l.title.clone()}</a> }.into_any();
        vec![link, nb(l.figure.clone()), nb(l.was.clone()), nb(now)]
    };
    let table = || data_table("请看一看文字是否还说得对，再更正一次", &columns, list.iter().map(row).collect());
    (!list.is_empty()).then(|| view! { <section><h2>"引用的数据已变动"</h2>{table()}</section> }.into_any())
}

fn lines(list: &[FigureLine]) -> AnyView {
    if list.is_empty() {
        return view! { <p class="empty">"这一年还没有公布的数据。"</p> }.into_any();
    }
    let columns = [
        Column::text("指标"),
        Column::figures("公布的数字"),
        Column::text("截至"),
        Column::text("引用的写法"),
        Column::text("更正"),
    ];
    let row = |l: &FigureLine| {
        let label = if l.id.is_empty() {
            l.label.clone().into_any()
        } else {
            view! { <a href=format!("/staff/content/{}", l.id)>{l.label.clone()}</a> }.into_any()
        };
        let quote = format!("{{{{figure:{}}}}}", l.slug);
        vec![
            label,
            nb(l.printed.clone()),
            nb(l.as_of.clone()),
            view! { <code>{quote}</code> }.into_any(),
            l.restated.clone().into_any(),
        ]
    };
    data_table("按公布的顺序", &columns, list.iter().map(row).collect())
}
