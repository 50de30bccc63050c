//! Proposing a correction of a public entry (DJ-9); somebody else puts it into force.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Radios, error_summary, hidden, submit};
use crate::components::{back_link, info_box};
use crate::domain::refusal::cited;
use crate::form::{Errors, list_correct::CorrectForm};
use crate::pages::Page;

/// `number` is the entry's public number.
pub fn correct(frame: &Frame, id: &str, number: &str, form: &CorrectForm, errors: &Errors) -> Page {
    let (f, id, number, v, errors) = (frame.clone(), id.to_owned(), number.to_owned(), form.clone(), errors.clone());
    staff_page("提出更正", frame, !errors.is_empty(), move || {
        let back = format!("/staff/lists/{id}");
        let to = &v.to;
        let law = format!(
            "信息不准确的，自发现起 3 个工作日内更正。更正由另一个人批准，批准前公开页面不变；证件号码或者情形有误的，请撤销后重新办理。{}",
            cited("DJ-9")
        );
        view! {
            {error_summary(&errors)}
            {back_link(back.clone(), number.clone())}
            <h1>"提出更正"</h1>
            {info_box(law)}
            {f.form(format!("{back}/correct"), view! {
                {hidden("version", &v.version)}
                {Field::text("name", "姓名或者名称").value(&to.name).errors(&errors).view()}
                {Field::text("legal_rep", "法定代表人或者负责人").optional().value(&to.legal_rep).errors(&errors).view()}
                {Field::text("filed_on", "立案日期").narrow().value(&to.filed_on).errors(&errors).view()}
                {Field::text("basis_no", "依据文书文号").value(&to.basis_no).errors(&errors).view()}
                {Field::text("basis_unit", "作出文书的单位").value(&to.basis_unit).errors(&errors).view()}
                {Field::area("duty", "应履行的义务").rows(3).value(&to.duty).errors(&errors).view()}
                {Radios::new("performance", "履行情况").option("none", "全部未履行").option("part", "部分未履行").chosen(&to.performance).errors(&errors).view()}
                {Field::text("found_on", "发现有误的日期").narrow().hint(&f.example(0)).value(&v.found_on).errors(&errors).view()}
                {Field::area("reason", "哪里有误，依据是什么").rows(3).hint("只在法院内部留存").value(&v.reason).errors(&errors).view()}
                {submit("提交更正")}
            }.into_any())}
        }
    })
}
