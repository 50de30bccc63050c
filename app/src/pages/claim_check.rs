//! `/claims/check`: is there money for me? Yes or no, and where to go.
use leptos::prelude::*;

use super::claims::{ClaimCard, claim_lines};
use super::{Page, PaymentAccount, Section};
use crate::components::form::{Field, error_summary, post_form, submit};
use crate::components::{accounts, back_link};
use crate::form::{Errors, claim_check::ClaimCheckForm};

#[derive(Clone, Default)]
pub struct CheckView {
    pub form: ClaimCheckForm,
    pub errors: Errors,
    /// `None` before anything was asked; announcements to go to, none of them when nothing was found
    pub found: Option<Vec<ClaimCard>>,
    /// Of the enforcement window
    pub phone: String,
    pub accounts: Vec<PaymentAccount>,
}

pub fn check(view: CheckView) -> Page {
    let wrong = !view.errors.is_empty();
    Page::new("查一查有没有我的案款", Section::Claims, move || {
        let form = view! {
            {Field::text("name", "申请执行人的全名").hint("单位填写全称").value(&view.form.name).errors(&view.errors).autocomplete("off").view()}
            {Field::text("case_no", "案号").hint("执行通知书上有，例如（2025）湘1199执123号").value(&view.form.case_no).errors(&view.errors).autocomplete("off").view()}
            {submit("查一查")}
        };
        view! {
            {error_summary(&view.errors)}
            {back_link("/claims", "领取案款")}
            <h1>"查一查有没有我的案款"</h1>
            {view.found.as_ref().map(|found| answer(found, &view.phone))}
            {post_form("/claims/check", form.into_any())}
            <p class="meta">"填写的内容只用来核对这一次，不会保存。"</p>
            {accounts(&view.accounts)}
        }
    })
    .noindex()
    .errors(wrong)
}

fn answer(found: &[ClaimCard], phone: &str) -> AnyView {
    if found.is_empty() {
        let call = if phone.is_empty() { String::new() } else { format!("，或者拨打 {phone}") };
        let words = format!("现在的领款公告里没有查到。这不代表没有案款：可以带身份证到执行窗口询问{call}。");
        return view! { <section id="results"><h2>"没有查到"</h2><p>{words}</p></section> }.into_any();
    }
    view! {
        <section id="results"><h2>"有案款等您领取"</h2>
            <p>"公告里有这个案号，领款人的姓名也对得上。请看公告里的时间、地点和要带的材料，本人到窗口核对身份后领取。"</p>
            {claim_lines(found)}</section>
    }
    .into_any()
}
