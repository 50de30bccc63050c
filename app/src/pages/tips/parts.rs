//! What the steps of the tip form share.
use leptos::prelude::*;

use crate::components::{back_link, form::Field};

/// Back link, 第 n 步，共 5 步 in words, and the bar.
pub fn step_head(n: u8, back: &'static str) -> impl IntoView {
    view! {
        {back_link(back, "返回上一步")}
        <p class="step">{format!("第 {n} 步，共 5 步")}</p>
        <svg class="step__bar" width="100%" height="4" aria-hidden="true"><rect width=format!("{}%", n * 20) height="100%"></rect></svg>
    }
}

/// Which notice the tip answers, by number only.
pub fn subject_line(subject: &Option<String>) -> Option<impl IntoView + use<>> {
    let text = subject.as_ref().map(|s| format!("正在提供线索：{s}"));
    text.map(|text| view! { <p class="meta">{text}</p> })
}

/// A one-line field that browsers must not remember.
pub fn line(id: &str, label: &str, value: &str) -> Field {
    Field::text(id, label).value(value).autocomplete("off")
}
