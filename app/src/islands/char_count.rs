//! Live character count under a text field; the server checks the limit again.
use leptos::prelude::*;

/// Counts the characters of the field `target` (element id) against `max`, politely, from 80 % on.
#[island]
pub fn CharCount(target: String, max: usize) -> impl IntoView {
    let left = RwSignal::new(None::<i64>);
    #[cfg(feature = "browser")]
    browser::watch(&target, max, left);
    #[cfg(not(feature = "browser"))]
    let _ = (&target, max);
    view! {
        <p class="count" aria-live="polite">
            {move || left.get().map(|n| if n >= 0 { format!("还可以写 {n} 个字") } else { format!("超出 {} 个字", -n) })}
        </p>
    }
}

#[cfg(feature = "browser")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};

    pub fn watch(target: &str, max: usize, left: RwSignal<Option<i64>>) {
        let Some(area) =
            document().get_element_by_id(target).and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok())
        else {
            return;
        };
        let seen = area.clone();
        let update = move || {
            let used = seen.value().chars().count();
            left.set((used * 5 >= max * 4).then_some(max as i64 - used as i64));
        };
        update();
        let on_input = Closure::<dyn FnMut()>::new(update);
        let _ = area.add_event_listener_with_callback("input", on_input.as_ref().unchecked_ref());
        // the field lives as long as the page
        on_input.forget();
    }
}
