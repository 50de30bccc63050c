//! `/feed.atom`: what is new, for readers that keep copies for ever. Titles and summaries name nobody.
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};

use crate::domain::date::Instant;

/// One record of any kind that the court publishes.
#[derive(Clone, Debug, Default)]
pub struct FeedEntry {
    /// 悬赏公告, 执行成效, 领取案款 or 专项行动
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    /// Address with scheme: also its id
    pub url: String,
    pub published: Instant,
    pub updated: Instant,
}

/// What the feed says of itself.
#[derive(Clone, Debug, Default)]
pub struct FeedHead {
    pub court: String,
    /// Address of the site with scheme, without a slash at its end
    pub site: String,
}

/// Entries in one feed.
pub const ENTRIES: usize = 50;

/// The whole document, the newest first.
pub fn atom(head: &FeedHead, mut entries: Vec<FeedEntry>) -> String {
    entries.sort_by(|a, b| (b.published, &b.url).cmp(&(a.published, &a.url)));
    entries.truncate(ENTRIES);
    // an empty feed has changed in no year of ours
    let updated = entries.iter().map(|e| e.updated).max().unwrap_or_default();
    let feed = Feed {
        title: Text::plain(format!("{}执行信息公开", head.court)),
        subtitle: Some(Text::plain("悬赏公告、执行成效、领取案款和专项行动。不含任何人的姓名。")),
        id: format!("{}/", head.site),
        updated: stamp(updated),
        authors: vec![Person { name: head.court.clone(), ..Person::default() }],
        generator: Some(Generator { value: "zhaoshi".into(), ..Generator::default() }),
        links: vec![link(&format!("{}/feed.atom", head.site), "self"), link(&format!("{}/", head.site), "alternate")],
        entries: entries.iter().map(entry).collect(),
        lang: Some("zh-CN".into()),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(e: &FeedEntry) -> Entry {
    Entry {
        title: Text::plain(e.title.clone()),
        id: e.url.clone(),
        updated: stamp(e.updated),
        published: Some(stamp(e.published)),
        summary: Some(Text::plain(e.summary.clone())),
        links: vec![link(&e.url, "alternate")],
        categories: vec![Category { term: e.kind.into(), ..Category::default() }],
        ..Entry::default()
    }
}

fn link(href: &str, rel: &str) -> Link {
    Link { href: href.into(), rel: rel.into(), ..Link::default() }
}

fn stamp(at: Instant) -> FixedDateTime {
    at.iso().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str, published: i64) -> FeedEntry {
        FeedEntry {
            kind: "执行成效",
            title: title.into(),
            url: format!("https://court.example/outcomes/{published}"),
            published: Instant(published),
            updated: Instant(published + 1),
            ..FeedEntry::default()
        }
    }

    #[test]
    fn the_newest_stands_first_and_signs_are_escaped() {
        let head = FeedHead { court: "示例县人民法院".into(), site: "https://court.example".into() };
        let text = atom(&head, vec![told("旧", 1_000), told("<新> & \"好\"", 2_000_000)]);
        let parsed = Feed::read_from(text.as_bytes()).unwrap();
        assert_eq!(parsed.entries()[0].title().as_str(), "<新> & \"好\"");
        assert_eq!(parsed.entries()[1].title().as_str(), "旧");
        assert_eq!(parsed.entries()[0].id(), "https://court.example/outcomes/2000000");
        assert!(!text.contains("<新>") && text.contains("1970-01-01T08:33:20+08:00"), "{text}");
    }
}
