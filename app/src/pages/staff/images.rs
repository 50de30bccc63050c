//! Pictures of a text: upload, cut, cover, and where each stands in the text.
use leptos::prelude::*;

use super::{Frame, staff_page, subject_photo::framing, titled};
use crate::components::form::{Checkbox, Field, button, error_summary, hidden, upload_form};
use crate::components::{back_link, info_box};
use crate::domain::picture::SCENE;
use crate::form::{Errors, picture::PictureForm};
use crate::pages::Page;

/// One picture of the record.
#[derive(Clone, Debug, Default)]
pub struct ImageLine {
    pub name: String,
    pub alt: String,
    /// It stands in the text as it is now.
    pub used: bool,
}

#[derive(Clone, Debug, Default)]
pub struct ImagesView {
    pub title: String,
    /// The record at its desk
    pub record: String,
    pub version: i64,
    pub images: Vec<ImageLine>,
    /// No more than that
    pub full: bool,
}

pub fn images(frame: &Frame, view: &ImagesView, form: &PictureForm, errors: &Errors) -> Page {
    let (f, v, typed, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page("图片", frame, !errors.is_empty(), move || {
        let list: Vec<_> = v.images.iter().map(|image| line(&f, &v, image)).collect();
        view! {
            {error_summary(&errors)}
            {back_link(v.record.clone(), titled(&v.title))}
            <h1>"图片"</h1>
            {info_box("图片保存后加在正文最后，可以在“修改”里把那一行剪切到合适的地方。撤下内容，图片马上从网站和服务器删除。")}
            {if list.is_empty() {
                view! { <p class="empty">"还没有图片。"</p> }.into_any()
            } else {
                view! { <ul class="pictures">{list}</ul> }.into_any()
            }}
            {if v.full {
                view! { <p class="box">"图片已经够多了，请先删除不用的。"</p> }.into_any()
            } else {
                editor(&f, &v, &typed, &errors)
            }}
        }
    })
}

fn line(f: &Frame, v: &ImagesView, image: &ImageLine) -> AnyView {
    let i = image.clone();
    let src = format!("/images/{}.jpg", i.name);
    let text = format!("![{}]({src})", i.alt);
    let remove = (!i.used).then(|| {
        let body = view! {
            {hidden("version", &v.version.to_string())}
            {hidden("name", &i.name)}
            {button("删除", "go", "remove", "btn btn--plain")}
        };
        f.form(format!("{}/images/remove", v.record), body.into_any())
    });
    let state = if i.used {
        "正文里有这张图片。要删除，请先从正文去掉那一行。"
    } else {
        "正文里没有这张图片。"
    };
    view! {
        <li>
            <img src=src width=SCENE.width height=SCENE.height loading="lazy" alt=i.alt/>
            <p class="meta">{state}</p>
            <p>"正文里的写法："<code>{text}</code></p>
            {remove}
        </li>
    }
    .into_any()
}

fn editor(f: &Frame, v: &ImagesView, typed: &PictureForm, errors: &Errors) -> AnyView {
    let file =
        Field::file("photo", "图片", "image/*").hint("JPG、PNG 或者 WebP，不超过 10 MB。拍摄地点等信息会自动去掉");
    let alt = Field::text("alt", "图片里是什么")
        .hint("给看不见图片的人读的一句话，例如“干警在仓库清点被查封的货车”。不写姓名");
    let body = view! {
        {hidden("csrf", &f.csrf)}
        {hidden("version", &v.version.to_string())}
        {file.errors(errors).view()}
        {alt.value(&typed.alt).errors(errors).view()}
        {framing(SCENE, "主要内容在图片的哪里", &typed.framing)}
        {Checkbox::new("nobody", "旁人和孩子都已遮住，能认出的人都同意公开").checked(typed.nobody).errors(errors).view()}
        {button("保存图片", "go", "save", "btn")}
    };
    upload_form(format!("{}/images", v.record), body.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_stands_in_the_text_cannot_be_deleted() {
        let image = |name: &str, used| ImageLine { name: name.into(), alt: "货车".into(), used };
        let view = ImagesView {
            record: "/r".into(),
            images: vec![image("a", true), image("b", false)],
            ..ImagesView::default()
        };
        let body = images(&Frame::default(), &view, &PictureForm::default(), &Errors::default()).body;
        assert!(
            body.contains("![货车](/images/a.jpg)") && body.contains("value=\"b\"") && !body.contains("value=\"a\"")
        );
    }
}
