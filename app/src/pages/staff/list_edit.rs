//! The editor of a draft: who, which case, why, and what the court needs before it decides.
use leptos::prelude::*;

use super::{
    Frame,
    conflict::{ConflictView, conflict},
    lists::entry_words,
    staff_page,
};
use crate::components::form::{Checkbox, Checks, Field, Radios, error_summary, hidden, submit};
use crate::components::{back_link, info_box};
use crate::domain::{
    list::{Ground, InitiatedBy, Item, ListKind, Question},
    refusal::cited,
};
use crate::form::{Errors, list_entry::EntryForm};
use crate::pages::Page;

/// Where the form belongs; `id` is empty for a new draft.
#[derive(Clone, Debug)]
pub struct DraftPlace {
    pub list: ListKind,
    pub id: String,
    /// Masked number already stored, empty when there is none.
    pub id_masked: String,
}

pub fn list_edit(frame: &Frame, place: &DraftPlace, form: &EntryForm, errors: &Errors) -> Page {
    let (f, at, v, errors) = (frame.clone(), place.clone(), form.clone(), errors.clone());
    let verb = if at.id.is_empty() { "起草" } else { "修改" };
    let title = format!("{verb}{}", entry_words(at.list));
    staff_page(title.clone(), frame, !errors.is_empty(), move || {
        let (action, back) = if at.id.is_empty() {
            ("/staff/lists/new".to_owned(), format!("/staff/lists?list={}", at.list.code()))
        } else {
            (format!("/staff/lists/{}/edit", at.id), format!("/staff/lists/{}", at.id))
        };
        view! {
            {error_summary(&errors)}
            {back_link(back, "返回")}
            <h1>{title.clone()}</h1>
            {info_box("草稿可以先不填完，随时保存。作出决定时再检查是否齐全。")}
            {f.form(action, view! {
                {hidden("version", &v.version)}{fields(&f, &v, &at, &errors)}
                {submit("保存草稿")}
            }.into_any())}
        }
    })
}

/// All fields, for the editor and for whoever was overtaken.
fn fields(f: &Frame, v: &EntryForm, at: &DraftPlace, errors: &Errors) -> AnyView {
    let own = match at.list {
        ListKind::Dishonest => dishonest(f, v, errors),
        ListKind::Restricted => restricted(v, errors),
    };
    view! {
        {hidden("list", at.list.code())}
        {party(v, at, errors)}
        {case(f, v, errors)}
        {origin(f, v, at.list, errors)}
        {own}
        {Field::area("reasons", "理由").rows(5).hint("写入决定书，网站不显示").value(&v.reasons).errors(errors).view()}
    }
    .into_any()
}

/// Somebody else saved first: both texts, and the typed one once more to join them by hand.
pub fn list_conflict(frame: &Frame, place: &DraftPlace, form: &EntryForm, view: &ConflictView) -> Page {
    let (f, at, mine) = (frame.clone(), place.clone(), form.clone());
    conflict(frame, view, move || fields(&f, &mine, &at, &Errors::default()))
}

fn party(v: &EntryForm, at: &DraftPlace, errors: &Errors) -> AnyView {
    let hint = if !errors.is_empty() && !v.id_no.is_empty() {
        "为安全起见，证件号码需要重新填写".to_owned()
    } else if at.id_masked.is_empty() {
        "自然人填身份证号码，单位填统一社会信用代码。不会回显，公开时身份证号码只显示一部分".to_owned()
    } else {
        format!("已登记 {}，不改就留空", at.id_masked)
    };
    let dishonest = at.list == ListKind::Dishonest;
    let own_debt = "本人（本单位）就是本案的被执行人，不是因为担任单位的法定代表人等而列入";
    view! {
        <h2>"被执行人"</h2>
        {Radios::new("party", "类型").option("person", "自然人").option("unit", "单位").chosen(&v.party).errors(errors).view()}
        {Field::text("name", "姓名或者名称").value(&v.name).errors(errors).view()}
        {Field::text("id_no", "证件号码").hint(&hint).autocomplete("off").errors(errors).view()}
        {Field::text("legal_rep", "法定代表人或者负责人").optional().hint("只有单位填写").value(&v.legal_rep).errors(errors).view()}
        {dishonest.then(|| Checkbox::new("is_debtor", own_debt).checked(v.is_debtor).errors(errors).view())}
        {dishonest.then(|| Checkbox::new("student", "是全日制在校学生").checked(v.student).errors(errors).view())}
    }
    .into_any()
}

