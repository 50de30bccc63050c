//! What the court did, record by record, and what the published figures say beside the sums (FG-1, FG-2).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Checkbox, Checks, Field, Radios, button, error_summary, hidden};
use crate::components::{Column, Fact, Tone, back_link, data_table, facts, nb, tone_tag};
use crate::domain::measure::{Claimant, MeasureKind};
use crate::form::{Errors, measure::MeasureForm};
use crate::pages::Page;

/// One figure, as published and as the records add up.
#[derive(Clone, Debug, Default)]
pub struct FigureLine {
    pub label: String,
    pub reckoned: String,
    pub published: String,
    pub same: bool,
}

/// One record.
#[derive(Clone, Debug, Default)]
pub struct MeasureLine {
    pub id: String,
    pub on: String,
    pub kind: String,
    pub case_no: String,
    /// 3台, 5万元, 2案3人
    pub what: String,
    /// Rests on a decision that is served and may be reviewed (PW-4)
    pub reviewable: bool,
    /// Empty while it counts
    pub voided: String,
}

#[derive(Clone, Debug, Default)]
pub struct MeasuresView {
    pub year: i64,
    pub figures: Vec<FigureLine>,
    pub lines: Vec<MeasureLine>,
    /// Address of the next page; empty at the end
    pub next: String,
    pub may_write: bool,
}

pub fn measures(frame: &Frame, view: &MeasuresView) -> Page {
    let v = view.clone();
    staff_page("执行措施", frame, false, move || {
        view! {
            <h1>{format!("{}年执行措施", v.year)}</h1>
            <p class="meta">"公布的数据由这里的记录相加得到。登记错的记录划去并写明原因，不修改、不删除。"</p>
            {v.may_write.then(|| view! { <p><a class="btn" href="/staff/measures/new">"登记一项"</a></p> })}
            <p><a href=format!("/staff/measures?year={}", v.year - 1)>"上一年"</a>" "<a href=format!("/staff/measures?year={}", v.year + 1)>"下一年"</a></p>
            {figures(&v.figures)}
            <section><h2>"记录"</h2>{lines(&v)}</section>
            {(!v.next.is_empty()).then(|| view! { <p><a rel="next" href=v.next.clone()>"更早的记录"</a></p> })}
        }
    })
}

fn figures(list: &[FigureLine]) -> Option<AnyView> {
    let columns =
        [Column::text("数据"), Column::figures("记录合计"), Column::figures("已经公布"), Column::text("核对")];
    let row = |l: &FigureLine| {
        let (tone, words) = if l.same { (Tone::Open, "一致") } else { (Tone::Late, "不一致") };
        let tag = tone_tag(tone, words);
        vec![l.label.clone().into_any(), nb(l.reckoned.clone()), nb(l.published.clone()), tag]
    };
    let table = (!list.is_empty()).then(|| data_table("按公布的顺序", &columns, list.iter().map(row).collect()));
    table.map(|table| view! { <section><h2>"与公布的数据核对"</h2>{table}</section> }.into_any())
}

fn lines(v: &MeasuresView) -> AnyView {
    if v.lines.is_empty() {
        return view! { <p class="empty">"这一年还没有记录。"</p> }.into_any();
    }
    let columns =
        [Column::text("日期"), Column::text("事项"), Column::text("数量"), Column::text("案号"), Column::text("划去")];
    let row = |l: &MeasureLine| {
        let last = match (l.voided.is_empty(), v.may_write) {
            (false, _) => l.voided.clone().into_any(),
            (true, true) => {
                let review = l.reviewable.then(|| {
                    view! { <a class="nb" href=format!("/staff/measures/{}", l.id)>"送达和复议"</a>" " }
                });
                let void = format!("/staff/measures/{}/void", l.id);
                view! { {review}<a class="nb" href=void>"登记错了"</a> }.into_any()
            }
            (true, false) => ().into_any(),
        };
        vec![nb(l.on.clone()), l.kind.clone().into_any(), nb(l.what.clone()), nb(l.case_no.clone()), last]
    };
    data_table("日期近的在前", &columns, v.lines.iter().map(row).collect())
}

