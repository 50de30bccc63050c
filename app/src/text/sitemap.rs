//! `/sitemap.xml` and `/robots.txt`: what search engines may read, and what they may not.
//!
//! EW-4: pages about persons are in no sitemap and closed to crawlers. A bounty issue stands in the sitemap as
//! `/verify/{issue}`, its one page that names nobody.
use html_escape::encode_text;

/// Beginnings of addresses that no crawler may ask for: persons, private pages, answers to questions, switches.
pub const CLOSED: [&str; 10] =
    ["/staff", "/tips", "/lists", "/notices", "/n/", "/search", "/display", "/leave", "/api/v1/lists", "/claims/check"];

/// Pages that always exist and name nobody.
pub const STANDING: [&str; 14] = [
    "/",
    "/outcomes",
    "/campaigns",
    "/statistics",
    "/claims",
    "/learn",
    "/announcements",
    "/disposals",
    "/comply",
    "/ledger",
    "/about",
    "/about/verify",
    "/about/privacy",
    "/about/accessibility",
];

/// One address, with the day it was last changed where that is known (ISO).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub path: String,
    pub changed_on: String,
}

/// True when a crawler is asked to stay away.
pub fn is_closed(path: &str) -> bool {
    CLOSED.iter().any(|closed| path.starts_with(closed))
}

/// The whole document; `site` is the address with scheme, without a slash at its end. What is closed to crawlers is
/// left out, whoever asks for it.
pub fn sitemap(site: &str, places: &[Place]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for place in places.iter().filter(|place| !is_closed(&place.path)) {
        let changed = if place.changed_on.is_empty() {
            String::new()
        } else {
            format!("<lastmod>{}</lastmod>", encode_text(&place.changed_on))
        };
        xml.push_str(&format!("<url><loc>{}</loc>{changed}</url>\n", encode_text(&format!("{site}{}", place.path))));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The rules for crawlers.
pub fn robots(site: &str) -> String {
    let closed: String = CLOSED.iter().map(|path| format!("Disallow: {path}\n")).collect();
    format!("User-agent: *\n{closed}\nSitemap: {site}/sitemap.xml\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ew_4_nothing_closed_to_crawlers_is_in_the_sitemap() {
        let place = |path: &str| Place { path: path.into(), changed_on: "2025-12-01".into() };
        let all =
            sitemap("https://court.example", &[place("/verify/2025-21"), place("/notices/2025-21"), place("/a&b")]);
        assert!(all.contains("<loc>https://court.example/verify/2025-21</loc><lastmod>2025-12-01</lastmod>"));
        assert!(!all.contains("/notices/") && all.contains("/a&amp;b"));
        assert!(STANDING.iter().all(|path| !is_closed(path)));
        assert!(robots("https://court.example").ends_with("Sitemap: https://court.example/sitemap.xml\n"));
    }
}
