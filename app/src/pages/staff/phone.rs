//! The code that brings a draft onto a telephone. It is shown once: only its hash is kept.
use leptos::prelude::*;

use super::{Frame, staff_page, titled};
use crate::components::form::button;
use crate::components::{back_link, info_box};
use crate::pages::Page;
use crate::text::qr;

/// On the page of a record: makes a new code.
pub(super) fn phone_button(frame: &Frame, record: &str) -> AnyView {
    frame.form(format!("{record}/phone"), button("手机预览", "go", "phone", "btn btn--plain"))
}

#[derive(Clone, Debug, Default)]
pub struct PhoneView {
    pub title: String,
    /// The record at its desk
    pub record: String,
    /// Whole address with the token
    pub link: String,
    /// `14:32`
    pub until: String,
}

pub fn phone(frame: &Frame, view: &PhoneView) -> Page {
    let v = view.clone();
    staff_page("手机预览", frame, false, move || {
        let code = qr::svg(&v.link).map(|svg| {
            view! { <div class="desk__qr" role="img" aria-label="预览页面的二维码" inner_html=svg></div> }
        });
        view! {
            {back_link(v.record.clone(), titled(&v.title))}
            <h1>"手机预览"</h1>
            <p class="lead">{format!("用手机扫一扫，就能看到公布以后的样子。{}以前有效，只能看，不能改。", v.until)}</p>
            {code}
            <p>"也可以复制这个网址："<span class="desk__secret">{v.link.clone()}</span></p>
            {info_box("谁有这个二维码，谁就能看到草稿。请只给需要核对的同事，不要转发。重新生成以后，前一个就不能用了。")}
        }
    })
}
