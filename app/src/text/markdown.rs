//! Markdown bodies of notices, outcomes and articles: written by staff, still never trusted.
//! Pre-pass for CJK emphasis → pulldown-cmark → ammonia with a short list of allowed tags.
use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};

use crate::domain::picture::SCENE;

/// HTML that went through the sanitiser; the only value a page writes with `inner_html`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
    pub fn into_string(self) -> String {
        self.0
    }
}

const TAGS: &[&str] = &[
    "p",
    "br",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "strong",
    "em",
    "del",
    "a",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "img",
];

/// One picture of a text: the words for who does not see it, and its address as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub alt: String,
    pub address: String,
}

impl Picture {
    /// The name behind `/images/{name}.jpg`; `None` for any other address.
    pub fn name(&self) -> Option<&str> {
        name(&self.address)
    }
}

fn name(address: &str) -> Option<&str> {
    let (folder, file) = address.rsplit_once('/')?;
    let name = file.strip_suffix(".jpg")?;
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    (folder == "/images" && !name.is_empty() && plain(name)).then_some(name)
}

/// Every picture of a text, in order.
pub fn pictures(source: &str) -> Vec<Picture> {
    let mut found = Vec::new();
    let mut open: Option<Picture> = None;
    for event in Parser::new_ext(source, options()) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                open = Some(Picture { alt: String::new(), address: dest_url.into_string() });
            }
            Event::End(TagEnd::Image) => found.extend(open.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(picture) = &mut open {
                    picture.alt.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Renders Markdown to sanitised HTML. Raw HTML in the source is shown as text or dropped, never kept as markup
/// beyond the allowed tags; headings start at `h2` because the page owns the only `h1`.
pub fn render(source: &str) -> SafeHtml {
    let prepared = tighten_cjk_emphasis(source);
    let events = own_pictures(Parser::new_ext(&prepared, options()).map(lower_heading));
    let mut html = String::with_capacity(prepared.len() * 3 / 2);
    push_html(&mut html, events.into_iter());
    SafeHtml(cleaner().clean(&html).to_string())
}

/// The words a reader of [`render`] sees, without markup and with every entity resolved: what the gates must look at, as
/// `1381234&#53;678` or a number with bold signs inside is harmless only in the source.
/// The addresses that links lead to stand at the end: a number in one is as public as a number in the text.
pub fn words(source: &str) -> String {
    let html = render(source);
    let bare = ammonia::Builder::empty().clean(html.as_str()).to_string();
    let links = html.as_str().split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    // what stands for a picture is read aloud
    let alts = html.as_str().split("alt=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let told = links.chain(alts).fold(bare, |text, more| format!("{text}\n{more}"));
    html_escape::decode_html_entities(&told).into_owned()
}

const PICTURE: [&str; 6] = ["src", "alt", "width", "height", "loading", "decoding"];

/// A picture of our own stands in its size, so that nothing moves when it comes; of any other only its words stay.
fn own_pictures<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut out = Vec::new();
    let mut open: Option<Picture> = None;
    for event in events {
        match (event, &mut open) {
            (Event::Start(Tag::Image { dest_url, .. }), _) => {
                open = Some(Picture { alt: String::new(), address: dest_url.into_string() });
            }
            (Event::End(TagEnd::Image), _) => out.extend(open.take().map(shown)),
            (Event::Text(text) | Event::Code(text), Some(picture)) => picture.alt.push_str(&text),
            (_, Some(_)) => {}
            // pictures come by Markdown only; `<image` means the same to a parser
            (Event::Html(raw) | Event::InlineHtml(raw), None) if raw.to_ascii_lowercase().contains("<im") => {}
            (event, None) => out.push(event),
        }
    }
    out
}

fn shown<'a>(picture: Picture) -> Event<'a> {
    let Some(name) = picture.name() else { return Event::Text(picture.alt.into()) };
    let alt = html_escape::encode_double_quoted_attribute(&picture.alt);
    let (width, height) = (SCENE.width, SCENE.height);
    Event::InlineHtml(
        format!(
            "<img src=\"/images/{name}.jpg\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
        )
        .into(),
    )
}

fn cleaner() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .tags(TAGS.iter().copied().collect::<HashSet<_>>())
        .generic_attributes(HashSet::new())
        .tag_attributes([("a", HashSet::from(["href"])), ("img", HashSet::from(PICTURE))].into_iter().collect())
        .attribute_filter(|tag, attribute, value| {
            let foreign = tag == "img" && attribute == "src" && name(value).is_none();
            (!foreign).then(|| value.into())
        })
        .url_schemes(HashSet::from(["https", "http", "tel", "mailto"]))
        .link_rel(Some("noopener noreferrer"));
    builder
}

/// `# 标题` in a body becomes `h2`, and so on down to `h4`.
fn lower_heading(event: Event<'_>) -> Event<'_> {
    use pulldown_cmark::HeadingLevel as L;
    let lower = |level: L| match level {
        L::H1 | L::H2 => L::H2,
        L::H3 => L::H3,
        L::H4 | L::H5 | L::H6 => L::H4,
    };
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

/// CommonMark does not close `**注意：**正文`: the closing run follows punctuation and meets a letter without a
/// space. A zero-width space outside the run would be copied by readers, so the run is written as `<strong>`,
/// which the sanitiser knows. Code spans and fenced blocks stay as they are.
fn tighten_cjk_emphasis(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    let mut fenced = false;
    for line in source.split_inclusive('\n') {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        fenced ^= fence;
        if fenced || fence || !line.contains("**") {
            out.push_str(line);
        } else {
            tighten_line(line, &mut out);
        }
    }
    out
}

fn tighten_line(line: &str, out: &mut String) {
    for (i, part) in line.split('`').enumerate() {
        if i > 0 {
            out.push('`');
        }
        if i % 2 == 1 {
            out.push_str(part);
        } else {
            tighten_text(part, out);
        }
    }
}

fn tighten_text(mut text: &str, out: &mut String) {
    while let Some((before, inner, after)) = strong_run(text) {
        out.push_str(before);
        if inner.ends_with(is_cjk_punctuation) || inner.starts_with(is_cjk_punctuation) {
            out.push_str("<strong>");
            out.push_str(inner);
            out.push_str("</strong>");
        } else {
            out.push_str("**");
            out.push_str(inner);
            out.push_str("**");
        }
        text = after;
    }
    out.push_str(text);
}

/// Splits at the first `**inner**` of the text.
fn strong_run(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("**")?;
    let (inner, after) = rest.split_once("**")?;
    let tight = !inner.is_empty() && !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
    tight.then_some((before, inner, after))
}

fn is_cjk_punctuation(c: char) -> bool {
    matches!(
        c,
        '。' | '，'
            | '、'
            | '：'
            | '；'
            | '！'
            | '？'
            | '（'
            | '）'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '…'
            | '—'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closes_strong_after_full_width_punctuation() {
        assert_eq!(render("**注意：**正文").as_str(), "<p><strong>注意：</strong>正文</p>\n");
        assert_eq!(render("前**“引文”**后").as_str(), "<p>前<strong>“引文”</strong>后</p>\n");
        assert_eq!(render("普通**重点**词").as_str(), "<p>普通<strong>重点</strong>词</p>\n");
    }

    #[test]
    fn leaves_code_alone() {
        let html = render("`**注意：**正文`");
        assert!(!html.as_str().contains("<strong>"), "{html:?}");
    }

    #[test]
    fn drops_script_handlers_and_bad_links() {
        let html = render(
            "<script>alert(1)</script><img src=x onerror=alert(1)><p style=\"x\" onclick=a()>好</p>\n\n[点](javascript:alert(1)) [行](https://example.org)",
        );
        for bad in ["<script", "onerror", "onclick", "style=", "javascript:", "<img"] {
            assert!(!html.as_str().contains(bad), "{bad} in {html:?}");
        }
        assert!(html.as_str().contains("href=\"https://example.org\""));
    }

    #[test]
    fn only_pictures_of_our_own_are_shown_and_every_alt_is_read() {
        let html = render("看\n\n![干警清点“货车”](/images/ab-C_9.jpg)\n");
        assert!(
            html.as_str()
                .contains("<img src=\"/images/ab-C_9.jpg\" alt=\"干警清点“货车”\" width=\"1200\" height=\"900\"")
        );
        for foreign in [
            "![甲](https://example.org/a.jpg)",
            "![甲](/images/../a.jpg)",
            "![甲](/images/a.png)",
            "![甲](//example.org/images/a.jpg)",
            "![甲](javascript:alert(1))",
        ] {
            let html = render(foreign);
            assert!(!html.as_str().contains("<img") && html.as_str().contains('甲'), "{foreign}: {html:?}");
        }
        for raw in
            ["<img src=/images/a.jpg>", "<IMG\nsrc=x onerror=a()>", "<image src=\"/images/a.jpg\">", "a <img src=x> b"]
        {
            assert!(!render(raw).as_str().contains("<img"), "{raw}");
        }
        let quoted = render("![a\" onload=\"x](/images/a.jpg)");
        assert!(!quoted.as_str().contains("\" onload"), "{quoted:?}");
        assert!(words("![电话13812345678](/images/a.jpg)").contains("13812345678"));
        let found = pictures("![一*二*](/images/a.jpg) ![](b.jpg)");
        assert_eq!(
            found.iter().map(|p| (p.alt.as_str(), p.name())).collect::<Vec<_>>(),
            [("一二", Some("a")), ("", None)]
        );
    }

    #[test]
    fn page_keeps_the_only_h1() {
        assert_eq!(render("# 一\n\n## 二\n\n##### 五").as_str(), "<h2>一</h2>\n<h2>二</h2>\n<h4>五</h4>\n");
    }
}
