//! Numbers as they are read aloud: a loudspeaker has no digits.
use crate::domain::{bounty::RewardRule, date::LegalDate, money::Fen};

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// Capitals of receipts and what is said for them.
const SAID: [(char, char); 13] = [
    ('壹', '一'),
    ('贰', '二'),
    ('叁', '三'),
    ('肆', '四'),
    ('伍', '五'),
    ('陆', '六'),
    ('柒', '七'),
    ('捌', '八'),
    ('玖', '九'),
    ('拾', '十'),
    ('佰', '百'),
    ('仟', '千'),
    ('万', '万'),
];

/// One by one: `0746-12` is 零七四六，一二. Everything that is no digit becomes a pause.
pub fn digits(text: &str) -> String {
    let mut out = String::new();
    for sign in text.trim().chars() {
        match sign.to_digit(10) {
            Some(digit) => out.push(DIGITS[digit as usize]),
            None if !out.ends_with('，') && !out.is_empty() => out.push('，'),
            None => {}
        }
    }
    out.trim_end_matches('，').to_owned()
}

/// 五万元; 一百二十元五角.
pub fn money(amount: Fen) -> String {
    let said: String = amount
        .capitals()
        .trim_end_matches('整')
        .chars()
        .map(|sign| SAID.iter().find(|(capital, _)| *capital == sign).map_or(sign, |(_, said)| *said))
        .collect();
    tens(said)
}

/// 二十一; 一百零三.
pub fn number(n: i64) -> String {
    money(Fen::yuan(n)).trim_end_matches('元').to_owned()
}

/// Nobody says 一十.
fn tens(said: String) -> String {
    if said.starts_with("一十") { said.chars().skip(1).collect() } else { said }
}

/// 二零二六年三月三十一日.
pub fn day(day: LegalDate) -> String {
    let year = digits(&day.year().to_string());
    format!("{year}年{}月{}日", number(day.month().into()), number(day.day().into()))
}

/// 百分之五; 百分之二点五.
pub fn percent(bps: u32) -> String {
    let (whole, part) = (bps / 100, bps % 100);
    let part = format!("{part:02}");
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { String::new() } else { format!("点{}", digits(part)) };
    format!("百分之{}{point}", number(whole.into()))
}

/// A reward rule as a sentence's end: 五万元; 实际执行到位金额的百分之五，最高二十万元.
pub fn reward(rule: &RewardRule) -> String {
    let share = |bps: u32| format!("实际执行到位金额的{}", percent(bps));
    match rule {
        RewardRule::Fixed { amount } => money(*amount),
        RewardRule::Percent { bps, cap: Some(cap) } => format!("{}，最高{}", share(*bps), money(*cap)),
        RewardRule::Percent { bps, cap: None } => share(*bps),
        RewardRule::MinMax { bps, floor, cap } => {
            format!("{}，最低{}，最高{}", share(*bps), money(*floor), money(*cap))
        }
        RewardRule::Tiered { .. } => "按实际执行到位的金额分段计算，具体比例见公告".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(digits("0746-0000000 "), "零七四六，零零零零零零零");
        assert_eq!(money(Fen::yuan(50_000)), "五万元");
        assert_eq!(money(Fen::yuan(10)), "十元");
        assert_eq!(money(Fen(12_050)), "一百二十元五角");
        assert_eq!((number(21).as_str(), number(103).as_str(), number(0).as_str()), ("二十一", "一百零三", "零"));
        assert_eq!(day(LegalDate::parse("2026-03-31").unwrap()), "二零二六年三月三十一日");
        assert_eq!((percent(500).as_str(), percent(250).as_str()), ("百分之五", "百分之二点五"));
        let rule = RewardRule::MinMax { bps: 800, floor: Fen::yuan(1_000), cap: Fen::yuan(80_000) };
        assert_eq!(reward(&rule), "实际执行到位金额的百分之八，最低一千元，最高八万元");
    }
}
