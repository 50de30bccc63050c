//! Requests for correction at the desk: the list by due day, and one request with what can be done now (DJ-14, PI-6).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Radios, button, error_summary, hidden};
use crate::components::{Column, Fact, Tone, back_link, data_table, facts, nb, tone_tag, turns};
use crate::form::{
    Errors,
    objection::ObjectionContent,
    objection_step::{Step, StepForm},
};
use crate::pages::Page;

/// One request as a line; nothing in it names anybody.
#[derive(Clone, Debug, Default)]
pub struct ObjectionLine {
    pub id: String,
    pub ticket: String,
    pub about: String,
    pub received: String,
    pub state: String,
    pub due: String,
    pub late: bool,
}

/// One page of those that wait, or of those that are settled.
#[derive(Clone, Debug, Default)]
pub struct ObjectionsView {
    pub lines: Vec<ObjectionLine>,
    pub waiting: bool,
    /// Not the first page.
    pub paged: bool,
    /// Key of the next page; empty on the last.
    pub next: String,
}

pub fn objections(frame: &Frame, view: &ObjectionsView) -> Page {
    let v = view.clone();
    staff_page("纠正申请", frame, false, move || {
        let columns = [
            Column::text("编号"),
            Column::text("情形"),
            Column::text("收到"),
            Column::text("状态"),
            Column::text("期限"),
        ];
        let row = |l: &ObjectionLine| {
            let tone = if l.late { Tone::Late } else { Tone::Draft };
            vec![
                view! { <a class="nb" href=format!("/staff/objections/{}", l.id)>{l.ticket.clone()}</a> }.into_any(),
                l.about.clone().into_any(),
                nb(l.received.clone()),
                tone_tag(tone, l.state.clone()),
                l.due.clone().into_any(),
            ]
        };
        let none = v.lines.is_empty();
        let here = if v.waiting { "/staff/objections" } else { "/staff/objections?open=no" };
        let next = match (v.next.as_str(), v.waiting) {
            ("", _) => String::new(),
            (key, true) => format!("{here}?after={key}"),
            (key, false) => format!("{here}&after={key}"),
        };
        let other = if v.waiting {
            view! { <a href="/staff/objections?open=no">"已经办完的"</a> }
        } else {
            view! { <a href="/staff/objections">"没有办完的"</a> }
        };
        view! {
            <h1>"纠正申请"</h1>
            <p>{other}</p>
            {none.then(|| view! { <p class="empty">"这里没有申请。"</p> })}
            {(!none).then(|| data_table("先收到的在前", &columns, v.lines.iter().map(row).collect()))}
            {turns(if v.paged { here } else { "" }, &next)}
        }
    })
}

/// One request, opened.
#[derive(Clone, Debug, Default)]
pub struct ObjectionView {
    pub line: ObjectionLine,
    pub kind: String,
    pub content: ObjectionContent,
    pub answer: String,
    pub decision_no: String,
    /// Public number of the entry it is about
    pub entry_no: String,
    /// About an entry, not about data (PI-6)
    pub about_entry: bool,
    pub steps: Vec<Step>,
    /// Time, person, what was done
    pub history: Vec<(String, String, String)>,
}

pub fn objection(frame: &Frame, view: &ObjectionView, form: &StepForm, errors: &Errors) -> Page {
    let (f, v, form, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page("纠正申请", frame, !errors.is_empty(), move || {
        let (line, content) = (&v.line, &v.content);
        let columns = [Column::text("时间"), Column::text("人员"), Column::text("操作")];
        let past = |(when, who, what): &(String, String, String)| {
            vec![nb(when.clone()), who.clone().into_any(), what.clone().into_any()]
        };
        view! {
            {error_summary(&errors)}
            {back_link("/staff/objections", "全部申请")}
            <h1>{v.kind.clone()}</h1>
            {facts(vec![
                Fact::nb("编号", line.ticket.clone()),
                Fact::text("情形", line.about.clone()),
                Fact::text("状态", line.state.clone()),
                Fact::text("期限", line.due.clone()),
                Fact::nb("收到日期", line.received.clone()),
                Fact::text("申请人", content.name.clone()),
                Fact::phone("电话", &content.phone),
                Fact::text("案号", content.case_no.clone()),
                Fact::nb("名单编号", v.entry_no.clone()),
                Fact::text("决定书文号", v.decision_no.clone()),
                Fact::text("已答复", v.answer.clone()),
            ])}
            <h2>"申请内容"</h2>
            <p class="keep-lines">{content.what.clone()}</p>
            <p class="meta">"名单信息在审查期间继续公布。理由成立的，请到名单页面更正或者撤销后，再登记“已经纠正”。"</p>
            {(!v.steps.is_empty()).then(|| steps(&f, &v, &form, &errors))}
            <section><h2>"办理记录"</h2>{data_table("先发生的在前", &columns, v.history.iter().map(past).collect())}</section>
        }
    })
}

fn steps(frame: &Frame, v: &ObjectionView, form: &StepForm, errors: &Errors) -> AnyView {
    let radios = v.steps.iter().fold(Radios::new("step", "怎样办理"), |r, step| r.option(step.code(), step.zh()));
    let says = |step: &Step| v.steps.contains(step);
    let answered = v.steps.iter().any(|step| step.is_answered());
    let day = match (says(&Step::Reject), says(&Step::Reconsider)) {
        (true, _) => Some("决定书送达日期（驳回时填写）"),
        (_, true) => Some("申请复议的日期"),
        _ => None,
    };
    let fields = view! {
        {hidden("version", &form.version)}
        {radios.chosen(&form.step).errors(errors).view()}
        {answered.then(|| Field::area("answer", "给申请人的答复").hint("申请人凭查询码能看到，不要写他人信息").value(&form.answer).errors(errors).view())}
        {v.about_entry.then(|| Field::text("entry_no", "名单编号").hint("例如 d-2025-0312。登记“已经纠正”前会核对这一条").narrow().optional().value(&form.entry_no).errors(errors).view())}
        {says(&Step::Reject).then(|| Field::text("decision_no", "决定书文号（驳回时填写）").value(&form.decision_no).errors(errors).view())}
        {day.map(|label| Field::text("day", label).hint(&frame.example(0)).narrow().value(&form.day).errors(errors).view())}
        {button("登记", "go", "step", "btn")}
    };
    view! { <section><h2>"办理"</h2>{frame.form(format!("/staff/objections/{}", v.line.id), fields.into_any())}</section> }.into_any()
}
