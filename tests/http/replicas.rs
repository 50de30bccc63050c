//! Several processes over one database show the public the same.
use server::{
    bundle::Bundle,
    clock::Clock,
    store::{Db, court},
};
use tests::{Engine, Page, Person, Site, both_engines, site::NOW, story};

both_engines!(a_withdrawal_reaches_every_process, an_import_reaches_a_running_site);

/// Reads the page again and again for two seconds, until it is as it should be.
async fn comes(reader: &mut Person, path: &str, so: impl Fn(&Page) -> bool) {
    for _ in 0..40 {
        if so(reader.visit(path).await) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    reader.fail("the page stays as it was");
}

/// Pages say 2025年第22期, addresses 2025-22.
fn names(page: &Page) -> bool {
    page.body.contains("2025年第22期") || page.body.contains("2025-22")
}

async fn a_withdrawal_reaches_every_process(engine: Engine) {
    let site = Site::demo(engine).await;
    let other = site.beside().await;
    let notice = story::publish_issue(&site, "2025-22").await;
    let (mut here, mut there) = (site.person(), other.person());
    here.visit(&notice).await;
    here.expect(200);
    comes(&mut there, &notice, |page| page.status == 200).await;
    let listed = ["/", "/notices", "/feed.atom", "/sitemap.xml", "/api/v1/notices?limit=50"];
    for path in listed {
        here.visit(path).await;
        comes(&mut there, path, |page| page.status == 200 && names(page)).await;
    }

    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第22期").await;
    publisher.submit("立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "当事人已经履行完毕")]).await;
    publisher.expect(200);

    here.visit(&notice).await;
    here.expect(410);
    for path in [notice.as_str(), "/api/v1/notices/2025-22", "/notices/2025-22/card.png"] {
        comes(&mut there, path, |page| page.status == 410).await;
    }
    for path in listed {
        here.visit(path).await;
        assert!(here.page().status == 200 && !names(here.page()), "{path}");
        comes(&mut there, path, |page| page.status == 200 && !names(page)).await;
    }
    other.close().await;
    site.close().await;
}

/// What `zhaoshi import` does beside a running site.
async fn an_import_reaches_a_running_site(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut reader = site.person();
    reader.visit("/learn").await;
    reader.expect(200).sees_not("新学一课");
    let db = Db::open(&site.database_url).await.expect("the database opens a second time");
    let text = r#"{"articles": [{"slug": "new", "title": "新学一课", "summary": "一句话", "body_md": "正文"}]}"#;
    let bundle: Bundle = serde_json::from_str(text).expect("a bundle");
    let mut tx = db.begin().await.expect("a transaction");
    let court = court::load_first(&mut tx).await.expect("an answer").expect("a court");
    bundle.apply(&mut tx, court.id, Clock::fixed(NOW).now()).await.expect("the bundle is written");
    tx.commit().await.expect("the bundle is kept");
    db.close().await;
    comes(&mut reader, "/learn", |page| page.sees("新学一课")).await;
    site.close().await;
}
