//! `/lists`, `/lists/{list}`, `/lists/{list}/{id}`: 失信 and 限消, two lists, never mixed (DJ-1, GF-1, EW-4).
//! Names never stand in a title, a share card or an address: the lookup is a POST.
use leptos::prelude::*;

use super::{Page, Section, Site};
use crate::components::form::{Field, Radios, Select, error_summary, post_form, submit};
use crate::components::{
    Chip, Fact, back_link, day, facts, filter_bar, fold, identity, info_box, phone_link, rights_block, turns,
};
use crate::form::Errors;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// 失信被执行人
    Dishonest,
    /// 限制消费
    Restricted,
}

impl Which {
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Dishonest => "失信被执行人名单",
            Self::Restricted => "限制消费人员名单",
        }
    }
    pub const fn path(self) -> &'static str {
        match self {
            Self::Dishonest => "/lists/dishonest",
            Self::Restricted => "/lists/restricted",
        }
    }
    const fn what(self) -> &'static str {
        match self {
            Self::Dishonest => "有能力履行而不履行，并且符合法定情形的，法院作出决定，纳入失信被执行人名单。",
            Self::Restricted => "没有按期履行的，法院可以限制其高消费和非生活必需的消费。限制消费不等于失信。",
        }
    }
    const fn consequences(self) -> &'static str {
        match self {
            Self::Dishonest => {
                "名单信息会通报有关单位，在政府采购、融资信贷、市场准入、乘坐飞机和高铁等方面依法受到限制。"
            }
            Self::Restricted => {
                "限制期间不得乘坐飞机、列车软卧、高铁，不得在星级宾馆高消费，不得购买非经营必需的车辆和不动产等。"
            }
        }
    }
}

/// One entry in a result or a list.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// `/lists/dishonest/d-2025-0312`
    pub href: String,
    pub which: Which,
    /// `d-2025-0312` as printed
    pub number: String,
    pub name: String,
    /// AN-1, or a unit's code
    pub id_masked: String,
    /// 男，1983年; empty for a unit
    pub born: String,
    /// Province of residence; tells namesakes apart
    pub region: String,
    /// RC-4: why a name was found that is not the entry's own: 被限制消费单位的…
    pub as_person: String,
    pub case_no: String,
    /// Reasons in words
    pub reason: String,
    pub decision_no: String,
    /// ISO
    pub from: String,
    /// ISO; empty where there is no term
    pub until: String,
    pub court: String,
}

/// `/lists`. The form posts to `/lists` with the keys `q` (full name, case number or credit code) and `list`
/// (`all`, `dishonest`, `restricted`).
#[derive(Clone, Debug, Default)]
pub struct LookupView {
    pub q: String,
    pub list: String,
    pub errors: Errors,
    /// `None` before anything was asked
    pub results: Option<Vec<ListRow>>,
    /// Current entries of each list, for the links
    pub dishonest_total: i64,
    pub restricted_total: i64,
}

/// `/lists/dishonest`, `/lists/restricted`, page by page (EW-4)
#[derive(Clone, Debug)]
pub struct OneListView {
    pub which: Which,
    pub rows: Vec<ListRow>,
    pub total: i64,
    /// Year and kind that were chosen, empty for any
    pub year: String,
    pub kind: String,
    /// Years that occur, newest first
    pub years: Vec<String>,
    pub chips: Vec<Chip>,
    /// Empty on the first page
    pub first: String,
    /// Empty on the last page
    pub next: String,
}

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

pub fn lookup(view: LookupView) -> Page {
    let wrong = !view.errors.is_empty();
    Page::new("名单查询", Section::Lists, move || {
        let results = view.results.as_ref().map(|rows| results(rows));
        view! {
            {error_summary(&view.errors)}
            <h1>"名单查询"</h1>
            <p>"这里可以查本院作出的限制消费和失信决定，名单只含现在有效的信息。没有查到，不代表对方没有其他案件。"</p>
            {post_form("/lists", view! {
                {Field::text("q", "姓名、案号或者统一社会信用代码").hint("姓名要写全名，例如：示例某").value(&view.q).errors(&view.errors).autocomplete("off").view()}
                {Radios::new("list", "名单类型").option("all", "全部").option("restricted", "限制消费").option("dishonest", "失信被执行人")
                    .chosen(if view.list.is_empty() { "all" } else { &view.list }).view()}
                {submit("查询")}
            }.into_any())}
            {results}
            <section><h2>"两份名单"</h2><ul class="lines">
                {list_line(Which::Restricted, view.restricted_total)}
                {list_line(Which::Dishonest, view.dishonest_total)}
            </ul></section>
        }
    })
    .noindex()
    .errors(wrong)
}

