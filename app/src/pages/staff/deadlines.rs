//! Every duty whose clock runs, the most pressing first (9.4, TD-4).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::{Column, Tone, data_table, nb, tone_tag, turns};
use crate::pages::Page;

/// One running deadline.
#[derive(Clone, Debug, Default)]
pub struct DeadlineLine {
    /// 决定悬赏申请
    pub duty: String,
    /// 2025年第22期悬赏公告
    pub about: String,
    /// Empty where this person cannot open it
    pub href: String,
    pub began: String,
    /// Target and last day, or why they are not known
    pub due: String,
    /// 还有 2 个工作日, 超时 3 天
    pub badge: String,
    pub tone: Option<Tone>,
}

#[derive(Clone, Debug, Default)]
pub struct DeadlinesView {
    pub lines: Vec<DeadlineLine>,
    /// 2027年的放假安排还没有录入…; empty when every day is known
    pub unknown: String,
    /// This person loads calendars
    pub may_load: bool,
    /// Not the first page
    pub paged: bool,
    /// Key of the next page; empty on the last
    pub next: String,
}

pub fn deadlines(frame: &Frame, view: &DeadlinesView) -> Page {
    let v = view.clone();
    staff_page("期限", frame, false, move || {
        let columns = [
            Column::text("事项"),
            Column::text("关于"),
            Column::text("起算"),
            Column::text("期限"),
            Column::text("状态"),
        ];
        let none = v.lines.is_empty();
        view! {
            <h1>"期限"</h1>
            <p class="meta">"期限按录入的工作日历计算。法院自己的期限在前一个日子提醒，当事人的权利算到顺延后的日子。"</p>
            {(!v.unknown.is_empty()).then(|| warning(v.unknown.clone(), v.may_load))}
            {none.then(|| view! { <p class="empty">"现在没有正在计算的期限。"</p> })}
            {(!none).then(|| data_table("最紧的在前", &columns, v.lines.iter().map(row).collect()))}
            {turns(
                if v.paged { "/staff/deadlines" } else { "" },
                &if v.next.is_empty() { String::new() } else { format!("/staff/deadlines?after={}", v.next) },
            )}
        }
    })
}

fn warning(unknown: String, may_load: bool) -> impl IntoView {
    let load = may_load.then(|| view! { " "<a href="/staff/calendar">"录入放假安排"</a> });
    let ask = (!may_load).then_some("请联系系统管理员录入。");
    view! { <p class="box box--warn" role="alert">{unknown}"。"{ask}{load}</p> }
}

fn row(line: &DeadlineLine) -> Vec<AnyView> {
    let about = line.about.clone();
    let link = match line.href.is_empty() {
        true => about.into_any(),
        false => view! { <a href=line.href.clone()>{about}</a> }.into_any(),
    };
    vec![
        line.duty.clone().into_any(),
        link,
        nb(line.began.clone()),
        line.due.clone().into_any(),
        tone_tag(line.tone.unwrap_or(Tone::Draft), line.badge.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn td_3_an_unknown_year_is_said_aloud() {
        let view =
            DeadlinesView { unknown: "2027年的放假安排还没有录入".into(), ..DeadlinesView::default() };
        let body = deadlines(&Frame::default(), &view).body;
        assert!(
            body.contains("2027年的放假安排还没有录入")
                && body.contains("请联系系统管理员录入")
                && body.contains("role=\"alert\"")
        );
        let body = deadlines(&Frame::default(), &DeadlinesView { may_load: true, ..view }).body;
        assert!(body.contains("href=\"/staff/calendar\""));
    }
}
