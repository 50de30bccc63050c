//! `/staff/report`: the year for the people's congress, printable, from the same figures as the public page (FG-1).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::{Column, data_table, day, nb};
use crate::pages::Page;

/// One figure with everything that says what it counts.
#[derive(Clone, Debug, Default)]
pub struct ReportFigure {
    pub label: String,
    pub printed: String,
    /// As printed
    pub as_of: String,
    /// Definition, scope, period, and what it said before it was stated again
    pub definition: String,
    pub source: String,
}

#[derive(Clone, Debug, Default)]
pub struct ReportView {
    pub court: String,
    pub year: i64,
    /// Newest first
    pub years: Vec<i64>,
    /// ISO
    pub today: String,
    /// Heading and figures
    pub groups: Vec<(String, Vec<ReportFigure>)>,
    /// Title, period, goal
    pub campaigns: Vec<(String, String, String)>,
    /// Title, what was done, what came of it
    pub outcomes: Vec<(String, String, String)>,
}

pub fn report(frame: &Frame, view: &ReportView) -> Page {
    let v = view.clone();
    staff_page(format!("{}年执行工作报告", v.year), frame, false, move || {
        let year = v.year;
        let other = v.years.iter().filter(|y| **y != year);
        let links = other.map(|y| view! { <li><a href=format!("/staff/report?year={y}")>{format!("{y}年")}</a></li> });
        view! {
            <ul class="desk__links">
                <li><a href=format!("/statistics/{year}.csv")>"下载数据表（CSV）"</a></li>
                <li><a href=format!("/staff/figures?year={year}")>"执行数据"</a></li>
                {links.collect::<Vec<_>>()}
            </ul>
            <article class="report">
                <h1>{format!("{}{year}年执行工作报告：数据、行动和案例", v.court)}</h1>
                <p class="meta">"打印于"{day(&v.today)}"。数字、口径和更正说明与公开网站的“执行数据”相同。"</p>
                {figures(&v.groups)}
                {three("专项行动", ["名称", "时间", "目标"], &v.campaigns)}
                {three("典型案例", ["案例", "法院做了什么", "到位情况"], &v.outcomes)}
            </article>
        }
    })
}

fn figures(groups: &[(String, Vec<ReportFigure>)]) -> AnyView {
    if groups.is_empty() {
        return view! { <p class="empty">"这一年还没有公布的数据。"</p> }.into_any();
    }
    let group = |(title, list): &(String, Vec<ReportFigure>)| {
        let columns = [
            Column::text("指标"),
            Column::figures("数字"),
            Column::text("截至"),
            Column::text("怎样计算"),
            Column::text("来源"),
        ];
        let row = |f: &ReportFigure| {
            let text = |text: &String| text.clone().into_any();
            vec![text(&f.label), nb(f.printed.clone()), nb(f.as_of.clone()), text(&f.definition), text(&f.source)]
        };
        let table = data_table(title, &columns, list.iter().map(row).collect());
        view! { <section><h2>{title.clone()}</h2>{table}</section> }
    };
    view! { {groups.iter().map(group).collect::<Vec<_>>()} <p class="meta">"各分项按不同口径统计，可能重叠，不能相加。"</p> }.into_any()
}

/// A table of three columns; nothing when it has no rows.
fn three(title: &str, heads: [&str; 3], rows: &[(String, String, String)]) -> Option<AnyView> {
    let columns = heads.map(Column::text);
    let row = |(a, b, c): &(String, String, String)| [a, b, c].map(|text| text.clone().into_any()).into();
    let table = || data_table(title, &columns, rows.iter().map(row).collect());
    let title = title.to_owned();
    (!rows.is_empty()).then(|| view! { <section><h2>{title.clone()}</h2>{table()}</section> }.into_any())
}
