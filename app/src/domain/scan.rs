//! What must not stand in a public text: personal data (AN-10) and words that humiliate (EW-5, design language §2).
use super::{id, refusal::Refusal};
use unicode_normalization::UnicodeNormalization;

coded! {
    pub enum HitKind {
        ResidentId = "resident_id", "身份证号";
        Mobile = "mobile", "手机号码";
        BankCard = "bank_card", "银行卡号";
        Plate = "plate", "车辆号牌";
        HouseNumber = "house_number", "门牌号";
        /// AN-9: somebody younger than eighteen.
        Minor = "minor", "未成年人的年龄";
        Wording = "wording", "用词";
    }
}

/// A place in the text that someone has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: HitKind,
    /// First character, counted in characters of the text as it was given.
    pub at: usize,
    /// Length in characters.
    pub len: usize,
    /// For words: what to write instead.
    pub instead: Option<&'static str>,
}

impl Hit {
    /// The refusal an editor sees; it does not repeat what was found, which may be an identity number.
    pub fn refusal(&self) -> Refusal {
        let place = format!("第 {} 个字开始", self.at + 1);
        if self.kind == HitKind::Minor {
            let fix = "涉及未成年人的情况不能公布，请删去。";
            return Refusal::new("AN-9", "body", format!("{place}写到了{}。", self.kind.zh()), fix);
        }
        match self.instead {
            Some(instead) => {
                Refusal::new("EW-5", "body", format!("{place}的用词不合适。"), format!("请改为：{instead}。"))
            }
            None => {
                Refusal::new("AN-10", "body", format!("{place}像是{}。", self.kind.zh()), "请删除或者遮挡后再发布。")
            }
        }
    }
}

/// AN-10: identity numbers of 18 or 15 digits, mobile numbers, bank cards, plates and house numbers, in any width and with
/// spaces or hyphens inside; AN-9: ages below eighteen. Masked values pass.
pub fn personal_data(text: &str) -> Vec<Hit> {
    let chars = folded(text);
    let mut hits = digit_runs(&chars);
    hits.extend(plates(&chars));
    hits.extend(house_numbers(&chars));
    hits.extend(minors(&chars));
    hits.sort_by_key(|hit| hit.at);
    hits
}

/// EW-5: words to avoid outside campaign names in 「」, whatever stands between their characters unseen.
pub fn wording(text: &str) -> Vec<Hit> {
    let chars: Vec<char> = text.chars().collect();
    let quoted = quoted_mask(&chars);
    let (places, bare): (Vec<usize>, Vec<char>) =
        folded(text).into_iter().enumerate().filter(|(_, c)| !is_gap(*c)).unzip();
    let mut hits = Vec::new();
    for (word, instead) in AVOID {
        let word: Vec<char> = word.chars().collect();
        for (n, window) in bare.windows(word.len()).enumerate() {
            let (first, last) = (places[n], places[n + word.len() - 1]);
            if window == word && !quoted[first] {
                hits.push(Hit { kind: HitKind::Wording, at: first, len: last + 1 - first, instead: Some(instead) });
            }
        }
    }
    hits.sort_by_key(|hit| hit.at);
    hits
}

/// The right-hand words of the design language, and what to write instead.
pub const AVOID: &[(&str, &str)] = &[
    ("老赖", "被执行人"),
    ("老賴", "被执行人"),
    ("赖账", "尚未履行"),
    ("欠债不还的人", "被执行人"),
    ("通缉", "征集线索"),
    ("缉拿", "征集线索"),
    ("悬赏捉拿", "执行悬赏公告"),
    ("人肉", "征集线索"),
    ("曝光台", "名单信息"),
    ("黑榜", "名单信息"),
    ("晒一晒", "名单信息"),
    ("逃债", "尚未履行"),
    ("躲债", "尚未履行"),
    ("无处遁形", "尚未履行"),
    ("雷霆", "写明已作出的决定和日期"),
    ("利剑", "写明已作出的决定和日期"),
    ("绝不手软", "写明已作出的决定和日期"),
    ("罪犯", "移送公安机关立案审查（写明阶段）"),
    ("犯罪分子", "移送公安机关立案审查（写明阶段）"),
];

/// One character in, one out, so that positions stay: full-width becomes ASCII.
fn folded(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| {
            let mut wide = std::iter::once(c).nfkc();
            match (wide.next(), wide.next()) {
                (Some(one), None) => one.to_ascii_uppercase(),
                _ => c,
            }
        })
        .collect()
}

/// A group of digits that stand together.
#[derive(Clone, Copy, Debug)]
struct Group {
    start: usize,
    end: usize,
    /// Characters between it and the group before.
    gap: usize,
}