fn case(f: &Frame, v: &EntryForm, errors: &Errors) -> AnyView {
    let example = format!("例如（{}）湘1199执12号", f.year());
    view! {
        <h2>"案件"</h2>
        {Field::text("case_no", "执行案号").hint(&example).value(&v.case_no).errors(errors).view()}
        {Field::text("filed_on", "立案日期").narrow().hint(&f.example(-180)).value(&v.filed_on).errors(errors).view()}
        {Field::text("basis_no", "依据文书文号").value(&v.basis_no).errors(errors).view()}
        {Field::text("basis_unit", "作出文书的单位").value(&v.basis_unit).errors(errors).view()}
        {Field::area("duty", "应履行的义务").rows(3).hint("会公开，不要写住址、电话、银行账号").value(&v.duty).errors(errors).view()}
        {Radios::new("performance", "履行情况").option("none", "全部未履行").option("part", "部分未履行").chosen(&v.performance).errors(errors).view()}
    }
    .into_any()
}

fn origin(f: &Frame, v: &EntryForm, list: ListKind, errors: &Errors) -> AnyView {
    let within =
        if list == ListKind::Dishonest { "依申请的填写，15 日内决定" } else { "依申请的填写" };
    let by = InitiatedBy::ALL
        .iter()
        .fold(Radios::new("initiated_by", "由谁提起"), |radios, by| radios.option(by.code(), by.zh()));
    view! {
        <h2>"提起"</h2>
        {by.chosen(&v.initiated_by).errors(errors).view()}
        {Field::text("applied_on", "收到书面申请的日期").narrow().hint(within).value(&v.applied_on).errors(errors).view()}
        {Field::text("warned_on", "执行通知载明风险提示的日期").narrow().hint(&f.example(-150)).value(&v.warned_on).errors(errors).view()}
    }
    .into_any()
}

fn dishonest(f: &Frame, v: &EntryForm, errors: &Errors) -> AnyView {
    let grounds = Ground::ALL
        .iter()
        .fold(Checks::new("grounds", "失信行为的情形"), |checks, g| checks.option(g.code(), g.zh()));
    let law = format!("选择第一种情形的，下面四项都要核对；有一项为“是”，就不能以第一种情形纳入。{}", cited("DJ-3"));
    let questions = Question::ALL.iter().zip(&v.answers).map(|(q, typed)| {
        Radios::new(q.code(), q.zh()).option("yes", "是").option("no", "否").chosen(typed).errors(errors).view()
    });
    let order = format!("例如 r-{}-0001。纳入失信名单的，应当同时限制消费", f.year());
    view! {
        <h2>"情形和期限"</h2>
        {grounds.chosen(&v.grounds).errors(errors).view()}
        {Field::text("extension_years", "延长的年数").optional().narrow().hint("第二至六种情形为 2 年，可以延长 1 至 3 年").inputmode("numeric")
            .value(&v.extension_years).errors(errors).view()}
        {Field::area("extension_reason", "延长的理由").optional().rows(3).value(&v.extension_reason).errors(errors).view()}
        <h2>"核对"</h2>
        {info_box(law)}
        {questions.collect::<Vec<_>>()}
        <h2>"限制消费令"</h2>
        {Field::text("linked_no", "限制消费信息的编号").narrow().hint(&order).value(&v.linked_no).errors(errors).view()}
    }
    .into_any()
}

fn restricted(v: &EntryForm, errors: &Errors) -> AnyView {
    let items = Item::ALL
        .iter()
        .fold(Checks::new("items", "限制的消费"), |checks, item| checks.option(item.code(), item.zh()));
    view! {
        <h2>"限制消费令"</h2>
        {Field::area("considerations", "考虑的因素").rows(4).hint("写明消极履行、规避或者抗拒执行的行为，以及履行能力").value(&v.considerations).errors(errors).view()}
        {items.chosen(&v.items).errors(errors).view()}
        {Field::text("period", "限制的期间").hint("例如自即日起至履行完毕止").value(&v.period).errors(errors).view()}
        {Field::area("consequences", "违反的法律后果").rows(3).value(&v.consequences).errors(errors).view()}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gf_7_each_list_asks_for_its_own_and_the_number_never_comes_back() {
        let form = EntryForm { id_no: "11010519491231002X".into(), name: "甲某".into(), ..EntryForm::default() };
        let body = |list| {
            let place = DraftPlace { list, id: String::new(), id_masked: String::new() };
            list_edit(&Frame::default(), &place, &form, &Errors::default()).body
        };
        let (dishonest, restricted) = (body(ListKind::Dishonest), body(ListKind::Restricted));
        assert!(dishonest.contains("name=\"grounds\"") && dishonest.contains("name=\"ranks_later\""));
        assert!(restricted.contains("name=\"items\"") && !restricted.contains("name=\"grounds\""));
        assert!(!restricted.contains("失信") && !dishonest.contains("11010519491231002X"));
    }
}
