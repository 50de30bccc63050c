//! Warnings before a penalty: who is warned stands on these pages and on no other (PW-2).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Radios, button, error_summary, hidden};
use crate::components::{Column, Fact, Tone, back_link, data_table, facts, nb, tone_tag};
use crate::domain::warning::WarningKind;
use crate::form::{
    Errors,
    warning::{Step, StepForm, WarningForm},
};
use crate::pages::Page;

/// One warning as a line: its number, never the name.
#[derive(Clone, Debug, Default)]
pub struct WarningLine {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub case_no: String,
    pub deadline: String,
    pub late: bool,
}

/// Warnings of one state.
#[derive(Clone, Debug, Default)]
pub struct WarningGroup {
    pub heading: String,
    pub lines: Vec<WarningLine>,
}

#[derive(Clone, Debug, Default)]
pub struct WarningsView {
    pub groups: Vec<WarningGroup>,
    /// What the public may be told
    pub totals: String,
}

pub fn warnings(frame: &Frame, view: &WarningsView) -> Page {
    let v = view.clone();
    staff_page("预处罚通知", frame, false, move || {
        view! {
            <h1>"预处罚通知"</h1>
            <p class="meta">"通知只发给本人，不公布姓名。网站只公布总数。"</p>
            {(!v.totals.is_empty()).then(|| view! { <p class="box">{v.totals.clone()}</p> })}
            <p><a class="btn" href="/staff/warnings/new">"发出通知"</a></p>
            {v.groups.iter().filter(|g| !g.lines.is_empty()).map(group).collect::<Vec<_>>()}
        }
    })
}

fn group(group: &WarningGroup) -> AnyView {
    let columns = [Column::text("编号"), Column::text("种类"), Column::text("案号"), Column::text("履行期限")];
    let row = |l: &WarningLine| {
        let due =
            if l.late { tone_tag(Tone::Late, format!("{}已到期", l.deadline)) } else { nb(l.deadline.clone()) };
        vec![
            view! { <a class="nb" href=format!("/staff/warnings/{}", l.id)>{l.number.clone()}</a> }.into_any(),
            l.kind.clone().into_any(),
            nb(l.case_no.clone()),
            due,
        ]
    };
    let table = data_table("期限近的在前", &columns, group.lines.iter().map(row).collect());
    view! { <section><h2>{group.heading.clone()}</h2>{table}</section> }.into_any()
}

pub fn warning_new(frame: &Frame, form: &WarningForm, errors: &Errors) -> Page {
    let (f, form, errors) = (frame.clone(), form.clone(), errors.clone());
    staff_page("发出预处罚通知", frame, !errors.is_empty(), move || {
        let kinds = WarningKind::ALL.iter().fold(Radios::new("kind", "种类"), |radios, kind| {
            radios.option_with(kind.code(), kind.zh(), kind.sentence())
        });
        let body = view! {
            {kinds.chosen(&form.kind).errors(&errors).view()}
            {Field::text("number", "通知编号").hint("通知自己的编号，不是决定书文号").value(&form.number).errors(&errors).view()}
            {Field::text("basis", "依据的条文").value(&form.basis).errors(&errors).view()}
            {Field::text("case_no", "案号").value(&form.case_no).errors(&errors).view()}
            {Field::text("name", "被执行人").hint("加密保存，不会公布").value(&form.name).errors(&errors).autocomplete("off").view()}
            {Field::text("issued_on", "发出日期").hint(&f.example(0)).narrow().value(&form.issued_on).errors(&errors).view()}
            {Field::text("deadline", "履行期限").hint(&f.example(15)).narrow().value(&form.deadline).errors(&errors).view()}
            {button("登记通知", "go", "save", "btn")}
        };
        view! {
            {error_summary(&errors)}
            {back_link("/staff/warnings", "全部通知")}
            <h1>"发出预处罚通知"</h1>
            {f.form("/staff/warnings/new", body.into_any())}
        }
    })
}

/// One warning, opened.
#[derive(Clone, Debug, Default)]
pub struct WarningView {
    pub line: WarningLine,
    pub name: String,
    pub state: String,
    pub basis: String,
    pub sentence: String,
    pub issued: String,
    pub served: String,
    pub decision_no: String,
    pub paid: String,
    pub steps: Vec<Step>,
}

pub fn warning(frame: &Frame, view: &WarningView, form: &StepForm, errors: &Errors) -> Page {
    let (f, v, form, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page("预处罚通知", frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            {back_link("/staff/warnings", "全部通知")}
            <h1>{v.line.number.clone()}</h1>
            {facts(vec![
                Fact::text("种类", v.line.kind.clone()),
                Fact::text("状态", v.state.clone()),
                Fact::text("被执行人", v.name.clone()),
                Fact::nb("案号", v.line.case_no.clone()),
                Fact::text("依据", v.basis.clone()),
                Fact::text("通知内容", v.sentence.clone()),
                Fact::nb("发出日期", v.issued.clone()),
                Fact::nb("送达日期", v.served.clone()),
                Fact::nb("履行期限", v.line.deadline.clone()),
                Fact::nb("履行金额", v.paid.clone()),
                Fact::text("正式决定", v.decision_no.clone()),
            ])}
            {(!v.steps.is_empty()).then(|| steps(&f, &v, &form, &errors))}
        }
    })
}

fn steps(frame: &Frame, v: &WarningView, form: &StepForm, errors: &Errors) -> AnyView {
    let radios = v.steps.iter().fold(Radios::new("step", "怎样办理"), |r, step| r.option(step.code(), step.zh()));
    let says = |step: Step| v.steps.contains(&step);
    let day = if says(Step::Serve) { "送达日期" } else { "新的履行期限（延长时填写）" };
    let body = view! {
        {hidden("version", &form.version)}
        {radios.chosen(&form.step).errors(errors).view()}
        {Field::text("day", day).hint(&frame.example(0)).narrow().value(&form.day).errors(errors).view()}
        {says(Step::Perform).then(|| Field::text("amount", "履行金额（已经履行时填写）").hint("例如 5万元").narrow().value(&form.amount).errors(errors).view())}
        {says(Step::Escalate).then(|| Field::text("decision_no", "决定书文号（转为正式决定时填写）").value(&form.decision_no).errors(errors).view())}
        {button("登记", "go", "step", "btn")}
    };
    let form = frame.form(format!("/staff/warnings/{}", v.line.id), body.into_any());
    view! { <section><h2>"办理"</h2>{form}</section> }.into_any()
}
