//! The filter bar: a GET form in a fold, and one removable chip per active condition.
use leptos::prelude::*;

use super::{Icon, icon};

/// An active condition and the address without it.
#[derive(Clone, Debug)]
pub struct Chip {
    pub words: String,
    pub href_without: String,
}

/// `fields` are the form's selects; the button stands after the options.
pub fn filter_bar(action: &str, fields: AnyView, chips: &[Chip]) -> AnyView {
    let summary = match chips.len() {
        0 => "筛选".to_owned(),
        n => format!("筛选（已选 {n} 项）"),
    };
    let chip = |c: &Chip| {
        view! { <li><a class="chip" href=c.href_without.clone()><span class="vh">"移除条件："</span>{c.words.clone()}{icon(Icon::Minus)}</a></li> }
    };
    let active = (!chips.is_empty()).then(|| {
        view! {
            <ul class="chips">
                {chips.iter().map(chip).collect::<Vec<_>>()}
                <li><a class="chip chip--clear" href=action.to_owned()>"清除全部条件"</a></li>
            </ul>
        }
    });
    view! {
        <details class="fold filter">
            <summary>{icon(Icon::Filter)}{summary}</summary>
            <form class="fold__body filter__form" method="get" action=action.to_owned()>
                {fields}
                <button class="btn btn--plain">"筛选"</button>
            </form>
        </details>
        {active}
    }
    .into_any()
}
