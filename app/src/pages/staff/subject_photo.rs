//! The photo of a debtor of a draft: upload, cut, cover, take away (AN-8).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Checkbox, Checks, Field, Select, button, error_summary, hidden, upload_form};
use crate::components::{back_link, info_box};
use crate::domain::picture::{Focus, Keep, PORTRAIT, Shape};
use crate::form::{Errors, framing::FramingForm};
use crate::pages::Page;

/// Whose photo it is.
#[derive(Clone, Debug, Default)]
pub struct PhotoPlace {
    pub issue: String,
    pub issue_zh: String,
    pub subject: String,
    pub position: i64,
    pub name: String,
    pub version: i64,
    pub has_photo: bool,
}

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoForm {
    pub framing: FramingForm,
    pub reason: String,
    pub alone: bool,
}

pub fn subject_photo(frame: &Frame, place: &PhotoPlace, form: &PhotoForm, errors: &Errors) -> Page {
    let (f, at, v, errors) = (frame.clone(), place.clone(), form.clone(), errors.clone());
    staff_page("公告照片", frame, !errors.is_empty(), move || {
        let back = format!("/staff/notices/{}", at.issue);
        view! {
            {error_summary(&errors)}
            {back_link(back.clone(), at.issue_zh.clone())}
            <h1>"公告照片"</h1>
            <p>{format!("第 {} 号 {}", at.position, at.name)}</p>
            {info_box("只有文字不足以认出本人时才用照片。照片里不能有别人，尤其不能有孩子。征集结束，照片马上从网站和服务器删除。")}
            {at.has_photo.then(|| current(&at))}
            {editor(&f, &at, &v, &errors)}
            {at.has_photo.then(|| remove(&f, &at))}
        }
    })
}

fn address(at: &PhotoPlace) -> String {
    format!("/staff/notices/{}/subjects/{}/photo", at.issue, at.subject)
}

fn current(at: &PhotoPlace) -> AnyView {
    // a version of its own each time, so that the browser does not show the one before
    let src = format!("{}.jpg?v={}", address(at), at.version);
    view! {
        <figure class="photo">
            <img src=src width=PORTRAIT.width height=PORTRAIT.height alt="现在的照片，与公开时相同"/>
            <figcaption class="meta">"公开时就是这个样子。还不合适的，可以在下面再裁剪、再遮挡，不用重新上传。"</figcaption>
        </figure>
    }
    .into_any()
}

fn form(f: &Frame, at: &PhotoPlace, body: AnyView) -> AnyView {
    let (token, version) = (hidden("csrf", &f.csrf), hidden("version", &at.version.to_string()));
    upload_form(address(at), view! { {token}{version}{body} }.into_any())
}

fn editor(f: &Frame, at: &PhotoPlace, v: &PhotoForm, errors: &Errors) -> AnyView {
    let file = Field::file("photo", if at.has_photo { "换一张照片" } else { "照片" }, "image/*");
    let file = if at.has_photo { file.optional() } else { file };
    let body = view! {
        {file.hint("JPG、PNG 或者 WebP，不超过 10 MB。拍摄地点等信息会自动去掉").errors(errors).view()}
        {framing(PORTRAIT, "本人在照片的哪里", &v.framing)}
        {Field::area("photo_reason", "使用照片的必要理由").rows(3).hint("只在法院内部留存").value(&v.reason).errors(errors).view()}
        {Checkbox::new("photo_alone", "照片里只有本人，没有别人，没有孩子").checked(v.alone).errors(errors).view()}
        {button("保存照片", "go", "save", "btn")}
    };
    form(f, at, body.into_any())
}

/// How the picture is cut and covered, for every form that takes one.
pub(super) fn framing(shape: Shape, place: &str, typed: &FramingForm) -> AnyView {
    let keep = Select::new("keep", "保留多大范围").options(Keep::ALL.iter().map(|k| (k.code(), k.zh())));
    let focus = Select::new("focus", place).options(Focus::ALL.iter().map(|p| (p.code(), p.zh())));
    let fields = (0..shape.fields()).fold(Checks::new("cover", "遮挡旁人（选填）"), |checks, n| {
        checks.option(&n.to_string(), &shape.field_zh(n))
    });
    let grid = format!("裁剪后的照片横分 {} 格、竖分 {} 格，勾选的格会模糊到认不出", shape.columns, shape.rows);
    view! {
        {keep.value(&typed.keep).view()}
        {focus.value(&typed.focus).view()}
        {fields.hint(&grid).chosen(&typed.covered).view()}
    }
    .into_any()
}

fn remove(f: &Frame, at: &PhotoPlace) -> AnyView {
    form(f, at, button("不用照片，删除", "go", "remove", "btn btn--warn"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_photo_that_is_there_is_shown_and_can_go() {
        let place =
            |has_photo| PhotoPlace { issue: "i".into(), subject: "s".into(), has_photo, ..PhotoPlace::default() };
        let body = |has_photo| {
            subject_photo(&Frame::default(), &place(has_photo), &PhotoForm::default(), &Errors::default()).body
        };
        assert!(body(true).contains("/staff/notices/i/subjects/s/photo.jpg") && body(true).contains("不用照片"));
        assert!(!body(false).contains("photo.jpg") && !body(false).contains("不用照片"));
    }
}
