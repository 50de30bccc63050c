//! A table of list entries, taken out for a reason.
use leptos::prelude::*;

use super::{Frame, lists::entry_words, staff_page};
use crate::components::back_link;
use crate::components::form::{Radios, Select, error_summary, hidden, submit};
use crate::domain::list::{EntryState, ListKind, import::ExportReason};
use crate::form::Errors;
use crate::pages::Page;

/// Which entries, what for, in which shape.
#[derive(Clone, Debug)]
pub struct ExportView {
    pub list: ListKind,
    /// Code of the state, empty for all
    pub state: String,
    pub reason: String,
    pub format: String,
    pub errors: Errors,
}

impl Default for ExportView {
    fn default() -> Self {
        let (state, reason, format) = Default::default();
        Self { list: ListKind::Dishonest, state, reason, format, errors: Errors::default() }
    }
}

pub fn export(frame: &Frame, view: &ExportView) -> Page {
    let (f, v) = (frame.clone(), view.clone());
    let title = format!("导出{}", entry_words(view.list));
    staff_page(title.clone(), frame, !view.errors.is_empty(), move || {
        let states = EntryState::ALL.iter().filter(|s| v.list == ListKind::Restricted || **s != EntryState::Lifted);
        let states = states.map(|state| (state.code(), state.zh()));
        let reasons = ExportReason::ALL.iter().map(|reason| (reason.code(), reason.zh()));
        let excel = if v.format == "xlsx" { "xlsx" } else { "csv" };
        let body = view! {
            {hidden("list", v.list.code())}
            {Select::new("state", "状态").option("", "全部").options(states).value(&v.state).errors(&v.errors).view()}
            {Select::new("reason", "用途").option("", "请选择").options(reasons).value(&v.reason).errors(&v.errors).view()}
            {Radios::new("format", "文件").option("csv", "CSV").option("xlsx", "Excel").chosen(excel).view()}
            {submit("导出")}
        };
        view! {
            {error_summary(&v.errors)}
            {back_link(format!("/staff/lists?list={}", v.list.code()), v.list.zh())}
            <h1>{title}</h1>
            <p>"表格的第一行写明谁在什么时候导出、作什么用。证件号码和页面上一样，中间几位是遮住的。导出会记入操作记录。"</p>
            {f.form("/staff/lists/export", body.into_any())}
        }
    })
}