/// Groups of digits, alone or as neighbours with little between them, and what they could be.
fn digit_runs(chars: &[char]) -> Vec<Hit> {
    let digits: Vec<char> = chars.iter().map(|c| chinese_digit(*c).unwrap_or(*c)).collect();
    let groups = groups(chars, &digits);
    let mut hits = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        let found = (first..groups.len().min(first + MOST_GROUPS)).rev().find_map(|last| {
            let together = &groups[first..=last];
            let near = together.iter().skip(1).all(|group| group.gap <= WIDEST_GAP);
            let kind = near.then(|| what_groups_are(&digits, together)).flatten()?;
            Some((last, kind))
        });
        match found {
            Some((last, (kind, end))) => {
                let at = groups[first].start;
                hits.push(Hit { kind, at, len: end - at, instead: None });
                first = last + 1;
            }
            None => first += 1,
        }
    }
    hits
}

/// As many groups as anybody cuts a number into, one digit each.
const MOST_GROUPS: usize = 20;
/// As many signs as anybody puts between two parts of one number.
const WIDEST_GAP: usize = 3;

/// `digits` are `chars` with 一 as 1. Digits of either kind are groups of their own: 玖 after a number is another word.
fn groups(chars: &[char], digits: &[char]) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !digits[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let alike = |n: &usize| digits[*n].is_ascii_digit() && chars[*n].is_ascii_digit() == chars[at].is_ascii_digit();
        let end = at + (at..chars.len()).take_while(alike).count();
        let gap = found.last().map_or(usize::MAX, |before| {
            let between = &chars[before.end..at];
            if between.iter().all(|c| is_gap(*c)) { between.len() } else { usize::MAX }
        });
        found.push(Group { start: at, end, gap });
        at = end;
    }
    found
}

/// What the groups are as one number, and where it ends.
fn what_groups_are(chars: &[char], groups: &[Group]) -> Option<(HitKind, usize)> {
    let mut digits: String = groups.iter().flat_map(|g| &chars[g.start..g.end]).collect();
    let mut end = groups.last()?.end;
    if digits.len() == 17 {
        let check = end + chars[end..].iter().take(WIDEST_GAP).take_while(|c| is_gap(**c)).count();
        if chars.get(check) == Some(&'X') {
            digits.push('X');
            end = check + 1;
        }
    }
    let kind = what_digits_are(&digits)?;
    // cards are printed in fours: other groups that happen to add up are not one
    let in_fours = groups.iter().rev().skip(1).all(|g| g.end - g.start == 4);
    (kind != HitKind::BankCard || in_fours).then_some((kind, end))
}

/// What people put between digits, seen or unseen.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || GAPS.contains(&c)
}

const GAPS: &[char] = &[
    '-', '–', '—', '_', '*', '·', '.', '/', '~', ',', '、', '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}',
    '\u{200f}', '\u{2060}', '\u{feff}',
];

/// 一三八 says as much as 138.
fn chinese_digit(c: char) -> Option<char> {
    let value = match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    char::from_digit(value, 10)
}

fn what_digits_are(digits: &str) -> Option<HitKind> {
    let mobile = |d: &str| d.len() == 11 && d.starts_with('1') && matches!(d.as_bytes()[1], b'3'..=b'9');
    let country = digits.strip_prefix("86").filter(|d| d.len() == 11);
    match digits.len() {
        18 if plausible_id(digits) => Some(HitKind::ResidentId),
        15 if plausible_old_id(digits) => Some(HitKind::ResidentId),
        11 | 13 if mobile(country.unwrap_or(digits)) => Some(HitKind::Mobile),
        13..=19 if luhn(digits) || digits.starts_with("62") => Some(HitKind::BankCard),
        _ => None,
    }
}

/// Checksum or a believable birth date: a mistyped number is still somebody's.
fn plausible_id(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    let dated = (1900..2100).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14));
    id::checksum_holds(digits) || dated
}

/// Numbers given before 1999: a province, then the year in two digits.
fn plausible_old_id(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    (11..=65).contains(&number(0..2)) && (1..=12).contains(&number(8..10)) && (1..=31).contains(&number(10..12))
}

