//! The only place in the project that writes a text area.
use leptos::prelude::*;

/// A text area with its text safely inside: the framework does not escape a child here, so the text is encoded by
/// hand. The leading newline is the one the HTML parser eats.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] id: String,
    #[prop(into)] value: String,
    #[prop(default = 6)] rows: u32,
    /// ids of hint and message
    #[prop(optional_no_strip)]
    described_by: Option<String>,
    #[prop(default = false)] invalid: bool,
) -> impl IntoView {
    let html = format!("\n{}", html_escape::encode_text(&value));
    view! {
        <textarea name=name id=id rows=rows aria-describedby=described_by aria-invalid=invalid.then_some("true") inner_html=html></textarea>
    }
}
