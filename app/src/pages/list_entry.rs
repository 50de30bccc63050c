//! `/lists/{list}/{id}`: one entry, or for seven days the notice that its order was lifted (RC-8).
use leptos::prelude::*;

use super::{
    Page, Section, Site,
    lists::{Which, born, until_words},
};
use crate::components::{Fact, back_link, day, facts, fold, identity, info_box, phone_link, rights_block};

/// Exactly what DJ-6 and RC-4 let the public see of an entry.
#[derive(Clone, Debug)]
pub struct EntryView {
    pub which: Which,
    pub number: String,
    pub name: String,
    /// A unit shows its code and representative, no sex and birth year
    pub is_unit: bool,
    pub sex: String,
    pub birth_year: String,
    pub id_masked: String,
    pub representative: String,
    pub region: String,
    pub court: String,
    pub case_no: String,
    /// ISO
    pub filed_on: String,
    pub basis_doc: String,
    pub basis_unit: String,
    /// 生效法律文书确定的义务
    pub duty: String,
    /// 全部未履行 …
    pub performance: String,
    /// G1 to G6 in words (DJ-1)
    pub grounds: Vec<String>,
    pub decision_no: String,
    /// ISO
    pub decided_on: String,
    pub published_on: String,
    /// ISO; empty where there is no term
    pub until: String,
    /// DJ-9; ISO, empty where nothing was corrected
    pub corrected_on: String,
    /// C1 to C9 in words (RC-3)
    pub items: Vec<String>,
    pub period: String,
    /// Label and name with masked number of each person of a unit (RC-4)
    pub persons: Vec<(String, String, String)>,
    /// DJ-7: what the national portal says, with the day it was looked at
    pub portal: String,
}

pub fn entry(view: EntryView, site: &Site) -> Page {
    let phone = site.court.phone.clone();
    let hotline = (site.court.phone.clone(), site.court.hotline_email.clone());
    let title = format!("{}信息 {}", if view.which == Which::Dishonest { "失信" } else { "限制消费" }, view.number);
    Page::new(title, Section::Lists, move || {
        view! {
            {back_link(view.which.path(), view.which.zh())}
            <header class="doc-head">
                <p class=view.which.mark()>{view.which.zh()}</p>
                <h1>{view.name.clone()}</h1>
                <p class="meta">{view.decision_no.clone()}"　作出于"{day(&view.decided_on)}</p>
            </header>
            {entry_facts(&view)}
            <p class="box">"同名不一定是同一人，请核对案号。"</p>
            {restrictions(&view)}
            {persons(&view)}
            <section><h2>"这意味着什么"</h2><p>{view.which.consequences()}</p>
                <p class="meta">{PORTAL}{view.portal.clone()}</p></section>
            {report(&view, &hotline)}
            {rights_block(&phone)}
        }
    })
    .noindex()
}

/// DJ-7: which publication is the master record.
const PORTAL: &str = "统一公布平台是中国执行信息公开网（zxgk.court.gov.cn），本页以该平台为准。";

/// RC-3, RC-5: what the order bars, and for how long.
fn restrictions(v: &EntryView) -> AnyView {
    if v.items.is_empty() {
        return ().into_any();
    }
    let items = v.items.iter().map(|item| view! { <li>{item.clone()}</li> }).collect::<Vec<_>>();
    let period = (!v.period.is_empty()).then(|| view! { <p>"期间："{v.period.clone()}</p> });
    view! { <section><h2>"限制的消费"</h2><ul>{items}</ul>{period}</section> }.into_any()
}

/// RC-4: persons who may not spend the unit's way either, each with the label of the rule.
fn persons(v: &EntryView) -> AnyView {
    if v.persons.is_empty() || v.which == Which::Dishonest {
        return ().into_any();
    }
    let rows = v.persons.iter().map(|(label, name, number)| {
        let (name, number) = (name.clone(), number.clone());
        Fact::view(label, view! { {name}" "<span class="meta anywhere num">{number}</span> }.into_any())
    });
    view! {
        <section><h2>"单位的有关人员"</h2>
            <p>"下列人员因单位被限制消费而受限制，本人不是本案的被执行人。"</p>
            {facts(rows.collect())}
        </section>
    }
    .into_any()
}

