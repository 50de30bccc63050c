//! The receipt's code card: shown once, in groups of four, selectable, never as a picture.
use leptos::prelude::*;

/// `code` without spaces or already grouped; lines break between groups only.
pub fn code_card(label: &str, code: &str, hint: &str) -> AnyView {
    let plain: Vec<char> = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let groups = plain.chunks(4).map(|g| {
        let group: String = g.iter().collect();
        view! { <span>{group}</span>" " }
    });
    view! {
        <div class="code">
            <p>{label.to_owned()}</p>
            <p class="code__v">{groups.collect::<Vec<_>>()}</p>
            <p class="hint">{hint.to_owned()}</p>
        </div>
    }
    .into_any()
}
