//! One person of a restricted unit. The identity number goes in and never comes back.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Radios, button, error_summary, hidden, submit};
use crate::components::{back_link, info_box};
use crate::domain::{list::Capacity, refusal::cited};
use crate::form::{Errors, list_person::PersonForm};
use crate::pages::Page;

/// Where the form belongs; `person` is empty for a new one.
#[derive(Clone, Debug, Default)]
pub struct PersonPlace {
    pub entry: String,
    pub entry_zh: String,
    pub person: String,
    pub id_masked: String,
}

pub fn person(frame: &Frame, place: &PersonPlace, form: &PersonForm, errors: &Errors) -> Page {
    let (f, at, v, errors) = (frame.clone(), place.clone(), form.clone(), errors.clone());
    let new = at.person.is_empty();
    let title = if new { "添加单位的有关人员" } else { "修改单位的有关人员" };
    staff_page(title, frame, !errors.is_empty(), move || {
        let back = format!("/staff/lists/{}", at.entry);
        let action = format!("{back}/persons/{}", if new { "new" } else { at.person.as_str() });
        let hint = match (errors.is_empty(), at.id_masked.is_empty()) {
            (true, false) => format!("已登记 {}，保存时请重新填写完整号码", at.id_masked),
            (false, _) => "为安全起见，身份证号码需要重新填写".to_owned(),
            (true, true) => "不会回显，公开时只显示一部分".to_owned(),
        };
        let capacity =
            Capacity::ALL.iter().fold(Radios::new("capacity", "在单位的身份"), |r, c| r.option(c.code(), c.zh()));
        let remove = (!new).then(|| {
            let body =
                view! { {hidden("version", &v.version)}{button("从名单中删除此人", "go", "remove", "btn btn--warn")} };
            f.form(format!("{action}/remove"), body.into_any())
        });
        let law = format!("公开时称为“被限制消费单位的××”，不称被执行人。{}", cited("RC-4"));
        view! {
            {error_summary(&errors)}
            {back_link(back, at.entry_zh.clone())}
            <h1>{title}</h1>
            {info_box(law)}
            {f.form(action, view! {
                {hidden("version", &v.version)}
                {Field::text("name", "姓名").value(&v.name).errors(&errors).view()}
                {Field::text("id_no", "身份证号码").hint(&hint).autocomplete("off").errors(&errors).view()}
                {capacity.chosen(&v.capacity).errors(&errors).view()}
                {submit("保存")}
            }.into_any())}
            {remove}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_person_never_comes_back() {
        let form = PersonForm { id_no: "11010519491231002X".into(), name: "甲某".into(), ..PersonForm::default() };
        let mut errors = Errors::default();
        errors.push("capacity", "请选择在单位的身份");
        let body = person(&Frame::default(), &PersonPlace::default(), &form, &errors).body;
        assert!(body.contains("甲某") && !body.contains("11010519491231002X") && body.contains("（规则 RC-4）"));
    }
}
