//! The article for the court's WeChat account: inline styles only, no link, no picture from elsewhere, because the
//! editor there drops the rest without a word.
use html_escape::encode_text;

use super::{markdown, poster::poster, record::NoticeRecord};
use crate::domain::{date::LegalDate, mask::Output};

/// An article to paste, and what has to be done by hand beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    pub title: String,
    /// 摘要, for the list of articles
    pub digest: String,
    pub html: String,
    /// What each picture is for, and where to take it from
    pub pictures: Vec<(&'static str, Picture)>,
    /// 阅读原文
    pub original: String,
    /// What the lint found; empty when all of it will stand
    pub dropped: Vec<Dropped>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Card,
    Qr,
}

/// Something WeChat would drop, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    pub what: &'static str,
    pub fix: &'static str,
}

const P: &str = "margin:0 0 16px;font-size:16px;line-height:1.75;color:#1B1F24";
const H: &str = "margin:24px 0 12px;padding-left:10px;border-left:4px solid #A3161B;font-size:18px;font-weight:600";
const REWARD: &str = "margin:0 0 16px;padding:12px;border-top:1px solid #8A5A00;border-bottom:1px solid #8A5A00;font-size:18px;color:#8A5A00";
const NOTE: &str = "margin:0 0 16px;padding:12px;background:#E9EFF6;border-left:4px solid #17365D;font-size:15px";
const LI: &str = "margin:0 0 8px;font-size:16px;line-height:1.75";

/// The whole article. The title names nobody: WeChat keeps it when the article is gone.
pub fn article(record: &NoticeRecord, today: LegalDate) -> Article {
    let r = record.masked(Output::Wechat);
    let mut html = String::new();
    if r.draft {
        html.push_str(&p(NOTE, "样稿：公告还没有发布，不得推送。"));
    }
    html.push_str(&p(P, &format!("{}　{}", r.court, r.number)));
    for sheet in r.subjects.iter().filter_map(|s| poster(&r, s.position, today)) {
        html.push_str(&heading(&sheet.title));
        for (label, digits, capitals) in &sheet.rewards {
            let capitals = if capitals.is_empty() { String::new() } else { format!("（{capitals}）") };
            html.push_str(&p(REWARD, &format!("{label}：{digits}{capitals}")));
        }
        html.extend(sheet.facts.iter().map(|(label, value)| p(P, &format!("{label}：{value}"))));
        html.push_str(&p(P, &format!("我们想知道：{}", sheet.wanted.join("；"))));
    }
    html.push_str(&body(&r.body_md));
    html.push_str(&heading("怎样提供线索"));
    html.push_str(&p(P, &format!("电话：{}。也可以到执行窗口：{}。可以匿名。", r.phone, r.address)));
    html.push_str(&p(NOTE, "请把线索只告诉法院，不要自行跟踪、拦截或者当面追讨，不要打扰其家人和同事。"));
    html.push_str(&p(P, &format!("领取条件：{}", r.conditions)));
    html.extend(r.basis.iter().map(|line| p(P, line)));
    html.push_str(&p(P, &format!("有效期至{}。是否仍然有效，请扫描下方二维码核对。", r.until_zh())));
    Article {
        title: format!("{}悬赏公告：{}", r.number, r.seeks()),
        digest: format!("{}，可以匿名，有效期至{}。", r.seeks(), r.until_zh()),
        pictures: vec![("封面图，不含姓名", Picture::Card), ("文末二维码，用于核对公告是否有效", Picture::Qr)],
        original: r.verify_url.clone(),
        dropped: lint(&html),
        html,
    }
}

fn p(style: &str, text: &str) -> String {
    format!("<p style=\"{style}\">{}</p>\n", encode_text(text))
}

fn heading(text: &str) -> String {
    format!("<h2 style=\"{H}\">{}</h2>\n", encode_text(text))
}

/// The Markdown of the notice with a style on each part, links as plain words.
fn body(source: &str) -> String {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(["p", "br", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote"].into())
        .set_tag_attribute_value("p", "style", P)
        .set_tag_attribute_value("h2", "style", H)
        .set_tag_attribute_value("h3", "style", H)
        .set_tag_attribute_value("li", "style", LI)
        .set_tag_attribute_value("blockquote", "style", NOTE);
    builder.clean(markdown::render(source).as_str()).to_string()
}

/// What the editor of WeChat drops or forbids, by what it is written with.
const DROPS: [(&str, &str, &str); 9] = [
    ("<script", "脚本", "请删除脚本。"),
    ("<style", "样式表", "请把样式写在每一段里。"),
    ("<link", "样式表", "请把样式写在每一段里。"),
    (" class=", "样式类名", "请把样式写在每一段里。"),
    ("<form", "表单", "请写明电话和地址。"),
    ("<input", "表单", "请写明电话和地址。"),
    ("<iframe", "嵌入的网页", "请改为图片或者文字。"),
    ("position:", "定位样式", "请改为普通段落。"),
    (" id=", "编号", "请删除编号。"),
];

/// Everything in an article that would not stand.
pub fn lint(html: &str) -> Vec<Dropped> {
    let plain = html.to_lowercase();
    let mut found: Vec<Dropped> =
        DROPS.iter().filter(|(sign, ..)| plain.contains(sign)).map(|(_, what, fix)| Dropped { what, fix }).collect();
    let inside = "https://mp.weixin.qq.com/";
    if plain.split("href=\"").skip(1).any(|rest| !rest.starts_with(inside)) {
        found.push(Dropped { what: "外部链接", fix: "请把网址放在“阅读原文”里。" });
    }
    if plain.split("src=\"").skip(1).any(|rest| !rest.starts_with("https://mmbiz.qpic.cn/")) {
        found.push(Dropped { what: "外部图片", fix: "请先把图片上传到公众号素材库。" });
    }
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::record::tests::{NAME, names_nobody, record};

    fn made(record: &NoticeRecord) -> Article {
        article(record, LegalDate::parse("2025-12-16").unwrap())
    }

    #[test]
    fn nothing_of_the_article_is_dropped() {
        let article = made(&record());
        assert_eq!(article.dropped, [], "{}", article.html);
        assert!(article.html.contains(NAME) && article.html.contains("50,000 元（人民币伍万元整）"));
        assert!(article.html.contains("<li style=") && article.html.contains("说明") && !article.html.contains("<a"));
        assert!(names_nobody(&article.title) && names_nobody(&article.digest));
    }

    #[test]
    fn what_wechat_drops_is_named_with_the_way_out() {
        for (html, what) in [
            ("<SCRIPT>x</SCRIPT>", "脚本"),
            ("<style>p{}</style>", "样式表"),
            ("<p class=\"a\">x</p>", "样式类名"),
            ("<a href=\"https://court.example\">x</a>", "外部链接"),
            ("<img src=\"/notices/card.png\">", "外部图片"),
            ("<form></form>", "表单"),
            ("<p style=\"position:fixed\">x</p>", "定位样式"),
        ] {
            let found = lint(html);
            assert!(found.iter().any(|d| d.what == what && !d.fix.is_empty()), "{html}: {found:?}");
        }
        assert!(lint("<a href=\"https://mp.weixin.qq.com/s/x\">x</a>").is_empty());
    }

    #[test]
    fn what_somebody_typed_stays_text() {
        let record = NoticeRecord { conditions: "<script>alert(1)</script>".into(), draft: true, ..record() };
        let article = made(&record);
        assert!(!article.html.contains("<script") && article.html.contains("不得推送"));
    }
}
