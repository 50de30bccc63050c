//! Everything that can be made of one issue, ready to be copied.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::Field;
use crate::components::{back_link, info_box};
use crate::pages::Page;
use crate::text::wechat::{Article, Picture};

/// One issue's texts, all from one record and one masking policy.
#[derive(Clone, Debug, Default)]
pub struct OutputsView {
    /// Of the issue at the desk
    pub id: String,
    /// `2025年第21期`
    pub no_zh: String,
    pub draft: bool,
    /// Position and name of each subject that is still sought
    pub subjects: Vec<(i64, String)>,
    pub article: Article,
    pub message: String,
    pub script: String,
    /// Public pages and data, with what they are; empty for a draft
    pub links: Vec<(&'static str, String)>,
    /// False where this machine has no Chinese font
    pub card: bool,
}

pub fn outputs(frame: &Frame, view: &OutputsView) -> Page {
    let v = view.clone();
    staff_page(format!("{}海报和其他文本", v.no_zh), frame, false, move || {
        let back = format!("/staff/notices/{}", v.id);
        view! {
            {back_link(back, format!("{}悬赏公告", v.no_zh))}
            <h1>{format!("{}海报和其他文本", v.no_zh)}</h1>
            {v.draft.then(|| info_box("这期公告还没有发布。下面都是样稿，已经逐一标明，不得张贴、推送或者播出。"))}
            <p class="hint">"所有文本出自同一份公告，按同一规则遮挡：海报和微信文章有姓名，卡片、短信和广播稿没有。"</p>
            {posters(&v)}
            {wechat(&v)}
            {card(&v)}
            {texts(&v)}
            {links(&v)}
        }
    })
}

fn posters(v: &OutputsView) -> AnyView {
    let items = v.subjects.iter().map(|(position, name)| {
        let at = |paper: &str| format!("/staff/notices/{}/poster/{position}?paper={paper}", v.id);
        view! {
            <li>{format!("第 {position} 号 {name}：")}<a href=at("a4")>{format!("第 {position} 号 A4 海报")}</a>"　"
                <a href=at("a3")>{format!("第 {position} 号 A3 海报")}</a></li>
        }
    });
    let items = items.collect::<Vec<_>>();
    view! { <section><h2>"海报"</h2><ul class="desk__links">{items}</ul></section> }.into_any()
}

fn wechat(v: &OutputsView) -> AnyView {
    let a = &v.article;
    let dropped = a.dropped.iter().map(|d| view! { <li>{format!("{}：{}", d.what, d.fix)}</li> }).collect::<Vec<_>>();
    let lint = if dropped.is_empty() {
        view! { <p>"检查通过：没有微信会丢弃的内容。"</p> }.into_any()
    } else {
        view! { <p>"微信会丢弃下面的内容："</p><ul>{dropped}</ul> }.into_any()
    };
    let pictures = a.pictures.iter().map(|(use_for, picture)| {
        let file = match picture {
            Picture::Card => "card.png",
            Picture::Qr => "qr.png",
        };
        view! { <li>{*use_for}"："<a href=format!("/staff/notices/{}/{file}", v.id)>{format!("下载 {file}")}</a></li> }
    });
    view! {
        <section class="lines-to-copy">
            <h2>"微信公众号文章"</h2>
            {Field::text("wechat_title", "标题").hint("不含姓名，文章删除后标题仍会留在聊天里").value(&a.title).view()}
            {Field::text("wechat_digest", "摘要").value(&a.digest).view()}
            {Field::area("wechat_html", "正文").hint("全选后粘贴到公众号编辑器的 HTML 模式").rows(12).value(&a.html).view()}
            {Field::text("wechat_original", "阅读原文的网址").value(&a.original).view()}
            {lint}
            <p>"要先上传的图片："</p>
            <ul class="desk__links">{pictures.collect::<Vec<_>>()}</ul>
        </section>
    }
    .into_any()
}

fn card(v: &OutputsView) -> AnyView {
    let src = format!("/staff/notices/{}/card.png", v.id);
    let drawn = if v.card {
        view! { <figure><img src=src width="1200" height="630" loading="lazy" alt=format!("{}的分享卡片：期号、类型、悬赏金和有效期", v.no_zh)/></figure> }.into_any()
    } else {
        view! { <p>"这台服务器没有安装中文字体，画不出卡片。请管理员安装 Noto Sans CJK。"</p> }.into_any()
    };
    view! { <section><h2>"分享卡片"</h2>{drawn}</section> }.into_any()
}

fn texts(v: &OutputsView) -> AnyView {
    let count = |text: &str| format!("{} 个字", text.chars().count());
    view! {
        <section class="lines-to-copy">
            <h2>"短信和广播"</h2>
            {Field::area("message", "短信").hint(&format!("{}，一条短信不超过 70 个字", count(&v.message))).rows(3).value(&v.message).view()}
            {Field::area("script", "广播稿").hint(&format!("{}，约一分钟，数字照读", count(&v.script))).rows(6).value(&v.script).view()}
        </section>
    }
    .into_any()
}

fn links(v: &OutputsView) -> AnyView {
    if v.links.is_empty() {
        return ().into_any();
    }
    let items = v.links.iter().map(|(what, url)| view! { <li>{*what}"："<a href=url.clone()>{url.clone()}</a></li> });
    view! { <section><h2>"公开地址"</h2><ul class="desk__links">{items.collect::<Vec<_>>()}</ul></section> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_marked_and_has_no_public_address() {
        let view =
            OutputsView {
                id: "x".into(), draft: true, subjects: vec![(1, "钟离砚".into())], ..OutputsView::default()
            };
        let page = outputs(&Frame::default(), &view);
        assert!(page.body.contains("不得张贴、推送或者播出") && !page.body.contains("公开地址"));
        assert!(page.body.contains("/staff/notices/x/poster/1?paper=a3") && !page.title.contains("钟离砚"));
    }
}
