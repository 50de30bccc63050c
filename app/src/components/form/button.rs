//! Forms and their buttons. A refused form answers 422 and opens at its error summary.
use leptos::prelude::*;

/// A POST form whose answer opens at `#errors` when something is to be mended.
pub fn post_form(action: impl Into<String>, body: AnyView) -> AnyView {
    let action = format!("{}#errors", action.into());
    view! { <form class="form" method="post" action=action novalidate>{body}</form> }.into_any()
}

/// The same with files.
pub fn upload_form(action: impl Into<String>, body: AnyView) -> AnyView {
    let action = format!("{}#errors", action.into());
    view! { <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>{body}</form> }
        .into_any()
}

/// The main button of a form: navy, full width on phones.
pub fn submit(label: &str) -> AnyView {
    view! { <button class="btn">{label.to_owned()}</button> }.into_any()
}

/// A button that says which of several it was. `class`: `btn`, `btn btn--plain` (secondary), `btn btn--warn` (takes
/// something away), `btn btn--link`.
pub fn button(label: &str, name: &str, value: &str, class: &str) -> AnyView {
    view! { <button class=class.to_owned() name=name.to_owned() value=value.to_owned()>{label.to_owned()}</button> }
        .into_any()
}

/// A value the form carries along.
pub fn hidden(name: &str, value: &str) -> AnyView {
    view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }.into_any()
}
