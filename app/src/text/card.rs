//! The share card, 1200 × 630: number, kind, reward, last day. Never a name, face or number of a person, because chats
//! keep copies that nobody can recall.
use html_escape::encode_text;

use super::record::NoticeRecord;
use crate::domain::mask::Output;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;
/// Families that hold Chinese signs, the best first: one of them must be on the machine that draws.
pub const FAMILIES: [&str; 8] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
];

/// The drawing; `family` is one of [`FAMILIES`].
pub fn svg(record: &NoticeRecord, family: &str) -> String {
    let r = record.masked(Output::Card);
    let reward = reward(&r);
    let until = if r.until_zh().is_empty() { String::new() } else { format!("有效期至{}", r.until_zh()) };
    let mark = match (r.draft, r.demo) {
        (true, _) => "样稿，未发布",
        (false, true) => "演示数据，非真实公告",
        (false, false) => "",
    };
    let lines = [
        line(60, 76, 38, "#FFFFFF", &r.court, family),
        line(60, 250, 44, "#4A5159", "执行悬赏公告", family),
        line(60, 346, 76, "#1B1F24", &format!("{} {}", r.number, r.seeks()), family),
        line(60, 446, 58, "#8A5A00", &reward, family),
        line(60, 536, 38, "#1B1F24", &until, family),
        line(60, 592, 32, "#4A5159", "可以匿名提供，法院对提供人和线索保密", family),
        line(760, 76, 34, "#FFD23F", mark, family),
    ];
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#F7F6F3\"/>\
         <rect width=\"{WIDTH}\" height=\"120\" fill=\"#0F2440\"/>\
         <rect y=\"120\" width=\"{WIDTH}\" height=\"10\" fill=\"#A3161B\"/>{}</svg>",
        lines.concat()
    )
}

fn reward(r: &NoticeRecord) -> String {
    match r.fixed_reward() {
        Some((sum, true)) => format!("悬赏金最高 {} 元", sum.grouped()),
        Some((sum, false)) => format!("悬赏金 {} 元", sum.grouped()),
        None => r.rules().next().map(|rule| format!("悬赏金：{}", rule.sentence())).unwrap_or_default(),
    }
}

/// One line of text, drawn smaller when it would leave the card.
fn line(x: u32, y: u32, size: u32, colour: &str, text: &str, family: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let signs: u32 = text.chars().map(|c| if c.is_ascii() { 6 } else { 10 }).sum();
    let room = (WIDTH - x - 40) * 10;
    let size = size.min(room / signs.max(1)).max(12);
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}\" font-size=\"{size}\" fill=\"{colour}\">{}</text>",
        encode_text(text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::record::tests::{names_nobody, record};

    #[test]
    fn the_card_names_nobody_and_says_what_is_sought() {
        let drawn = svg(&record(), FAMILIES[0]);
        assert!(drawn.contains("2025年第22期 征集财产和行踪线索") && drawn.contains("悬赏金最高 50,000 元"));
        assert!(names_nobody(&drawn), "{drawn}");
    }

    #[test]
    fn a_draft_says_so_and_signs_are_escaped() {
        let record = NoticeRecord { draft: true, court: "<甲>".into(), ..record() };
        let drawn = svg(&record, FAMILIES[0]);
        assert!(drawn.contains("样稿，未发布") && drawn.contains("&lt;甲&gt;") && !drawn.contains("<甲>"));
    }

    #[test]
    fn a_long_line_is_drawn_smaller() {
        let long = line(60, 0, 76, "#000000", &"字".repeat(40), FAMILIES[0]);
        assert!(long.contains("font-size=\"27\""), "{long}");
    }
}
