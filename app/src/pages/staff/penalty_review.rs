//! One fine or detention: its service, and the one review it may have (PW-4).
use leptos::prelude::*;

use super::{Frame, measures::MeasureLine, staff_page};
use crate::components::form::{Field, Radios, button, error_summary};
use crate::components::{Fact, back_link, facts};
use crate::domain::penalty_review::{ReviewResult, ReviewStep};
use crate::form::{Errors, penalty_review::ReviewForm};
use crate::pages::Page;

#[derive(Clone, Debug, Default)]
pub struct ReviewView {
    pub measure: MeasureLine,
    pub decision_no: String,
    pub served: String,
    /// Last day on which the person may ask
    pub ask_until: String,
    pub asked: String,
    /// While a decision is awaited
    pub decide_by: String,
    pub decided: String,
    pub next: Option<ReviewStep>,
}

pub fn penalty_review(frame: &Frame, view: &ReviewView, form: &ReviewForm, errors: &Errors) -> Page {
    let (f, v, form, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page(format!("{}的送达和复议", v.measure.kind), frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            {back_link("/staff/measures", "全部记录")}
            <h1>{format!("{}的送达和复议", v.measure.kind)}</h1>
            <p class="meta">"收到决定书之日起三日内可以向上一级法院申请复议一次，五日内作出决定。复议期间不停止执行。"</p>
            {facts(vec![
                Fact::nb("决定日期", v.measure.on.clone()),
                Fact::text("决定书文号", v.decision_no.clone()),
                Fact::nb("案号", v.measure.case_no.clone()),
                Fact::nb("数量", v.measure.what.clone()),
                Fact::nb("送达", v.served.clone()),
                Fact::text("申请复议的最后一天", v.ask_until.clone()),
                Fact::nb("收到复议申请", v.asked.clone()),
                Fact::text("复议决定期限", v.decide_by.clone()),
                Fact::text("复议决定", v.decided.clone()),
            ])}
            {v.next.map(|step| step_form(&f, &v, step, &form, &errors))}
        }
    })
}

fn step_form(f: &Frame, v: &ReviewView, step: ReviewStep, form: &ReviewForm, errors: &Errors) -> AnyView {
    let label = match step {
        ReviewStep::Serve => "送达日期",
        ReviewStep::Ask => "收到复议申请的日期",
        ReviewStep::Decide => "复议决定的日期",
    };
    let results = (step == ReviewStep::Decide).then(|| {
        let radios = Radios::new("result", "复议结果");
        let radios = ReviewResult::ALL.iter().fold(radios, |radios, result| radios.option(result.code(), result.zh()));
        radios.chosen(&form.result).errors(errors).view()
    });
    let body = view! {
        {results}
        {Field::text("day", label).hint(&f.example(0)).narrow().value(&form.day).errors(errors).view()}
        {button(step.zh(), "go", step.code(), "btn")}
    };
    f.form(format!("/staff/measures/{}", v.measure.id), body.into_any())
}
