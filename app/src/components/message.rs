//! The message thread of a tip: left the court, right the sender, both named in words and time.
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// 法院
    Court,
    /// 您 on the tipster's side, 线索提供人 on the staff's
    Sender,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub voice: Voice,
    /// How the speaker is called for this reader: 法院, 您, 线索提供人, 李法官
    pub name: String,
    /// As printed: 2025年10月9日 14:32
    pub when: String,
    /// Plain text; line breaks are kept
    pub text: String,
}

/// `empty` says what an empty thread means.
pub fn thread(messages: &[Message], empty: &str) -> AnyView {
    if messages.is_empty() {
        return view! { <p class="empty">{empty.to_owned()}</p> }.into_any();
    }
    let item = |m: &Message| {
        let class = match m.voice {
            Voice::Court => "msgs__item",
            Voice::Sender => "msgs__item msgs__item--sender",
        };
        view! {
            <li class=class>
                <p class="meta">{m.name.clone()}"　"<span class="nb">{m.when.clone()}</span></p>
                <p class="keep-lines">{m.text.clone()}</p>
            </li>
        }
    };
    view! { <ol class="msgs">{messages.iter().map(item).collect::<Vec<_>>()}</ol> }.into_any()
}