/// Striking one record out, with the reason.
pub fn measure_void(frame: &Frame, line: &MeasureLine, reason: &str, errors: &Errors) -> Page {
    let (f, l, reason, errors) = (frame.clone(), line.clone(), reason.to_owned(), errors.clone());
    staff_page("划去一条记录", frame, !errors.is_empty(), move || {
        let body = view! {
            {Field::text("reason", "原因").value(&reason).errors(&errors).view()}
            {button("划去", "go", "void", "btn btn--warn")}
        };
        view! {
            {error_summary(&errors)}
            {back_link("/staff/measures", "全部记录")}
            <h1>"划去一条记录"</h1>
            {facts(vec![
                Fact::nb("日期", l.on.clone()),
                Fact::text("事项", l.kind.clone()),
                Fact::nb("数量", l.what.clone()),
                Fact::nb("案号", l.case_no.clone()),
            ])}
            <p>"划去的记录仍然看得到，但不再计入数据。不能恢复，需要时请重新登记。"</p>
            {f.form(format!("/staff/measures/{}/void", l.id), body.into_any())}
        }
    })
}

/// Campaigns a record may belong to: slug and title.
pub type Campaigns = Vec<(String, String)>;

pub fn measure_new(frame: &Frame, campaigns: &Campaigns, form: &MeasureForm, errors: &Errors) -> Page {
    let (f, campaigns, form, errors) = (frame.clone(), campaigns.clone(), form.clone(), errors.clone());
    staff_page("登记执行措施", frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            {back_link("/staff/measures", "全部记录")}
            <h1>"登记执行措施"</h1>
            {f.form("/staff/measures/new", fields(&f, &campaigns, &form, &errors).into_any())}
        }
    })
}

fn fields(frame: &Frame, campaigns: &Campaigns, form: &MeasureForm, errors: &Errors) -> impl IntoView + use<> {
    let kinds = MeasureKind::ALL.iter().fold(Radios::new("kind", "登记什么"), |radios, kind| {
        radios.option_with(kind.code(), kind.zh(), &format!("单位：{}", kind.unit().zh()))
    });
    let none = Radios::new("campaign", "属于哪次专项行动").option("", "不属于");
    let campaigns = campaigns.iter().fold(none, |radios, (slug, title)| radios.option(slug, title));
    let whose =
        Claimant::ALL.iter().fold(Checks::new("claimants", "到位金额属于（可多选）"), |checks, claimant| {
            checks.option(claimant.code(), claimant.zh())
        });
    view! {
        {hidden("once", &form.once)}
        {kinds.chosen(&form.kind).errors(errors).view()}
        {Field::text("on", "日期").hint(&frame.example(0)).narrow().value(&form.on).errors(errors).view()}
        {Field::text("case_no", "案号").value(&form.case_no).errors(errors).view()}
        {Field::text("quantity", "数量").hint("不填算 1").narrow().optional().value(&form.quantity).errors(errors).view()}
        {Field::text("amount", "金额").hint("到位金额或者罚款，例如 5万元").narrow().optional().value(&form.amount).errors(errors).view()}
        {Field::text("persons", "人数").hint("移送和自诉时填写").narrow().optional().value(&form.persons).errors(errors).view()}
        {Field::text("days", "拘留天数").narrow().optional().value(&form.days).errors(errors).view()}
        {Field::text("decision_no", "决定书文号").hint("罚款和拘留时填写").optional().value(&form.decision_no).errors(errors).view()}
        {Checkbox::new("president", "罚款和拘留已经院长批准").checked(form.president).errors(errors).view()}
        {Checkbox::new("of_unit", "被罚款的是单位").checked(form.of_unit).errors(errors).view()}
        {whose.chosen(&form.claimants).errors(errors).view()}
        {campaigns.chosen(&form.campaign).errors(errors).view()}
        {button("登记", "go", "save", "btn")}
    }
}
