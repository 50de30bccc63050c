//! `/notices`, `/notices/{issue}`, `/notices/{issue}/{subject}`: bounty notices (BN-4, BN-12).
//! Once a notice has ended the views carry no person: the server leaves `person` empty, not the page.
use leptos::prelude::*;

use super::{Page, Section, Site};
use crate::components::form::{Field, Select, error_summary, submit};
use crate::components::{
    Chip, Fact, Moment, NoticeCard, Pager, Reward, Status, back_link, day, filter_bar, fold, identity, notice_card,
    pager, phone_link, reward_line, rights_block, safety_box, tag, timeline, whole_name,
};
use crate::domain::picture::PORTRAIT;
use crate::form::Errors;
use crate::text::markdown::SafeHtml;

/// Filters as they stand in the address; empty means any.
#[derive(Clone, Debug, Default)]
pub struct NoticeFilter {
    /// `open`, `ended`
    pub status: String,
    /// `property`, `whereabouts`, `both`
    pub kind: String,
    /// Least reward in yuan: `1000`, `10000`, `50000`
    pub min: String,
    pub town: String,
    /// Towns that occur, (code, name)
    pub towns: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub struct ListView {
    pub cards: Vec<NoticeCard>,
    /// All that match, over all pages
    pub total: i64,
    pub filter: NoticeFilter,
    /// Active conditions, each with the address without it
    pub chips: Vec<Chip>,
    pub pager: Pager,
}

/// Hides the person's page parts once the notice is closed (BN-12).
#[derive(Clone, Debug, Default)]
pub struct PersonFacts {
    /// As the approver decided: 李某明
    pub name: String,
    pub sex: String,
    /// `1985年`
    pub birth_year: String,
    /// AN-1, masked on the server; a unit's code in full (AN-3)
    pub id_masked: String,
    pub court: String,
    pub case_no: String,
    /// ISO
    pub filed_on: String,
    /// 依据文书: its number
    pub basis_doc: String,
    /// `42万元`
    pub owed: String,
    pub unpaid: String,
    /// 我们想知道
    pub wanted: Vec<String>,
    /// Address of the photo; empty where none is necessary (AN-8)
    pub photo: String,
}

/// One person or unit of an issue.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Last part of the address: `1`
    pub slug: String,
    pub status: Status,
    /// 征集被执行人李某明财产线索; after the end 第 1 号
    pub title: String,
    /// 悬赏金, or 财产线索 and 行踪线索 apart (BN-11)
    pub rewards: Vec<(String, Reward)>,
    /// What the property rule comes to for sums one can picture; empty for a fixed reward
    pub examples: Vec<String>,
    /// `None` once closed
    pub person: Option<PersonFacts>,
}

/// What an issue and each of its subjects' pages have in common.
#[derive(Clone, Debug)]
pub struct IssueHead {
    /// `2025-21`
    pub slug: String,
    /// `2025年第21期`
    pub number: String,
    /// 财产线索, 行踪线索, 财产和行踪线索
    pub kind: String,
    pub status: Status,
    /// ISO
    pub published_on: String,
    pub valid_until: String,
    /// Conditions for receiving the reward (BN-4); empty shows the standing sentence
    pub conditions: String,
    /// Legal basis and decision, one sentence each
    pub basis: Vec<String>,
    pub department: String,
    /// Newest first
    pub history: Vec<Moment>,
    /// Whole address of the share card; empty once the issue has ended
    pub card: String,
}

#[derive(Clone, Debug)]
pub struct IssueView {
    pub head: IssueHead,
    /// The h1: with one subject its title, otherwise 2025年第21期悬赏公告
    pub title: String,
    /// Sanitised Markdown; empty hides it
    pub body: SafeHtml,
    pub subjects: Vec<Subject>,
}

#[derive(Clone, Debug)]
pub struct SubjectView {
    pub head: IssueHead,
    pub subject: Subject,
    pub sum: SumView,
}

/// The reader's own sum, reckoned by the rule of the notice.
#[derive(Clone, Debug, Default)]
pub struct SumView {
    /// As typed
    pub recovered: String,
    /// Empty before a sum was typed
    pub answer: String,
    pub errors: Errors,
}

