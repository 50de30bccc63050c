//! What no form may hold.
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest as _, Request},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::AppError;

/// Refuses a form with a NUL in a name or a value: nobody types one, and PostgreSQL keeps no text that holds one.
pub async fn without_nul(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded")) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let read = Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await;
    let body = match read {
        Ok(body) if holds_nul(&body) => return AppError::BadRequest.into_response(),
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// A percent sign that is meant as such is sent as `%25`, so `%00` is always a NUL.
fn holds_nul(form: &[u8]) -> bool {
    form.contains(&0) || form.windows(3).any(|three| three == b"%00")
}

#[cfg(test)]
mod tests {
    use super::holds_nul;

    #[test]
    fn a_nul_is_found_however_it_is_written() {
        for bad in ["q=%00", "%00=a", "a=1&b=x%00y", "q=\0"] {
            assert!(holds_nul(bad.as_bytes()), "{bad:?}");
        }
        for good in ["", "q=%2500", "q=100%25", "q=%E6%9D%8E00", "q=%0"] {
            assert!(!holds_nul(good.as_bytes()), "{good:?}");
        }
    }
}
