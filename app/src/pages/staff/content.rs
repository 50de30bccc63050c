//! The content desk: its list, one record with what may be done now, and the form of its kind.
use leptos::prelude::*;

use super::conflict::{ConflictView, conflict};
use super::figures::{MovedLine, moved as moved_table};
use super::notice::{Check, checks};
use super::phone::phone_button;
use super::remarks::{RemarksView, remarks};
use super::review::{ReviewStep, review_steps};
use super::withdrawal::withdrawal;
use super::{Frame, keeper, staff_page, titled};
use crate::components::form::{Field, Radios, button, error_summary, hidden, submit};
use crate::components::{
    Column, Fact, Moment, Tone, back_link, data_table, facts, info_box, nb, timeline, tone_tag, turns,
};
use crate::domain::content::{ContentKind, Shape, Spec, value};
use crate::form::{Errors, content::ContentForm, withdrawal::WithdrawalForm};
use crate::pages::Page;
use crate::text::markdown::SafeHtml;

/// One record as a line of the list.
#[derive(Clone, Debug, Default)]
pub struct ContentLine {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub author: String,
    pub updated: String,
}

/// Records of one state.
#[derive(Clone, Debug, Default)]
pub struct ContentGroup {
    pub heading: String,
    pub lines: Vec<ContentLine>,
    /// Address of those that changed before; empty when there are none.
    pub older: String,
}

pub fn contents(frame: &Frame, groups: &[ContentGroup], moved: &[MovedLine], may_write: bool) -> Page {
    let (groups, moved) = (groups.to_vec(), moved.to_vec());
    staff_page("内容", frame, false, move || {
        let new = ContentKind::ALL.iter().map(|kind| {
            let href = format!("/staff/content/new?kind={}", kind.code());
            view! { <li><a href=href>{format!("写{}", kind.zh())}</a></li> }
        });
        let filled: Vec<_> = groups.iter().filter(|g| !g.lines.is_empty()).map(group).collect();
        let none = filled.is_empty();
        view! {
            <h1>"内容"</h1>
            <p class="meta">"典型案例、专项行动、领款公告、普法文章、公告、涉众案件进展和执行数据。起草、审核、签发由不同的人办理。"</p>
            {may_write.then(|| view! { <ul class="desk__links">{new.collect::<Vec<_>>()}</ul> })}
            {moved_table(&moved)}
            {none.then(|| view! { <p class="empty">"还没有内容。"</p> })}
            {filled}
        }
    })
}

fn group(group: &ContentGroup) -> AnyView {
    let columns = [Column::text("标题"), Column::text("种类"), Column::text("起草人"), Column::text("更新时间")];
    let row = |l: &ContentLine| {
        vec![
            view! { <a href=format!("/staff/content/{}", l.id)>{titled(&l.title)}</a> }.into_any(),
            nb(l.kind.clone()),
            l.author.clone().into_any(),
            nb(l.updated.clone()),
        ]
    };
    let table = data_table("最近更新的在前", &columns, group.lines.iter().map(row).collect());
    view! { <section><h2>{group.heading.clone()}</h2>{table}{turns("", &group.older)}</section> }.into_any()
}

/// What this person may do with the record now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    pub edit: bool,
    pub submit: bool,
    pub approve: bool,
    pub publish: bool,
    pub send_back: bool,
    pub withdraw: bool,
    pub correct: bool,
    /// A time can be set or taken away, or the review passed by
    pub timing: bool,
}

#[derive(Clone, Debug, Default)]
pub struct ContentView {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub state: String,
    pub version: i64,
    /// `/outcomes/2025-001`
    pub address: String,
    pub public: bool,
    pub author: String,
    pub reviewer: String,
    pub publisher: String,
    /// A correction in the making of a record that stays as it is until then
    pub corrects: bool,
    /// Label and text, in the order of the form
    pub fields: Vec<(String, String)>,
    pub checks: Vec<Check>,
    pub steps: Steps,
    /// Its texts can show pictures.
    pub takes_images: bool,
    pub history: Vec<Moment>,
    /// Field, before, after: what the latest version changed
    pub changes: Vec<(String, String, String)>,
    pub review: Vec<ReviewStep>,
    pub remarks: RemarksView,
    /// What was typed of a withdrawal, when it came back
    pub withdrawal: WithdrawalForm,
    /// Figures it speaks of that say something else by now
    pub moved: Vec<MovedLine>,
}