/// RC-10: where a breach is reported, on every 限消 entry.
fn report(v: &EntryView, (phone, email): &(String, String)) -> AnyView {
    if v.which == Which::Dishonest {
        return ().into_any();
    }
    let call = (!phone.is_empty()).then(|| view! { <li>"举报电话："{phone_link(phone)}</li> });
    let mail =
        (!email.is_empty()).then(|| view! { <li>"举报邮箱："<span class="anywhere">{email.clone()}</span></li> });
    let tip = view! { <li><a href="/tips/new">"网上提供线索"</a></li> };
    fold("发现违反限制消费令的行为", view! { <ul>{call}{mail}{tip}</ul> }.into_any())
}

/// RC-8: the notice of a lifting at the entry's own address, for as long as the rule lets it name the person.
#[derive(Clone, Debug, Default)]
pub struct LiftedView {
    pub number: String,
    pub name: String,
    pub id_masked: String,
    pub case_no: String,
    pub decision_no: String,
    /// ISO
    pub lifted_on: String,
    pub court: String,
}

pub fn lifted(view: LiftedView, site: &Site) -> Page {
    let phone = site.court.phone.clone();
    Page::new(format!("限制消费已解除 {}", view.number), Section::Lists, move || {
        view! {
            {back_link("/lists", "名单查询")}
            <header class="doc-head">
                <p class="doc-head__kind">"解除限制消费"</p>
                <h1>{format!("{}的限制消费已解除", view.name)}</h1>
                <p class="meta">{view.decision_no.clone()}</p>
            </header>
            {info_box("限制消费措施已经依法解除，不再受限制。这条消息公布 7 天后撤下。")}
            {identity(vec![
                Fact::text("姓名或者名称", view.name.clone()),
                Fact::id_number("证件号码", view.id_masked.clone()),
                Fact::nb("案号", view.case_no.clone()),
                Fact::text("执行法院", view.court.clone()),
                Fact::day("解除日期", &view.lifted_on),
            ])}
            {rights_block(&phone)}
        }
    })
    .noindex()
}

fn entry_facts(v: &EntryView) -> AnyView {
    let born = born(&v.sex, &v.birth_year);
    let (name, number) = if v.is_unit { ("名称", "统一社会信用代码") } else { ("姓名", "身份证号") };
    let grounds = view! { <ul>{v.grounds.iter().map(|g| view! { <li>{g.clone()}</li> }).collect::<Vec<_>>()}</ul> };
    let mut rows = vec![
        Fact::text(name, v.name.clone()),
        Fact::text("性别与出生年份", born),
        Fact::id_number(number, v.id_masked.clone()),
        Fact::text("法定代表人或者负责人", v.representative.clone()),
        Fact::text("地区", v.region.clone()),
        Fact::text("执行法院", v.court.clone()),
        Fact::nb("案号", v.case_no.clone()),
        Fact::day("立案时间", &v.filed_on),
        Fact::text("依据文书", v.basis_doc.clone()),
        Fact::text("文书作出单位", v.basis_unit.clone()),
        Fact::text("应履行的义务", v.duty.clone()),
        Fact::text("履行情况", v.performance.clone()),
    ];
    if !v.grounds.is_empty() {
        rows.push(Fact::view(
            if v.which == Which::Dishonest { "失信行为具体情形" } else { "限制原因" },
            grounds.into_any(),
        ));
    }
    rows.push(Fact::day("发布日期", &v.published_on));
    rows.push(Fact::day("更正日期", &v.corrected_on));
    rows.push(Fact::view("期限至", until_words(&v.until)));
    identity(rows)
}
