//! Request and response types an island or an API client may use.
// the browser knows nothing of the open data
#[cfg(feature = "ssr")]
pub mod open;
