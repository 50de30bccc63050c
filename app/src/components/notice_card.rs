//! One bounty notice in a list: tag · number, title, reward, case number · date. The title is the link, not the card.
use leptos::prelude::*;

use super::{Reward, Status, day, nb, reward_line, tag};

#[derive(Clone, Debug)]
pub struct NoticeCard {
    /// `/notices/2025-21`; empty where there is no page to go to
    pub href: String,
    /// `2025年第21期`
    pub number: String,
    /// At most two lines: 征集被执行人李某明财产线索. Names no one once the notice has ended.
    pub title: String,
    pub status: Status,
    /// Shown only while open; the first of the notice's rewards.
    pub reward: Option<Reward>,
    /// Display form with full-width brackets; empty when hidden.
    pub case_no: String,
    /// Last valid day, ISO
    pub valid_until: String,
}

pub fn notice_card(card: &NoticeCard) -> AnyView {
    let open = card.status.is_open();
    let class = if open { "notice-card" } else { "notice-card notice-card--ended" };
    let until = if open { "有效期至" } else { "有效期截至" };
    let title = card.title.clone();
    let title = if card.href.is_empty() {
        title.into_any()
    } else {
        view! { <a href=card.href.clone()>{title}</a> }.into_any()
    };
    view! {
        <article class=class>
            <p class="notice-card__meta">{tag(card.status)}" "<span class="num">{card.number.clone()}</span></p>
            <h3>{title}</h3>
            {card.reward.as_ref().filter(|_| open).map(|r| reward_line("悬赏金", r, true))}
            <p class="meta">
                {(!card.case_no.is_empty()).then(|| view! { {nb(card.case_no.clone())}" " })}
                <span class="nb">{until}{day(&card.valid_until)}</span>
            </p>
        </article>
    }
    .into_any()
}
