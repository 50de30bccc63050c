//! Somebody with a browser that has no JavaScript: follows links, fills in forms, keeps cookies, and says what is on the page
//! when a test fails.
use std::collections::BTreeMap;
use std::net::SocketAddr;

use reqwest::{Method, RequestBuilder, Url, header};

use crate::form::{self, File};
use crate::html::Page;

/// One person, one cookie jar, one page before their eyes.
#[derive(Debug, Clone)]
pub struct Person {
    client: reqwest::Client,
    base: Url,
    jar: BTreeMap<String, String>,
    page: Page,
    /// Every address asked for, with redirects: for "the secret is in no address".
    pub visited: Vec<String>,
    /// Every title seen.
    pub titles: Vec<String>,
}

/// Redirects a browser would follow before it gives up.
const MOST_REDIRECTS: usize = 10;

impl Person {
    /// A person who has typed nothing yet.
    pub fn new(address: SocketAddr) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client without TLS always builds");
        Self {
            client,
            base: Url::parse(&format!("http://{address}/")).expect("a socket address makes an address"),
            jar: BTreeMap::new(),
            page: Page { path: String::new(), status: 0, headers: header::HeaderMap::new(), body: String::new() },
            visited: Vec::new(),
            titles: Vec::new(),
        }
    }

    /// The page before their eyes.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Cookies held, by name.
    pub fn cookies(&self) -> &BTreeMap<String, String> {
        &self.jar
    }

    /// Closes the browser: the cookies are gone.
    pub fn forget(&mut self) {
        self.jar.clear();
    }

    /// Gives up with the page as the message.
    #[track_caller]
    pub fn fail(&self, why: &str) -> ! {
        let from = self.visited.len().saturating_sub(4);
        panic!("{why}\n--- the page: {}--- came by: {:?}", self.page.describe(), &self.visited[from..])
    }

    /// Opens an address of this site and follows redirects.
    pub async fn visit(&mut self, path: &str) -> &Page {
        self.go(Method::GET, path, |r| r).await
    }

    /// Follows the link with these words.
    pub async fn click(&mut self, text: &str) -> &Page {
        match self.page.link(text) {
            Some(href) => self.visit(&href).await,
            None => self.fail(&format!("no link 「{text}」")),
        }
    }

    /// Fills in a form (see [`form::fill`]) and presses its button.
    pub async fn submit(&mut self, which: &str, values: &[(&str, &str)]) -> &Page {
        self.submit_with(which, values, &[]).await
    }

    /// The same with files.
    pub async fn submit_with(&mut self, which: &str, values: &[(&str, &str)], files: &[File]) -> &Page {
        let filled = match form::fill(&self.page.body, which, values) {
            Ok(filled) => filled,
            Err(why) => self.fail(&why),
        };
        let target = match filled.action.split('#').next() {
            Some("") | None => self.page.path.clone(),
            Some(action) => action.to_owned(),
        };
        if !filled.post {
            let mut url = self.url(&target);
            url.query_pairs_mut().clear().extend_pairs(&filled.fields);
            return self.go(Method::GET, url.as_str(), |r| r).await;
        }
        if !filled.multipart {
            return self.go(Method::POST, &target, |r| r.form(&filled.fields)).await;
        }
        let (boundary, body) = multipart(&filled, files);
        let mime = format!("multipart/form-data; boundary={boundary}");
        self.go(Method::POST, &target, |r| r.header(header::CONTENT_TYPE, mime).body(body)).await
    }

    /// Sends a form without looking at the page first: for making many of something.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> &Page {
        self.go(Method::POST, path, |r| r.form(fields)).await
    }

    /// Sends a form and returns the status of the first answer; `None` when the connection broke.
    pub async fn try_post(&mut self, path: &str, fields: &[(String, String)]) -> Option<u16> {
        let request = self.request(Method::POST, &self.url(path)).header("sec-fetch-site", "same-origin").form(fields);
        let response = request.send().await.ok()?;
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap_or_default());
        }
        Some(response.status().as_u16())
    }

    /// The site has moved to another port; cookies stay.
    pub fn moved_to(&mut self, address: SocketAddr) {
        self.base = Url::parse(&format!("http://{address}/")).expect("a socket address makes an address");
    }

    /// Sends anything; a person with tools.
    pub async fn go(
        &mut self,
        method: Method,
        path: &str,
        add: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> &Page {
        let mut url = self.url(path);
        let mut request = self.request(method.clone(), &url);
        if method != Method::GET && method != Method::HEAD {
            let origin = self.base.as_str().trim_end_matches('/').to_owned();
            request = request.header(header::ORIGIN, origin).header("sec-fetch-site", "same-origin");
        }
        request = add(request);
        for _ in 0..MOST_REDIRECTS {
            self.take(&url, request).await;
            let location = self.page.header("location").to_owned();
            if !(300..400).contains(&self.page.status) || location.is_empty() {
                return &self.page;
            }
            url = self.url(&location);
            url.set_fragment(None);
            request = self.request(Method::GET, &url);
        }
        self.fail("redirected in circles")
    }

    /// Asserts the status, showing the page otherwise.
    #[track_caller]
    pub fn expect(&self, status: u16) -> &Self {
        if self.page.status != status {
            self.fail(&format!("expected {status}"));
        }
        self
    }

    /// Asserts that the words are on the page, white space aside.
    #[track_caller]
    pub fn sees(&self, text: &str) -> &Self {
        if !self.page.sees(text) {
            self.fail(&format!("does not see 「{text}」"));
        }
        self
    }

    /// Asserts that the words are nowhere in the page, markup included.
    #[track_caller]
    pub fn sees_not(&self, text: &str) -> &Self {
        if self.page.sees(text) || self.page.body.contains(text) {
            self.fail(&format!("should not see 「{text}」"));
        }
        self
    }

    /// Asserts that a field shows this value.
    #[track_caller]
    pub fn finds_typed(&self, field: &str, value: &str) -> &Self {
        let shown = form::shown(&self.page.body, field);
        if shown.as_deref() != Some(value) {
            self.fail(&format!("field {field} shows {shown:?}, not {value:?}"));
        }
        self
    }

    /// A request with this person's cookies, not yet sent.
    pub fn request(&self, method: Method, url: &Url) -> RequestBuilder {
        let cookies: Vec<String> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.request(method, url.clone()).header(header::ACCEPT, "text/html");
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }

    /// The bytes of a file, with status and type: pictures are no text.
    pub async fn download(&self, path: &str) -> (u16, String, Vec<u8>) {
        let request = self.request(Method::GET, &self.url(path));
        let answer = request.send().await.unwrap_or_else(|e| self.fail(&format!("{path}: {e}")));
        let mime = answer.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let (status, mime) = (answer.status().as_u16(), mime.to_owned());
        let bytes = answer.bytes().await.unwrap_or_else(|e| self.fail(&format!("{path}: {e}")));
        (status, mime, bytes.to_vec())
    }

    /// The full address; leaving this site is a failure.
    #[track_caller]
    pub fn url(&self, path: &str) -> Url {
        let here = self.base.join(&self.page.path).expect("the page has an address");
        let url = here.join(path).unwrap_or_else(|e| panic!("address {path}: {e}"));
        assert_eq!(url.origin(), self.base.origin(), "「{path}」 leads away from the site");
        url
    }

    async fn take(&mut self, url: &Url, request: RequestBuilder) {
        let path = path_and_query(url);
        self.visited.push(path.clone());
        let response = match request.send().await {
            Ok(response) => response,
            Err(e) => self.fail(&format!("{path}: {e:?}")),
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap_or_default());
        }
        let body = match response.bytes().await {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(e) => self.fail(&format!("{path}: the body broke off: {e}")),
        };
        self.page = Page { path, status, headers, body };
        self.titles.push(self.page.title());
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let gone = parts.any(|p| p.eq_ignore_ascii_case("max-age=0")) || value.is_empty();
        if gone {
            self.jar.remove(name);
        } else {
            self.jar.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn multipart(filled: &form::Filled, files: &[File]) -> (String, Vec<u8>) {
    let boundary = format!("----zhaoshi{:08x}", crate::temp::serial());
    let mut body = Vec::new();
    let mut part = |head: &str, bytes: &[u8]| {
        body.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in &filled.fields {
        part(&format!("name=\"{name}\""), value.as_bytes());
    }
    for input in &filled.file_inputs {
        let mut none = true;
        for file in files.iter().filter(|f| f.field == *input) {
            none = false;
            part(&format!("name=\"{input}\"; filename=\"{}\"\r\nContent-Type: {}", file.name, file.mime), &file.bytes);
        }
        if none {
            part(&format!("name=\"{input}\"; filename=\"\"\r\nContent-Type: application/octet-stream"), b"");
        }
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (boundary, body)
}

fn path_and_query(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}