pub fn list(view: ListView) -> Page {
    let (page, pages) = (view.pager.page, view.pager.pages);
    Page::new("悬赏公告", Section::Notices, move || {
        let cards = if view.cards.is_empty() {
            view! { <p class="empty">"没有符合条件的公告。可以减少一个条件，或"<a href="/notices">"查看全部公告"</a>"。"</p> }.into_any()
        } else {
            view! { <h2 class="vh">"公告"</h2><div class="cards">{view.cards.iter().map(notice_card).collect::<Vec<_>>()}</div> }.into_any()
        };
        view! {
            <h1>"悬赏公告"</h1>
            <p class="count-line">{format!("共 {} 期", view.total)}</p>
            {filters(&view.filter, &view.chips)}
            {cards}
            {pager(&view.pager)}
        }
    })
    .paged(page, pages)
    .share("悬赏公告", "法院正在征集财产和行踪线索，可以匿名提供")
    .noindex()
}

fn filters(filter: &NoticeFilter, chips: &[Chip]) -> AnyView {
    let fields = view! {
        {Select::new("status", "状态").option("", "全部").option("open", "征集中").option("ended", "已结束").value(&filter.status).view()}
        {Select::new("kind", "想知道什么").option("", "全部").option("property", "财产线索").option("whereabouts", "行踪线索").option("both", "财产和行踪线索").value(&filter.kind).view()}
        {Select::new("min", "悬赏金").option("", "不限").option("1000", "1,000 元以上").option("10000", "10,000 元以上").option("50000", "50,000 元以上").value(&filter.min).view()}
        {(!filter.towns.is_empty()).then(|| Select::new("town", "乡镇").option("", "全部").options(filter.towns.iter().cloned()).value(&filter.town).view())}
    };
    filter_bar("/notices", fields.into_any(), chips)
}

pub fn issue(view: IssueView, site: &Site) -> Page {
    let head = view.head.clone();
    let phone = site.court.phone.clone();
    let title = format!("{}悬赏公告", head.number);
    Page::new(title, Section::Notices, move || {
        let body = (!view.body.is_empty()).then(|| view! { <div class="prose" inner_html=view.body.as_str().to_owned()></div> });
        let single = match view.subjects.as_slice() {
            [subject] => Some(subject),
            _ => None,
        };
        let only = single.map(|s| s.slug.as_str());
        let subjects = if let Some(subject) = single {
            subject_parts(&view.head, subject)
        } else {
            view! { <section><h2>"征集对象"</h2><div class="cards">{view.subjects.iter().map(|s| subject_card(&view.head, s)).collect::<Vec<_>>()}</div></section> }.into_any()
        };
        view! {
            {back_link("/notices", "悬赏公告列表")}
            {document_head(&view.head, &view.title, single)}
            {ended_note(view.head.status)}
            {subjects}
            {body}
            {report(&view.head, only, &phone)}
            {rights_block(&phone)}
            {closing(&view.head)}
            {sticky(&view.head, only)}
        }
    })
    .noindex()
    .share(format!("{}悬赏公告", head.number), share_line(&head))
    .share_image(&head.card)
}

pub fn subject(view: SubjectView, site: &Site) -> Page {
    let head = view.head.clone();
    let phone = site.court.phone.clone();
    let title = format!("{}悬赏公告（第 {} 号）", head.number, view.subject.slug);
    let wrong = !view.sum.errors.is_empty();
    Page::new(title, Section::Notices, move || {
        let issue = format!("/notices/{}", view.head.slug);
        let own = format!("{issue}/{}", view.subject.slug);
        let reckoned = !view.subject.examples.is_empty();
        view! {
            {error_summary(&view.sum.errors)}
            {back_link(issue, view.head.number.clone())}
            {document_head(&view.head, &view.subject.title, Some(&view.subject))}
            {ended_note(view.subject.status)}
            {subject_parts(&view.head, &view.subject)}
            {reckoned.then(|| calculator(own, &view.sum))}
            {report(&view.head, Some(&view.subject.slug), &phone)}
            {rights_block(&phone)}
            {closing(&view.head)}
            {sticky(&view.head, Some(&view.subject.slug))}
        }
    })
    .errors(wrong)
    .noindex()
    .share(format!("{}悬赏公告", head.number), share_line(&head))
    .share_image(&head.card)
}

