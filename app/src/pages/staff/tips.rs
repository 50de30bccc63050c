//! The queue of tips: what perishes first stands first, and the reason is said.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::Select;
use crate::components::{Column, Tone, data_table, filter_bar, nb, tone_tag};
use crate::pages::Page;

/// Which part of the queue is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    Mine,
    #[default]
    Open,
    All,
}

impl Tab {
    pub const ALL: [Tab; 3] = [Self::Mine, Self::Open, Self::All];

    pub fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Open => "open",
            Self::All => "all",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }
    pub fn zh(self) -> &'static str {
        match self {
            Self::Mine => "我的",
            Self::Open => "未分配",
            Self::All => "全部",
        }
    }
}

/// One line of the queue: nothing that was sealed.
#[derive(Clone, Debug, Default)]
pub struct QueueRow {
    pub id: String,
    /// This person holds a key to it; the others see that it waits, and no way in.
    pub opens: bool,
    /// Ticket number as the sender knows it.
    pub ticket: String,
    pub kind_zh: String,
    pub lane_zh: String,
    /// Where it came in from: an issue's number, or "没有对应公告".
    pub subject: String,
    /// Arrival within its subject, from 1.
    pub sequence: i64,
    /// Why it stands where it stands.
    pub reason: String,
    pub pressing: bool,
    pub received: String,
    pub due: String,
    pub late: bool,
    pub owner: String,
    pub state_zh: String,
}

#[derive(Clone, Debug, Default)]
pub struct QueueView {
    pub tab: Tab,
    /// Counts in the order of [`Tab::ALL`].
    pub counts: [i64; 3],
    pub kinds: Vec<(String, String)>,
    pub kind: String,
    pub rows: Vec<QueueRow>,
    /// Address of the next part; empty on the last.
    pub next: String,
}

pub fn tips(frame: &Frame, view: &QueueView) -> Page {
    let view = view.clone();
    staff_page("线索", frame, false, move || {
        let tab = view.tab.code();
        let filter = view! {
            <input type="hidden" name="tab" value=tab/>
            {Select::new("kind", "线索类型").option("", "全部类型").options(view.kinds.clone()).value(&view.kind).view()}
        };
        view! {
            <h1>"线索"</h1>
            {tabs(&view)}
            {filter_bar("/staff/tips", filter.into_any(), &[])}
            {table(&view.rows)}
            {(!view.next.is_empty()).then(|| view! { <p><a rel="next" href=view.next.clone()>"后面的线索"</a></p> })}
        }
    })
}

fn tabs(view: &QueueView) -> AnyView {
    let items = Tab::ALL.into_iter().zip(view.counts).map(|(tab, count)| {
        let current = (tab == view.tab).then_some("page");
        let href = format!("/staff/tips?tab={}", tab.code());
        view! { <li><a href=href aria-current=current>{tab.zh()}" "<span class="num">{count}</span></a></li> }
    });
    view! { <nav class="tabs" aria-label="线索范围"><ul>{items.collect::<Vec<_>>()}</ul></nav> }.into_any()
}

fn table(rows: &[QueueRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="empty">"没有待办线索。"</p> }.into_any();
    }
    let columns = [
        Column::text("编号"),
        Column::text("为什么排在这里"),
        Column::text("类型"),
        Column::text("来自"),
        Column::text("收到"),
        Column::text("期限"),
        Column::text("承办人"),
        Column::text("状态"),
    ];
    data_table("最容易失效的线索排在最前", &columns, rows.iter().map(row).collect())
}

fn row(row: &QueueRow) -> Vec<AnyView> {
    let href = format!("/staff/tips/{}", row.id);
    let reason = if row.pressing { tone_tag(Tone::Late, row.reason.clone()) } else { row.reason.clone().into_any() };
    let due = if row.late { tone_tag(Tone::Late, row.due.clone()) } else { nb(row.due.clone()) };
    let from = format!("{}，第 {} 条", row.subject, row.sequence);
    let ticket = row.ticket.clone();
    let number = if row.opens {
        view! { <a class="nb num" href=href>{ticket}</a> }.into_any()
    } else {
        view! { <span class="nb num">{ticket}</span> }.into_any()
    };
    let owner = if row.owner.is_empty() { "未分配".to_owned() } else { row.owner.clone() };
    vec![
        number,
        reason,
        view! { {row.kind_zh.clone()}<span class="meta">{format!("（{}）", row.lane_zh)}</span> }.into_any(),
        from.into_any(),
        nb(row.received.clone()),
        due,
        owner.into_any(),
        row.state_zh.clone().into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_carry_counts_and_mark_the_open_one() {
        let view = QueueView { tab: Tab::Mine, counts: [2, 5, 9], ..QueueView::default() };
        let page = tips(&Frame::default(), &view);
        assert!(page.body.contains("aria-current=\"page\""));
        for count in ["2", "5", "9"] {
            assert!(page.body.contains(&format!("<span class=\"num\">{count}</span>")), "{}", page.body);
        }
        assert!(page.body.contains("没有待办线索。"));
    }

    #[test]
    fn who_cannot_open_a_tip_gets_no_link_to_it() {
        let row = |id: &str, opens| QueueRow { id: id.into(), opens, ticket: id.to_uppercase(), ..QueueRow::default() };
        let view = QueueView { rows: vec![row("a", true), row("b", false)], ..QueueView::default() };
        let body = tips(&Frame::default(), &view).body;
        assert!(body.contains("/staff/tips/a") && body.contains(">B<") && !body.contains("/staff/tips/b"));
    }
}
