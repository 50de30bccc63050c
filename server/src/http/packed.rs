//! Bytes that are kept: one answer in the three forms a browser may ask for, with the tags that confirm it.
use std::{io::Write as _, sync::OnceLock};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use sha2::{Digest, Sha256};

/// What a browser accepts, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    pub fn of(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accepted.split(',').any(|part| {
                let (coding, quality) = part.split_once(';').unwrap_or((part, ""));
                coding.trim() == name && !matches!(quality.trim(), "q=0" | "q=0.0")
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }

    pub fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Brotli => Some(HeaderValue::from_static("br")),
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Plain => None,
        }
    }
}

/// What kind of bytes: their type, and how they are confirmed and kept.
pub struct Media {
    mime: HeaderValue,
    vary: HeaderValue,
    /// The tag stands for these very bytes; pages change with the display cookie and have a weak one
    strong: bool,
    /// Pictures are small already
    compress: bool,
}

impl Media {
    const fn data(mime: &'static str, compress: bool) -> Self {
        Self {
            mime: HeaderValue::from_static(mime),
            vary: HeaderValue::from_static("accept-encoding"),
            strong: true,
            compress,
        }
    }
}

pub static HTML: Media = Media {
    mime: HeaderValue::from_static("text/html; charset=utf-8"),
    vary: HeaderValue::from_static("accept-encoding, cookie"),
    strong: false,
    compress: true,
};
pub static JSON: Media = Media::data("application/json", true);
pub static ATOM: Media = Media::data("application/atom+xml; charset=utf-8", true);
pub static XML: Media = Media::data("application/xml; charset=utf-8", true);
pub static TEXT: Media = Media::data("text/plain; charset=utf-8", true);
pub static PNG: Media = Media::data("image/png", false);

/// One answer as bytes. It is compressed for the first reader who asks for that form: what nobody asks for costs nothing.
pub struct Packed {
    media: &'static Media,
    plain: Bytes,
    br: OnceLock<Bytes>,
    gz: OnceLock<Bytes>,
    /// For brotli, gzip and plain: a strong tag names one form only
    tags: [HeaderValue; 3],
}

impl Packed {
    pub fn of(bytes: Vec<u8>, media: &'static Media) -> Self {
        let digest = hex::encode(&Sha256::digest(&bytes)[..8]);
        let tag = |form: &str| {
            let text = if media.strong { format!("\"{digest}{form}\"") } else { format!("W/\"{digest}\"") };
            HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("W/\"0\""))
        };
        let tags = [tag("-br"), tag("-gz"), tag("")];
        Self { media, br: OnceLock::new(), gz: OnceLock::new(), plain: Bytes::from(bytes), tags }
    }

    /// Bytes it may come to hold: compressed forms come later, and are less than half of the text each.
    pub fn weight(&self) -> usize {
        if self.media.compress { self.plain.len() * 2 } else { self.plain.len() }
    }

    /// The whole answer, or 304 for whoever holds it already.
    pub fn answer(&self, encoding: Encoding, if_none_match: Option<&HeaderValue>) -> Response {
        let encoding = if self.media.compress { encoding } else { Encoding::Plain };
        let tag = match encoding {
            Encoding::Brotli => &self.tags[0],
            Encoding::Gzip => &self.tags[1],
            Encoding::Plain => &self.tags[2],
        };
        let unchanged = if_none_match.is_some_and(|held| held == tag || names(held, tag));
        let bytes = match encoding {
            _ if unchanged => Bytes::new(),
            Encoding::Brotli => self.br.get_or_init(|| brotli_of(&self.plain)).clone(),
            Encoding::Gzip => self.gz.get_or_init(|| gzip_of(&self.plain)).clone(),
            Encoding::Plain => self.plain.clone(),
        };
        let mut response = Response::new(Body::from(bytes));
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.media.mime.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::ETAG, tag.clone());
        headers.insert(header::VARY, self.media.vary.clone());
        if let (false, Some(name)) = (unchanged, encoding.header()) {
            headers.insert(header::CONTENT_ENCODING, name);
        }
        response
    }
}

/// If-None-Match may list several tags, and compares weakly (RFC 9110 §13.1.2).
fn names(held: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(held), Ok(tag)) = (held.to_str(), tag.to_str()) else { return false };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    held.trim() == "*" || held.split(',').any(|one| bare(one) == bare(tag))
}

fn brotli_of(bytes: &[u8]) -> Bytes {
    let mut packed = Vec::with_capacity(bytes.len() / 3);
    let params = brotli::enc::BrotliEncoderParams { quality: 6, lgwin: 18, ..Default::default() };
    match brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params) {
        Ok(_) => Bytes::from(packed),
        Err(e) => unreachable_in_memory(&e),
    }
}

fn gzip_of(bytes: &[u8]) -> Bytes {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    match packer.write_all(bytes).and_then(|()| packer.finish()) {
        Ok(packed) => Bytes::from(packed),
        Err(e) => unreachable_in_memory(&e),
    }
}

/// Writing to memory does not fail; if it ever does, an empty answer and a log line beat an outage.
fn unreachable_in_memory(cause: &std::io::Error) -> Bytes {
    tracing::error!(%cause, "compressing in memory failed");
    Bytes::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strong_tag_names_one_form_of_the_bytes() {
        let packed = Packed::of(b"{}".to_vec(), &JSON);
        let tag = |encoding| packed.answer(encoding, None).headers()[header::ETAG].clone();
        let (br, plain) = (tag(Encoding::Brotli), tag(Encoding::Plain));
        assert_ne!(br, plain);
        assert!(plain.to_str().is_ok_and(|t| t.starts_with('"')));
        assert_eq!(packed.answer(Encoding::Plain, Some(&br)).status(), StatusCode::OK);
        assert_eq!(packed.answer(Encoding::Brotli, Some(&br)).status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn several_held_tags_are_looked_through() {
        let packed = Packed::of(b"{}".to_vec(), &JSON);
        let tag = packed.answer(Encoding::Plain, None).headers()[header::ETAG].clone();
        let list = format!("\"other\", W/{}", tag.to_str().unwrap());
        for held in [list.as_str(), "*"] {
            let held = HeaderValue::from_str(held).unwrap();
            assert_eq!(packed.answer(Encoding::Plain, Some(&held)).status(), StatusCode::NOT_MODIFIED);
        }
    }
}
