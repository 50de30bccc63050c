//! Dates and other figures that must never break across lines.
use leptos::prelude::*;

/// `2025-12-01` as 2025年12月1日; anything else comes back as it was given.
pub fn zh_date(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    match parts[..] {
        [y, m, d] if [y, m, d].iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())) => {
            format!("{y}年{}月{}日", m.trim_start_matches('0'), d.trim_start_matches('0'))
        }
        _ => iso.to_owned(),
    }
}

/// A legal date (ISO text) as a `time` element; empty text renders nothing.
pub fn day(iso: &str) -> AnyView {
    let words = zh_date(iso);
    if iso.is_empty() {
        ().into_any()
    } else if words == iso {
        nb(words)
    } else {
        view! { <time class="nb" datetime=iso.to_owned()>{words}</time> }.into_any()
    }
}

/// From 至 until, both ISO dates.
pub fn period(from: &str, until: &str) -> AnyView {
    view! { <span>{day(from)}"至"{day(until)}</span> }.into_any()
}

/// A phone number as a link that dials; empty text renders nothing.
pub fn phone_link(number: &str) -> AnyView {
    if number.is_empty() {
        return ().into_any();
    }
    let href = format!("tel:{number}");
    view! { <a class="nb" href=href>{number.to_owned()}</a> }.into_any()
}

/// Case numbers, amounts, phone numbers: one line, always.
pub fn nb(text: impl Into<String>) -> AnyView {
    view! { <span class="nb">{text.into()}</span> }.into_any()
}

/// A title that keeps the person's name in it on one line; the long name of a unit may break.
pub fn whole_name(title: &str, name: &str) -> AnyView {
    let short = !name.is_empty() && name.chars().count() <= 8;
    match title.split_once(name).filter(|_| short) {
        Some((before, after)) => view! { {before.to_owned()}{nb(name)}{after.to_owned()} }.into_any(),
        None => title.to_owned().into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_title_stays_whole_and_nothing_of_the_title_is_lost() {
        let html = |title: &'static str, name: &'static str| crate::render::to_html(move || whole_name(title, name));
        let named = html("征集被执行人欧阳某明财产线索", "欧阳某明");
        assert!(named.contains("<span class=\"nb\">欧阳某明</span>"), "{named}");
        let unit = "示例县城东建筑工程有限责任公司";
        for (title, name) in [("征集被执行人财产线索", ""), ("征集被执行人财产线索", "李某明"), (unit, unit)]
        {
            assert_eq!(html(title, name), title);
        }
    }

    #[test]
    fn legal_dates_read_without_leading_zeros() {
        assert_eq!(zh_date("2026-03-01"), "2026年3月1日");
        assert_eq!(zh_date("长期"), "长期");
        assert_eq!(zh_date("2026-<b>-1"), "2026-<b>-1");
    }
}
