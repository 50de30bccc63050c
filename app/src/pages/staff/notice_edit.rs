//! The editor of an issue: number, words, term, and the creditor's application.
use leptos::prelude::*;

use super::{
    Frame,
    conflict::{ConflictView, conflict},
    keeper, staff_page,
};
use crate::components::form::{Checkbox, Field, Radios, error_summary, hidden, submit};
use crate::components::{back_link, info_box};
use crate::domain::{deadline::Duty, refusal::cited};
use crate::form::{
    Errors,
    issue::{DECISIONS, IssueForm},
};
use crate::pages::Page;

/// `id` is empty for a new issue: only then is the number asked for, and it never changes afterwards.
pub fn notice_edit(frame: &Frame, id: &str, form: &IssueForm, errors: &Errors) -> Page {
    let (f, v, errors) = (frame.clone(), form.clone(), errors.clone());
    let new = id.is_empty();
    let (action, back) = if new {
        ("/staff/notices/new".to_owned(), "/staff/notices".to_owned())
    } else {
        (format!("/staff/notices/{id}/edit"), format!("/staff/notices/{id}"))
    };
    let title = if new { "起草悬赏公告" } else { "修改悬赏公告" };
    staff_page(title, frame, !errors.is_empty(), move || {
        let number = if new {
            let hint = format!("年份和期号，例如 {}-21", f.year());
            Field::text("no", "期号").narrow().hint(&hint).value(&v.no).errors(&errors).view()
        } else {
            hidden("no", &v.no)
        };
        view! {
            {error_summary(&errors)}
            {back_link(back, "返回")}
            <h1>{title}</h1>
            {info_box("草稿可以先不填完，随时保存。提交审核时再检查是否齐全。")}
            {f.form(action, view! {
                {hidden("version", &v.version)}
                {number}
                {words(&f, &v, &errors, keeper("body", !new))}
                {application(&f, &v, &errors)}
                {submit("保存草稿")}
            }.into_any())}
        }
    })
}

fn words(f: &Frame, v: &IssueForm, errors: &Errors, body: impl IntoView + 'static) -> AnyView {
    view! {
        <h2>"公告内容"</h2>
        {Field::text("title", "标题").hint("例如：征集被执行人财产线索").value(&v.title).errors(errors).view()}
        {Radios::new("kind", "悬赏类型").option("property", "财产线索").option("whereabouts", "行踪线索")
            .option("both", "财产和行踪线索").chosen(&v.kind).errors(errors).view()}
        {Field::text("summary", "一句话说明").hint("用于列表和分享，不要写姓名").value(&v.summary).errors(errors).view()}
        {Field::area("body", "正文").optional().rows(10).hint("可以用 Markdown：## 小标题、- 列表、**加粗**").value(&v.body).errors(errors).after(body).view()}
        {Field::area("condition", "领取条件").rows(3).value(&v.condition).errors(errors).view()}
        {Field::text("valid_from", "开始日期").narrow().hint(&f.example(0)).value(&v.valid_from).errors(errors).view()}
        {Field::text("valid_until", "截止日期").narrow().hint("当天仍然有效，最长一年").value(&v.valid_until).errors(errors).view()}
    }
    .into_any()
}

fn application(f: &Frame, v: &IssueForm, errors: &Errors) -> AnyView {
    let law = format!("只有申请执行人书面申请、法院准许以后，才能发布悬赏公告。申请人的姓名不公开。{}", cited("BN-3"));
    let within = format!("收到后 {}内决定", Duty::DecideBounty.limit().zh());
    let decision = DECISIONS
        .iter()
        .fold(Radios::new("decision", "法院的决定"), |radios, (code, words, _)| radios.option(code, words));
    view! {
        <h2>"申请执行人的书面申请"</h2>
        {info_box(&law)}
        {Field::text("applicant", "申请执行人").value(&v.applicant).errors(errors).view()}
        {Field::text("applied_on", "收到申请的日期").narrow().hint(&within).value(&v.applied_on).errors(errors).view()}
        {Field::area("promise", "承诺支付的金额或者方法").rows(3).value(&v.promise).errors(errors).view()}
        {Checkbox::new("promised", "申请执行人已书面承诺：线索使债权全部或者部分实现时支付悬赏金").checked(v.promised).errors(errors).view()}
        {decision.chosen(&v.decision).errors(errors).view()}
        {Field::text("decided_on", "决定日期").narrow().hint(&f.example(0)).value(&v.decided_on).errors(errors).view()}
    }
    .into_any()
}

/// Somebody else saved first: both texts, and the typed one once more to join them by hand.
pub fn notice_conflict(frame: &Frame, form: &IssueForm, view: &ConflictView) -> Page {
    let (f, mine) = (frame.clone(), form.clone());
    conflict(frame, view, move || {
        let none = Errors::default();
        view! { {hidden("no", &mine.no)}{words(&f, &mine, &none, ())}{application(&f, &mine, &none)} }.into_any()
    })
}
