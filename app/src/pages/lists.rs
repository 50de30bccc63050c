//! `/lists`, `/lists/{list}`: 失信 and 限消, two lists, never mixed (DJ-1, GF-1, EW-4).
//! Names never stand in a title, a share card or an address: the lookup is a POST.
use leptos::prelude::*;

pub use super::list_entry::{EntryView, LiftedView, entry, lifted};
use super::{Page, Section};
use crate::components::form::{Field, Radios, Select, error_summary, post_form, submit};
use crate::components::{Chip, Fact, back_link, day, facts, filter_bar, turns};
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
    /// GF-7: each list has its own mark; the words beside it say the same.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Dishonest => "list-mark",
            Self::Restricted => "list-mark list-mark--restricted",
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
    pub(super) const fn consequences(self) -> &'static str {
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

/// The last day, or what ends an entry that has none.
pub(super) fn until_words(until: &str) -> AnyView {
    if until.is_empty() { "依法解除时止".into_any() } else { day(until) }
}

/// One entry: name, masked identity, reason in words, decision, term, court.
fn row(r: &ListRow) -> AnyView {
    view! {
        <article class="notice-card">
            <p class=r.which.mark()>{r.which.zh()}</p>
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
