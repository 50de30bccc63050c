//! Rules and markup of the court's public site: everything without I/O.
#[cfg(all(feature = "ssr", feature = "browser"))]
compile_error!("app: ssr and browser must never be enabled together");

pub mod api;
pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod domain;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod text;

/// Browser entry: `boot.js` calls it once, then walks the islands.
#[cfg(feature = "browser")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
