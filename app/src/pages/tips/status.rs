//! `/tips/status`: ticket and secret, by POST only.
use leptos::prelude::*;

use super::parts::line;
use crate::{
    components::form::{button, error_summary, post_form},
    form::Errors,
    pages::{Page, Section},
};

/// What was typed is kept for the ticket only; a secret never goes back into a page.
#[derive(Clone, Debug, Default)]
pub struct StatusView {
    pub ticket: String,
    pub errors: Errors,
}

pub fn status(view: &StatusView) -> Page {
    let StatusView { ticket, errors } = view.clone();
    let page = super::page(!errors.is_empty(), move || {
        let body = view! {
            {line("ticket", "编号", &ticket).hint("10 位，例如 7KQ4M-2XT9W").narrow().errors(&errors).view()}
            {line("secret", "查询码", "").hint("16 位，大小写和空格不影响").errors(&errors).view()}
            {button("查看回复", "go", "open", "btn")}
        };
        view! {
            {error_summary(&errors)}
            <h1>"查看回复"</h1>
            <p class="hint">"编号和查询码写在提交后的回执上"</p>
            {post_form("/tips/status", body.into_any())}
            <p class="meta">"查询码丢失后无法找回。可以重新提交一次，并写明之前提交过。"</p>
        }
    });
    Page { section: Section::Status, ..page }
}
