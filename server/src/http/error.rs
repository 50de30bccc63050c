//! Three kinds of "no": what a person can fix is form state, what the system refuses is an
//! `AppError` with a page, what broke is `Internal`: logged with its cause, shown as a number.
use std::sync::Arc;

use app::pages::{Page, Shell, error as pages};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::store::StoreError;

/// What the system refuses or could not do. The page and the status follow from the variant.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppError {
    #[error("not found")]
    NotFound,
    #[error("gone")]
    Gone,
    /// Says who may do it.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The step is right and so is the person, but not now: the present state and the way out, and where to look.
    #[error("not in this state: {says}")]
    WrongState { says: String, back: String },
    #[error("cross-site request")]
    CrossSite,
    #[error("method not allowed")]
    MethodNotAllowed,
    #[error("malformed request")]
    BadRequest,
    /// A parameter of the open data that cannot be read: which one, and what it should be.
    #[error("malformed question: {0}")]
    BadQuestion(String),
    #[error("body too large")]
    TooLarge,
    #[error("content type not supported")]
    WrongType,
    /// Seconds until the next try.
    #[error("too many requests")]
    RateLimited(u64),
    /// Someone else changed the record first.
    #[error("conflict")]
    Conflict,
    #[error("temporarily unavailable")]
    Unavailable,
    #[error("internal error")]
    Internal(Arc<anyhow::Error>),
}

impl AppError {
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        Self::Internal(Arc::new(cause.into()))
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Forbidden(_) | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest | Self::BadQuestion(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Conflict | Self::WrongState { .. } => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The refusal a bare status of a library stands for.
    pub fn from_status(status: StatusCode) -> Option<Self> {
        Some(match status.as_u16() {
            404 => Self::NotFound,
            403 => Self::CrossSite,
            405 => Self::MethodNotAllowed,
            408 | 503 => Self::Unavailable,
            413 => Self::TooLarge,
            415 => Self::WrongType,
            400 | 411 | 414 | 422 | 431 => Self::BadRequest,
            500..=599 => Self::internal(anyhow::anyhow!("a library answered {status}")),
            _ => return None,
        })
    }

    /// The page a person sees; `request_id` is shown only where something broke.
    pub fn page(&self, request_id: &str) -> Page {
        match self {
            Self::NotFound => pages::not_found(),
            Self::Gone => pages::gone(),
            Self::Forbidden(who_can) => pages::forbidden(who_can),
            Self::WrongState { says, back } => pages::wrong_state(says, back),
            Self::CrossSite => pages::forbidden_cross_site(),
            Self::MethodNotAllowed => pages::method_not_allowed(),
            Self::BadRequest | Self::BadQuestion(_) => pages::bad_request(),
            Self::TooLarge => pages::too_large(),
            Self::WrongType => pages::wrong_type(),
            Self::RateLimited(seconds) => pages::too_many(*seconds),
            Self::Conflict => pages::changed(),
            Self::Unavailable => pages::unavailable(),
            Self::Internal(_) => pages::internal(request_id),
        }
    }
}

impl AppError {
    /// The same for somebody who is signed in: the desk around it, and the way back leads there.
    pub fn desk_page(&self, request_id: &str) -> Page {
        let page = match self {
            Self::NotFound => pages::not_found_at_the_desk(),
            Self::Conflict => pages::conflict("其他同事"),
            _ => self.page(request_id),
        };
        page.shell(Shell::Staff)
    }
}

impl IntoResponse for AppError {
    /// Status and kind only: the outer layer renders the page in the reader's mode.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::RateLimited(seconds) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for AppError {
    fn from(cause: StoreError) -> Self {
        match cause {
            StoreError::Unavailable(why) => {
                tracing::warn!(%why, "the store is not available");
                Self::Unavailable
            }
            StoreError::Conflict(_) => Self::Conflict,
            other => Self::internal(other),
        }
    }
}

impl From<anyhow::Error> for AppError {
    fn from(cause: anyhow::Error) -> Self {
        Self::internal(cause)
    }
}