pub fn content(frame: &Frame, view: &ContentView, errors: &Errors) -> Page {
    let (f, v, errors) = (frame.clone(), view.clone(), errors.clone());
    staff_page(v.kind.clone(), frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            {back_link("/staff/content", "全部内容")}
            <h1>{titled(&v.title)}</h1>
            <p>{tone_tag(Tone::Draft, v.state.clone())}" "<span class="meta">{format!("{}，第 {} 版", v.kind, v.version)}</span></p>
            {v.corrects.then(|| info_box("这是对已公开内容的更正。签发以前，公开页面保持原样。"))}
            {moved_table(&v.moved)}
            <div class="desk__panes">
                <div>{about(&v)}{phone_button(&f, &format!("/staff/content/{}", v.id))}</div>
                <div>{review_steps(&v.review)}{checks(&v.checks)}{steps(&f, &v, &errors)}</div>
            </div>
            {remarks(&f, &v.remarks, &errors)}
            {changes(&v.changes)}
            <h2>"更新记录"</h2>
            {timeline(&v.history)}
        }
    })
}

fn about(v: &ContentView) -> AnyView {
    let mut all = vec![
        Fact::text("起草", v.author.clone()),
        Fact::text("审核", v.reviewer.clone()),
        Fact::text("签发", v.publisher.clone()),
        Fact::text("网址", v.address.clone()),
    ];
    all.extend(v.fields.iter().map(|(label, text)| {
        let text = text.clone();
        Fact::view(label, view! { <span class="keep-lines">{text}</span> }.into_any())
    }));
    let (id, steps) = (v.id.clone(), v.steps);
    let public = v.public.then(|| view! { <li><a href=v.address.clone()>"公开页面"</a></li> });
    view! {
        {facts(all)}
        <ul class="desk__links">
            <li><a href=format!("/staff/content/{id}/preview")>"预览正文"</a></li>
            <li><a href=format!("/staff/content/{id}/versions")>"版本记录和比较"</a></li>
            {steps.edit.then(|| view! { <li><a href=format!("/staff/content/{id}/edit")>"修改"</a></li> })}
            {steps.timing.then(|| view! { <li><a href=format!("/staff/content/{id}/timing")>"定时发布、紧急发布"</a></li> })}
            {(steps.edit && v.takes_images).then(|| view! { <li><a href=format!("/staff/content/{id}/images")>"图片"</a></li> })}
            {steps.edit.then(|| view! { <li><a href=format!("/staff/content/{id}/names")>"隐去姓名"</a></li> })}
            {public}
        </ul>
    }
    .into_any()
}

fn steps(frame: &Frame, v: &ContentView, errors: &Errors) -> AnyView {
    let version = v.version;
    let form = |step: &str, body: AnyView| {
        let fields = view! { {hidden("version", &version.to_string())}{body} };
        frame.form(format!("/staff/content/{}/{step}", v.id), fields.into_any())
    };
    let press = |step: &str, words: &str| form(step, button(words, "go", step, "btn").into_any());
    let reason = |field: &str, label: &str| Field::text(field, label).errors(errors).view();
    let s = v.steps;
    view! {
        {s.submit.then(|| press("submit", "提交审核"))}
        {s.approve.then(|| press("approve", "审核通过"))}
        {s.publish.then(|| press("publish", "签发公布"))}
        {s.send_back.then(|| form("return", view! { {reason("reason", "退回的原因")}{button("退回修改", "go", "return", "btn btn--plain")} }.into_any()))}
        {s.correct.then(|| press("correct", "更正"))}
        {s.withdraw.then(|| form("withdraw", withdrawal(&v.withdrawal, errors)))}
    }
    .into_any()
}

fn changes(list: &[(String, String, String)]) -> Option<AnyView> {
    let columns = [Column::text("项目"), Column::text("原来"), Column::text("现在")];
    let cell = |text: &str| view! { <span class="keep-lines">{text.to_owned()}</span> }.into_any();
    let row = |(label, old, new): &(String, String, String)| vec![label.clone().into_any(), cell(old), cell(new)];
    let table = (!list.is_empty()).then(|| data_table("最近一版改了什么", &columns, list.iter().map(row).collect()));
    table.map(|table| view! { <section><h2>"这一版的改动"</h2>{table}</section> }.into_any())
}

/// Campaigns to choose from: address and title.
pub type Campaigns = Vec<(String, String)>;

/// `id` is empty for a new record; the address of a correction stays what it was.
pub struct EditPlace<'a> {
    pub id: &'a str,
    pub kind: ContentKind,
    pub fixed_slug: bool,
    pub campaigns: &'a Campaigns,
}

