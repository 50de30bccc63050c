//! When an approved record goes before the public by itself, and the way past the review where nothing can wait.
use leptos::prelude::*;

use super::{Frame, staff_page, titled};
use crate::components::form::{Field, button, error_summary, hidden};
use crate::components::{Fact, back_link, facts, info_box};
use crate::domain::edition::EditionState;
use crate::form::{Errors, timing::TimingForm};
use crate::pages::Page;

#[derive(Clone, Debug, Default)]
pub struct TimingView {
    pub title: String,
    /// The record at its desk
    pub record: String,
    pub state: Option<EditionState>,
    /// `2025年12月20日 08:30，周院长` while a time is set
    pub planned: String,
    /// What stood in the way when its time had come
    pub trouble: String,
    /// Bounty notices name the president's approval
    pub asks_approval: bool,
}

pub fn timing(frame: &Frame, view: &TimingView, form: &TimingForm, errors: &Errors) -> Page {
    let (f, v, typed, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page("发布时间", frame, !errors.is_empty(), move || {
        let state = v.state.map_or("", EditionState::zh);
        let planned = (!v.planned.is_empty()).then(|| Fact::text("定时发布", v.planned.clone()));
        let trouble = (!v.trouble.is_empty()).then(|| info_box(&v.trouble));
        view! {
            {error_summary(&errors)}
            {back_link(v.record.clone(), titled(&v.title))}
            <h1>"发布时间"</h1>
            {trouble}
            {facts([Some(Fact::text("状态", state)), planned].into_iter().flatten().collect())}
            {match v.state {
                Some(EditionState::Approved) => schedule(&f, &v, &typed, &errors),
                Some(EditionState::Scheduled) => unschedule(&f, &v, &typed),
                Some(EditionState::LegalCheck) => force(&f, &v, &typed, &errors),
                _ => view! { <p class="empty">"现在不能设定发布时间。"</p> }.into_any(),
            }}
        }
    })
}

fn approval(v: &TimingView, typed: &TimingForm, errors: &Errors) -> Option<AnyView> {
    v.asks_approval.then(|| {
        let field = Field::text("approval_no", "院长或授权审批文号").hint("悬赏公告须经院长或者授权人批准");
        field.value(&typed.approval_no).errors(errors).view()
    })
}

fn schedule(f: &Frame, v: &TimingView, typed: &TimingForm, errors: &Errors) -> AnyView {
    let at = Field::text("publish_at", "发布时间").hint("例如 2025-12-20 08:30").value(&typed.publish_at);
    let form = view! {
        {hidden("version", &typed.version)}
        {at.errors(errors).view()}
        {approval(v, typed, errors)}
        {button("定时发布", "go", "schedule", "btn")}
    };
    view! {
        {info_box("到时间后一分钟内自动发布。发布前会再检查一遍，有问题就不发布，退回“待发布”并在工作台提醒。")}
        {f.form(format!("{}/timing", v.record), form.into_any())}
    }
    .into_any()
}

fn unschedule(f: &Frame, v: &TimingView, typed: &TimingForm) -> AnyView {
    let form = view! {
        {hidden("version", &typed.version)}
        {button("取消定时发布", "go", "unschedule", "btn btn--plain")}
    };
    f.form(format!("{}/timing", v.record), form.into_any())
}

fn force(f: &Frame, v: &TimingView, typed: &TimingForm, errors: &Errors) -> AnyView {
    let reason = Field::area("reason", "为什么不能等审核").rows(3).hint("只在内部留存，写进操作记录");
    let form = view! {
        {hidden("version", &typed.version)}
        {reason.value(&typed.reason).errors(errors).view()}
        {approval(v, typed, errors)}
        {button("紧急发布", "go", "force", "btn btn--warn")}
    };
    view! {
        {info_box("还没有审核。只有不能等的时候才紧急发布：不经过审核，但是个人信息、用语和法定条件的检查一项不少，起草人也不能发布自己写的内容。紧急发布单独记录，更新记录里一直看得到。")}
        {f.form(format!("{}/timing", v.record), form.into_any())}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(state: EditionState, view: TimingView) -> String {
        let view = TimingView { state: Some(state), ..view };
        timing(&Frame::default(), &view, &TimingForm::default(), &Errors::default()).body
    }

    #[test]
    fn ew_1_each_state_offers_its_own_step_and_no_other() {
        use EditionState::*;
        for (state, word) in
            [(Approved, "value=\"schedule\""), (Scheduled, "value=\"unschedule\""), (LegalCheck, "value=\"force\"")]
        {
            let html = body(state, TimingView::default());
            let offered: Vec<_> = ["schedule", "unschedule", "force"]
                .iter()
                .filter(|s| html.contains(&format!("value=\"{s}\"")))
                .collect();
            assert!(html.contains(word) && offered.len() == 1, "{state:?}: {offered:?}");
        }
        assert!(body(Draft, TimingView::default()).contains("不能设定发布时间"));
        let missed =
            TimingView { trouble: "到时间没有发布".into(), asks_approval: true, ..TimingView::default() };
        let html = body(Approved, missed);
        assert!(html.contains("到时间没有发布") && html.contains("审批文号"));
    }
}
