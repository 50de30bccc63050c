//! One entry at the desk: everything known of it, what still blocks it, what may be done now and by whom.
use leptos::prelude::*;

use super::{
    Frame,
    list_forms::forms,
    lists::duty,
    notice::{Check, checks, warnings},
    staff_page,
};
use crate::components::form::{button, error_summary, hidden};
use crate::components::{Column, Fact, Moment, Tone, back_link, data_table, facts, info_box, nb, timeline, tone_tag};
use crate::domain::list::{ListKind, Step};
use crate::form::{Errors, list_step::StepForm};
use crate::pages::Page;

/// A person of a restricted unit (RC-4).
#[derive(Clone, Debug, Default)]
pub struct PersonLine {
    pub id: String,
    pub name: String,
    pub id_masked: String,
    /// 被限制消费单位的法定代表人
    pub label: String,
}

/// A place that announced the entry (RC-6), or a body that was told (DJ-8).
#[derive(Clone, Debug, Default)]
pub struct ChannelLine {
    pub id: String,
    pub kind_zh: &'static str,
    pub name: String,
    pub url: String,
    pub announced: String,
    /// Empty while it stands there.
    pub closed: String,
}

/// A correction that waits for a second person (DJ-9).
#[derive(Clone, Debug, Default)]
pub struct CorrectionView {
    pub by: String,
    pub reason: String,
    /// Field, what stands now, what shall stand.
    pub differences: Vec<(String, String, String)>,
}

#[derive(Clone, Debug)]
pub struct EntryDesk {
    pub id: String,
    pub list: ListKind,
    pub number: String,
    pub name: String,
    pub state_zh: String,
    pub version: i64,
    /// Label and value in the order of the form; empty values are left out.
    pub facts: Vec<(&'static str, String)>,
    pub persons: Vec<PersonLine>,
    /// A unit on the 限消 list has persons; nobody else (GF-3).
    pub takes_persons: bool,
    /// A public 限消 entry takes requests (RC-7, GF-4).
    pub takes_requests: bool,
    pub channels: Vec<ChannelLine>,
    pub checks: Vec<Check>,
    pub warnings: Vec<Check>,
    pub duty: String,
    pub late: bool,
    /// Steps this person may take now.
    pub steps: Vec<Step>,
    pub who_next: String,
    pub public_href: String,
    /// The other list's entry of the same debtor: words, address.
    pub linked: Option<(String, String)>,
    pub correction: Option<CorrectionView>,
    pub history: Vec<Moment>,
}

impl EntryDesk {
    pub(super) fn may(&self, step: Step) -> bool {
        self.steps.contains(&step)
    }

