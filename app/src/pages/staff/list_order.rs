//! The document of an entry on a sheet to print and sign.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::back_link;
use crate::pages::Page;
use crate::text::order::{Order, TEMPLATE};

/// The title has the public number and no name: it stands in the tab and in the printer's queue.
pub fn list_order(
    frame: &Frame,
    sheet: &Order,
    (number, back): (&str, &str),
    (court, decided_on): (&str, &str),
) -> Page {
    let (v, back) = (sheet.clone(), back.to_owned());
    let (court, decided_on) = (court.to_owned(), decided_on.to_owned());
    staff_page(format!("{} {number}", sheet.title), frame, false, move || {
        let paragraphs = v.paragraphs.iter().map(|text| view! { <p>{text.clone()}</p> });
        let list = v.list.iter().map(|text| view! { <li>{text.clone()}</li> });
        let closing = v.closing.iter().map(|text| view! { <p>{text.clone()}</p> });
        view! {
            {back_link(back, "返回这条信息")}
            <p class="hint">"请用浏览器的打印功能打印，由院长签发，送达后在系统里登记。证件号码按公开的办法隐去，需要全号的请在卷宗里填写。"</p>
            <article class="poster">
                {v.draft.then(|| view! { <p class="poster__mark">"草稿，没有签发"</p> })}
                <p class="poster__court">{court.clone()}</p>
                <h1>{v.title}</h1>
                <p class="poster__court">{v.number.clone()}</p>
                {paragraphs.collect::<Vec<_>>()}
                <ol>{list.collect::<Vec<_>>()}</ol>
                {closing.collect::<Vec<_>>()}
                <p>"院长（签名）："</p>
                <p>{if decided_on.is_empty() { "　　　　年　　月　　日".to_owned() } else { decided_on.clone() }}</p>
                <p class="meta">{format!("文书样式 {TEMPLATE}")}</p>
            </article>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_so_and_the_title_names_nobody() {
        let sheet =
            Order {
                title: "限制消费令", paragraphs: vec!["被执行人：甲某。".into()], draft: true, ..Order::default()
            };
        let page = list_order(&Frame::default(), &sheet, ("r-2025-0001", "/staff/lists/x"), ("示例县人民法院", ""));
        assert!(page.body.contains("草稿，没有签发") && page.body.contains("甲某") && !page.title.contains("甲某"));
        assert!(page.body.contains("文书样式 2025-1"));
    }
}
