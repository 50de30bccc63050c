//! `/staff/content/{id}/names`: who is named in a draft, and what stands for them in each style (AN-5, AN-7).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Radios, button, error_summary, hidden};
use crate::components::{Column, back_link, data_table, info_box};
use crate::domain::anonymise::Replacement;
use crate::form::Errors;
use crate::pages::Page;

#[derive(Clone, Debug, Default)]
pub struct NamesView {
    pub id: String,
    pub version: i64,
    /// Found in the draft
    pub found: Vec<Replacement>,
    /// As typed: names and units that no record knows
    pub persons: String,
    pub units: String,
    /// Code of the style chosen
    pub chosen: String,
}

pub fn names(frame: &Frame, view: &NamesView, errors: &Errors) -> Page {
    let (f, v, errors) = (frame.clone(), view.clone(), errors.clone());
    staff_page("隐去姓名", frame, !errors.is_empty(), move || {
        let style = if v.chosen.is_empty() { "news" } else { &v.chosen };
        let body = view! {
            {hidden("version", &v.version.to_string())}
            {Field::area("persons", "还有哪些人").hint("名单和公告里没有的人，一行一个全名").rows(3).optional().value(&v.persons).errors(&errors).view()}
            {Field::area("units", "还有哪些单位").hint("一行一个全称").rows(3).optional().value(&v.units).errors(&errors).view()}
            {Radios::new("style", "怎样写").option("news", "新闻写法").option("judgment", "裁判文书写法").chosen(style).errors(&errors).view()}
            {button("再找一遍", "go", "look", "btn btn--plain")}
            {button("全部替换", "go", "apply", "btn")}
        };
        view! {
            {error_summary(&errors)}
            {back_link(format!("/staff/content/{}", v.id), "返回")}
            <h1>"隐去姓名"</h1>
            {info_box("名单和公告里有的人已经自动找出来。请再读一遍草稿，把没有找到的人和单位写在下面。住址只能写到县或者乡镇。")}
            {table(&v.found)}
            {f.form(format!("/staff/content/{}/names", v.id), body.into_any())}
        }
    })
}

fn table(found: &[Replacement]) -> AnyView {
    if found.is_empty() {
        return view! { <p class="empty">"草稿里没有找到要隐去的姓名。"</p> }.into_any();
    }
    let columns = [Column::text("草稿里写的"), Column::text("新闻写法"), Column::text("裁判文书写法")];
    let cell = |text: &str| text.to_owned().into_any();
    let row = |r: &Replacement| vec![cell(&r.name), cell(&r.news), cell(&r.judgment)];
    data_table("按在文中出现的顺序", &columns, found.iter().map(row).collect())
}
