//! The channel from the first press to the answer, without script, against a real database in a temporary folder.
use app::domain::date::{Instant, LegalDate};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use tower::ServiceExt;

use crate::{
    clock::Clock,
    config::Config,
    crypto::seal::SecretKey,
    state::{AppState, open_database, server_key},
    store::court::{self, NewCourt},
};

struct Visitor {
    site: Router,
    state: AppState,
    cookie: String,
    folder: std::path::PathBuf,
}

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

impl Visitor {
    async fn new(name: &str) -> Self {
        Self::with(name, |_| {}).await
    }

    async fn with(name: &str, change: impl FnOnce(&mut Config)) -> Self {
        let folder = std::env::temp_dir().join(format!("zhaoshi-tips-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut config = Config { data: folder.clone(), tips_per_minute: 20, ..Config::default() };
        change(&mut config);
        let config = config.checked().unwrap();
        let clock = Clock::fixed(Instant(LegalDate::parse("2025-12-01").unwrap().start().0 + 9 * 3_600_000));
        let db = open_database(&config).await.unwrap();
        let recovery = SecretKey::generate().public();
        let new = NewCourt { code: "湘1199", name: "示例县人民法院", settings: "{}", recovery: &recovery };
        let mut tx = db.begin().await.unwrap();
        court::create(&mut tx, new, &server_key(&config).unwrap(), clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await;
        let state = AppState::open(config, clock).await.unwrap();
        let site = super::routes().with_state(state.clone());
        Self { site, state, cookie: String::new(), folder }
    }

    async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.site.clone().oneshot(request).await.unwrap();
        if let Some(set) = response.headers().get(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/tips"));
            self.cookie = set.split(';').next().unwrap().to_owned();
        }
        let location = response.headers().get(header::LOCATION).map_or("", |v| v.to_str().unwrap()).to_owned();
        let status = response.status();
        let body = to_bytes(response.into_body(), 4 << 20).await.unwrap();
        Answer { status, location, body: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty());
        self.send(request.unwrap()).await
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = serde_json::Map::from_iter(form.iter().map(|(k, v)| ((*k).to_owned(), (*v).into())));
        let body: Vec<String> = body.iter().map(|(k, v)| format!("{k}={}", percent(v.as_str().unwrap()))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    async fn photo(&mut self, name: &str, bytes: &[u8], go: &str) -> Answer {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
        );
        let tail = format!("\r\n--b\r\nContent-Disposition: form-data; name=\"go\"\r\n\r\n{go}\r\n--b--\r\n");
        let form = [head.as_bytes(), bytes, tail.as_bytes()].concat();
        let request = Request::post("/tips/new/photos")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .header(header::CONTENT_LENGTH, form.len())
            .body(Body::from(form));
        self.send(request.unwrap()).await
    }

    /// A form with many files, before it is sent.
    fn photos(&self, files: impl Iterator<Item = (String, Vec<u8>)>) -> Request<Body> {
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), &bytes, b"\r\n"].concat());
        }
        body.extend(b"--b\r\nContent-Disposition: form-data; name=\"go\"\r\n\r\nnext\r\n--b--\r\n");
        let request = Request::post("/tips/new/photos").header(header::COOKIE, &self.cookie);
        request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b").body(Body::from(body)).unwrap()
    }

    /// From the start page to the check page.
    async fn fill(&mut self) {
        assert_eq!(self.post("/tips/new", &[]).await.location, "/tips/new/what");
        let what = [("kind", "vehicle"), ("what", "看见他把白色面包车停在南门菜场"), ("plate", "湘M12345")];
        assert_eq!(self.post("/tips/new/what", &what).await.location, "/tips/new/where");
        assert_eq!(self.post("/tips/new/where", &[("county", "示例县")]).await.location, "/tips/new/photos");
        let you = [("lane", "named"), ("name", "王测试"), ("phone", "13800138000"), ("declare", "on")];
        assert_eq!(self.post("/tips/new/you", &you).await.location, "/tips/new/check");
    }

    fn stored(&self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { all.extend(std::fs::read(path).unwrap()) }
            }
        }
        all
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// The text of the element with this id, tags removed.
fn text_of(body: &str, id: &str) -> String {
    let at = body.find(&format!("id=\"{id}\"")).unwrap();
    let rest = &body[at..];
    let rest = &rest[rest.find('>').unwrap() + 1..];
    let rest = &rest[..rest.find("</p>").unwrap()];
    let mut inside = false;
    let plain = rest.chars().filter(|c| {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                return false;
            }
            _ => {}
        }
        !inside
    });
    plain.collect::<String>().trim().to_owned()
}

