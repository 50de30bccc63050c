//! Embedded files: hashed and compressed when the binary was built, served from memory.
use std::{collections::HashMap, sync::OnceLock};

use axum::{
    body::{Body, Bytes},
    extract::OriginalUri,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use super::{error::AppError, packed::Encoding};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One embedded file with its compressed forms.
pub struct Asset {
    pub url: &'static str,
    mime: &'static str,
    immutable: bool,
    etag: &'static str,
    plain: &'static [u8],
    br: &'static [u8],
    gz: &'static [u8],
}

/// `GET /pkg/…` and the files of `public/`.
pub async fn asset(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response, AppError> {
    let asset = find(uri.path()).ok_or(AppError::NotFound)?;
    let known = headers.get(header::IF_NONE_MATCH).map(HeaderValue::as_bytes);
    let encoding = Encoding::of(&headers);
    let (mut bytes, mut status) = (asset.packed(encoding), StatusCode::OK);
    if known == Some(asset.etag.as_bytes()) {
        (bytes, status) = (&[], StatusCode::NOT_MODIFIED);
    }
    let mut response = Response::new(Body::from(Bytes::from_static(bytes)));
    *response.status_mut() = status;
    let keep = if asset.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    out.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(name) = encoding.header() {
        out.insert(header::CONTENT_ENCODING, name);
    }
    Ok(response)
}

impl Asset {
    fn packed(&self, encoding: Encoding) -> &'static [u8] {
        match encoding {
            Encoding::Brotli => self.br,
            Encoding::Gzip => self.gz,
            Encoding::Plain => self.plain,
        }
    }
}

fn find(url: &str) -> Option<&'static Asset> {
    static BY_URL: OnceLock<HashMap<&'static str, &'static Asset>> = OnceLock::new();
    BY_URL.get_or_init(|| ASSETS.iter().map(|a| (a.url, a)).collect()).get(url).copied()
}

/// Addresses of the files of `public/`, for the routing table.
pub fn public_urls() -> impl Iterator<Item = &'static str> {
    ASSETS.iter().filter(|a| !a.immutable).map(|a| a.url)
}
