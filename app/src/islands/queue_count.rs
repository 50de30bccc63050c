//! The number of open tips in the staff menu, kept fresh without reload.
use leptos::prelude::*;

/// Shows `initial` and asks `url` every 20 seconds while the page is visible; the answer is a bare number.
#[island]
pub fn QueueCount(url: String, initial: i64) -> impl IntoView {
    let count = RwSignal::new(initial);
    #[cfg(feature = "browser")]
    browser::poll(url, count);
    #[cfg(not(feature = "browser"))]
    let _ = url;
    view! { <span class="queue-count num">{move || count.get()}</span> }
}

#[cfg(feature = "browser")]
mod browser {
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::{JsFuture, spawn_local};

    pub fn poll(url: String, count: RwSignal<i64>) {
        let ask = move || {
            let url = url.clone();
            if document().visibility_state() == web_sys::VisibilityState::Visible {
                spawn_local(async move {
                    if let Some(n) = fetch_number(&url).await {
                        count.set(n);
                    }
                });
            }
        };
        let _ = set_interval_with_handle(ask, Duration::from_secs(20));
    }

    async fn fetch_number(url: &str) -> Option<i64> {
        let answer = JsFuture::from(window().fetch_with_str(url)).await.ok()?;
        let answer: web_sys::Response = answer.dyn_into().ok()?;
        if !answer.ok() {
            return None;
        }
        let text = JsFuture::from(answer.text().ok()?).await.ok()?;
        text.as_string()?.trim().parse().ok()
    }
}
