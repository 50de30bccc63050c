//! The desk of the two lists: one tab a list (GF-7), what is due first on top.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, error_summary, hidden, submit};
use crate::components::{Column, Tone, data_table, nb, tone_tag, turns};
use crate::domain::list::{EntryState, ListKind};
use crate::form::Errors;
use crate::pages::Page;

/// One entry as a line of the desk.
#[derive(Clone, Debug, Default)]
pub struct EntryLine {
    pub id: String,
    pub number: String,
    pub name: String,
    pub unit: bool,
    pub case_no: String,
    pub state_zh: String,
    /// The list in words, where lines of both stand together.
    pub list_zh: String,
    /// What has to be done, and by when; empty when nobody has to act.
    pub duty: String,
    pub late: bool,
}

#[derive(Clone, Debug)]
pub struct ListsView {
    pub list: ListKind,
    /// Code of the state that is shown alone, empty for all.
    pub state: String,
    pub lines: Vec<EntryLine>,
    /// Address of the next page; empty on the last.
    pub next: String,
    pub may_write: bool,
    /// What was looked for, and why it was not understood.
    pub asked: String,
    pub errors: Errors,
    /// The lines are what was found, of both lists.
    pub found: bool,
    /// More were found than are shown.
    pub cut: bool,
}

pub fn lists(frame: &Frame, view: &ListsView) -> Page {
    let (f, v) = (frame.clone(), view.clone());
    staff_page(view.list.zh(), frame, !view.errors.is_empty(), move || {
        let list = v.list.code();
        let new = v.may_write.then(|| {
            let href = format!("/staff/lists/new?list={list}");
            view! { <p><a class="btn" href=href>{format!("起草{}", entry_words(v.list))}</a></p> }
        });
        let kept = if v.state.is_empty() { String::new() } else { format!("&state={}", v.state) };
        let export = format!("/staff/lists/export?list={list}{kept}");
        let import = v.may_write.then(|| {
            view! { <li><a href=format!("/staff/import?list={list}")>"从文件导入"</a></li> }
        });
        let tables =
            (!v.found).then(|| view! { <ul class="desk__links">{import}<li><a href=export>"导出表格"</a></li></ul> });
        let rows = match (v.lines.is_empty(), v.found) {
            (true, false) => view! { <p class="empty">"没有这种状态的信息。"</p> }.into_any(),
            (true, true) => view! { <p class="empty">"两份名单里都没有找到。请核对姓名或者号码。"</p> }.into_any(),
            (false, _) => table(&v.lines),
        };
        // a name goes by POST: it stands in no address and no history
        let find = f.form("/staff/lists", view! {
            {Field::text("q", "查找").hint("姓名（两个字起）、案号（三个字起）、统一社会信用代码或者编号，两份名单一起找").value(&v.asked).errors(&v.errors).autocomplete("off").view()}
            {hidden("list", list)}
            {submit("查找")}
        }.into_any());
        let part = (!v.found).then(|| states(&v));
        view! {
            {error_summary(&v.errors)}
            <h1>{v.list.zh()}</h1>
            {tabs(v.list)}
            {new}
            {find}
            {part}
            {rows}
            {v.cut.then(|| view! { <p class="box">"找到的太多，这里只列出一部分。请写得更全一些。"</p> })}
            {turns("", &v.next)}
            {tables}
        }
    })
}

/// `失信信息`, `限制消费信息`.
pub const fn entry_words(list: ListKind) -> &'static str {
    match list {
        ListKind::Dishonest => "失信信息",
        ListKind::Restricted => "限制消费信息",
    }
}

fn tabs(open: ListKind) -> AnyView {
    let tab = |list: ListKind| {
        let current = (list == open).then_some("page");
        view! { <li><a href=format!("/staff/lists?list={}", list.code()) aria-current=current>{list.zh()}</a></li> }
    };
    let tabs = ListKind::ALL.iter().map(|list| tab(*list)).collect::<Vec<_>>();
    view! { <nav class="tabs" aria-label="两份名单"><ul>{tabs}</ul></nav> }.into_any()
}

/// Filters as links: they work without script and can be kept.
fn states(v: &ListsView) -> AnyView {
    let list = v.list.code();
    let link = |code: &str, words: &'static str| {
        if v.state == code {
            view! { <li><b aria-current="true">{words}</b></li> }.into_any()
        } else {
            let href = format!("/staff/lists?list={list}&state={code}");
            let href = if code.is_empty() { format!("/staff/lists?list={list}") } else { href };
            view! { <li><a href=href>{words}</a></li> }.into_any()
        }
    };
    let states = EntryState::ALL.iter().filter(|s| v.list == ListKind::Restricted || **s != EntryState::Lifted);
    let links = states.map(|state| link(state.code(), state.zh())).collect::<Vec<_>>();
    view! { <nav class="states" aria-label="按状态筛选"><ul>{link("", "全部")}{links}</ul></nav> }.into_any()
}

fn table(lines: &[EntryLine]) -> AnyView {
    let columns = [
        Column::text("编号"),
        Column::text("姓名或者名称"),
        Column::text("案号"),
        Column::text("状态"),
        Column::text("要办的事"),
    ];
    let rows = lines.iter().map(|line| {
        let href = format!("/staff/lists/{}", line.id);
        let kind = if line.unit { "单位" } else { "自然人" };
        vec![
            view! { <a class="nb" href=href>{line.number.clone()}</a>" "<span class="meta">{line.list_zh.clone()}</span> }.into_any(),
            view! { {nb(line.name.clone())}" "<span class="meta">{kind}</span> }.into_any(),
            nb(line.case_no.clone()),
            tone_tag(Tone::Draft, line.state_zh.clone()),
            duty(&line.duty, line.late),
        ]
    });
    data_table("先到期的在前，没有期限的在后", &columns, rows.collect())
}

/// Overdue stands out in colour and in words.
pub(super) fn duty(words: &str, late: bool) -> AnyView {
    match (words.is_empty(), late) {
        (true, _) => ().into_any(),
        (false, true) => view! { {tone_tag(Tone::Late, "已超期")}" "{words.to_owned()} }.into_any(),
        (false, false) => words.to_owned().into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gf_7_each_list_has_its_own_tab_and_overdue_is_said_in_words() {
        let late = EntryLine {
            duty: "删除名单信息，最迟2025年12月3日".into(), late: true, ..EntryLine::default()
        };
        let view = |list| ListsView {
            list,
            state: "published".into(),
            lines: vec![late.clone()],
            next: String::new(),
            may_write: true,
            asked: String::new(),
            errors: Errors::default(),
            found: false,
            cut: false,
        };
        let body = lists(&Frame::default(), &view(ListKind::Dishonest)).body;
        assert!(
            body.contains("已超期") && body.contains("删除名单信息，最迟2025年12月3日") && body.contains("tag--late")
        );
        assert!(body.contains("起草失信信息") && !body.contains("已解除"));
        let body = lists(&Frame::default(), &view(ListKind::Restricted)).body;
        assert!(body.contains("起草限制消费信息") && body.contains("已解除"));
    }
}
