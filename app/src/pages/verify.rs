//! `/verify/{id}`: what a poster's QR leads to. In force, or please take the poster down.
use leptos::prelude::*;

use super::{Page, Section};
use crate::components::{Status, day, tag};

#[derive(Clone, Debug)]
pub struct VerifyView {
    /// `2025年第21期`
    pub number: String,
    pub status: Status,
    /// ISO
    pub valid_until: String,
    /// The notice, while it is open
    pub href: String,
}

/// Names nobody, so search engines may lead to it while the issue is in force (EW-4).
pub fn verify(view: VerifyView) -> Page {
    let open = view.status.is_open();
    let page = Page::new(format!("核验{}悬赏公告", view.number), Section::Notices, move || {
        let says = if open {
            "这份公告是本院发布的，现在有效。"
        } else {
            "这份公告已经失效。如果您看到张贴的海报，请帮忙取下。"
        };
        view! {
            <h1>{format!("{}悬赏公告", view.number)}</h1>
            <p>{tag(view.status)}"　"<span class="nb">"有效期至"{day(&view.valid_until)}</span></p>
            <p class="lead">{says}</p>
            {open.then(|| view! { <p><a class="btn" href=view.href.clone()>"查看公告"</a></p> })}
        }
    });
    if open { page } else { page.noindex() }
}
