//! What colleagues say about single fields of a draft; what is open stands in the way of approval.
use leptos::prelude::*;

use super::Frame;
use crate::components::form::{Field, Select, button};
use crate::components::{Tone, fold, tone_tag};
use crate::form::Errors;

/// One remark.
#[derive(Clone, Debug, Default)]
pub struct Remark {
    pub id: String,
    pub field: String,
    pub quote: String,
    /// The words meant stand there no more.
    pub moved: bool,
    pub text: String,
    pub who: String,
    pub when: String,
    /// Who settled it, and when; empty while it is open.
    pub resolved: String,
}

#[derive(Clone, Debug, Default)]
pub struct RemarksView {
    /// The record at its desk
    pub record: String,
    /// Labels of the fields one can speak of; empty once the record is past review
    pub fields: Vec<String>,
    pub list: Vec<Remark>,
    /// What was typed, when it came back
    pub typed: crate::form::remark::RemarkForm,
}

/// The section of a record's page.
pub(super) fn remarks(frame: &Frame, v: &RemarksView, errors: &Errors) -> AnyView {
    if v.list.is_empty() && v.fields.is_empty() {
        return ().into_any();
    }
    let (open, settled): (Vec<_>, Vec<_>) = v.list.iter().partition(|remark| remark.resolved.is_empty());
    let count = open.len();
    let list = |some: Vec<&Remark>| {
        let items: Vec<_> = some.into_iter().map(|remark| item(frame, v, remark)).collect();
        view! { <ul class="notes">{items}</ul> }.into_any()
    };
    let settled = (!settled.is_empty()).then(|| fold(format!("已处理的批注 {} 条", settled.len()), list(settled)));
    view! {
        <section id="remarks">
            <h2>"批注"</h2>
            {if count == 0 {
                view! { <p class="empty">"没有需要处理的批注。"</p> }.into_any()
            } else {
                view! { <p>{format!("有 {count} 条批注没有处理。全部处理完，才能审核通过。")}</p>{list(open)} }.into_any()
            }}
            {settled}
            {(!v.fields.is_empty()).then(|| new(frame, v, errors))}
        </section>
    }
    .into_any()
}

fn item(frame: &Frame, v: &RemarksView, remark: &Remark) -> AnyView {
    let r = remark.clone();
    let open = r.resolved.is_empty();
    let action = format!("{}/remarks/{}/resolve", v.record, r.id);
    let settle = open.then(|| frame.form(action, button("已处理", "go", "resolve", "btn btn--plain")));
    let quote = (!r.quote.is_empty()).then(|| {
        let moved = r.moved.then(|| tone_tag(Tone::Draft, "原文已改"));
        view! { <blockquote class="keep-lines">{r.quote.clone()}</blockquote>{moved} }
    });
    view! {
        <li>
            <p class="meta">{format!("{}　{}　{}", r.field, r.who, r.when)}</p>
            {quote}
            <p class="keep-lines">{r.text.clone()}</p>
            {(!open).then(|| view! { <p class="meta">{r.resolved.clone()}</p> })}
            {settle}
        </li>
    }
    .into_any()
}

fn new(frame: &Frame, v: &RemarksView, errors: &Errors) -> AnyView {
    let fields = v.fields.iter().map(|label| (label.clone(), label.clone()));
    let body = view! {
        {Select::new("field", "说的是哪一项").options(fields).value(&v.typed.field).errors(errors).view()}
        {Field::text("quote", "原文").optional().hint("摘抄要改的那几个字，方便对照").value(&v.typed.quote).errors(errors).view()}
        {Field::area("remark", "批注").rows(3).hint("只在后台看到，不会公开").value(&v.typed.text).errors(errors).view()}
        {button("加批注", "go", "remark", "btn btn--plain")}
    };
    frame.form(format!("{}/remarks", v.record), body.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::to_html;

    fn shown(view: RemarksView) -> String {
        to_html(move || remarks(&Frame::default(), &view, &Errors::default()))
    }

    #[test]
    fn an_open_remark_has_a_button_and_a_settled_one_says_by_whom() {
        let open = Remark { id: "a".into(), quote: "口头".into(), moved: true, ..Remark::default() };
        let settled = Remark { id: "b".into(), resolved: "李某 10:00 处理".into(), ..Remark::default() };
        let html = shown(RemarksView { list: vec![open, settled], ..RemarksView::default() });
        assert!(html.contains("有 1 条批注没有处理") && html.contains("原文已改") && html.contains("李某 10:00 处理"));
        assert!(html.contains("/remarks/a/resolve") && !html.contains("/remarks/b/resolve"));
        assert!(!shown(RemarksView::default()).contains("section"), "nothing to say, nothing shown");
    }
}
