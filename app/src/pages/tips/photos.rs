//! Step 3: photos. Each upload is its own step; a refused photo never costs the rest.
use leptos::prelude::*;

use super::parts::step_head;
use crate::{
    components::form::{Field, button, error_summary, hidden, post_form, upload_form},
    domain::tip_content::{PHOTOS_MAX, PhotoTrace},
    form::Errors,
    islands::PhotoPreview,
    pages::Page,
};

/// One photo of the draft; `id` is valid only within the sender's own session.
#[derive(Clone, Debug)]
pub struct PhotoItem {
    pub id: String,
    pub width: u32,
    pub height: u32,
    pub trace: PhotoTrace,
}

#[derive(Clone, Debug, Default)]
pub struct PhotosView {
    pub photos: Vec<PhotoItem>,
    pub errors: Errors,
}

pub fn photos(view: &PhotosView) -> Page {
    let PhotosView { photos, errors } = view.clone();
    super::page(!errors.is_empty(), move || {
        let count = photos.len();
        let onward = if count == 0 { "跳过这一步" } else { "继续" };
        let items: Vec<_> = photos.into_iter().enumerate().map(|(at, p)| item(at + 1, p)).collect();
        let body = view! {
            {(count < PHOTOS_MAX || !errors.is_empty()).then(|| picker(count, &errors))}
            {button(onward, "go", "next", "btn")}
        };
        view! {
            {error_summary(&errors)}
            {step_head(3, "/tips/new/where")}
            <h1>"有照片吗？"</h1>
            <p class="hint">"可以跳过。照片里的位置、时间和手机型号会被删除后再保存"</p>
            {(count > 0).then(|| view! { <ol class="photos">{items}</ol> })}
            {upload_form("/tips/new/photos", body.into_any())}
        }
    })
}

fn picker(count: usize, errors: &Errors) -> impl IntoView + use<> {
    let label = if count == 0 { "选择照片" } else { "再加一张照片" };
    let field = Field::file("photo", label, "image/*")
        .hint(&format!("最多 6 张，每张不超过 10 MB；已上传 {count} 张"))
        .errors(errors)
        .after(view! { <PhotoPreview target="photo".to_string()/> });
    view! { {field.view()}{button("上传", "go", "upload", "btn btn--plain")} }
}

fn item(n: usize, p: PhotoItem) -> impl IntoView {
    let told = match p.trace.zh() {
        Some(found) => format!("原图带有{found}，保存的图片里已删除"),
        None => "原图没有带位置、时间和手机型号".to_owned(),
    };
    let remove = view! {
        {hidden("photo", &p.id)}
        <button class="btn btn--plain">"删除"<span class="vh">{format!("第 {n} 张照片")}</span></button>
    };
    view! {
        <li class="photos__item">
            <img src=format!("/tips/new/photos/{}", p.id) width=p.width.to_string() height=p.height.to_string()
                alt=format!("第 {n} 张照片")/>
            <p class="meta">{told}</p>
            {post_form("/tips/new/photos/delete", remove.into_any())}
        </li>
    }
}
