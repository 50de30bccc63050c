//! A page as a reader has it: words, links, title, headers.
use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Node, Selector};

/// One answer of the site. Parsed anew at each question, so that it can travel between threads.
#[derive(Debug, Clone)]
pub struct Page {
    /// Path and query it was asked under.
    pub path: String,
    /// HTTP status.
    pub status: u16,
    /// HTTP headers.
    pub headers: HeaderMap,
    /// The bytes as text.
    pub body: String,
}

/// A CSS selector that is right by construction of the test.
pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|e| panic!("selector {css}: {e}"))
}

/// Elements that begin and end a line of text.
const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "button",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "legend",
    "li",
    "main",
    "nav",
    "option",
    "p",
    "section",
    "summary",
    "tr",
    "ul",
];

/// The words of an element, a block a line; script, style and head have none.
pub fn words(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    collect(element, &mut out);
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn collect(element: ElementRef<'_>, out: &mut String) {
    let name = element.value().name();
    if matches!(name, "script" | "style" | "head" | "template") {
        return;
    }
    let block = BLOCKS.contains(&name);
    if block {
        out.push('\n');
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(_) => {
                if let Some(child) = ElementRef::wrap(child) {
                    collect(child, out);
                }
            }
            _ => {}
        }
    }
    if block {
        out.push('\n');
    } else if matches!(name, "td" | "th") {
        out.push(' ');
    }
}

/// Text without any white space: how the tests compare Chinese.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

impl Page {
    /// The parsed document.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The words of the body.
    pub fn text(&self) -> String {
        words(self.html().root_element())
    }

    /// The document's title.
    pub fn title(&self) -> String {
        self.html().select(&selector("title")).map(|t| t.text().collect::<String>()).collect()
    }

    /// Is `text` on the page, white space aside?
    pub fn sees(&self, text: &str) -> bool {
        squeeze(&self.text()).contains(&squeeze(text))
    }

    /// Is anything there for this selector?
    pub fn has(&self, css: &str) -> bool {
        self.html().select(&selector(css)).next().is_some()
    }

    /// The words of each match.
    pub fn all(&self, css: &str) -> Vec<String> {
        self.html().select(&selector(css)).map(words).collect()
    }

    /// Attribute `name` of each match that has it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let (html, css) = (self.html(), selector(css));
        let found = html.select(&css).filter_map(|e| e.value().attr(name));
        found.map(str::to_owned).collect()
    }

    /// Where the link with these words leads: the exact text first, then the first link that contains it.
    pub fn link(&self, text: &str) -> Option<String> {
        let (html, wanted) = (self.html(), squeeze(text));
        let links: Vec<(String, String)> = html
            .select(&selector("a[href]"))
            .map(|a| (squeeze(&words(a)), a.value().attr("href").unwrap_or_default().to_owned()))
            .collect();
        let exact = links.iter().find(|(words, _)| *words == wanted);
        let found = exact.or_else(|| links.iter().find(|(words, _)| words.contains(&wanted)));
        found.map(|(_, href)| href.clone())
    }

    /// A response header as text, empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// What a person needs to see when a test fails.
    pub fn describe(&self) -> String {
        let text: String = self.text().chars().take(4000).collect();
        let location = self.header("location");
        format!("{} → {} 「{}」 {location}\n{text}\n", self.path, self.status, self.title())
    }
}
