//! From a page to an answer: shell, ETag, compression, and the cache of public pages.
use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use super::{
    assets,
    error::AppError,
    packed::{self, Encoding, Media, Packed},
    show::query_value,
};
use crate::{
    state::AppState,
    store::{StoreResult, list::TotalRow},
};
use app::{
    domain::date::LegalDate,
    pages::{Assets, Mode, Page, Site, StaffChip, Theme, document},
};
use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::Response,
};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// Pages kept at most; one weighs about 60 KB with its compressed forms.
const CACHE_BYTES: u64 = 48 * 1024 * 1024;

/// What a public page needs of its request.
#[derive(Clone, Debug)]
pub struct Req {
    pub path: String,
    /// Path and query, for the way back from the display switch.
    pub back: String,
    pub query: Vec<(String, String)>,
    pub mode: Mode,
    pub theme: Theme,
    encoding: Encoding,
    if_none_match: Option<HeaderValue>,
}

impl Req {
    /// First value of a query key; empty counts as absent.
    pub fn query(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(k, v)| k == key && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let display = cookie(headers, "display").unwrap_or_default();
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri);
        Self {
            path: uri.path().to_string(),
            back: uri.path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            query: query.map(|q| q.0).unwrap_or_default(),
            mode: if display.contains("care") { Mode::Care } else { Mode::Standard },
            theme: if display.contains("dark") {
                Theme::Dark
            } else if display.contains("light") {
                Theme::Light
            } else {
                Theme::Auto
            },
            encoding: Encoding::of(headers),
            if_none_match: headers.get(header::IF_NONE_MATCH).cloned(),
        }
    }
}

impl FromRequestParts<AppState> for Req {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

/// Value of a cookie, without allocation for the others.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The shell of a page for this request.
pub fn site(state: &AppState, req: &Req, staff: Option<StaffChip>) -> Site {
    Site {
        court: state.view.clone(),
        demo: state.config.demo,
        mode: req.mode,
        theme: req.theme,
        path: req.back.clone(),
        assets: Assets {
            css: assets::CSS.into(),
            staff_css: assets::STAFF_CSS.into(),
            boot: assets::BOOT.map(Into::into),
            quick_exit: Some(assets::QUICK_EXIT.into()),
            favicon: "/favicon.svg".into(),
        },
        updated: String::new(),
        staff,
    }
}

/// The answer to one reader's question: compressed, and kept nowhere, because the question may be a name.
pub fn asked(state: &AppState, req: &Req, page: &Page) -> Response {
    let html = document(&site(state, req, None), page);
    let mut response = Packed::of(html.into_bytes(), &packed::HTML).answer(req.encoding, None);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.remove(header::ETAG);
    response
}

/// A page for one person: never stored, and never compressed, because it holds secrets next to
/// text that others may choose.
pub fn private(state: &AppState, req: &Req, status: StatusCode, staff: Option<StaffChip>, page: &Page) -> Response {
    let html = document(&site(state, req, staff), page);
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HTML);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A public page from the cache, or made once however many ask for it at the same time.
/// `keys` are the query keys that change the page; all others are ignored.
pub async fn cached<M, F>(state: &AppState, req: &Req, keys: &[&str], make: M) -> Result<Response, AppError>
where
    M: FnOnce() -> F,
    F: Future<Output = Result<Page, AppError>>,
{
    kept(state, req, keys, &packed::HTML, || async {
        let page = make().await?;
        let mut site = site(state, req, None);
        site.path = back(req, keys);
        Ok(document(&site, &page).into_bytes())
    })
    .await
}

/// The same for bytes that are no page: they know no display mode and carry a strong tag.
pub async fn cached_data<M, F>(
    state: &AppState,
    req: &Req,
    keys: &[&str],
    media: &'static Media,
    make: M,
) -> Result<Response, AppError>
where
    M: FnOnce() -> F,
    F: Future<Output = Result<Vec<u8>, AppError>>,
{
    let req = Req { mode: Mode::default(), theme: Theme::default(), ..req.clone() };
    kept(state, &req, keys, media, make).await
}

async fn kept<M, F>(
    state: &AppState,
    req: &Req,
    keys: &[&str],
    media: &'static Media,
    make: M,
) -> Result<Response, AppError>
where
    M: FnOnce() -> F,
    F: Future<Output = Result<Vec<u8>, AppError>>,
{
    let key = state.cache.key(req, keys, state.clock.now().date());
    let made =
        state.cache.pages.try_get_with(key, async { Ok::<_, AppError>(Arc::new(Packed::of(make().await?, media))) });
    match made.await {
        Ok(packed) => Ok(packed.answer(req.encoding, req.if_none_match.as_ref())),
        Err(why) => Err((*why).clone()),
    }
}

/// Where the display switch of a cached page leads back to: the path and the keys that make the page, so that nothing
/// else that one reader's address carried is handed to the next.
fn back(req: &Req, keys: &[&str]) -> String {
    let kept = keys.iter().filter_map(|key| Some(format!("{key}={}", query_value(req.query(key)?))));
    let query = kept.collect::<Vec<_>>().join("&");
    if query.is_empty() { req.path.clone() } else { format!("{}?{query}", req.path) }
}

/// How many entries of each list are in force.
pub type Totals = Arc<Vec<TotalRow>>;

/// Public pages as bytes, valid for one content generation and one legal day.
pub struct PageCache {
    pages: moka::future::Cache<String, Arc<Packed>>,
    /// Entries in force of each list: counting reads every one of them.
    totals: moka::future::Cache<String, Totals>,
    /// Changes that this process has made: known at once.
    own: AtomicU64,
    /// What the database last said about the changes of every process.
    heard: AtomicI64,
}

impl Default for PageCache {
    fn default() -> Self {
        let pages = moka::future::Cache::builder()
            .weigher(|key: &String, page: &Arc<Packed>| u32::try_from(key.len() + page.weight()).unwrap_or(u32::MAX))
            .max_capacity(CACHE_BYTES)
            .build();
        let totals = moka::future::Cache::new(2);
        Self { pages, totals, own: AtomicU64::new(0), heard: AtomicI64::new(0) }
    }
}

impl PageCache {
    /// This process changed something public: nothing made before this is served again.
    pub fn bump(&self) {
        self.own.fetch_add(1, Ordering::SeqCst);
    }

