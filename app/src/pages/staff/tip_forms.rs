//! The forms of a tip case: triage, assignment, next step, note and reply. Only allowed ones are drawn.
use leptos::prelude::*;

use super::{
    Frame,
    tip::{TipForms, TipView},
};
use crate::components::fold;
use crate::components::form::{Field, Radios, Select, button, hidden};
use crate::domain::tip::{Measure, TipKind};
use crate::form::tip_work::{REPLY_MAX, Visibility};

/// All forms this person may use now.
pub(super) fn all(f: &Frame, v: &TipView, forms: &TipForms) -> AnyView {
    let none = !(v.may.triage || v.may.assign || v.may.work || v.reopen);
    view! {
        {none.then(|| view! { <p class="box">"您可以查看这条线索，办理由线索登记人员和承办人进行。"</p> })}
        {v.may.work.then(|| steps(f, v, forms))}
        {v.may.triage.then(|| triage(f, v, forms))}
        {v.may.assign.then(|| assign(f, v, forms))}
        {v.may.work.then(|| note(f, v, forms))}
        {v.reopen.then(|| reopen(f, v, forms))}
    }
    .into_any()
}

fn at(v: &TipView, what: &str) -> String {
    format!("/staff/tips/{}/{what}", v.id)
}

fn version(v: &TipView) -> AnyView {
    hidden("version", &v.version.to_string())
}

fn triage(f: &Frame, v: &TipView, forms: &TipForms) -> AnyView {
    let t = &forms.triage;
    let kinds = TipKind::ALL.iter().map(|k| (k.code(), k.zh()));
    let mut duplicates = Select::new("duplicate", "是不是重复线索").option("", "不是");
    for row in v.alike.iter().take_while(|row| !row.this) {
        duplicates = duplicates.option(&row.id, &format!("与 {} 相同", row.ticket));
    }
    let body = view! {
        {version(v)}
        {Select::new("kind", "线索类型").options(kinds).value(&t.kind).errors(&forms.errors).view()}
        {Radios::new("urgency", "紧急程度").option("now", "现在就在那里").option("dated", "预计某天出现")
            .option("normal", "不紧急").chosen(&t.urgency).errors(&forms.errors).view()}
        {Field::text("expected", "预计日期").optional().narrow().hint(&f.example(1)).value(&t.expected).errors(&forms.errors).view()}
        {duplicates.value(&t.duplicate).errors(&forms.errors).view()}
        {button("分流", "go", "triage", "btn")}
    };
    fold("分流", f.form(at(v, "triage"), body.into_any()))
}

fn assign(f: &Frame, v: &TipView, forms: &TipForms) -> AnyView {
    let a = &forms.assign;
    let body = view! {
        {version(v)}
        {Select::new("to", "承办人").option("", "请选择").options(v.officers.clone()).value(&a.to).errors(&forms.errors).view()}
        {Radios::new("recusal", "承办人与当事人有应当回避的关系吗？").option("none", "没有").option("conflict", "有")
            .chosen(&a.recusal).errors(&forms.errors).view()}
        {button("指派", "go", "assign", "btn")}
    };
    fold("指派", f.form(at(v, "assign"), body.into_any()))
}

fn steps(f: &Frame, v: &TipView, forms: &TipForms) -> AnyView {
    if v.steps.is_empty() {
        return ().into_any();
    }
    let s = &forms.step;
    let has = |code: &str| v.steps.iter().any(|(c, _)| c == code);
    let mut choice = Radios::new("step", "下一步");
    for (code, words) in &v.steps {
        choice = choice.option(code, words);
    }
    let finding = has("find").then(|| {
        Select::new("finding", "核查结论")
            .option("", "请选择")
            .options(v.findings.clone())
            .value(&s.finding)
            .errors(&forms.errors)
            .view()
    });
    let measure = has("act").then(|| {
        let options = Measure::ALL.iter().map(|x| (x.code(), x.zh()));
        Select::new("measure", "采取的措施")
            .option("", "请选择")
            .options(options)
            .value(&s.measure)
            .errors(&forms.errors)
            .view()
    });
    let body = view! {
        {version(v)}
        {choice.chosen(&s.step).errors(&forms.errors).view()}
        {finding}{measure}
        {Field::area("reason", "理由").rows(2).hint("记录结论、措施、结果和办结时必填，只在内部可见").value(&s.reason).errors(&forms.errors).view()}
        {button("确定", "go", "step", "btn")}
    };
    view! { <section><h2>"办理"</h2>{f.form(at(v, "step"), body.into_any())}</section> }.into_any()
}

fn note(f: &Frame, v: &TipView, forms: &TipForms) -> AnyView {
    let n = &forms.note;
    let mut who = Radios::new("visibility", "给谁看");
    for visibility in Visibility::ALL {
        who = who.option(visibility.code(), visibility.zh());
    }
    let hint = format!("发给提供人的最多 {REPLY_MAX} 字，不要写其他人的信息");
    let body = view! {
        {version(v)}
        {hidden("once", &format!("{}-{}", v.version, v.messages.len() + v.notes.len()))}
        {Field::area("note", "内容").rows(4).hint(&hint).value(&n.text).errors(&forms.errors).view()}
        {who.chosen(&n.visibility).errors(&forms.errors).view()}
        {button("发送", "go", "note", "btn")}
        {v.may.ask.then(|| button("要求补充", "go", "ask", "btn btn--plain"))}
    };
    view! { <section><h2>"备注和回复"</h2>{f.form(at(v, "note"), body.into_any())}</section> }.into_any()
}

fn reopen(f: &Frame, v: &TipView, forms: &TipForms) -> AnyView {
    let body = view! {
        {version(v)}
        {hidden("step", "reopen")}
        {Field::area("reason", "重新办理的理由").rows(2).value(&forms.step.reason).errors(&forms.errors).view()}
        {button("重新办理", "go", "reopen", "btn btn--plain")}
    };
    fold("重新办理", f.form(at(v, "step"), body.into_any()))
}
