//! A real Chromium on the machine, driven through chromedriver, with everything it complains about kept.
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};
use thirtyfour::{By, ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, WebDriver, WebElement};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::temp::TempDir;

/// How the reader holds the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Touch and mobile layout rules.
    pub phone: bool,
    /// JavaScript allowed.
    pub script: bool,
}

/// A small phone.
pub const PHONE: Device = Device { width: 360, height: 740, phone: true, script: true };
/// The same phone with JavaScript switched off.
pub const PHONE_WITHOUT_SCRIPT: Device = Device { script: false, ..PHONE };
/// The narrowest screen we promise to serve.
pub const NARROW: Device = Device { width: 320, height: 640, ..PHONE };
/// A desk.
pub const DESK: Device = Device { width: 1280, height: 900, phone: false, script: true };

/// Why Chromium is started so: no sandbox as root, no background calls to hosts that a closed network refuses.
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
];

/// How long a page may take to reach the state a test waits for. Generous: it only matters when something is broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// One browser window.
pub struct Browser {
    driver: WebDriver,
    base: String,
    process: Child,
    _profile: TempDir,
    _turn: SemaphorePermit<'static>,
}

/// False, with a printed reason, when there is no Chromium here.
pub fn available() -> bool {
    let missing: Vec<&str> = ["chromium", "chromedriver"].into_iter().filter(|p| program(p).is_none()).collect();
    if !missing.is_empty() {
        crate::skipped(
            "browser",
            &format!("{} not found; install chromium and chromium-driver", missing.join(" and ")),
        );
    }
    missing.is_empty()
}

fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.exists())
}

/// Two windows at a time: more only makes each slower.
fn turns() -> &'static Semaphore {
    static TURNS: OnceLock<Semaphore> = OnceLock::new();
    TURNS.get_or_init(|| Semaphore::new(2))
}

impl Browser {
    /// Opens a window onto the site at `address`.
    pub async fn open(address: std::net::SocketAddr, device: Device) -> Self {
        let turn = turns().acquire().await.expect("the semaphore is never closed");
        let profile = TempDir::new("chromium");
        let (process, port) = start_driver(profile.path()).await;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities(profile.path(), device))
            .await
            .unwrap_or_else(|e| panic!("chromedriver opens no window: {e}"));
        driver.set_script_timeout(PATIENCE).await.expect("a timeout is accepted");
        let browser = Self { driver, base: format!("http://{address}"), process, _profile: profile, _turn: turn };
        browser.resize(device).await;
        browser
    }

    /// Changes screen size and kind.
    pub async fn resize(&self, device: Device) {
        let metrics =
            json!({"width": device.width, "height": device.height, "deviceScaleFactor": 1, "mobile": device.phone});
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        self.cdp("Emulation.setTouchEmulationEnabled", json!({"enabled": device.phone})).await;
    }

    /// A DevTools command.
    pub async fn cdp(&self, method: &str, params: Value) -> Value {
        let answer = self.driver.cdp().send_raw(method, params).await;
        answer.unwrap_or_else(|e| panic!("{method}: {e}"))
    }

    /// Opens a path of the site; returns when it is loaded.
    pub async fn visit(&self, path: &str) {
        let url = format!("{}{path}", self.base);
        self.driver.goto(url.as_str()).await.unwrap_or_else(|e| panic!("{path}: {e}"));
    }

    /// Path and query of the page shown.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("a page is shown");
        url.as_str().strip_prefix(&self.base).unwrap_or(url.as_str()).to_owned()
    }

    /// Runs script in the page as the test, not as the page: the content security policy does not apply.
    pub async fn run(&self, script: &str) -> Value {
        let done = self.driver.execute(script, Vec::new()).await;
        done.unwrap_or_else(|e| panic!("script {script:.200}: {e}")).json().clone()
    }

    /// Waits until `script` returns true.
    pub async fn until(&self, what: &str, script: &str) {
        let wait = async {
            while self.run(script).await != Value::Bool(true) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, wait).await.is_err() {
            self.fail(&format!("never came: {what}")).await;
        }
    }

    /// Waits until the islands of this page are alive.
    pub async fn islands(&self) {
        self.until("the islands", "return document.documentElement.dataset.islands === 'ready'").await;
    }

    /// The first element for a CSS selector; waits for it, as the page of the last press may still be on its way.
    pub async fn find(&self, css: &str) -> WebElement {
        let wait = async {
            loop {
                if let Ok(element) = self.driver.find(By::Css(css)).await {
                    return element;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        match tokio::time::timeout(PATIENCE, wait).await {
            Ok(element) => element,
            Err(_) => self.fail(&format!("nothing there for {css}")).await,
        }
    }

    /// The words of the page as laid out.
    pub async fn text(&self) -> String {
        self.run("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for words on the page, white space aside: the answer to a form may take its time.
    pub async fn sees(&self, text: &str) {
        let wanted = crate::html::squeeze(text);
        let wait = async {
            while !crate::html::squeeze(&self.text().await).contains(&wanted) {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, wait).await.is_err() {
            self.fail(&format!("does not see 「{text}」")).await;
        }
    }

    /// Types into a field, replacing what is there.
    pub async fn type_into(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        let typed = async {
            field.clear().await?;
            field.send_keys(text).await
        };
        if let Err(e) = typed.await {
            self.fail(&format!("cannot type into {css}: {e}")).await;
        }
    }

    /// Presses what the selector finds and waits for the next page when one comes.
    pub async fn press(&self, css: &str) {
        let element = self.visible(css).await;
        // Into the middle of the screen: a sticky bar must not take the tap.
        self.centre(&element).await;
        if let Err(e) = element.click().await {
            self.fail(&format!("cannot press {css}: {e}")).await;
        }
    }

    /// The first match a person can see: a narrow and a wide screen may show different ones of a pair.
    async fn visible(&self, css: &str) -> WebElement {
        self.find(css).await;
        for element in self.driver.find_all(By::Css(css)).await.unwrap_or_default() {
            if element.is_displayed().await.unwrap_or(false) {
                return element;
            }
        }
        self.find(css).await
    }

    /// Presses the button or link with these words.
    pub async fn press_text(&self, text: &str) {
        let wanted = format!(
            "//main//*[self::button or self::a or self::label or self::summary][contains(normalize-space(.), '{text}')]"
        );
        let anywhere = wanted.replacen("//main", "", 1);
        for path in [wanted, anywhere] {
            if let Ok(element) = self.driver.find(By::XPath(path.as_str())).await {
                self.centre(&element).await;
                match element.click().await {
                    Ok(()) => return,
                    Err(e) => self.fail(&format!("cannot press 「{text}」: {e}")).await,
                }
            }
        }
        self.fail(&format!("nothing to press that says 「{text}」")).await;
    }

    async fn centre(&self, element: &WebElement) {
        let handle = element.to_json().expect("an element has an id");
        let script = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})";
        // Not scrolled is not failed: the click says more.
        let _ = self.driver.execute(script, vec![handle]).await;
    }

    /// Everything the console holds since the last call: errors, refused resources, violated policy.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.unwrap_or_else(|e| panic!("the browser's log: {e}"));
        let bad = log.into_iter().filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"));
        bad.map(|entry| format!("{} {}", entry.level, entry.message)).collect()
    }

    /// A picture of the whole page.
    pub async fn picture(&self, file: &Path) {
        let metrics = self.cdp("Page.getLayoutMetrics", json!({})).await;
        let size = &metrics["cssContentSize"];
        let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
        let shot = self
            .cdp("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true, "clip": clip}))
            .await;
        let bytes = base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap_or_default());
        std::fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("the folder for pictures");
        std::fs::write(file, bytes.expect("a picture in base64")).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    }

    /// Findings of axe-core on this page, one line each: rule, element, what to do.
    pub async fn axe(&self) -> Vec<String> {
        self.run(include_str!("../data/axe/axe.min.js")).await;
        let script = "const done = arguments[0];
            axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'], resultTypes: ['violations']})
               .then(r => done(r.violations.flatMap(v => v.nodes.map(n => `${v.id} (${v.impact}) at ${n.target.join(' ')}: ${n.failureSummary.replace(/\\s+/g, ' ')}`))),
                     e => done(['axe itself failed: ' + e]))";
        let found = self.driver.execute_async(script, Vec::new()).await;
        let found = found.unwrap_or_else(|e| panic!("axe: {e}"));
        found.convert().expect("a list of lines")
    }

    /// How far the page is wider than the screen, in pixels, with the widest culprits.
    pub async fn sideways(&self) -> Value {
        self.run(
            "const w = document.documentElement.clientWidth, over = document.documentElement.scrollWidth - w;
             if (over <= 0) return null;
             return {over, by: [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > w + 1)
                .slice(0, 5).map(e => e.localName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right))}",
        )
        .await
    }

    /// Gives up with what is on the screen as the message, and a picture beside the others.
    pub async fn fail(&self, why: &str) -> ! {
        let (path, text) = (self.path().await, self.text().await);
        self.picture(&screens().join("failed.png")).await;
        let log = self.complaints().await;
        panic!("{why}\n--- at {path}, picture in target/screens/failed.png\n{text:.4000}\n--- console: {log:#?}")
    }

    /// Closes the window. A test that panicked leaves this to the drop below.
    pub async fn close(mut self) {
        // The driver is killed next anyway.
        let _ = self.driver.clone().quit().await;
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // chromedriver's group holds Chromium and its helpers; an already ended group is what we want.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.process.wait();
    }
}

/// Where pictures go: `target/screens` of the project, wherever cargo builds.
pub fn screens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screens")
}

