//! Synchronous rendering: a page is a function from data to bytes, no streaming, no inline script.
use std::sync::Arc;

use hydration_context::{SharedContext, SsrSharedContext};
use leptos::prelude::*;

/// Renders one view to HTML under its own reactive owner. Deterministic: same data, same bytes.
pub fn to_html<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let shared: Arc<dyn SharedContext + Send + Sync> = Arc::new(SsrSharedContext::new_islands());
    let owner = Owner::new_root(Some(shared));
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// Escapes text for use inside a double-quoted attribute.
pub fn attr(value: &str) -> String {
    html_escape::encode_double_quoted_attribute(value).into_owned()
}
