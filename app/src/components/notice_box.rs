//! Boxes, folds and the block that ends every page about a person.
use leptos::prelude::*;

use super::{Icon, icon, phone_link};

/// Navy-soft box for what a reader should know now; three sentences at most.
pub fn info_box(text: impl Into<String>) -> AnyView {
    view! { <div class="box"><p>{icon(Icon::Info)}{text.into()}</p></div> }.into_any()
}

/// The sentence that stands wherever a tip is asked for.
pub fn safety_box() -> AnyView {
    view! {
        <div class="box box--safety"><p>{icon(Icon::Shield)}
            "请只把线索告诉法院，不要自行跟踪、拦截或者当面追讨，不要打扰其家人和同事。"
        </p></div>
    }
    .into_any()
}

/// A `details` fold with a summary of at least one target's height.
pub fn fold(summary: impl Into<String>, body: AnyView) -> AnyView {
    view! { <details class="fold"><summary>{summary.into()}</summary><div class="fold__body">{body}</div></details> }
        .into_any()
}

/// The link back to the list a page belongs to.
pub fn back_link(href: impl Into<String>, words: impl Into<String>) -> AnyView {
    view! { <p class="back"><a href=href.into()>{icon(Icon::ArrowLeft)}{words.into()}</a></p> }.into_any()
}

/// 履行与异议: how to pay, whom to call, how to ask for correction, within what time (DJ-13, DJ-14).
pub fn rights_block(phone: &str) -> AnyView {
    let call = (!phone.is_empty()).then(|| view! { <li>"联系承办法官："{phone_link(phone)}</li> });
    view! {
        <section class="rights" aria-labelledby="rights">
            <h2 id="rights">"履行与异议"</h2>
            <ul>
                <li>"主动履行：可以到执行窗口办理，也可以先打电话约定时间。"<a href="/comply">"怎样履行"</a></li>
                {call}
                <li>"认为信息有误、不应公布或者应当删除的，可以书面申请纠正。法院自收到之日起 15 日内审查，理由成立的 3 个工作日内纠正。"
                    <a href="/comply#correct">"怎样申请更正"</a></li>
                <li>"对驳回决定不服的，可以自决定书送达之日起 10 日内向上一级法院申请复议。"</li>
            </ul>
        </section>
    }
    .into_any()
}
