//! P6, P7, P10 and the table of bytes: what travels to a phone, brotli.
use super::{
    client::Client,
    site::{Site, binary},
    sums::row,
};

const PAGES: [(&str, &str); 14] = [
    ("/", "首页"),
    ("/notices", "悬赏公告"),
    ("/notices/2025-21", "一期公告"),
    ("/notices/2025-21/1", "一名被执行人"),
    ("/lists", "名单查询"),
    ("/outcomes", "执行成效"),
    ("/campaigns", "专项行动"),
    ("/statistics", "数据"),
    ("/claims", "领取案款"),
    ("/learn", "学一学"),
    ("/search", "搜索"),
    ("/comply", "我是被执行人"),
    ("/about", "关于本站"),
    ("/tips/new", "提供线索"),
];

/// Prints the byte table and the rows P6, P7, P10.
pub async fn rows() {
    let site = Site::fresh("").await;
    let mut client = Client::open(site.port).await.expect("the site listens");
    let mut css = 0;
    for (path, name) in PAGES {
        let page = client.get(path, "br").await.expect("a page");
        assert_eq!(page.status, 200, "{path}");
        let plain = client.get(path, "").await.expect("a page").text();
        css = linked(&mut client, &plain, ".css").await;
        let figure = format!("HTML {} B, CSS {css} B, together {} B", page.body.len(), page.body.len() + css);
        row("bytes", &format!("{path} {name}"), &figure, "brotli");
        assert!(!plain.contains("<script") || path.starts_with("/tips"), "{path} needs no script");
    }
    let home = client.get("/", "br").await.expect("home").body.len();
    row("P6", "first public page, 2 requests, no script", &kib(home + css), "must ≤ 20 KiB");
    let form = first_form(&mut client).await;
    row("P7", "first visit to the tip form, wasm and all", &kib(form + css), "must ≤ 250 KiB");
    let size = std::fs::metadata(binary()).map_or(0, |m| m.len());
    row("P10", "binary, one file", &format!("{:.1} MB", size as f64 / 1e6), "must ≤ 40 MB");
}

/// HTML and scripts of the first step of the form, without the style sheet.
async fn first_form(client: &mut Client) -> usize {
    client.post("/tips/new", "notice=&subject=").await.expect("a draft");
    let page = client.get("/tips/new/what", "").await.expect("the first step");
    assert_eq!(page.status, 200, "the first step of the tip form");
    let html = page.text();
    let boot = link(&html, "boot.js");
    let mut bytes = page.body.len() + linked(client, &html, "exit.js").await;
    if let Some(boot) = boot {
        for name in ["boot.js", "app.js", "app_bg.wasm"] {
            let url = boot.replace("boot.js", name);
            bytes += client.get(&url, "br").await.expect("the bundle").body.len();
        }
    }
    bytes
}

async fn linked(client: &mut Client, html: &str, ending: &str) -> usize {
    match link(html, ending) {
        Some(url) => client.get(&url, "br").await.expect("a linked file").body.len(),
        None => 0,
    }
}

fn link(html: &str, ending: &str) -> Option<String> {
    html.split('"').find(|part| part.starts_with("/pkg/") && part.ends_with(ending)).map(str::to_owned)
}

fn kib(bytes: usize) -> String {
    format!("{:.1} KiB", bytes as f64 / 1024.0)
}
