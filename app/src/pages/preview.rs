//! A draft on a telephone: the public page under a mark that says it is none.
use leptos::prelude::*;

use super::{Page, Section};
use crate::render::to_html;

/// The public page as it would be, marked above and below; not for search engines and without a share card.
pub fn marked(page: Page, until: &str) -> Page {
    let words = format!("预览：还没有公布，请不要转发。{until}后不能再看");
    let mark = to_html(|| view! { <p class="demo" role="note">{words}</p> });
    let body = format!("{mark}{}{mark}", page.body);
    Page { title: "预览".into(), share: None, body, ..page }.noindex()
}

/// 404 for a link that has ended, was replaced, or never was: which of them is nobody's business.
pub fn ended() -> Page {
    Page::new("这个预览链接不能用了", Section::Other, || {
        view! {
            <h1>"这个预览链接不能用了"</h1>
            <p class="lead">"预览链接只在 30 分钟内有效。需要再看的，请让同事重新生成二维码。"</p>
        }
    })
    .noindex()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Robots;

    #[test]
    fn a_preview_says_so_above_and_below_and_shares_nothing() {
        let page = Page::new("公告", Section::Notices, || view! { <h1>"公告"</h1> }).share("公告", "说明");
        let page = marked(page, "10:31");
        assert_eq!(page.body.matches("还没有公布").count(), 2);
        assert!(page.share.is_none() && page.robots == Robots::NoIndex && page.title == "预览");
    }
}
