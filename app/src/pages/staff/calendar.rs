//! The working-day calendar (TD-3) and how the site's own work went, for the administrator.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, button, error_summary};
use crate::components::{Column, data_table, nb};
use crate::form::{Errors, calendar::CalendarForm};
use crate::pages::Page;

/// One year of the calendar.
#[derive(Clone, Debug, Default)]
pub struct YearLine {
    pub year: i16,
    pub source: String,
    /// Empty for a year that came with the program
    pub loaded: String,
}

/// How one kind of automatic work went last.
#[derive(Clone, Debug, Default)]
pub struct ChoreLine {
    pub what: String,
    pub when: String,
    pub done: i64,
    /// Empty when all is well
    pub trouble: String,
}

#[derive(Clone, Debug, Default)]
pub struct CalendarView {
    pub years: Vec<YearLine>,
    pub chores: Vec<ChoreLine>,
}

pub fn calendar(frame: &Frame, view: &CalendarView, form: &CalendarForm, errors: &Errors) -> Page {
    let (f, v, form, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page("工作日历", frame, !errors.is_empty(), move || {
        let year = form.year.clone();
        let fields = view! {
            {Field::text("year", "年份").value(&year).narrow().errors(&errors).view()}
            {Field::text("source", "依据的通知").hint("国务院办公厅通知的名称或者文号").value(&form.source).errors(&errors).view()}
            {Field::area("days", "放假和调休").rows(10)
                .hint("一行一项，写明起止日期和“放假”或者“上班”，例如 2027-01-01 至 2027-01-03 放假").value(&form.days).errors(&errors).view()}
            {button("录入这一年", "go", "load", "btn")}
        };
        view! {
            {error_summary(&errors)}
            <h1>"工作日历"</h1>
            <p>"所有按工作日计算的期限都以这里为准。没有录入的年份不会按周一到周五推算，相关期限会显示算不出来。再次录入同一年会替换原来的内容，正在计算的期限不变。"</p>
            {years(&v.years)}
            <h2>"录入一年"</h2>
            {f.form("/staff/calendar", fields.into_any())}
            {chores(&v.chores)}
        }
    })
}

fn years(list: &[YearLine]) -> AnyView {
    let columns = [Column::text("年份"), Column::text("依据"), Column::text("录入时间")];
    let row =
        |y: &YearLine| vec![format!("{}年", y.year).into_any(), y.source.clone().into_any(), nb(y.loaded.clone())];
    data_table("已有的年份，近的在前", &columns, list.iter().map(row).collect())
}

fn chores(list: &[ChoreLine]) -> Option<AnyView> {
    let columns = [Column::text("事项"), Column::text("最近一次"), Column::figures("累计件数"), Column::text("情况")];
    let row = |c: &ChoreLine| {
        let state = if c.trouble.is_empty() { "正常".to_owned() } else { c.trouble.clone() };
        vec![c.what.clone().into_any(), nb(c.when.clone()), c.done.to_string().into_any(), state.into_any()]
    };
    let table = (!list.is_empty()).then(|| data_table("自动办理的事项", &columns, list.iter().map(row).collect()));
    table.map(|table| view! { <section><h2>"自动办理"</h2>{table}</section> }.into_any())
}
