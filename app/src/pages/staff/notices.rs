//! The publishing desk's list: what waits for whom.
use leptos::prelude::*;

use super::{Frame, staff_page, titled};
use crate::components::{Column, Tone, data_table, nb, tone_tag, turns};
use crate::pages::Page;

/// One issue as a line of the desk.
#[derive(Clone, Debug, Default)]
pub struct IssueLine {
    pub id: String,
    /// 2025年第21期
    pub no_zh: String,
    pub title: String,
    pub state_zh: String,
    pub updated: String,
    pub author: String,
    pub valid_until: String,
}

/// A group of lines with its heading; empty groups are left out.
#[derive(Clone, Debug, Default)]
pub struct IssueGroup {
    pub heading: String,
    pub lines: Vec<IssueLine>,
    /// Address of the earlier ones; empty when there are none.
    pub older: String,
}

#[derive(Clone, Debug, Default)]
pub struct NoticesView {
    pub groups: Vec<IssueGroup>,
    pub may_write: bool,
}

pub fn notices(frame: &Frame, view: &NoticesView) -> Page {
    let view = view.clone();
    staff_page("悬赏公告", frame, false, move || {
        let groups = view.groups.iter().filter(|g| !g.lines.is_empty()).map(group).collect::<Vec<_>>();
        let none = groups.is_empty();
        view! {
            <h1>"悬赏公告"</h1>
            {view.may_write.then(|| view! { <p><a class="btn" href="/staff/notices/new">"起草新一期"</a></p> })}
            {none.then(|| view! { <p class="empty">"还没有公告。"</p> })}
            {groups}
        }
    })
}

fn group(group: &IssueGroup) -> AnyView {
    let columns = [
        Column::text("期号"),
        Column::text("标题"),
        Column::text("状态"),
        Column::text("起草人"),
        Column::text("有效期至"),
        Column::text("更新时间"),
    ];
    let rows = group.lines.iter().map(|line| {
        let href = format!("/staff/notices/{}", line.id);
        vec![
            view! { <a class="nb" href=href>{line.no_zh.clone()}</a> }.into_any(),
            titled(&line.title).into_any(),
            tone_tag(Tone::Draft, line.state_zh.clone()),
            line.author.clone().into_any(),
            nb(line.valid_until.clone()),
            nb(line.updated.clone()),
        ]
    });
    let caption = format!("{}，最近更新的在前", group.heading);
    view! {
        <section>
            <h2>{group.heading.clone()}</h2>
            {data_table(&caption, &columns, rows.collect())}
            {turns("", &group.older)}
        </section>
    }
    .into_any()
}