fn jpeg() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(30, 20).write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

#[tokio::test]
async fn from_the_first_press_to_the_answer() {
    let mut v = Visitor::new("whole").await;
    assert_eq!(v.get("/tips/new/what").await.location, "/tips/new");
    assert!(!v.get("/tips/new").await.body.contains("已经结束或撤下"));
    for ended in ["/tips/new?notice=2099-1", "/tips/new?notice=2099-1&subject=1", "/tips/new?notice=%E6%9D%8E"] {
        assert!(v.get(ended).await.body.contains("这条公告已经结束或撤下。您仍然可以提供线索"), "{ended}");
    }
    v.fill().await;
    assert_eq!(v.photo("a.jpg", &jpeg(), "upload").await.location, "/tips/new/photos");
    let refused = v.photo("b.gif", b"GIF89a", "upload").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("b.gif：只能上传") && refused.body.contains("第 1 张照片"));
    let check = v.get("/tips/new/check").await;
    for word in ["南门菜场", "湘M12345", "示例县", "1 张", "王测试", "13800138000"] {
        assert!(check.body.contains(word), "{word}");
    }
    assert_eq!(v.post("/tips/new/check", &[("go", "send")]).await.location, "/tips/receipt");
    assert_eq!(v.post("/tips/new/check", &[("go", "send")]).await.location, "/tips/receipt");
    let receipt = v.get("/tips/receipt").await;
    let (ticket, secret) = (text_of(&receipt.body, "ticket"), text_of(&receipt.body, "secret"));
    assert_eq!(v.get("/tips/receipt").await.body, receipt.body, "shown again on reload");
    let wrong = v.post("/tips/receipt", &[("kept", "on"), ("last4", "0000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let last4: String = secret.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    let kept = [("kept", "on"), ("last4", &*last4.to_lowercase())];
    assert_eq!(v.post("/tips/receipt", &kept).await.location, "/tips/status/thread");
    assert_eq!(v.get("/tips/receipt").await.location, "/tips/status/thread", "never again");
    thread(&mut v, &ticket, &secret).await;
    sealed(&v, &secret);
}

async fn thread(v: &mut Visitor, ticket: &str, secret: &str) {
    assert_eq!(v.post("/tips/status/thread/leave", &[]).await.location, "/tips/status");
    assert_eq!(v.get("/tips/status/thread").await.status, StatusCode::SEE_OTHER);
    let wrong = v.post("/tips/status", &[("ticket", ticket), ("secret", "0000 0000 0000 0000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = "00000-00000";
    let unknown = v.post("/tips/status", &[("ticket", nobody), ("secret", "0000 0000 0000 0000")]).await;
    let without = |answer: &Answer, ticket: &str| answer.body.replace(ticket, "");
    assert_eq!(without(&wrong, ticket), without(&unknown, nobody), "every way of not matching reads the same");
    let short = v.post("/tips/status", &[("ticket", ticket), ("secret", "x")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("查询码是 16 位，您填了 1 位") && !short.body.contains("没有找到"), "{}", short.body);
    let open = [("ticket", ticket), ("secret", &*secret.to_lowercase())];
    assert_eq!(v.post("/tips/status", &open).await.location, "/tips/status/thread");
    let page = v.get("/tips/status/thread").await;
    assert!(page.body.contains("法官还没有留言"), "{}", page.body);
    for _ in 0..2 {
        let reply = [("text", "补充：他每周三都来"), ("once", "same")];
        assert_eq!(v.post("/tips/status/thread/reply", &reply).await.location, "/tips/status/thread");
    }
    let page = v.get("/tips/status/thread").await;
    assert_eq!(page.body.matches("他每周三都来").count(), 1);
    let long = "字".repeat(401);
    let refused = v.post("/tips/status/thread/reply", &[("text", &*long)]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(&long));
    assert!(v.post("/tips/status/thread/withdraw", &[]).await.status == StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(v.post("/tips/status/thread/withdraw", &[("sure", "on")]).await.status, StatusCode::SEE_OTHER);
    assert!(v.get("/tips/status/thread").await.body.contains("您已撤回"));
}

#[tokio::test]
async fn one_form_adds_its_words_once_and_other_words_are_not_lost() {
    let mut v = Visitor::new("once").await;
    v.fill().await;
    v.post("/tips/new/check", &[("go", "send")]).await;
    let receipt = v.get("/tips/receipt").await.body;
    let at = receipt.find("id=\"secret\"").unwrap();
    let signs: String = strip(&receipt[at..]).chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    v.post("/tips/receipt", &[("kept", "on"), ("last4", &signs[12..])]).await;
    for text in ["车已经开走了", "车已经开走了", "又回来了"] {
        let sent = v.post("/tips/status/thread/reply", &[("once", "same"), ("text", text)]).await;
        assert_eq!(sent.location, "/tips/status/thread");
    }
    let thread = v.get("/tips/status/thread").await.body;
    assert_eq!((thread.matches("车已经开走了").count(), thread.matches("又回来了").count()), (1, 1));
}

/// The words between tags.
fn strip(html: &str) -> String {
    html.split('<').filter_map(|part| part.split_once('>').map(|(_, words)| words)).collect()
}

/// Nothing that was typed can be found in the database, its log or the files.
fn sealed(v: &Visitor, secret: &str) {
    let stored = v.stored();
    let plain: String = secret.split_whitespace().collect();
    for word in ["南门菜场", "王测试", "13800138000", "湘M12345", "每周三", plain.as_str()] {
        assert!(!stored.windows(word.len()).any(|w| w == word.as_bytes()), "{word} lies open");
    }
    assert!(stored.windows(21).filter(|w| *w == b"age-encryption.org/v1").count() > 2);
}

#[tokio::test]
async fn many_presses_of_one_button_are_one_tip() {
    let mut v = Visitor::new("presses").await;
    v.fill().await;
    let presses: Vec<_> = (0..12)
        .map(|_| {
            let request = Request::post("/tips/new/check").header(header::COOKIE, &v.cookie);
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            tokio::spawn(v.site.clone().oneshot(request.body(Body::from("go=send")).unwrap()))
        })
        .collect();
    for press in presses {
        let response = press.await.unwrap().unwrap();
        assert_eq!(response.headers()[header::LOCATION], "/tips/receipt");
    }
    let mut tx = v.state.db.read().await.unwrap();
    let now = v.state.clock.now();
    assert_eq!(crate::store::tip::counts(&mut tx, v.state.court.id, now).await.unwrap().open, 1);
}

#[tokio::test]
async fn a_cookie_that_was_planted_opens_nothing_of_what_follows() {
    let mut v = Visitor::new("planted").await;
    v.post("/tips/new", &[]).await;
    let planted = v.cookie.clone();
    v.fill().await;
    assert_ne!(v.cookie, planted, "beginning a tip takes a key of one's own");
    for path in ["/tips/new/what", "/tips/new/check", "/tips/receipt"] {
        let own = std::mem::replace(&mut v.cookie, planted.clone());
        let answer = v.get(path).await;
        assert!(answer.status == StatusCode::GONE && !answer.body.contains("南门菜场"), "{path}");
        v.cookie = own;
    }
    assert_eq!(v.get("/tips/new/check").await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_skips_the_photos_waits_for_nobody() {
    let mut v = Visitor::new("skip").await;
    v.post("/tips/new", &[]).await;
    let state = v.state.clone();
    let mut turns = Vec::new();
    while let Some(turn) = state.photos.turn().await {
        turns.push(turn);
    }
    assert_eq!(v.photo("", b"", "next").await.location, "/tips/new/you");
    let noise = vec![7; 64 * 1024];
    assert_eq!(v.photo("a.jpg", &noise, "upload").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn pressing_start_again_loses_nothing() {
    let mut v = Visitor::new("again").await;
    v.fill().await;
    v.photo("a.jpg", &jpeg(), "next").await;
    let first = v.cookie.clone();
    for _ in 0..2 {
        // a phone that lost the answer sends the same cookie once more
        v.cookie.clone_from(&first);
        assert_eq!(v.post("/tips/new", &[]).await.location, "/tips/new/what");
    }
    assert!(v.get("/tips/new/what").await.body.contains("南门菜场"));
    assert_eq!(v.post("/tips/new/check", &[("go", "send")]).await.location, "/tips/receipt");
    let receipt = v.get("/tips/receipt").await;
    assert!(receipt.status == StatusCode::OK && receipt.body.contains("线索已收到"));
}

#[tokio::test]
async fn refused_forms_come_back_as_typed() {
    let mut v = Visitor::new("refused").await;
    v.post("/tips/new", &[]).await;
    let short = v.post("/tips/new/what", &[("what", "太短了<b>"), ("plate", "湘A1")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["太短了&lt;b&gt;", "湘A1", "至少 10 个字", "有 1 处需要修改", "<title>有错误：填写 - 法院服务</title>"]
    {
        assert!(short.body.contains(part), "{part}");
    }
    assert_eq!(v.get("/tips/new/check").await.location, "/tips/new/what", "a missing step is asked for");
    let lane = v.post("/tips/new/you", &[("name", "王测试")]).await;
    assert!(lane.body.contains("请选择匿名提交还是实名提交") && lane.body.contains("王测试"));
}

#[tokio::test]
async fn half_an_hour_later_everything_is_gone() {
    let mut v = Visitor::new("late").await;
    v.fill().await;
    v.state.clock.advance(31 * 60_000);
    let late = v.post("/tips/new/what", &[("what", "看见他把白色面包车停在南门菜场")]).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("页面停留超过 30 分钟，为了您的安全，填写的内容已清除，请重新开始"));
    let mut tx = v.state.db.begin().await.unwrap();
    assert_eq!(crate::store::draft::purge(&mut tx, v.state.clock.now()).await.unwrap(), 1);
}

#[tokio::test]
async fn six_photos_are_enough_and_one_can_go() {
    let mut v = Visitor::new("photos").await;
    v.post("/tips/new", &[]).await;
    for _ in 0..6 {
        assert_eq!(v.photo("a.jpg", &jpeg(), "upload").await.status, StatusCode::SEE_OTHER);
    }
    assert!(v.photo("a.jpg", &jpeg(), "upload").await.body.contains("最多 6 张照片，请先删除一张"));
    let page = v.get("/tips/new/photos").await;
    let at = page.body.find("/tips/new/photos/").map(|at| at + "/tips/new/photos/".len()).unwrap();
    let id = &page.body[at..at + 32];
    assert_eq!(v.get(&format!("/tips/new/photos/{id}")).await.status, StatusCode::OK);
    assert_eq!(v.post("/tips/new/photos/delete", &[("photo", id)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(v.get(&format!("/tips/new/photos/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(v.photo("", b"", "next").await.location, "/tips/new/you");
    let mut other = Visitor::new("photos-other").await;
    other.post("/tips/new", &[]).await;
    assert_eq!(other.get(&format!("/tips/new/photos/{id}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn guessing_ends_in_429() {
    let mut v = Visitor::new("limit").await;
    let mut last = StatusCode::OK;
    for _ in 0..25 {
        last = v.post("/tips/status", &[("ticket", "0"), ("secret", "0")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn no_more_photos_are_tried_than_may_still_come() {
    let mut v = Visitor::new("photos-many").await;
    v.post("/tips/new", &[]).await;
    let broken = |n: usize| (format!("f{n}.gif"), b"GIF89a".to_vec());
    let answer = v.send(v.photos((0..9).map(broken))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("f5.gif：只能上传") && !answer.body.contains("f6.gif"), "six are tried");
    assert!(answer.body.contains("最多 6 张照片"));
    assert_eq!(v.send(v.photos((0..5).map(|n| (format!("{n}.jpg"), jpeg())))).await.location, "/tips/new/you");
    let answer = v.send(v.photos((0..3).map(broken))).await;
    assert!(answer.body.contains("f0.gif：只能上传") && !answer.body.contains("f1.gif"), "one place was left");
}

#[tokio::test]
async fn each_photo_counts_not_each_form() {
    let mut v = Visitor::new("photos-limit").await;
    v.post("/tips/new", &[]).await;
    let mut last = StatusCode::OK;
    for _ in 0..4 {
        last = v.send(v.photos((0..6).map(|n| (format!("{n}.gif"), b"GIF89a".to_vec())))).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn text_goes_on_while_too_many_send_photos() {
    let mut v = Visitor::new("photos-busy").await;
    v.fill().await;
    let mut turns = Vec::new();
    while let Some(turn) = v.state.photos.turn().await {
        turns.push(turn);
    }
    let request = v.photos(std::iter::once(("a.jpg".to_owned(), jpeg())));
    let response = v.site.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.headers()[header::RETRY_AFTER].to_str().unwrap().parse::<u32>().unwrap() > 0);
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    assert!(String::from_utf8_lossy(&body).contains("现在传照片的人太多"));
    let state = v.state.clone();
    drop(turns);
    assert!(state.photos.turn().await.is_some());
    assert_eq!(v.post("/tips/new/check", &[("go", "send")]).await.location, "/tips/receipt");
}

#[tokio::test]
async fn text_is_still_taken_when_photos_have_filled_their_room() {
    let photo = jpeg();
    let mut v = Visitor::with("photos-full", |config| config.draft_photo_bytes = 2 * jpeg().len() as u64).await;
    v.fill().await;
    let first = v.photo("a.jpg", &photo, "upload").await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let mut last = first;
    for _ in 0..3 {
        last = v.photo("b.jpg", &photo, "upload").await;
    }
    assert_eq!(last.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(last.body.contains("现在不能收照片，请先提交文字") && last.body.contains("第 1 张照片"), "{}", last.body);
    let mut tx = v.state.db.read().await.unwrap();
    let kept = crate::store::draft::photo_bytes(&mut tx).await.unwrap();
    drop(tx);
    assert!(kept > 0 && kept < 3 * photo.len() as u64, "{kept}");
    assert_eq!(v.post("/tips/new/check", &[("go", "send")]).await.location, "/tips/receipt");
}

#[tokio::test]
async fn nobody_else_on_the_machine_looks_into_the_data_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut v = Visitor::new("modes").await;
    v.fill().await;
    assert_eq!(v.photo("a.jpg", &jpeg(), "upload").await.status, StatusCode::SEE_OTHER);
    assert_eq!(v.post("/tips/new/check", &[("go", "send")]).await.location, "/tips/receipt");
    let (mut seen, mut left) = (Vec::new(), vec![v.folder.clone()]);
    while let Some(path) = left.pop() {
        let about = std::fs::metadata(&path).unwrap();
        let private = if about.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(about.permissions().mode() & 0o777, private, "{}", path.display());
        if about.is_dir() {
            left.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        seen.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    for name in ["zhaoshi.db", "zhaoshi.db-wal", "zhaoshi.db-shm", "server.key"] {
        assert!(seen.iter().any(|s| s == name), "{name} is among {seen:?}");
    }
    assert!(seen.iter().any(|s| s.len() == 32), "a sealed file is among {seen:?}");
}