    /// Takes over what the database says; another number than before means that nothing made before is served again.
    pub fn hear(&self, generation: i64) {
        self.heard.store(generation, Ordering::SeqCst);
    }

    /// What `count` says, asked once a generation and day however many pages show it.
    pub async fn totals(
        &self,
        today: LegalDate,
        count: impl Future<Output = StoreResult<Vec<TotalRow>>>,
    ) -> Result<Totals, AppError> {
        let (own, heard) = (self.own.load(Ordering::SeqCst), self.heard.load(Ordering::SeqCst));
        let key = format!("{own}.{heard} {today}");
        if let Some(known) = self.totals.get(&key).await {
            return Ok(known);
        }
        let fresh = Arc::new(count.await?);
        self.totals.insert(key, fresh.clone()).await;
        Ok(fresh)
    }

    fn key(&self, req: &Req, keys: &[&str], today: LegalDate) -> String {
        use std::fmt::Write as _;
        let mut key = String::with_capacity(64 + req.path.len());
        let (own, heard) = (self.own.load(Ordering::SeqCst), self.heard.load(Ordering::SeqCst));
        let _ = write!(key, "{own}.{heard} {today} {:?}{:?} {}", req.mode, req.theme, req.path);
        for name in keys {
            if let Some(value) = req.query(name) {
                // a value may hold any sign, so its length says where it ends
                let _ = write!(key, " {name}={}:{value}", value.len());
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str, cache: &PageCache) -> String {
        let req = Req::of(&address.parse().unwrap(), &HeaderMap::new());
        cache.key(&req, &["status", "town"], LegalDate::new(2025, 12, 1).unwrap())
    }

    #[test]
    fn no_two_questions_share_a_kept_page() {
        let cache = PageCache::default();
        let asked = key("/notices?status=open&town=x", &cache);
        for other in ["%1Ftown=x", "%1Ftown%3Dx", "%20town%3D1:x", "%20town%3D1%3Ax"] {
            assert_ne!(key(&format!("/notices?status=open{other}"), &cache), asked, "{other}");
        }
        assert_eq!(key("/notices?town=x&other=1&status=open", &cache), asked);
    }

    #[test]
    fn a_change_here_or_elsewhere_makes_every_page_new() {
        let cache = PageCache::default();
        let mut keys = vec![key("/", &cache)];
        cache.hear(7);
        keys.push(key("/", &cache));
        cache.bump();
        keys.push(key("/", &cache));
        cache.hear(7);
        assert_eq!(key("/", &cache), keys[2], "the same news twice is no news");
        cache.hear(8);
        keys.push(key("/", &cache));
        let all: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(all.len(), keys.len(), "{keys:?}");
    }
}
