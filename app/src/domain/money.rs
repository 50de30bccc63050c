//! Money in 分, read and shown as the court writes it (rule 9.5).
use super::{
    refusal::Refusal,
    text::{compact, group_thousands},
};
use serde::{Deserialize, Serialize};

const YUAN: i64 = 100;
const WAN: i64 = 10_000 * YUAN;
const YI: i64 = 10_000 * WAN;

/// An amount in 分; never a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    pub const ZERO: Self = Self(0);

    /// Whole 元; saturates far beyond any amount a court sees.
    pub const fn yuan(yuan: i64) -> Self {
        Self(yuan.saturating_mul(YUAN))
    }

    /// `9,999.50元`, `1887.06万元`, `1.98亿元`: at most two decimals of the unit, zeros cut.
    pub fn display(self) -> String {
        let amount = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        if amount < WAN as u64 {
            return format!("{}元", self.grouped());
        }
        let wan = rounded_hundredths(amount, WAN as u64);
        // rounding may reach the next unit: 99,999,999.99元 is 1亿元
        if wan < 1_000_000 {
            format!("{sign}{}万元", hundredths(wan))
        } else {
            format!("{sign}{}亿元", hundredths(rounded_hundredths(amount, YI as u64)))
        }
    }

    /// `50,000`, or `50,000.50` when there are 角 or 分; exact.
    pub fn grouped(self) -> String {
        let amount = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let yuan = group_thousands(amount / 100);
        match amount % 100 {
            0 => format!("{sign}{yuan}"),
            cents => format!("{sign}{yuan}.{cents:02}"),
        }
    }

    /// 大写 for receipts and posters: `壹佰柒拾万元整`.
    pub fn capitals(self) -> String {
        let amount = self.0.unsigned_abs();
        let (yuan, jiao, fen) = (amount / 100, (amount / 10 % 10) as usize, (amount % 10) as usize);
        let mut out = String::from(if self.0 < 0 { "负" } else { "" });
        if yuan > 0 || jiao + fen == 0 {
            out.push_str(&capital_integer(yuan));
            out.push('元');
        }
        if jiao + fen == 0 {
            out.push('整');
            return out;
        }
        if jiao > 0 {
            out.push_str(DIGITS[jiao]);
            out.push('角');
        } else if yuan > 0 {
            out.push('零');
        }
        if fen > 0 {
            out.push_str(DIGITS[fen]);
            out.push('分');
        } else {
            out.push('整');
        }
        out
    }

    /// Reads `50,000`, `50000.5元`, `¥5万`, `1887.06万元`, `1.98亿元`. Parts of a 分, signs and words are refused.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = compact(text).replace([',', '，'], "");
        let text = text.trim_start_matches("人民币").trim_start_matches(['¥', '￥']);
        let (number, unit) = split_unit(text);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || number.ends_with('.') {
            return Err(unreadable());
        }
        let whole: i64 = whole.parse().map_err(|_| unreadable())?;
        let mut total = whole.checked_mul(unit).ok_or_else(unreadable)?;
        let mut place = unit;
        for digit in fraction.bytes().map(|b| i64::from(b - b'0')) {
            if place % 10 != 0 && digit != 0 {
                return Err(Refusal::new("9.5", "amount", "金额最多精确到分。", "请把金额写到小数点后两位。"));
            }
            place /= 10;
            total = total.checked_add(digit * place).ok_or_else(unreadable)?;
        }
        Ok(Self(total))
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
    /// Adds amounts; stops at the largest amount rather than wrapping round.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Self {
        Self(amounts.into_iter().fold(0, |sum, fen| sum.saturating_add(fen.0)))
    }
}

fn unreadable() -> Refusal {
    Refusal::new("9.5", "amount", "没有看懂这个金额。", "请只写数字和单位，例如 50000、5万元、1.98亿元。")
}

