//! What only a real browser can tell: islands, policy, layout, accessibility. On SQLite; the engines are compared over HTTP.
mod access;
mod islands;
mod line;

use std::future::Future;

use tests::browser::{Browser, Device};
use tests::{Engine, Site};

/// Runs a test with the demo court and one window, where there is a Chromium.
fn with_browser<F: Future<Output = ()>>(device: Device, test: impl FnOnce(Site, Browser) -> F) {
    if !tests::browser::available() {
        return;
    }
    tests::block_on(async {
        let site = Site::demo(Engine::Sqlite).await;
        let browser = Browser::open(site.address, device).await;
        test(site, browser).await;
    });
}

/// Were the islands built into this server? A plain `cargo test` may run without.
async fn islands_built(site: &Site) -> bool {
    let mut person = site.person();
    person.visit("/tips/new").await;
    person.submit("开始填写", &[]).await;
    let built = person.page().has("script[type=module]");
    if !built {
        tests::skipped("browser", "this server was built without islands (ZHAOSHI_SKIP_BROWSER)");
    }
    built
}
