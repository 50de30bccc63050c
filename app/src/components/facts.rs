//! Facts in a fixed order: label and value, stacked on narrow screens and in care mode.
use leptos::prelude::*;

use super::fold;

/// One row. Empty values are left out, so a page can list the full order every time.
pub struct Fact {
    label: String,
    value: Option<AnyView>,
    breakable: bool,
}

impl Fact {
    /// Running text.
    pub fn text(label: &str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        let value = (!value.is_empty()).then(|| value.into_any());
        Self { label: label.to_owned(), value, breakable: false }
    }
    /// A figure, number or date that stays on one line.
    pub fn nb(label: &str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        let value = (!value.is_empty()).then(|| super::nb(value));
        Self { label: label.to_owned(), value, breakable: false }
    }
    /// An ISO date.
    pub fn day(label: &str, iso: &str) -> Self {
        Self { label: label.to_owned(), value: (!iso.is_empty()).then(|| super::day(iso)), breakable: false }
    }
    /// A phone number that dials.
    pub fn phone(label: &str, number: &str) -> Self {
        let value = (!number.is_empty()).then(|| super::phone_link(number));
        Self { label: label.to_owned(), value, breakable: false }
    }
    /// A masked identity number: may break anywhere.
    pub fn id_number(label: &str, masked: impl Into<String>) -> Self {
        let masked: String = masked.into();
        let value = (!masked.is_empty()).then(|| masked.into_any());
        Self { label: label.to_owned(), value, breakable: true }
    }
    /// Anything else.
    pub fn view(label: &str, value: AnyView) -> Self {
        Self { label: label.to_owned(), value: Some(value), breakable: false }
    }
}

/// The `dl` of facts.
pub fn facts(rows: Vec<Fact>) -> AnyView {
    let rows = rows.into_iter().filter_map(|row| {
        let class = if row.breakable { "facts__v anywhere num" } else { "facts__v" };
        let label = row.label;
        row.value.map(|value| view! { <div class="facts__row"><dt>{label}</dt><dd class=class>{value}</dd></div> })
    });
    view! { <dl class="facts">{rows.collect::<Vec<_>>()}</dl> }.into_any()
}

/// Facts about a person with the fold that says why part of them is hidden (AN-1; masked on the server).
pub fn identity(rows: Vec<Fact>) -> AnyView {
    view! {
        {facts(rows)}
        {fold("为什么遮挡一部分", view! {
            <p>"公开这些信息是为了让知情人认出当事人，又不让信息被挪作他用。证件号码只显示前十位和后四位，完整号码不会发送到您的设备。"</p>
        }.into_any())}
    }
    .into_any()
}
