//! What the steps of the tip form share.
use leptos::prelude::*;

use crate::components::{back_link, form::Field, info_box};

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

/// A tip must not lose its reward silently; ended, withdrawn and unknown read the same, and never a name.
pub fn ended_box() -> AnyView {
    info_box("这条公告已经结束或撤下。您仍然可以提供线索，法院会收到，但这条公告的奖励不再适用。")
}
