//! Every kept version of a record, and what any two of them say differently (EW-2).
use leptos::prelude::*;

use super::{Frame, staff_page, titled};
use crate::components::form::{Select, submit};
use crate::components::{Column, back_link, compared, data_table, info_box, nb};
use crate::form::words::Difference;
use crate::pages::Page;

/// One kept version.
#[derive(Clone, Debug, Default)]
pub struct VersionLine {
    pub version: i64,
    pub when: String,
    pub who: String,
    pub state: String,
    pub note: String,
}

#[derive(Clone, Debug, Default)]
pub struct VersionsView {
    pub title: String,
    /// The record at its desk
    pub record: String,
    /// Newest first
    pub lines: Vec<VersionLine>,
    /// The two that are compared; 0 while there is only one
    pub from: i64,
    pub to: i64,
    pub differences: Vec<Difference>,
}

pub fn versions(frame: &Frame, view: &VersionsView) -> Page {
    let v = view.clone();
    staff_page("版本记录", frame, false, move || {
        view! {
            {back_link(v.record.clone(), titled(&v.title))}
            <h1>"版本记录"</h1>
            {table(&v)}
            {(v.lines.len() > 1).then(|| choice(&v))}
            {(v.from > 0).then(|| differing(&v))}
        }
    })
}

fn table(v: &VersionsView) -> AnyView {
    let columns = [
        Column::text("版本"),
        Column::text("时间"),
        Column::text("办理人"),
        Column::text("办理"),
        Column::text("状态"),
    ];
    let row = |l: &VersionLine| {
        vec![
            nb(format!("第 {} 版", l.version)),
            nb(l.when.clone()),
            l.who.clone().into_any(),
            view! { <span class="keep-lines">{l.note.clone()}</span> }.into_any(),
            nb(l.state.clone()),
        ]
    };
    data_table("最近的在前", &columns, v.lines.iter().map(row).collect())
}

fn choice(v: &VersionsView) -> AnyView {
    let all =
        || v.lines.iter().map(|l| (l.version.to_string(), format!("第 {} 版　{}　{}", l.version, l.when, l.note)));
    let select = |id: &str, label: &str, chosen: i64| Select::new(id, label).options(all()).value(&chosen.to_string());
    view! {
        <form class="form" method="get" action=format!("{}/versions#compared", v.record)>
            {select("from", "从", v.from).view()}
            {select("to", "到", v.to).view()}
            {submit("比较这两版")}
        </form>
    }
    .into_any()
}

fn differing(v: &VersionsView) -> AnyView {
    let none = v.differences.is_empty();
    let one = |d: &Difference| {
        view! { <section class="conflict"><h3>{d.label.clone()}</h3>{compared(&d.before, &d.after)}</section> }
    };
    view! {
        <h2 id="compared">{format!("第 {} 版到第 {} 版改了什么", v.from, v.to)}</h2>
        {none.then(|| info_box("这两版的文字完全一样，只是办理的状态不同。"))}
        {v.differences.iter().map(one).collect::<Vec<_>>()}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_has_nothing_to_compare_with() {
        let line = |version| VersionLine { version, note: "起草".into(), ..VersionLine::default() };
        let one = VersionsView { lines: vec![line(1)], ..VersionsView::default() };
        assert!(!versions(&Frame::default(), &one).body.contains("比较这两版"));
        let two = VersionsView { lines: vec![line(2), line(1)], from: 1, to: 2, ..VersionsView::default() };
        let body = versions(&Frame::default(), &two).body;
        assert!(body.contains("比较这两版") && body.contains("完全一样"));
    }
}