pub fn content_edit(frame: &Frame, place: &EditPlace<'_>, form: &ContentForm, errors: &Errors) -> Page {
    let (f, v, errors) = (frame.clone(), form.clone(), errors.clone());
    let (kind, id, fixed, campaigns) = (place.kind, place.id.to_owned(), place.fixed_slug, place.campaigns.clone());
    let title = if id.is_empty() { format!("写{}", kind.zh()) } else { format!("修改{}", kind.zh()) };
    staff_page(title.clone(), frame, !errors.is_empty(), move || {
        let (action, back) = match id.as_str() {
            "" => (format!("/staff/content/new?kind={}", kind.code()), "/staff/content".to_owned()),
            id => (format!("/staff/content/{id}/edit"), format!("/staff/content/{id}")),
        };
        let place = EditPlace { id: &id, kind, fixed_slug: fixed, campaigns: &campaigns };
        view! {
            {error_summary(&errors)}
            {back_link(back, "返回")}
            <h1>{title.clone()}</h1>
            {info_box("草稿可以先不填完，随时保存。提交审核时再检查是否齐全。")}
            {f.form(action, view! {
                {hidden("version", &v.version)}
                {fields(&f, &place, &v, &errors)}
                {submit("保存草稿")}
            }.into_any())}
        }
    })
}

/// All fields, for the editor and for whoever was overtaken.
fn fields(frame: &Frame, place: &EditPlace<'_>, form: &ContentForm, errors: &Errors) -> AnyView {
    let slug = if place.fixed_slug {
        hidden("slug", &form.slug)
    } else {
        Field::text("slug", "网址")
            .hint("小写字母、数字和连字符，公布后不能改，例如 2025-qiu-dong")
            .value(&form.slug)
            .errors(errors)
            .view()
    };
    let one = |spec: &Spec| field(spec, form, place.campaigns, frame, errors);
    let fields: Vec<_> = place.kind.specs().iter().map(one).collect();
    view! { {slug}{fields} }.into_any()
}

/// Somebody else saved first: both texts, and the typed one once more to join them by hand.
pub fn content_conflict(frame: &Frame, place: &EditPlace<'_>, form: &ContentForm, view: &ConflictView) -> Page {
    let (f, mine, campaigns) = (frame.clone(), form.clone(), place.campaigns.clone());
    let (id, kind, fixed_slug) = (place.id.to_owned(), place.kind, place.fixed_slug);
    conflict(frame, view, move || {
        let place = EditPlace { id: &id, kind, fixed_slug, campaigns: &campaigns };
        fields(&f, &place, &mine, &Errors::default())
    })
}

fn field(spec: &Spec, form: &ContentForm, campaigns: &Campaigns, frame: &Frame, errors: &Errors) -> AnyView {
    let typed = value(&form.values, spec.id);
    let common = |field: Field| {
        let field = if spec.required { field } else { field.optional() };
        let hint =
            if spec.hint.is_empty() && spec.shape == Shape::Day { frame.example(7) } else { spec.hint.to_owned() };
        let field = if hint.is_empty() { field } else { field.hint(&hint) };
        field.value(typed).errors(errors)
    };
    match spec.shape {
        Shape::Line => common(Field::text(spec.id, spec.label)).view(),
        Shape::Day | Shape::Partial => common(Field::text(spec.id, spec.label)).narrow().view(),
        Shape::Area | Shape::Payees | Shape::Dated => common(Field::area(spec.id, spec.label)).rows(4).view(),
        Shape::Markdown => {
            let keeps = !form.version.is_empty();
            common(Field::area(spec.id, spec.label)).rows(12).after(keeper(spec.id, keeps)).view()
        }
        Shape::Campaign => {
            let none = Radios::new(spec.id, spec.label).option("", "不属于");
            let all = campaigns.iter().fold(none, |radios, (slug, title)| radios.option(slug, title));
            all.chosen(typed).errors(errors).view()
        }
        Shape::Choice(all) => {
            let radios = Radios::new(spec.id, spec.label);
            let all = all.iter().fold(radios, |radios, (code, words)| radios.option(code, words));
            all.chosen(typed).errors(errors).view()
        }
    }
}

/// The words as the public will read them.
pub fn preview(title: &str, summary: &str, body: &SafeHtml) -> Page {
    let (title, summary, text) = (title.to_owned(), summary.to_owned(), body.clone());
    Page::new("预览", crate::pages::Section::Other, move || {
        view! {
            {info_box("这是预览，还没有公布。")}
            <h1>{title}</h1>
            <p class="lead">{summary}</p>
            <div class="prose" inner_html=text.as_str().to_owned()></div>
        }
    })
    .noindex()
    .shell(crate::pages::Shell::Staff)
}
