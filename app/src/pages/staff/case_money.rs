//! Money that waits for creditors: what has come in, how long it has waited, and the next step (CM-1..4).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Select, button, error_summary, hidden, submit};
use crate::components::{Column, Fact, back_link, data_table, facts, info_box, nb};
use crate::domain::claim::{ANTI_FRAUD, ClaimState, ClaimStep, DeferReason, EscrowReason};
use crate::form::{
    Errors,
    case_money::{MoneyForm, MoneyStepForm},
};
use crate::pages::Page;

/// One sum as a line.
#[derive(Clone, Debug, Default)]
pub struct MoneyLine {
    pub id: String,
    pub case_no: String,
    pub payee: String,
    pub amount: String,
    pub arrived_on: String,
    /// `2025年12月31日前`; empty once nothing is due
    pub due: String,
    pub late: bool,
}

/// Sums of one state.
#[derive(Clone, Debug, Default)]
pub struct MoneyGroup {
    pub heading: String,
    pub lines: Vec<MoneyLine>,
    /// Address of the next page; empty at the end
    pub next: String,
}

pub fn money_list(frame: &Frame, groups: &[MoneyGroup]) -> Page {
    let groups = groups.to_vec();
    staff_page("案款", frame, false, move || {
        let shown: Vec<_> = groups.iter().filter(|group| !group.lines.is_empty()).map(table).collect();
        let none = shown.is_empty();
        view! {
            <h1>"案款"</h1>
            <p class="meta">"到账后 30 日内发给申请执行人。暂缓要有法定原因并经批准。这里不登记银行账户。"</p>
            <p><a class="btn" href="/staff/money/new">"登记到账"</a></p>
            {none.then(|| view! { <p class="empty">"没有等待发放的案款。"</p> })}
            {shown}
        }
    })
}

fn table(group: &MoneyGroup) -> AnyView {
    let columns = [
        Column::text("案号"),
        Column::text("领款人"),
        Column::figures("金额"),
        Column::text("到账"),
        Column::text("发放期限"),
    ];
    let row = |l: &MoneyLine| {
        let due = if l.late { format!("{}，已超过", l.due) } else { l.due.clone() };
        vec![
            view! { <a class="nb" href=format!("/staff/money/{}", l.id)>{l.case_no.clone()}</a> }.into_any(),
            l.payee.clone().into_any(),
            nb(l.amount.clone()),
            nb(l.arrived_on.clone()),
            due.into_any(),
        ]
    };
    let lines = data_table("到账早的在前", &columns, group.lines.iter().map(row).collect());
    let next = (!group.next.is_empty()).then(|| view! { <p><a rel="next" href=group.next.clone()>"后面的"</a></p> });
    view! { <section><h2>{group.heading.clone()}</h2>{lines}{next}</section> }.into_any()
}

pub fn money_new(frame: &Frame, form: &MoneyForm, errors: &Errors) -> Page {
    let (f, v, errors) = (frame.clone(), form.clone(), errors.clone());
    staff_page("登记到账", frame, !errors.is_empty(), move || {
        let body = view! {
            {hidden("once", &v.once)}
            {Field::text("case_no", "案号").value(&v.case_no).errors(&errors).view()}
            {Field::text("payee", "领款人").hint("写成“张某”；单位写全称。与领款公告里的写法一致").value(&v.payee).errors(&errors).view()}
            {Field::text("amount", "金额").hint("例如 48万元").narrow().value(&v.amount).errors(&errors).view()}
            {Field::text("arrived_on", "到账通知的日期").hint(&f.example(0)).narrow().value(&v.arrived_on).errors(&errors).view()}
            {submit("登记")}
        };
        view! {
            {error_summary(&errors)}
            {back_link("/staff/money", "案款")}
            <h1>"登记到账"</h1>
            {info_box(format!("这里不登记银行账户。{ANTI_FRAUD}"))}
            {f.form("/staff/money/new", body.into_any())}
        }
    })
}

