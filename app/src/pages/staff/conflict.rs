//! Somebody else saved first: both texts stand side by side, nothing typed is lost, nothing saved is overwritten unseen.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{hidden, submit};
use crate::components::{fold, info_box, side_by_side};
use crate::form::{fields::Fields, words::Difference};
use crate::pages::Page;

/// Never carried along: the token is new, the version is the stored one, an identity number is shown to nobody.
const NOT_CARRIED: [&str; 4] = ["csrf", "version", "go", "id_no"];

#[derive(Clone, Debug, Default)]
pub struct ConflictView {
    pub who: String,
    pub when: String,
    /// What is stored now, what was typed
    pub differences: Vec<Difference>,
    /// Where the typed form goes
    pub action: String,
    /// The record as it is now
    pub record: String,
    /// Version that is stored now: saving again takes it over
    pub version: String,
    /// As typed
    pub typed: Fields,
}

/// `editor` shows the typed fields once more, for whoever wants to join the two texts by hand.
pub fn conflict(frame: &Frame, view: &ConflictView, editor: impl FnOnce() -> AnyView) -> Page {
    let (f, v) = (frame.clone(), view.clone());
    staff_page("草稿已被修改", frame, false, move || {
        let mine: Vec<_> = v.typed.pairs().filter(|(name, _)| !NOT_CARRIED.contains(name)).collect();
        let mine: Vec<_> = mine.into_iter().map(|(name, text)| hidden(name, text)).collect();
        let number = v
            .typed
            .has("id_no")
            .then(|| info_box("您刚才填写的证件号码没有保留。需要改号码的，请打开最下面的表格重新填写。"));
        let none = v.differences.is_empty();
        let version = || hidden("version", &v.version);
        view! {
            <h1>{format!("这份草稿刚被{}修改，请先查看差异", v.who)}</h1>
            <p class="meta">{format!("修改时间：{}", v.when)}</p>
            {none.then(|| info_box("您填写的内容和现在保存的完全一样，不用再保存。"))}
            {side_by_side(("现在保存的", "您刚才写的"), &v.differences)}
            {number}
            {f.form(v.action.clone(), view! { {version()}{mine}{submit("用我的内容保存")} }.into_any())}
            <p><a class="btn btn--plain" href=v.record.clone()>"用现在保存的，放弃我写的"</a></p>
            {fold("把两份合在一起：修改我写的内容，再保存", f.form(v.action.clone(), view! {
                {version()}{editor()}{submit("保存合在一起的内容")}
            }.into_any()))}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_typed_is_carried_but_the_number_and_the_old_version() {
        let typed = Fields::from([
            ("csrf", "old"),
            ("version", "3"),
            ("id_no", "11010519491231002X"),
            ("items", "a"),
            ("items", "b"),
            ("body", "一\n二"),
        ]);
        let view = ConflictView { version: "4".into(), typed, ..ConflictView::default() };
        let body = conflict(&Frame::default(), &view, || ().into_any()).body;
        assert!(body.contains("value=\"a\"") && body.contains("value=\"b\"") && body.contains("一\n二"));
        assert!(!body.contains("11010519491231002X") && body.contains("号码没有保留"));
        assert!(!body.contains("name=\"version\" value=\"3\"") && body.contains("name=\"version\" value=\"4\""));
    }
}
