//! The editor of one debtor of an issue. The identity number goes in and never comes back.
use leptos::prelude::*;

use super::{
    Frame,
    conflict::{ConflictView, conflict},
    staff_page,
};
use crate::components::back_link;
use crate::components::form::{Checkbox, Field, Radios, button, error_summary, hidden, submit};
use crate::form::{Errors, reward::RewardForm, subject::SubjectForm};
use crate::pages::Page;

/// Where the form belongs; `subject` is empty for a new one.
#[derive(Clone, Debug, Default)]
pub struct SubjectPlace {
    pub issue: String,
    pub issue_zh: String,
    pub subject: String,
    /// Masked number already stored, empty when there is none.
    pub id_masked: String,
}

pub fn subject_edit(frame: &Frame, place: &SubjectPlace, form: &SubjectForm, errors: &Errors) -> Page {
    let (f, at, v, errors) = (frame.clone(), place.clone(), form.clone(), errors.clone());
    let new = at.subject.is_empty();
    let title = if new { "添加被执行人" } else { "修改被执行人" };
    staff_page(title, frame, !errors.is_empty(), move || {
        let back = format!("/staff/notices/{}", at.issue);
        let last = if new { "new" } else { at.subject.as_str() };
        let action = format!("{back}/subjects/{last}");
        let remove = (!new).then(|| {
            let body =
                view! { {hidden("version", &v.version)}{button("从公告中删除", "go", "remove", "btn btn--warn")} };
            f.form(format!("{action}/remove"), body.into_any())
        });
        let photo = (!new && v.party == "person").then(|| {
            view! { <p><a href=format!("{action}/photo")>"公告照片"</a></p> }
        });
        view! {
            {error_summary(&errors)}
            {back_link(back, at.issue_zh.clone())}
            <h1>{title}</h1>
            {f.form(action, view! {
                {hidden("version", &v.version)}
                {fields(&f, &v, &at, &errors)}
                {submit("保存")}
            }.into_any())}
            {photo}
            {remove}
        }
    })
}

/// All fields, for the editor and for whoever was overtaken.
fn fields(f: &Frame, v: &SubjectForm, at: &SubjectPlace, errors: &Errors) -> AnyView {
    view! {
        {person(v, at, errors)}
        {case(f, v, errors)}
        <h2>"悬赏"</h2>
        {reward("property", "财产线索", &v.property, errors)}
        {reward("whereabouts", "行踪线索", &v.whereabouts, errors)}
    }
    .into_any()
}

/// Somebody else saved first: both texts, and the typed one once more to join them by hand.
pub fn subject_conflict(frame: &Frame, place: &SubjectPlace, form: &SubjectForm, view: &ConflictView) -> Page {
    let (f, at, mine) = (frame.clone(), place.clone(), form.clone());
    conflict(frame, view, move || fields(&f, &mine, &at, &Errors::default()))
}

fn person(v: &SubjectForm, at: &SubjectPlace, errors: &Errors) -> AnyView {
    let hint = if !errors.is_empty() && !v.id_no.is_empty() {
        // the number is never sent back, so whoever typed it must know why the field is empty
        let what = if v.party == "unit" { "统一社会信用代码" } else { "身份证号码" };
        format!("为安全起见，{what}需要重新填写")
    } else if at.id_masked.is_empty() {
        "自然人填身份证号码，单位填统一社会信用代码。不会回显，公开时只显示一部分".to_owned()
    } else {
        format!("已登记 {}，不改就留空", at.id_masked)
    };
    view! {
        <h2>"被执行人"</h2>
        {Radios::new("party", "类型").option("person", "自然人").option("unit", "单位").chosen(&v.party).errors(errors).view()}
        {Field::text("name", "姓名或者名称").value(&v.name).errors(errors).view()}
        {Field::text("id_no", "证件号码").hint(&hint).autocomplete("off").errors(errors).view()}
        {Field::text("legal_rep", "法定代表人或者负责人").optional().hint("只有单位填写").value(&v.legal_rep).errors(errors).view()}
        {Field::text("county", "县区").value(&v.county).errors(errors).view()}
        {Field::text("town", "乡镇或者街道").optional().hint("不要写到村、组、门牌").value(&v.town).errors(errors).view()}
    }
    .into_any()
}

fn case(f: &Frame, v: &SubjectForm, errors: &Errors) -> AnyView {
    let case_no = format!("例如（{}）湘1199执12号", f.year());
    view! {
        <h2>"案件"</h2>
        {Field::text("case_no", "执行案号").hint(&case_no).value(&v.case_no).errors(errors).view()}
        {Field::text("filed_on", "立案日期").narrow().hint(&f.example(-180)).value(&v.filed_on).errors(errors).view()}
        {Field::text("basis_no", "依据文书文号").value(&v.basis_no).errors(errors).view()}
        {Field::text("basis_unit", "作出文书的单位").value(&v.basis_unit).errors(errors).view()}
        {Field::text("owed", "应履行金额").narrow().hint("例如 50万元，或者 500000").value(&v.owed).errors(errors).view()}
        {Field::text("unpaid", "未履行金额").narrow().value(&v.unpaid).errors(errors).view()}
        {Field::area("wanted", "我们想知道").rows(4).hint("写明要找的人或者财产，不要写家人、同事、孩子").value(&v.wanted).errors(errors).view()}
        {Checkbox::new("urgent", "紧急，排在前面").checked(v.urgent).errors(errors).view()}
    }
    .into_any()
}

fn reward(prefix: &str, words: &str, v: &RewardForm, errors: &Errors) -> AnyView {
    let name = |part: &str| format!("{prefix}_{part}");
    let mode = if v.mode.is_empty() { "none" } else { v.mode.as_str() };
    view! {
        {Radios::new(&name("mode"), words).option("none", "不悬赏").option("fixed", "固定金额")
            .option("percent", "按执行到位金额的百分比").option("min_max", "按百分比，有最低和最高金额")
            .option("tiered", "分段按百分比").chosen(mode).errors(errors).view()}
        {Field::text(&name("amount"), "固定金额").optional().narrow().value(&v.amount).errors(errors).view()}
        {Field::text(&name("percent"), "百分比").optional().narrow().hint("0.01 到 30").value(&v.percent).errors(errors).view()}
        {Field::text(&name("floor"), "最低不少于").optional().narrow().value(&v.floor).errors(errors).view()}
        {Field::text(&name("cap"), "最高不超过").optional().narrow().value(&v.cap).errors(errors).view()}
        {Field::area(&name("tiers"), "分段").optional().rows(3).hint("每行一段，例如“10万元 10%”；最后一行写“以上 1%”")
            .value(&v.tiers).errors(errors).view()}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_number_never_comes_back() {
        let form =
            SubjectForm { id_no: "11010519491231002X".into(), name: "李某明".into(), ..SubjectForm::default() };
        let mut errors = Errors::default();
        errors.push("owed", "请填写金额");
        let body = subject_edit(&Frame::default(), &SubjectPlace::default(), &form, &errors).body;
        assert!(body.contains("李某明") && !body.contains("11010519491231002X"));
        assert!(body.contains("为安全起见，身份证号码需要重新填写"), "and says so");
        let first = subject_edit(&Frame::default(), &SubjectPlace::default(), &form, &Errors::default()).body;
        assert!(!first.contains("重新填写"));
    }
}