fn capabilities(profile: &Path, device: Device) -> ChromeCapabilities {
    let mut chrome = ChromeCapabilities::new();
    let set = |done: thirtyfour::error::WebDriverResult<()>| done.expect("capabilities are plain JSON");
    for flag in FLAGS {
        set(chrome.add_arg(flag));
    }
    set(chrome.add_arg(&format!("--user-data-dir={}", profile.join("profile").display())));
    set(chrome.add_arg(&format!("--window-size={},{}", device.width.max(500), device.height)));
    set(chrome.set_browser_log_level(LoggingPrefsLogLevel::All));
    if let Some(binary) = program("chromium") {
        set(chrome.set_binary(&binary.display().to_string()));
    }
    if !device.script {
        let prefs = json!({"profile.managed_default_content_settings.javascript": 2});
        set(chrome.add_experimental_option("prefs", prefs));
    }
    chrome
}

/// Starts chromedriver on a port of its own choice and reads which from what it prints.
async fn start_driver(home: &Path) -> (Child, u16) {
    use std::os::unix::process::CommandExt;
    let said = home.join("chromedriver.log");
    let log = std::fs::File::create(&said).expect("a log file in a fresh folder");
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").env("HOME", home).process_group(0);
    let child = command.stdin(Stdio::null()).stdout(log).stderr(Stdio::null()).spawn();
    let mut child = child.unwrap_or_else(|e| panic!("chromedriver: {e}"));
    for _ in 0..600 {
        let text = std::fs::read_to_string(&said).unwrap_or_default();
        let port = text.split("successfully on port ").nth(1).and_then(|t| t.split('.').next()?.trim().parse().ok());
        if let Some(port) = port {
            return (child, port);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let _ = child.kill();
    let _ = child.wait();
    panic!("chromedriver says no port:\n{}", std::fs::read_to_string(&said).unwrap_or_default());
}