#[derive(Clone, Debug, Default)]
pub struct MoneyView {
    pub id: String,
    pub state: Option<ClaimState>,
    pub version: i64,
    pub case_no: String,
    pub payee: String,
    pub amount: String,
    pub arrived_on: String,
    pub due: String,
    pub paid_on: String,
    pub reason: String,
    pub approval_no: String,
}

pub fn money(frame: &Frame, view: &MoneyView, form: &MoneyStepForm, errors: &Errors) -> Page {
    let (f, v, typed, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page("案款", frame, !errors.is_empty(), move || {
        let steps = v.state.map(ClaimStep::open_to).unwrap_or_default();
        let forms: Vec<_> = steps.into_iter().map(|step| step_form(&f, &v, step, &typed, &errors)).collect();
        view! {
            {error_summary(&errors)}
            {back_link("/staff/money", "案款")}
            <h1>{v.state.map_or("", ClaimState::zh)}</h1>
            {facts(vec![
                Fact::nb("案号", v.case_no.clone()),
                Fact::text("领款人", v.payee.clone()),
                Fact::nb("金额", v.amount.clone()),
                Fact::nb("到账", v.arrived_on.clone()),
                Fact::text("发放期限", v.due.clone()),
                Fact::nb("发放", v.paid_on.clone()),
                Fact::text("原因", v.reason.clone()),
                Fact::text("批准文号", v.approval_no.clone()),
            ])}
            {forms}
        }
    })
}

fn step_form(f: &Frame, v: &MoneyView, step: ClaimStep, typed: &MoneyStepForm, errors: &Errors) -> AnyView {
    // what was refused belongs to the form it came from
    let own = typed.step == step.code();
    let (typed, errors) = if own { (typed.clone(), errors.clone()) } else { Default::default() };
    let day =
        |label: &str| Field::text("day", label).hint(&f.example(0)).narrow().value(&typed.day).errors(&errors).view();
    let reason = |codes: Vec<(&str, &str)>| {
        let select = Select::new("reason", "原因").option("", "请选择").options(codes);
        select.value(&typed.reason).errors(&errors).view()
    };
    let fields = match step {
        ClaimStep::Match | ClaimStep::Notify | ClaimStep::Announce => ().into_any(),
        ClaimStep::Pay => day("发放日期"),
        ClaimStep::Defer => {
            let approval = Field::text("approval_no", "批准文号").value(&typed.approval_no).errors(&errors).view();
            let reasons = reason(DeferReason::ALL.iter().map(|r| (r.code(), r.zh())).collect());
            view! { {reasons}{day("暂缓到哪一天")}{approval} }.into_any()
        }
        ClaimStep::Escrow => reason(EscrowReason::ALL.iter().map(|r| (r.code(), r.zh())).collect()),
    };
    let class = if matches!(step, ClaimStep::Defer | ClaimStep::Escrow) { "btn btn--plain" } else { "btn" };
    let body =
        view! { {hidden("version", &v.version.to_string())}{fields}{button(step.zh(), "go", step.code(), class)} };
    f.form(format!("/staff/money/{}", v.id), body.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cm_3_no_form_asks_for_bank_data_and_only_open_steps_have_a_button() {
        let view = |state| MoneyView { id: "x".into(), state: Some(state), ..MoneyView::default() };
        let body = |state| money(&Frame::default(), &view(state), &MoneyStepForm::default(), &Errors::default()).body;
        assert!(
            body(ClaimState::Arrived).contains("value=\"match\"")
                && !body(ClaimState::Arrived).contains("value=\"pay\"")
        );
        assert!(!body(ClaimState::Paid).contains("name=\"go\""));
        let new = money_new(&Frame::default(), &MoneyForm::default(), &Errors::default()).body;
        assert!(!new.contains("银行卡号") && !new.contains("name=\"account\""));
    }
}