/// Splits off the unit; the second value is the 分 in one unit.
fn split_unit(text: &str) -> (&str, i64) {
    let text = text.trim_end_matches('整').trim_end_matches('元');
    if let Some(number) = text.strip_suffix("万亿") {
        (number, YI.saturating_mul(10_000))
    } else if let Some(number) = text.strip_suffix('亿') {
        (number, YI)
    } else if let Some(number) = text.strip_suffix('万') {
        (number, WAN)
    } else {
        (text, YUAN)
    }
}

/// Hundredths of `unit`, half up.
fn rounded_hundredths(amount: u64, unit: u64) -> u64 {
    let step = unit / 100;
    amount / step + u64::from(amount % step * 2 >= step)
}

fn hundredths(n: u64) -> String {
    let text = format!("{}.{:02}", n / 100, n % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// 0 … 9999亿亿 in capitals, by groups of four digits.
fn capital_integer(n: u64) -> String {
    if n == 0 {
        return DIGITS[0].to_owned();
    }
    let mut out = String::new();
    let (high, low) = (n / 100_000_000, n % 100_000_000);
    if high > 0 {
        out.push_str(&capital_integer(high));
        out.push('亿');
    }
    let (wan, rest) = (low / 10_000, low % 10_000);
    push_group(&mut out, wan, "万");
    // a gap between groups is said once: 壹亿零壹元
    let gap = !out.is_empty() && wan == 0 && rest > 0 && !out.ends_with('零');
    if gap && rest >= 1000 {
        out.push('零');
    }
    push_group(&mut out, rest, "");
    out
}

fn push_group(out: &mut String, group: u64, unit: &str) {
    if group == 0 {
        return;
    }
    let mut zero = !out.is_empty() && group < 1000;
    for (place, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let digit = (group / place % 10) as usize;
        if digit == 0 {
            zero |= group > place;
            continue;
        }
        if zero {
            out.push('零');
            zero = false;
        }
        out.push_str(DIGITS[digit]);
        out.push_str(name);
    }
    out.push_str(unit);
}

#[cfg(test)]
#[expect(clippy::inconsistent_digit_grouping, reason = "the last two digits are 角 and 分")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_9_5_displays_as_the_article_prints() {
        let cases = [
            (18_870_600, "1887.06万元"),
            (198_000_000, "1.98亿元"),
            (1_130_000, "113万元"),
            (50_000, "5万元"),
            (9_999, "9,999元"),
            (0, "0元"),
            (877_000, "87.7万元"),
            (1_709_300, "170.93万元"),
            (17_970_000, "1797万元"),
            (100_000_000, "1亿元"),
            (-20_000, "-2万元"),
        ];
        for (yuan, text) in cases {
            assert_eq!(Fen::yuan(yuan).display(), text);
        }
        assert_eq!(Fen(999_950).display(), "9,999.50元");
        assert_eq!(Fen(9_999_999_999).display(), "1亿元");
        assert_eq!(Fen(1_234_567).display(), "1.23万元");
    }

    #[test]
    fn money_9_5_parses_every_unit() {
        let cases = [
            ("1887.06万元", 18_870_600_00),
            ("19,800万元", 198_000_000_00),
            ("1.98亿元", 198_000_000_00),
            ("1.98亿", 198_000_000_00),
            ("５万", 50_000_00),
            ("¥50,000.50", 50_000_50),
            ("人民币 50000 元整", 50_000_00),
            ("0.01元", 1),
            ("1.500元", 150),
            ("0.0001万元", 100),
        ];
        for (text, fen) in cases {
            assert_eq!(Fen::parse(text).unwrap(), Fen(fen), "{text}");
        }
    }

    #[test]
    fn money_9_5_refuses_what_is_not_an_amount() {
        for text in ["", "元", "万元", "五万", "1.2.3", "-5", "1e5", "5.", ".5", "5元5角", "99999999999999999亿"]
        {
            assert_eq!(Fen::parse(text).unwrap_err().rule, "9.5", "{text}");
        }
    }

    #[test]
    fn money_9_5_refuses_more_than_two_decimals_of_a_yuan() {
        for text in ["1.005元", "0.0000001万", "1.234"] {
            let refusal = Fen::parse(text).unwrap_err();
            assert_eq!((refusal.rule, refusal.message.as_str()), ("9.5", "金额最多精确到分。"), "{text}");
        }
    }

    #[test]
    fn money_9_5_capitals() {
        let cases = [
            (1_700_000_00, "壹佰柒拾万元整"),
            (50_000_00, "伍万元整"),
            (0, "零元整"),
            (10_00, "壹拾元整"),
            (100_05, "壹佰元零伍分"),
            (1_001_50, "壹仟零壹元伍角整"),
            (10_010_00, "壹万零壹拾元整"),
            (10_100_00, "壹万零壹佰元整"),
            (11_000_00, "壹万壹仟元整"),
            (1_000_001_00, "壹佰万零壹元整"),
            (100_000_001_00, "壹亿零壹元整"),
            (100_001_000_00, "壹亿零壹仟元整"),
            (100_100_000_00, "壹亿零壹拾万元整"),
            (110_000_000_00, "壹亿壹仟万元整"),
            (200_500_00, "贰拾万零伍佰元整"),
            (18_870_600_00, "壹仟捌佰捌拾柒万零陆佰元整"),
            (36, "叁角陆分"),
            (5, "伍分"),
            (-100, "负壹元整"),
        ];
        for (fen, text) in cases {
            assert_eq!(Fen(fen).capitals(), text, "{fen}");
        }
    }

    /// Reads capitals back by place value; knows nothing of how they are written.
    fn read_capitals(text: &str) -> i64 {
        let (mut total, mut section, mut digit) = (0i64, 0i64, 0i64);
        let mut cents = 0;
        for c in text.chars() {
            match c {
                '仟' | '佰' | '拾' => {
                    section += digit * [('仟', 1000), ('佰', 100), ('拾', 10)].iter().find(|p| p.0 == c).unwrap().1;
                    digit = 0;
                }
                '万' => {
                    let yi = total / 100_000_000 * 100_000_000;
                    total = yi + (total - yi + section + digit) * 10_000;
                    (section, digit) = (0, 0);
                }
                '亿' => {
                    total = (total + section + digit) * 100_000_000;
                    (section, digit) = (0, 0);
                }
                '元' => {
                    total += section + digit;
                    (section, digit) = (0, 0);
                }
                '角' => (cents, digit) = (cents + digit * 10, 0),
                '分' => (cents, digit) = (cents + digit, 0),
                '整' => {}
                _ => digit = DIGITS.iter().position(|d| d.starts_with(c)).unwrap() as i64,
            }
        }
        total * 100 + cents
    }

    proptest! {
        #[test]
        fn money_9_5_capitals_round_trip(fen in prop_oneof![0i64..1_000_000, 0i64..99_999_999_999_999]) {
            let text = Fen(fen).capitals();
            prop_assert_eq!(read_capitals(&text), fen, "{}", text);
            prop_assert!(!text.contains("零零") && !text.contains("零万") && !text.contains("零亿"), "{}", text);
        }
        #[test]
        fn money_9_5_grouped_round_trips(fen in 0i64..=i64::MAX) {
            prop_assert_eq!(Fen::parse(&Fen(fen).grouped()).unwrap(), Fen(fen));
        }
        #[test]
        fn money_9_5_display_is_within_half_a_hundredth(fen in 0i64..1_000_000_000_000) {
            let shown = Fen::parse(&Fen(fen).display()).unwrap().0;
            let step = if fen < WAN { 0 } else if shown < YI { WAN / 100 } else { YI / 100 };
            prop_assert!((shown - fen).abs() * 2 <= step);
        }
        #[test]
        fn no_amount_text_panics(text in "\\PC{0,24}") {
            let _ = Fen::parse(&text);
        }
    }
}