    pub(super) fn at(&self, step: &str) -> String {
        format!("/staff/lists/{}/{step}", self.id)
    }
}

/// `errors` belong to the step that was refused, `typed` is what was typed for it.
pub fn entry(frame: &Frame, view: &EntryDesk, typed: &StepForm, errors: &Errors) -> Page {
    let (f, v, typed, errors) = (frame.clone(), view.clone(), typed.clone(), errors.clone());
    staff_page(format!("{} {}", view.list.zh(), view.number), frame, !errors.is_empty(), move || {
        let due = (!v.duty.is_empty()).then(|| view! { <p>{duty(&v.duty, v.late)}</p> });
        let next = (!v.who_next.is_empty()).then(|| view! { <p class="box">{v.who_next.clone()}</p> });
        view! {
            {error_summary(&errors)}
            {back_link(format!("/staff/lists?list={}", v.list.code()), v.list.zh())}
            <h1>{v.name.clone()}</h1>
            <p>{tone_tag(Tone::Draft, v.state_zh.clone())}" "<span class="num">{v.number.clone()}</span>" "
                <span class="meta">{format!("{}，第 {} 版", v.list.zh(), v.version)}</span></p>
            {due}
            <div class="desk__panes">
                <div>
                    {facts(v.facts.iter().map(|(label, value)| Fact::text(label, value.clone())).collect())}
                    {links(&v)}
                    {persons(&v)}
                    {channels(&f, &v)}
                </div>
                <div>
                    {checks(&v.checks)}
                    {warnings(&v.warnings)}
                    {correction(&f, &v)}
                    <h2>"下一步"</h2>
                    {next}
                    {forms(&f, &v, &typed, &errors)}
                </div>
            </div>
            {(!v.history.is_empty()).then(|| view! { <h2>"更新记录"</h2>{timeline(&v.history)} })}
        }
    })
}

fn links(v: &EntryDesk) -> AnyView {
    let edit = v.may(Step::Edit).then(|| view! { <li><a href=v.at("edit")>"修改草稿"</a></li> });
    let correct = v.may(Step::Propose).then(|| view! { <li><a href=v.at("correct")>"提出更正"</a></li> });
    let linked = v.linked.clone().map(|(words, href)| view! { <li><a href=href>{words}</a></li> });
    let public = (!v.public_href.is_empty()).then(|| view! { <li><a href=v.public_href.clone()>"公开页面"</a></li> });
    let order = match v.list {
        ListKind::Dishonest => "打印失信决定书",
        ListKind::Restricted => "打印限制消费令",
    };
    let order = view! { <li><a href=v.at("order")>{order}</a></li> };
    let relief = v.takes_requests.then(|| view! { <li><a href=v.at("relief")>"限制消费期间的申请"</a></li> });
    view! { <ul class="desk__links">{edit}{correct}{order}{relief}{linked}{public}</ul> }.into_any()
}

fn persons(v: &EntryDesk) -> AnyView {
    if !v.takes_persons {
        return ().into_any();
    }
    let edit = v.may(Step::Edit);
    let columns = [Column::text("姓名"), Column::text("证件号码"), Column::text("公开时的称谓")];
    let rows = v.persons.iter().map(|p| {
        let name = p.name.clone();
        let name = if edit {
            let href = v.at(&format!("persons/{}", p.id));
            view! { <a class="nb" href=href>{name}</a> }.into_any()
        } else {
            nb(name)
        };
        vec![name, nb(p.id_masked.clone()), p.label.clone().into_any()]
    });
    let rows: Vec<_> = rows.collect();
    let add = v.at("persons/new");
    view! {
        <h2>"单位的有关人员"</h2>
        <p class="meta">"他们受限制消费，但不是被执行人，更不是失信被执行人。"</p>
        {if rows.is_empty() {
            view! { <p class="empty">"还没有登记。"</p> }.into_any()
        } else {
            data_table("按登记的顺序", &columns, rows)
        }}
        {edit.then(|| view! { <p><a href=add>"添加人员"</a></p> })}
    }
    .into_any()
}

fn channels(f: &Frame, v: &EntryDesk) -> AnyView {
    if v.channels.is_empty() {
        return ().into_any();
    }
    let columns = [Column::text("渠道或者单位"), Column::text("种类"), Column::text("日期"), Column::text("现在")];
    let rows = v.channels.iter().map(|c| {
        let name = if c.url.is_empty() {
            c.name.clone().into_any()
        } else {
            view! { {c.name.clone()}<br/><span class="meta anywhere">{c.url.clone()}</span> }.into_any()
        };
        let now = if !c.closed.is_empty() {
            format!("{}已了结", c.closed).into_any()
        } else if v.may(Step::CloseChannel) {
            let body = view! { {hidden("version", &v.version.to_string())}{button("已撤下或者已告知结束", "go", "close", "btn btn--plain")} };
            f.form(v.at(&format!("channels/{}/close", c.id)), body.into_any())
        } else {
            "还没有了结".into_any()
        };
        vec![name, nb(c.kind_zh.to_owned()), nb(c.announced.clone()), now]
    });
    view! { <h2>"公布的渠道和告知的单位"</h2>{data_table("先登记的在前", &columns, rows.collect())} }.into_any()
}

fn correction(f: &Frame, v: &EntryDesk) -> AnyView {
    let Some(c) = &v.correction else { return ().into_any() };
    let rows = c.differences.iter().map(|(field, now, then)| {
        let then = if then.is_empty() { "（空）".to_owned() } else { then.clone() };
        view! { <li>{field.clone()}"："<del>{now.clone()}</del>" → "<ins>{then}</ins></li> }
    });
    let rows = rows.collect::<Vec<_>>();
    let decide = v.may(Step::Correct).then(|| {
        f.form(
            v.at("corrected"),
            view! {
                {hidden("version", &v.version.to_string())}
                {button("批准更正，马上公布新内容", "go", "correct", "btn")}
                {button("不采用", "go", "drop", "btn btn--plain")}
            }
            .into_any(),
        )
    });
    view! {
        <section class="conflict">
            <h2>"等待批准的更正"</h2>
            <p>{format!("{}提出：{}", c.by, c.reason)}</p>
            <ul>{rows}</ul>
            {info_box("更正前，公开页面仍显示原来的内容。错得严重的，请先撤销。")}
            {decide}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in super::super) fn view(list: ListKind, steps: &[Step]) -> EntryDesk {
        EntryDesk {
            id: "x".into(),
            list,
            number: "r-2025-0001".into(),
            name: "示例县某公司".into(),
            state_zh: "草稿".into(),
            version: 3,
            facts: vec![("案号", "（2025）湘1199执12号".into()), ("理由", String::new())],
            persons: Vec::new(),
            takes_persons: false,
            takes_requests: false,
            channels: Vec::new(),
            checks: Vec::new(),
            warnings: Vec::new(),
            duty: String::new(),
            late: false,
            steps: steps.to_vec(),
            who_next: String::new(),
            public_href: String::new(),
            linked: None,
            correction: None,
            history: Vec::new(),
        }
    }

    fn body(view: &EntryDesk) -> String {
        entry(&Frame::default(), view, &StepForm::default(), &Errors::default()).body
    }

    #[test]
    fn only_steps_that_may_be_taken_have_a_form() {
        let steps: Vec<Step> = Step::ALL.to_vec();
        let all =
            body(&EntryDesk { correction: Some(CorrectionView::default()), ..view(ListKind::Restricted, &steps) });
        for step in ["decide", "serve", "grace", "publish", "performed", "found", "remove", "early", "expire", "revoke"]
        {
            assert!(all.contains(&format!("/staff/lists/x/{step}#errors")), "{step}");
            let none = body(&view(ListKind::Restricted, &[]));
            assert!(!none.contains(&format!("/staff/lists/x/{step}")), "{step}");
        }
        assert!(all.contains("/staff/lists/x/lift#errors") && all.contains("批准更正"));
    }

    #[test]
    fn rc_4_persons_stand_with_their_label_and_only_where_a_unit_has_them() {
        let person =
            PersonLine {
                name: "甲某".into(), label: "被限制消费单位的实际控制人".into(), ..PersonLine::default()
            };
        let with = EntryDesk { persons: vec![person], takes_persons: true, ..view(ListKind::Restricted, &[]) };
        assert!(body(&with).contains("被限制消费单位的实际控制人"));
        assert!(!body(&EntryDesk { takes_persons: false, ..with }).contains("甲某"));
    }
}
