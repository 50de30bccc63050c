//! Ending the search for one debtor of a published issue, while the others go on.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Radios, button, error_summary, hidden};
use crate::components::{Fact, back_link, facts, info_box};
use crate::domain::notice::{EndReason, SubjectState};
use crate::domain::refusal::cited;
use crate::form::{Errors, subject_end::EndForm};
use crate::pages::Page;

/// Whom the form is about.
#[derive(Clone, Debug, Default)]
pub struct EndPlace {
    pub issue: String,
    pub issue_zh: String,
    pub subject: String,
    pub position: i64,
    pub name: String,
    pub case_no: String,
    pub state_zh: String,
    /// The reasons that lead anywhere from this state.
    pub reasons: Vec<EndReason>,
}

pub fn subject_end(frame: &Frame, place: &EndPlace, form: &EndForm, errors: &Errors) -> Page {
    let (f, at, v, errors) = (frame.clone(), place.clone(), form.clone(), errors.clone());
    staff_page("结束一名被执行人的征集", frame, !errors.is_empty(), move || {
        let back = format!("/staff/notices/{}", at.issue);
        let action = format!("{back}/subjects/{}/end", at.subject);
        let effect = format!(
            "结束后，这个人的姓名、照片和页面马上从网站撤下，搜索也查不到；公告里只留“第 {} 号”。\
             其他被执行人的征集继续。不能恢复，需要时请重新发布公告。{}",
            at.position,
            cited("BN-12")
        );
        let reasons = at.reasons.iter().fold(Radios::new("reason", "结束的原因"), |radios, reason| {
            let words = match reason.leads_to() {
                SubjectState::Withdrawn => format!("{}（标为“已撤下”）", reason.zh()),
                _ => reason.zh().to_owned(),
            };
            radios.option(reason.code(), &words)
        });
        view! {
            {error_summary(&errors)}
            {back_link(back, at.issue_zh.clone())}
            <h1>"结束一名被执行人的征集"</h1>
            {facts(vec![
                Fact::text("位置", format!("第 {} 号", at.position)),
                Fact::text("被执行人", at.name.clone()),
                Fact::nb("案号", at.case_no.clone()),
                Fact::text("状态", at.state_zh.clone()),
            ])}
            {info_box(&effect)}
            {f.form(action, view! {
                {hidden("version", &v.version)}
                {reasons.chosen(&v.reason).errors(&errors).view()}
                {Field::area("note", "备注").optional().rows(3).hint("只在法院内部留存，公开页面不显示").value(&v.note).errors(&errors).view()}
                {button("结束征集，马上撤下姓名", "go", "end", "btn btn--warn")}
            }.into_any())}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bn_12_the_form_says_what_happens_and_offers_no_reason_that_needs_nobody() {
        let place = EndPlace { position: 2, reasons: EndReason::BY_HAND.to_vec(), ..EndPlace::default() };
        let body = subject_end(&Frame::default(), &place, &EndForm::default(), &Errors::default()).body;
        assert!(body.contains("第 2 号") && body.contains("（规则 BN-12）") && body.contains("不能恢复"));
        assert!(body.contains("value=\"performed\"") && !body.contains("value=\"expired\""));
        let ended = EndPlace { reasons: vec![EndReason::Mistaken], ..EndPlace::default() };
        let body = subject_end(&Frame::default(), &ended, &EndForm::default(), &Errors::default()).body;
        assert!(body.contains("value=\"mistaken\"") && !body.contains("value=\"performed\""));
    }
}
