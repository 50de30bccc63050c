//! Step 1: what was seen.
use leptos::prelude::*;

use super::parts::{line, step_head, subject_line};
use crate::{
    components::form::{Checks, Field, Radios, button, error_summary, post_form},
    domain::{
        date::LegalDate,
        tip_content::{BREACHES, Topic, WHAT_MAX},
    },
    form::{Errors, tip_what::WhatForm},
    islands::CharCount,
    pages::Page,
};

#[derive(Clone, Debug)]
pub struct WhatView {
    pub form: WhatForm,
    pub errors: Errors,
    /// Examples of dates must be dates the form takes.
    pub today: LegalDate,
    /// 2025年第21期悬赏公告; `None` when the tip answers no notice.
    pub subject_zh: Option<String>,
}

pub fn what(view: &WhatView) -> Page {
    let WhatView { form, errors, today, subject_zh } = view.clone();
    super::page(!errors.is_empty(), move || {
        let body = view! {
            {account(&form, &errors)}
            {topics(&form)}
            {breaches(&form)}
            {subject_zh.is_none().then(|| about(&form, &errors))}
            {line("plate", "车牌号", &form.plate).optional().narrow().errors(&errors).view()}
            {line("holder", "财产登记在谁名下", &form.holder).optional().errors(&errors).view()}
            {urgency(&form, &errors, today)}
            {button("继续", "go", "next", "btn")}
        };
        view! {
            {error_summary(&errors)}
            {step_head(1, "/tips/new")}
            {subject_line(&subject_zh)}
            {post_form("/tips/new/what", body.into_any())}
        }
    })
}

fn account(form: &WhatForm, errors: &Errors) -> AnyView {
    Field::area("what", "您了解到什么情况？")
        .question()
        .hint("时间、地点、看到了什么。记不清的地方可以不写，最多 2000 个字")
        .value(&form.what)
        .errors(errors)
        .after(view! { <CharCount target="what".to_string() max=WHAT_MAX/> })
        .view()
}

fn topics(form: &WhatForm) -> AnyView {
    let radios = Radios::new("kind", "属于哪一类").chosen(&form.kind);
    Topic::ALL.into_iter().fold(radios, |r, t| r.option(t.code(), t.zh())).view()
}

/// RC-3: the nine kinds, shown open once the sender has chosen this topic.
fn breaches(form: &WhatForm) -> impl IntoView + use<> {
    let checks = Checks::new("breach", "看到的情形").chosen(&form.breach);
    let checks = BREACHES.iter().fold(checks, |c, (code, zh)| c.option(code, zh)).view();
    view! {
        <details class="fold" open=form.kind == Topic::Breach.code()>
            <summary>"违反限制消费的，请勾选看到的情形"</summary>
            <div class="fold__body">{checks}</div>
        </details>
    }
}

/// Free text only: the page never says whether a name belongs to a debtor (8.1).
fn about(form: &WhatForm, errors: &Errors) -> AnyView {
    line("about", "关于谁", &form.about).optional().hint("姓名、单位名称或者案号").errors(errors).view()
}

fn urgency(form: &WhatForm, errors: &Errors, today: LegalDate) -> impl IntoView + use<> {
    let radios = Radios::new("urgency", "现在还在那里吗")
        .option("now", "现在就在那里")
        .option("dated", "预计在某一天出现")
        .option("none", "不清楚，或者是以前的情况")
        .chosen(&form.urgency)
        .errors(errors);
    let date = line("expected", "预计的日期", &form.expected)
        .hint(&format!("选了“预计在某一天出现”才需要填写，{}", WhatForm::expected_example(today)))
        .narrow()
        .errors(errors);
    view! { {radios.view()}{date.view()} }
}
