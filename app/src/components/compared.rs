//! Two texts as one: what went is marked 删 and struck, what came is marked 增 and underlined; colour only repeats it.
use leptos::prelude::*;

use crate::text::compare::{Change, compare};

/// The way from `old` to `new`.
pub fn compared(old: &str, new: &str) -> AnyView {
    let piece = |(change, text): (Change, String)| match change {
        Change::Same => view! { <span>{text}</span> }.into_any(),
        Change::Gone => view! { <del class="diff__del"><span class="diff__mark">"删"</span>{text}</del> }.into_any(),
        Change::New => view! { <ins class="diff__ins"><span class="diff__mark">"增"</span>{text}</ins> }.into_any(),
    };
    let pieces: Vec<_> = compare(old, new).into_iter().map(|p| piece((p.change, p.text))).collect();
    view! { <p class="diff keep-lines">{pieces}</p> }.into_any()
}

/// Fields that differ, each under its label: before, after, and the way between them. `heads` name the two sides.
pub fn side_by_side(heads: (&str, &str), fields: &[crate::form::words::Difference]) -> AnyView {
    let blank = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
    let section = |d: &crate::form::words::Difference| {
        view! {
            <section class="conflict">
                <h2>{d.label.clone()}</h2>
                <div class="conflict__sides">
                    <div><h3>{heads.0.to_owned()}</h3><p class="keep-lines">{blank(&d.before)}</p></div>
                    <div><h3>{heads.1.to_owned()}</h3><p class="keep-lines">{blank(&d.after)}</p></div>
                </div>
                <h3>"改动之处"</h3>
                {compared(&d.before, &d.after)}
            </section>
        }
    };
    fields.iter().map(section).collect::<Vec<_>>().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::to_html;

    #[test]
    fn what_went_and_what_came_is_told_in_words_and_nothing_becomes_markup() {
        let html = to_html(|| compared("旧<b>", "新<b>"));
        assert!(html.contains(">删</span>旧</del>") && html.contains(">增</span>新</ins>"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"));
    }
}