/// What is sought and until when: all a share card may say.
fn share_line(head: &IssueHead) -> String {
    format!("征集{}，有效期至{}。可以匿名提供。", head.kind, crate::components::zh_date(&head.valid_until))
}

fn document_head(head: &IssueHead, title: &str, subject: Option<&Subject>) -> AnyView {
    let name = subject.and_then(|s| s.person.as_ref()).map_or("", |p| p.name.as_str());
    let title = whole_name(title, name);
    let class = if head.status.is_open() { "doc-head" } else { "doc-head doc-head--ended" };
    view! {
        <header class=class>
            <p class="doc-head__kind">{tag(head.status)}" "<span>{format!("执行悬赏公告 · {}", head.kind)}</span></p>
            <h1>{title}</h1>
            <p class="meta"><span class="num nb">{head.number.clone()}</span>"　"<span class="nb">"发布于"{day(&head.published_on)}</span>"　"<span class="nb">"有效期至"{day(&head.valid_until)}</span></p>
        </header>
    }
    .into_any()
}

fn ended_note(status: Status) -> AnyView {
    if status.is_open() {
        return ().into_any();
    }
    let words = if status == Status::Withdrawn { "这份公告已撤下" } else { "这份公告已经结束" };
    view! {
        <p class="box box--grey">{words}"。如果您要找的是正在征集的公告，请看"<a href="/notices?status=open">"悬赏公告列表"</a>"。"</p>
    }
    .into_any()
}

fn subject_card(head: &IssueHead, subject: &Subject) -> AnyView {
    let person = subject.person.as_ref();
    // BN-12: a subject that has ended keeps its place in the issue, but its own page is gone
    let href = person.map(|_| format!("/notices/{}/{}", head.slug, subject.slug));
    notice_card(&NoticeCard {
        href: href.unwrap_or_default(),
        number: format!("第 {} 号", subject.slug),
        title: subject.title.clone(),
        status: subject.status,
        reward: subject.rewards.first().map(|(_, reward)| reward.clone()),
        case_no: person.map(|p| p.case_no.clone()).unwrap_or_default(),
        valid_until: head.valid_until.clone(),
    })
}

/// Reward and condition, facts in their fixed order, then the photo.
fn subject_parts(head: &IssueHead, subject: &Subject) -> AnyView {
    let open = subject.status.is_open();
    let rewards = subject.rewards.iter().map(|(label, reward)| reward_line(label, reward, open)).collect::<Vec<_>>();
    let condition = match head.conditions.as_str() {
        "" => "线索被采用并实际执行到位后发放，由申请执行人承担。".to_owned(),
        words => words.to_owned(),
    };
    let person = subject.person.clone().filter(|_| open);
    view! {
        {rewards}
        {open.then(|| view! { <p class="condition">{condition}</p> })}
        {examples(&subject.examples)}
        {person.map(|person| view! {
            <section aria-labelledby="facts"><h2 id="facts">"公告内容"</h2>{person_facts(&person)}{photo(&person)}</section>
            {safety_box()}
        })}
    }
    .into_any()
}

fn examples(list: &[String]) -> Option<AnyView> {
    let items: Vec<_> = list.iter().map(|text| view! { <li>{text.clone()}</li> }).collect();
    (!list.is_empty()).then(|| view! { <p class="condition">"举例："</p><ul class="condition">{items}</ul> }.into_any())
}

