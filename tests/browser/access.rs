//! Every kind of public page, in standard and large-type mode: axe finds nothing, nothing sticks out, a picture is kept.
use tests::browser::{Browser, DESK, NARROW, PHONE, screens};
use tests::{Site, crawl};

use crate::with_browser;

/// Large type is a cookie that `/display` sets.
const MODES: [&str; 2] = ["standard", "care"];

#[test]
fn browser_axe_finds_nothing_on_any_public_page() {
    with_browser(PHONE, async |site: Site, browser: Browser| {
        let mut findings = Vec::new();
        for mode in MODES {
            choose(&browser, mode).await;
            for path in paths(&site).await {
                browser.visit(&path).await;
                findings.extend(browser.axe().await.into_iter().map(|f| format!("{path} [{mode}] {f}")));
            }
        }
        assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
        browser.close().await;
        site.close().await;
    });
}

#[test]
fn browser_nothing_sticks_out_at_320_px_and_pictures_are_kept() {
    with_browser(NARROW, async |site: Site, browser: Browser| {
        let mut wide = Vec::new();
        for mode in MODES {
            browser.resize(NARROW).await;
            choose(&browser, mode).await;
            for path in paths(&site).await {
                browser.resize(NARROW).await;
                browser.visit(&path).await;
                let over = browser.sideways().await;
                if !over.is_null() {
                    wide.push(format!("{path} [{mode}] {over}"));
                }
                pictures(&browser, &path, mode).await;
                let said = browser.complaints().await;
                assert!(said.is_empty(), "{path} [{mode}]: {said:#?}");
            }
        }
        assert!(wide.is_empty(), "wider than the screen:\n{}", wide.join("\n"));
        browser.close().await;
        site.close().await;
    });
}

async fn paths(site: &Site) -> Vec<String> {
    let pages = crawl::everything(&mut site.person()).await;
    let paths = crawl::samples(&pages);
    assert!(paths.len() >= 12, "only {paths:?}");
    paths
}

/// The reader's own switch at the top of each page.
async fn choose(browser: &Browser, mode: &str) {
    browser.visit("/").await;
    let large = async || browser.run("return document.documentElement.dataset.mode === 'care'").await == true;
    if large().await != (mode == "care") {
        browser.press("form.display[action=\"/display\"] button[name=mode]").await;
        browser.visit("/").await;
        assert_eq!(large().await, mode == "care", "the switch to {mode} at /display");
    }
}

async fn pictures(browser: &Browser, path: &str, mode: &str) {
    let name = path.trim_matches('/').replace(['/', '?', '&', '='], "-");
    let name = if name.is_empty() { "home" } else { &name };
    for device in [PHONE, DESK] {
        browser.resize(device).await;
        browser.picture(&screens().join(format!("{name}-{mode}-{}.png", device.width))).await;
    }
}
