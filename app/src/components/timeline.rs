//! An ordered list of moments on a rail: history newest first, progress in process order.
use leptos::prelude::*;

#[derive(Clone, Debug, Default)]
pub struct Moment {
    pub title: String,
    /// As printed: 2025年7月, 2025年10月9日 14:32
    pub when: String,
    /// 执行局, 李法官; empty hides it
    pub who: String,
    /// One or two sentences; empty hides them
    pub text: String,
    /// The step a process stands at: filled mark, and the word 现在
    pub current: bool,
}

pub fn timeline(moments: &[Moment]) -> AnyView {
    let item = |m: &Moment| {
        let m = m.clone();
        let class = if m.current { "timeline__item timeline__item--now" } else { "timeline__item" };
        view! {
            <li class=class aria-current=m.current.then_some("step")>
                <p class="timeline__title">{m.title}{m.current.then(|| view! { <span class="timeline__now">"现在"</span> })}</p>
                {(!m.when.is_empty() || !m.who.is_empty()).then(|| view! {
                    <p class="meta">{m.when}{(!m.who.is_empty()).then(|| format!("　{}", m.who))}</p>
                })}
                {(!m.text.is_empty()).then(|| view! { <p>{m.text}</p> })}
            </li>
        }
    };
    view! { <ol class="timeline">{moments.iter().map(item).collect::<Vec<_>>()}</ol> }.into_any()
}
