//! The error summary: first in main, links to the fields, focused by the address the form posts to (`#errors`).
use leptos::prelude::*;

use crate::form::Errors;

/// Nothing while there is nothing to mend.
pub fn error_summary(errors: &Errors) -> AnyView {
    if errors.is_empty() {
        return ().into_any();
    }
    let items = errors
        .iter()
        .map(|(field, message)| view! { <li><a href=format!("#{field}")>{message.to_owned()}</a></li> })
        .collect::<Vec<_>>();
    view! {
        <div class="err" id="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors-h">
            <h2 id="errors-h">{format!("有 {} 处需要修改", errors.len())}</h2>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

/// The message at a field, in the same words as in the summary.
pub(super) fn message(id: &str, error: Option<&str>) -> AnyView {
    match error {
        Some(text) => {
            view! { <p class="msg" id=format!("{id}-e")><span class="vh">"错误："</span>{text.to_owned()}</p> }
                .into_any()
        }
        None => ().into_any(),
    }
}

/// The value of `aria-describedby` for a field with these parts.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-h {id}-e")),
        (true, false) => Some(format!("{id}-h")),
        (false, true) => Some(format!("{id}-e")),
        (false, false) => None,
    }
}