fn luhn(digits: &str) -> bool {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let n = u32::from(b - b'0') * (1 + i as u32 % 2);
            n / 10 + n % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

const PLATE_PLACES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";

/// 湘M12345, 湘M·D12345: place, letter, five or six letters and digits with at least one digit.
fn plates(chars: &[char]) -> Vec<Hit> {
    let plate_at = |at: usize| -> Option<Hit> {
        let letter = chars.get(at + 1).filter(|c| c.is_ascii_uppercase());
        letter.filter(|_| PLATE_PLACES.contains(chars[at]))?;
        let gap = usize::from(matches!(chars.get(at + 2), Some('·' | ' ' | '-')));
        let body: Vec<char> = chars[at + 2 + gap..].iter().copied().take_while(char::is_ascii_alphanumeric).collect();
        let fits = (5..=6).contains(&body.len()) && body.iter().any(char::is_ascii_digit);
        fits.then(|| Hit { kind: HitKind::Plate, at, len: 2 + gap + body.len(), instead: None })
    };
    (0..chars.len()).filter_map(plate_at).collect()
}

/// 12号楼, 3栋, 2单元, 501室, 人民路12号: a number before a word for a dwelling, or a street before 号.
fn house_numbers(chars: &[char]) -> Vec<Hit> {
    const DWELLINGS: &[&str] = &["号楼", "栋", "幢", "单元", "室", "弄", "门牌"];
    const STREETS: &str = "路街巷道弄村组队";
    let mut hits = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits == 0 {
            at += 1;
            continue;
        }
        let after = chars[at + digits..].iter().filter(|c| !c.is_whitespace());
        let rest: String = after.take(2).collect();
        let before = chars[..at].iter().rev().find(|c| !c.is_whitespace());
        let street = before.is_some_and(|c| STREETS.contains(*c)) && rest.starts_with('号');
        if digits <= 4 && (street || DWELLINGS.iter().any(|word| rest.starts_with(word))) {
            hits.push(Hit { kind: HitKind::HouseNumber, at, len: digits + 1, instead: None });
        }
        at += digits;
    }
    hits
}

/// AN-9: `15岁`, `十五周岁`, `八 岁`.
fn minors(chars: &[char]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let (mut number, mut start) = (String::new(), 0);
    for (at, c) in chars.iter().enumerate().filter(|(_, c)| !is_gap(**c)) {
        if c.is_ascii_digit() || *c == '十' || *c == '两' || chinese_digit(*c).is_some() {
            if number.is_empty() {
                start = at;
            }
            number.push(*c);
        } else if *c == '岁' && age(&number).is_some_and(|age| age < 18) {
            hits.push(Hit { kind: HitKind::Minor, at: start, len: at + 1 - start, instead: None });
            number.clear();
        } else if *c != '周' || number.is_empty() {
            number.clear();
        }
    }
    hits
}

/// 15, 十五, 八; `None` for what is no age.
fn age(number: &str) -> Option<u32> {
    if let Ok(age) = number.parse() {
        return Some(age);
    }
    let one = |text: &str, none: u32| match text.chars().collect::<Vec<_>>()[..] {
        [] => Some(none),
        ['两'] => Some(2),
        [c] => chinese_digit(c)?.to_digit(10),
        _ => None,
    };
    match number.split_once('十') {
        Some((tens, ones)) => Some(one(tens, 1)? * 10 + one(ones, 0)?),
        None => one(number, 0).filter(|_| !number.is_empty()),
    }
}

/// As long as the name of a campaign is.
const QUOTED_MOST: usize = 24;