/// A sum of one's own, without script: the page answers under the field.
fn calculator(href: String, sum: &SumView) -> AnyView {
    let field = Field::text("recovered", "实际执行到位的金额")
        .hint("例如 20万元")
        .narrow()
        .value(&sum.recovered)
        .errors(&sum.errors);
    let answer = sum.answer.clone();
    view! {
        <section aria-labelledby="sum" id="reckon">
            <h2 id="sum">"算一算悬赏金"</h2>
            <form method="get" action=format!("{href}#reckon")>
                {field.view()}
                {submit("计算")}
            </form>
            {(!answer.is_empty()).then(|| view! { <p class="box" role="status">{answer}</p> })}
        </section>
    }
    .into_any()
}

fn person_facts(p: &PersonFacts) -> AnyView {
    let born = [p.sex.as_str(), p.birth_year.as_str()]
        .iter()
        .filter(|s| !s.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("，");
    let case = [p.court.as_str(), p.case_no.as_str()].join(" ");
    let owed = [("应履行", &p.owed), ("尚未履行", &p.unpaid)];
    let owed =
        owed.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k} {v}")).collect::<Vec<_>>().join("，");
    let wanted = view! { <ul>{p.wanted.iter().map(|w| view! { <li>{w.clone()}</li> }).collect::<Vec<_>>()}</ul> };
    identity(vec![
        Fact::text("姓名", p.name.clone()),
        Fact::text("性别与出生年份", born),
        Fact::id_number("身份证号", p.id_masked.clone()),
        Fact::text("执行法院与案号", case.trim().to_owned()),
        Fact::day("立案时间", &p.filed_on),
        Fact::text("依据文书", p.basis_doc.clone()),
        Fact::text("履行情况", owed),
        Fact::view("我们想知道", wanted.into_any()),
    ])
}

fn photo(person: &PersonFacts) -> AnyView {
    if person.photo.is_empty() {
        return ().into_any();
    }
    view! {
        <figure class="photo">
            <img src=person.photo.clone() width=PORTRAIT.width height=PORTRAIT.height loading="lazy" alt="被执行人的照片"/>
            <figcaption class="meta">"照片只用于征集线索，请不要转发到别处。征集结束后马上删除。"</figcaption>
        </figure>
    }
    .into_any()
}

fn report(head: &IssueHead, subject: Option<&str>, phone: &str) -> AnyView {
    if !head.status.is_open() {
        return ().into_any();
    }
    let href = tip_href(head, subject);
    view! {
        <section aria-labelledby="report">
            <h2 id="report">"怎样提供线索"</h2>
            <ul>
                <li>"网上提供：可以匿名，不需要注册，提交后得到查询码。"</li>
                {(!phone.is_empty()).then(|| view! { <li>"打电话："{phone_link(phone)}</li> })}
                <li>"到执行窗口当面说，或者寄信。法院对提供人和线索内容保密。"</li>
            </ul>
            <p class="wide-only"><a class="btn" href=href>"提供这条公告的线索"</a></p>
        </section>
    }
    .into_any()
}

fn tip_href(head: &IssueHead, subject: Option<&str>) -> String {
    match subject {
        Some(subject) => format!("/tips/new?notice={}&subject={subject}", head.slug),
        None => format!("/tips/new?notice={}", head.slug),
    }
}

/// The bar at the lower edge of a phone while the notice is open; last in main, so it stays in view all the way.
fn sticky(head: &IssueHead, subject: Option<&str>) -> AnyView {
    if !head.status.is_open() {
        return ().into_any();
    }
    view! { <p class="sticky"><a class="btn" href=tip_href(head, subject)>"提供这条公告的线索"</a></p> }.into_any()
}

fn closing(head: &IssueHead) -> AnyView {
    let basis = head.basis.iter().map(|line| view! { <li>{line.clone()}</li> }).collect::<Vec<_>>();
    let department = head.department.clone();
    view! {
        {(!head.basis.is_empty()).then(|| fold("公告依据", view! { <ul>{basis}</ul> }.into_any()))}
        {(!head.history.is_empty()).then(|| view! { <section><h2>"更新记录"</h2>{timeline(&head.history)}</section> })}
        {(!department.is_empty()).then(|| view! { <p class="meta">{format!("责任部门：{department}")}"　"<a href="/comply#correct">"信息有误，申请更正"</a></p> })}
    }
    .into_any()
}
