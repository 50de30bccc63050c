//! Putting an issue together: order, picking from earlier issues, and what is new since the last one.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Checks, button, error_summary, hidden};
use crate::components::{Column, back_link, data_table, nb};
use crate::domain::notice::Change;
use crate::form::Errors;
use crate::pages::Page;

/// A debtor of the draft at its place.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    pub id: String,
    pub position: i64,
    pub name: String,
    pub case_no: String,
}

/// A debtor of an earlier issue who is still sought.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    pub id: String,
    pub words: String,
}

#[derive(Clone, Debug, Default)]
pub struct ComposeView {
    pub id: String,
    /// 2025年第22期
    pub no_zh: String,
    pub version: i64,
    pub placed: Vec<Placed>,
    pub offers: Vec<Offer>,
    pub picked: Vec<String>,
    /// The issue before; empty for the first.
    pub before_zh: String,
    pub changes: Vec<Change>,
}

pub fn compose(frame: &Frame, view: &ComposeView, errors: &Errors) -> Page {
    let (f, v, errors) = (frame.clone(), view.clone(), errors.clone());
    staff_page(format!("编排{}", view.no_zh), frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            {back_link(format!("/staff/notices/{}", v.id), v.no_zh.clone())}
            <h1>{format!("编排{}", v.no_zh)}</h1>
            {ordering(&f, &v)}
            {picking(&f, &v, &errors)}
            {since(&v)}
        }
    })
}

fn form(f: &Frame, v: &ComposeView, body: AnyView) -> AnyView {
    let version = hidden("version", &v.version.to_string());
    f.form(format!("/staff/notices/{}/compose", v.id), view! { {version}{body} }.into_any())
}

fn ordering(f: &Frame, v: &ComposeView) -> AnyView {
    if v.placed.is_empty() {
        return view! { <h2>"顺序"</h2><p class="empty">"还没有被执行人。可以从下面选取，也可以返回添加。"</p> }
            .into_any();
    }
    let columns = [Column::text("序号"), Column::text("被执行人"), Column::text("移动")];
    let rows = v.placed.iter().enumerate().map(|(n, p)| {
        let steps = (n > 0).then(|| {
            let top = (n > 1).then(|| button("移到最前", "go", "top", "btn btn--plain"));
            let body = view! { {hidden("move", &p.id)}{button("上移", "go", "up", "btn btn--plain")}{top} };
            form(f, v, body.into_any())
        });
        let (name, case_no) = (p.name.clone(), p.case_no.clone());
        vec![
            p.position.to_string().into_any(),
            view! { {nb(name)}<br/><span class="meta nb">{case_no}</span> }.into_any(),
            steps.into_any(),
        ]
    });
    view! { <h2>"顺序"</h2>{data_table("按公告中的顺序", &columns, rows.collect())} }.into_any()
}

fn picking(f: &Frame, v: &ComposeView, errors: &Errors) -> AnyView {
    if v.offers.is_empty() {
        return view! { <h2>"从前几期选取"</h2><p class="empty">"同一申请执行人没有其他仍在征集的被执行人。"</p> }
            .into_any();
    }
    let checks = v.offers.iter().fold(Checks::new("pick", "仍在征集的被执行人"), |checks, offer| {
        checks.option(&offer.id, &offer.words)
    });
    let body = checks
        .hint("只列出同一申请执行人的；案件情况和悬赏一并带入，照片要重新上传")
        .chosen(&v.picked)
        .errors(errors)
        .view();
    let body = view! { {body}{button("选入本期", "go", "pick", "btn")} }.into_any();
    view! { <h2>"从前几期选取"</h2>{form(f, v, body)} }.into_any()
}

fn since(v: &ComposeView) -> AnyView {
    if v.before_zh.is_empty() {
        return ().into_any();
    }
    let lines = v.changes.iter().map(|change| match change.clone() {
        Change::New { position, name } => {
            view! { <li><ins>{format!("新增：第 {position} 号 {name}")}</ins></li> }.into_any()
        }
        Change::Left { position, name } => {
            view! { <li><del>{format!("不再列入：{name}（上期第 {position} 号）")}</del></li> }.into_any()
        }
        Change::Kept { position, name, differences } => {
            let same = differences.is_empty();
            let parts = differences.into_iter().map(|(label, then, now)| {
                view! { <li>{label}"："<del>{then}</del>" → "<ins>{now}</ins></li> }
            });
            let words = if same { "没有变化" } else { "有变化" };
            view! {
                <li>{format!("继续征集：第 {position} 号 {name}，{words}")}
                    {(!same).then(|| view! { <ul>{parts.collect::<Vec<_>>()}</ul> })}</li>
            }
            .into_any()
        }
    });
    view! {
        <h2>{format!("与{}对照", v.before_zh)}</h2>
        <p class="hint">"上期已经结束征集的被执行人不再列出。"</p>
        <ul>{lines.collect::<Vec<_>>()}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_kept_and_left_stands_in_words_and_not_in_colour_alone() {
        let view = ComposeView {
            no_zh: "2025年第22期".into(),
            before_zh: "2025年第21期".into(),
            changes: vec![
                Change::New { position: 1, name: "甲某".into() },
                Change::Left { position: 2, name: "乙某".into() },
                Change::Kept {
                    position: 2,
                    name: "丙某".into(),
                    differences: vec![("未履行金额", "30万元".into(), "25万元".into())],
                },
            ],
            ..ComposeView::default()
        };
        let body = compose(&Frame::default(), &view, &Errors::default()).body;
        for words in ["新增：第 1 号 甲某", "不再列入：乙某", "继续征集：第 2 号 丙某，有变化", "30万元"]
        {
            assert!(body.contains(words), "{words}");
        }
    }
}
