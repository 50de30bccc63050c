//! `/claims`, `/claims/{id}`: announcements of money to collect and what to bring (CM-2, CM-3).
use leptos::prelude::*;

use super::{Page, PaymentAccount, Section};
use crate::components::{Column, Fact, accounts, back_link, data_table, day, facts, nb, phone_link, zh_date};
use crate::text::markdown::SafeHtml;

#[derive(Clone, Debug, Default)]
pub struct ClaimCard {
    /// `/claims/2025-12`
    pub href: String,
    pub title: String,
    /// As printed: 12月1日 9:00 至 17:00
    pub when: String,
    pub place: String,
    /// ISO
    pub published_on: String,
}

#[derive(Clone, Debug, Default)]
pub struct ListView {
    pub cards: Vec<ClaimCard>,
    pub accounts: Vec<PaymentAccount>,
}

/// A payee row: masked, with the officer to call.
#[derive(Clone, Debug, Default)]
pub struct PayeeRow {
    pub case_no: String,
    /// 张某
    pub payee: String,
    pub officer: String,
    pub phone: String,
}

#[derive(Clone, Debug, Default)]
pub struct OneView {
    pub number: String,
    pub title: String,
    /// ISO
    pub published_on: String,
    pub when: String,
    pub place: String,
    pub phone: String,
    /// 停车, 轮椅通道 …; empty hides it
    pub access: String,
    /// (本人领取, [身份证原件, 本人银行卡]) …
    pub documents: Vec<(String, Vec<String>)>,
    /// ISO; empty hides it
    pub deadline: String,
    /// What happens after the deadline: 依法提存
    pub consequence: String,
    pub payees: Vec<PayeeRow>,
    pub body: SafeHtml,
    pub source: String,
    pub department: String,
    pub accounts: Vec<PaymentAccount>,
}

pub fn list(view: ListView) -> Page {
    Page::new("领取案款", Section::Claims, move || {
        let list = if view.cards.is_empty() {
            view! { <p class="empty">"目前没有领款公告。如果您认为有出入，请带身份证到执行窗口或拨打电话。"</p> }
                .into_any()
        } else {
            claim_lines(&view.cards)
        };
        view! {
            <h1>"领取案款"</h1>
            <p>"案款到账后，法院会通知申请执行人，也在这里公告。"</p>
            <p><a href="/claims/check">"查一查有没有我的案款"</a></p>
            {list}
            {accounts(&view.accounts)}
        }
    })
}

/// Announcements as lines with date and place.
pub fn claim_lines(cards: &[ClaimCard]) -> AnyView {
    let line = |c: &ClaimCard| {
        let at = [c.when.as_str(), c.place.as_str()]
            .iter()
            .filter(|s| !s.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("，");
        view! { <li><a href=c.href.clone()>{c.title.clone()}</a><p class="meta">{at}"　发布于"{day(&c.published_on)}</p></li> }
    };
    view! { <ul class="lines">{cards.iter().map(line).collect::<Vec<_>>()}</ul> }.into_any()
}

pub fn one(view: OneView) -> Page {
    let pay = matches!(view.payees.len(), 1..);
    let page = Page::new(view.title.clone(), Section::Claims, move || {
        let documents = view.documents.iter().map(|(who, papers)| {
            let papers = papers.iter().map(|p| view! { <li>{p.clone()}</li> }).collect::<Vec<_>>();
            view! { <h3>{who.clone()}</h3><ul>{papers}</ul> }
        });
        let after = match (view.deadline.as_str(), view.consequence.as_str()) {
            ("", words) => words.to_owned(),
            (until, words) => format!("请在{}前领取。{words}", zh_date(until)),
        };
        view! {
            {back_link("/claims", "领取案款")}
            <header class="doc-head"><h1>{view.title.clone()}</h1>
                <p class="meta"><span class="num nb">{zh_date(&view.number)}</span>"　发布于"{day(&view.published_on)}</p></header>
            {facts(vec![
                Fact::text("时间", view.when.clone()),
                Fact::text("地点", view.place.clone()),
                Fact::phone("电话", &view.phone),
                Fact::text("到场", view.access.clone()),
                Fact::text("期限", after),
            ])}
            {(!view.documents.is_empty()).then(|| view! { <section><h2>"要带什么"</h2>{documents.collect::<Vec<_>>()}</section> })}
            {payees(&view.payees)}
            {(!view.body.is_empty()).then(|| view! { <div class="prose" inner_html=view.body.as_str().to_owned()></div> })}
            {accounts(&view.accounts)}
            {super::outcomes::source_line(&view.source, &view.department)}
        }
    });
    if pay { page.noindex() } else { page }
}

fn payees(rows: &[PayeeRow]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let columns = [Column::text("案号"), Column::text("领款人"), Column::text("承办人"), Column::text("电话")];
    let cells = rows.iter().map(|r| {
        vec![nb(r.case_no.clone()), r.payee.clone().into_any(), r.officer.clone().into_any(), phone_link(&r.phone)]
    });
    view! { <section><h2>"可以领款的案件"</h2>{data_table("按案号排列", &columns, cells.collect())}</section> }
        .into_any()
}