/// True for every character of a short text in 「」; a bracket that is never closed quotes nothing.
fn quoted_mask(chars: &[char]) -> Vec<bool> {
    let mut mask = vec![false; chars.len()];
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| **c == '「') {
        let name = chars[at..].iter().take(QUOTED_MOST).position(|c| *c == '」');
        if let Some(length) = name {
            mask[at..at + length].fill(true);
        }
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(text: &str) -> Vec<HitKind> {
        personal_data(text).iter().map(|hit| hit.kind).collect()
    }

    #[test]
    fn an_10_finds_each_kind() {
        let cases = [
            ("身份证11010519491231002X。", HitKind::ResidentId),
            ("身份证 110105 19491231 0021", HitKind::ResidentId),
            ("１１０１０５１９４９１２３１００２ｘ", HitKind::ResidentId),
            ("电话13812345678", HitKind::Mobile),
            ("电话138-1234-5678", HitKind::Mobile),
            ("电话+86 138 1234 5678", HitKind::Mobile),
            ("卡号6222 0212 0303 4567 890", HitKind::BankCard),
            ("卡号4111111111111111", HitKind::BankCard),
            ("车牌湘M12345", HitKind::Plate),
            ("车牌湘m·D12345", HitKind::Plate),
            ("一三八一二三四五六七八", HitKind::Mobile),
            ("1 3 8 1 2 3 4 5 6 7 8", HitKind::Mobile),
            ("138\n1234\n5678", HitKind::Mobile),
            ("138.1234.5678", HitKind::Mobile),
            ("138\u{200b}\u{200b}12345678", HitKind::Mobile),
            ("110105 1949 1231 002 X", HitKind::ResidentId),
            ("110105/19491231/0021", HitKind::ResidentId),
            ("138,1234,5678", HitKind::Mobile),
            ("旧身份证431126800412103", HitKind::ResidentId),
            ("塔峰镇人民路 12 号", HitKind::HouseNumber),
            ("其子今年１５岁", HitKind::Minor),
            ("其女十五周岁", HitKind::Minor),
            ("孩子 8 岁", HitKind::Minor),
            ("住3栋", HitKind::HouseNumber),
            ("住在塔峰镇人民路12号", HitKind::HouseNumber),
            ("501室", HitKind::HouseNumber),
        ];
        for (text, kind) in cases {
            assert_eq!(kinds(text), [kind], "{text}");
        }
    }

    #[test]
    fn an_10_lets_public_facts_pass() {
        let fine = [
            "（2025）湘1127执123号",
            "(2025)湘1127执12345号",
            "110105****0021，138****5678",
            "执行到位1887.06万元，2403件",
            "2025年12月1日 14:32",
            "二〇二五年十二月一日，查封房产一栋",
            "2403 2251 93.67 7502",
            "10 20 30 40 50 60",
            "年满18岁，十八周岁，68岁、六十八岁，二十岁，八十岁",
            "2025-12-01 2025-12-31",
            "电话0746-2212345，12368",
            "第21期，法释〔2017〕7号",
            "统一社会信用代码91350100M000100Y43",
            "",
        ];
        for text in fine {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn an_10_marks_the_number_and_no_more() {
        let only = |text: &str| personal_data(text).first().map(|hit| (hit.kind, hit.at, hit.len));
        assert_eq!(only("138 1234 5678 元"), Some((HitKind::Mobile, 0, 13)));
        assert_eq!(only("13812345678X"), Some((HitKind::Mobile, 0, 11)));
        assert_eq!(only("住13栋"), Some((HitKind::HouseNumber, 1, 3)));
        assert_eq!(only("1234室"), Some((HitKind::HouseNumber, 0, 5)));
        assert_eq!(only("12345室"), None);
        // eighteen digits with a month or a day that cannot be, and a wrong check digit
        for text in ["110105194913310020", "110105194912320020"] {
            assert_ne!(only(text).map(|hit| hit.0), Some(HitKind::ResidentId), "{text}");
        }
    }

    #[test]
    fn an_10_says_where_without_repeating_it() {
        let hits = personal_data("请拨打13812345678");
        assert_eq!((hits[0].at, hits[0].len), (3, 11));
        let refusal = hits[0].refusal();
        assert_eq!(refusal.rule, "AN-10");
        assert!(!refusal.to_string().contains("138"));
    }

    #[test]
    fn ew_5_words_that_humiliate_are_found() {
        for (word, instead) in AVOID {
            let hits = wording(&format!("某人是{word}。"));
            assert!(hits.iter().any(|hit| hit.at == 3 && hit.instead == Some(instead)), "{word}");
            assert_eq!(hits[0].refusal().rule, "EW-5");
        }
        for hidden in ["老 赖", "老\u{200b}赖", "老\n赖", "老*赖"] {
            assert_eq!(wording(hidden).len(), 1, "{hidden:?}");
        }
        let two = personal_data("13812345678 13912345678");
        assert_eq!(two.len(), 2, "two numbers side by side are two");
        assert_eq!(wording("被执行人尚未履行。"), []);
    }

    #[test]
    fn ew_5_campaign_names_are_exempt() {
        assert_eq!(wording("「湘执利剑2025」专项行动"), []);
        assert_eq!(wording("「老赖").len(), 1, "a bracket that is never closed exempts nothing");
        assert_eq!(wording(&format!("「{}老赖」", "字".repeat(30))).len(), 1);
        assert_eq!(wording("「湘执利剑2025」之后，利剑出鞘")[0].at, 13);
    }

    proptest! {
        #[test]
        fn an_10_every_identity_number_is_found(y in 1930i16..2020, m in 1i8..=12, d in 1i8..=28, seq in 0u16..1000, before in "[一-龥]{0,5}", after in "[一-龥]{0,5}") {
            let birth = crate::domain::date::LegalDate::new(y, m, d).unwrap();
            let id = id::ResidentId::from_parts("431199", birth, seq).unwrap();
            let text = format!("{before}{}{after}", id.reveal());
            prop_assert!(kinds(&text).contains(&HitKind::ResidentId));
            prop_assert!(!kinds(&id.masked()).contains(&HitKind::ResidentId));
        }
        #[test]
        fn no_scanned_text_panics(text in "\\PC{0,60}") {
            let count = text.chars().count();
            for hit in personal_data(&text).into_iter().chain(wording(&text)) {
                prop_assert!(hit.at + hit.len <= count);
            }
        }
    }
}