fn list_line(which: Which, total: i64) -> AnyView {
    let count = (total > 0).then(|| format!("现有 {total} 条。"));
    view! { <li><a href=which.path()>{which.zh()}</a><p class="meta">{count}{which.what()}</p></li> }.into_any()
}

/// Results of a lookup, each list under its own heading.
fn results(rows: &[ListRow]) -> AnyView {
    if rows.is_empty() {
        return view! {
            <section aria-labelledby="found" id="results"><h2 id="found">"查询结果"</h2>
                <p class="empty">"没有查到这个名字。这不代表对方没有其他案件，全国信息请到中国执行信息公开网查询。"</p></section>
        }
        .into_any();
    }
    let group = |which: Which| {
        let found: Vec<_> = rows.iter().filter(|r| r.which == which).map(row).collect();
        (!found.is_empty()).then(|| view! { <h3>{which.zh()}</h3><div class="cards">{found}</div> })
    };
    view! {
        <section aria-labelledby="found" id="results">
            <h2 id="found">{format!("查到 {} 条", rows.len())}</h2>
            <p class="box">"同名不一定是同一人，请核对案号。"</p>
            {group(Which::Restricted)}{group(Which::Dishonest)}
        </section>
    }
    .into_any()
}

/// `男，1983年`: what tells namesakes apart without a birthday.
pub fn born(sex: &str, year: &str) -> String {
    [sex, year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
}

fn until_words(until: &str) -> AnyView {
    if until.is_empty() { "依法解除时止".into_any() } else { day(until) }
}

/// One entry: name, masked identity, reason in words, decision, term, court.
fn row(r: &ListRow) -> AnyView {
    view! {
        <article class="notice-card">
            <h4><a href=r.href.clone()>{r.name.clone()}</a></h4>
            {facts(vec![
                Fact::text("您查的人", r.as_person.clone()),
                Fact::id_number("证件号码", r.id_masked.clone()),
                Fact::text("性别与出生年份", r.born.clone()),
                Fact::text("地区", r.region.clone()),
                Fact::nb("案号", r.case_no.clone()),
                Fact::text("原因", r.reason.clone()),
                Fact::text("决定文号", r.decision_no.clone()),
                Fact::view("期限", view! { <span>{day(&r.from)}"至"{until_words(&r.until)}</span> }.into_any()),
                Fact::text("执行法院", r.court.clone()),
            ])}
        </article>
    }
    .into_any()
}

pub fn one_list(view: OneListView) -> Page {
    Page::new(view.which.zh(), Section::Lists, move || {
        let rows = if view.rows.is_empty() {
            view! { <p class="empty">"没有符合条件的信息。可以减少一个条件，或者按姓名查询。"</p> }.into_any()
        } else {
            view! { <section><h2>"最近公布的在前"</h2><h3 class="vh">"名单"</h3><div class="cards">{view.rows.iter().map(row).collect::<Vec<_>>()}</div></section> }.into_any()
        };
        let years = view.years.iter().map(|year| (year.clone(), format!("{year}年")));
        let fields = view! {
            {Select::new("year", "公布年份").option("", "全部年份").options(years).value(&view.year).view()}
            {Select::new("kind", "类型").option("", "自然人和单位").option("person", "自然人").option("unit", "单位").value(&view.kind).view()}
        };
        view! {
            {back_link("/lists", "名单查询")}
            <h1>{view.which.zh()}</h1>
            <p>{view.which.what()}</p>
            <p class="count-line">{format!("现有 {} 条", view.total)}</p>
            <p class="more"><a href="/lists">"按姓名或案号查询"</a></p>
            {filter_bar(view.which.path(), fields.into_any(), &view.chips)}
            {rows}
            {turns(&view.first, &view.next)}
        }
    })
    .noindex()
}

pub fn entry(view: EntryView, site: &Site) -> Page {
    let phone = site.court.phone.clone();
    let hotline = (site.court.phone.clone(), site.court.hotline_email.clone());
    let title = format!("{}信息 {}", if view.which == Which::Dishonest { "失信" } else { "限制消费" }, view.number);
    Page::new(title, Section::Lists, move || {
        view! {
            {back_link(view.which.path(), view.which.zh())}
            <header class="doc-head">
                <p class="doc-head__kind">{view.which.zh()}</p>
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
