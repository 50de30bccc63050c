//! Step 4: anonymous or named, and the declarations. No lane is chosen in advance.
use leptos::prelude::*;

use super::parts::{line, step_head};
use crate::{
    components::form::{Checkbox, Radios, button, error_summary, hidden, post_form},
    domain::tip_content::{DECLARATIONS, PRIVACY_VERSION},
    form::{Errors, tip, tip_you::YouForm},
    pages::Page,
};

#[derive(Clone, Debug, Default)]
pub struct YouView {
    pub form: YouForm,
    pub errors: Errors,
}

pub fn you(view: &YouView) -> Page {
    let YouView { form, errors } = view.clone();
    super::page(!errors.is_empty(), move || {
        let body = view! {
            {lane(&form, &errors)}
            {person(&form, &errors)}
            {declarations(&form, &errors)}
            {hidden("privacy", PRIVACY_VERSION)}
            {button("核对", "go", "next", "btn")}
        };
        view! {
            {error_summary(&errors)}
            {step_head(4, "/tips/new/photos")}
            {post_form("/tips/new/you", body.into_any())}
        }
    })
}

fn lane(form: &YouForm, errors: &Errors) -> AnyView {
    Radios::new("lane", "怎样提交？")
        .question()
        .option_with("anonymous", "匿名提交", "凭查询码联系；要领悬赏金时再核实身份")
        .option_with("named", "实名提交，身份保密", "留下姓名和手机号码，可以领取悬赏金")
        .chosen(&form.lane)
        .errors(errors)
        .view()
}

fn person(form: &YouForm, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <h2>"实名提交的，请填写"</h2>
        <p class="hint">"匿名提交不用填，填了也不会保存"</p>
        {line("name", "姓名", &form.name).narrow().errors(errors).view()}
        {line("phone", "手机号码", &form.phone).hint("11 位数字").narrow().inputmode("tel").errors(errors).view()}
        {line("hours", "方便接电话的时间", &form.hours).optional().hint("例如 晚上七点以后").errors(errors).view()}
    }
}

fn declarations(form: &YouForm, errors: &Errors) -> impl IntoView + use<> {
    let items: Vec<_> = DECLARATIONS.iter().map(|d| view! { <li>{*d}</li> }).collect();
    let tick = Checkbox::new("declare", "以上四条我都确认").checked(tip::ticked(&form.declare)).errors(errors);
    view! {
        <h2>"提交前请确认"</h2>
        <ol>{items}</ol>
        {tick.view()}
    }
}
