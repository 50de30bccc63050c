//! Shows the photo a person picked before it is sent; nothing leaves the phone here.
use leptos::prelude::*;

/// Previews the files picked in the file input `target` (element id).
#[island]
pub fn PhotoPreview(target: String) -> impl IntoView {
    let picked = RwSignal::new(Vec::<(String, String)>::new());
    #[cfg(feature = "browser")]
    browser::watch(&target, picked);
    #[cfg(not(feature = "browser"))]
    let _ = &target;
    view! {
        <ul class="photo-preview">
            {move || picked.get().into_iter().map(|(url, size)| view! {
                <li><img src=url alt="将要上传的照片"/><span class="meta">{size}</span></li>
            }).collect::<Vec<_>>()}
        </ul>
    }
}

#[cfg(feature = "browser")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};

    pub fn watch(target: &str, picked: RwSignal<Vec<(String, String)>>) {
        let Some(input) =
            document().get_element_by_id(target).and_then(|e| e.dyn_into::<web_sys::HtmlInputElement>().ok())
        else {
            return;
        };
        let seen = input.clone();
        let on_change = Closure::<dyn FnMut()>::new(move || {
            for (url, _) in picked.get_untracked() {
                let _ = web_sys::Url::revoke_object_url(&url);
            }
            picked.set(seen.files().map(list).unwrap_or_default());
        });
        let _ = input.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
        // the field lives as long as the page
        on_change.forget();
    }

    fn list(files: web_sys::FileList) -> Vec<(String, String)> {
        (0..files.length())
            .filter_map(|i| files.get(i))
            .filter_map(|f| {
                let url = web_sys::Url::create_object_url_with_blob(&f).ok()?;
                let tenths = (f.size() / 104_857.6).ceil() as u64;
                Some((url, format!("{}.{} MB", tenths / 10, tenths % 10)))
            })
            .collect()
    }
}
