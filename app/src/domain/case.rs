//! 案号: how a case is named (rule 9.1; 法〔2015〕137号).
use super::{
    date::LegalDate,
    refusal::Refusal,
    text::{compact, is_han},
};
use serde::{Deserialize, Serialize};

const PROVINCES: &str = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新兵军";
const FIRST_YEAR: u16 = 2016;

/// Kinds of case by their 类型代字. A table, not code: an unknown kind is a warning, never a refusal.
const KINDS: &[(&str, &str)] = &[
    ("执", "首次执行"),
    ("执恢", "恢复执行"),
    ("执保", "财产保全执行"),
    ("执异", "执行异议"),
    ("执复", "执行复议"),
    ("执监", "执行监督"),
    ("执协", "执行协调"),
    ("执他", "其他执行"),
    ("司惩", "司法制裁"),
    ("财保", "财产保全"),
    ("刑初", "刑事一审"),
    ("民初", "民事一审"),
];

/// A case number of the grammar in force since 2016. Equal when they name the same case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNo {
    year: u16,
    court: String,
    special: bool,
    kind: String,
    number: u32,
    /// `七` in `…号之七`.
    part: Option<String>,
}

impl CaseNo {
    /// Reads any bracket, any width, any spacing.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        read(&normal(text)).ok_or_else(|| {
            Refusal::new(
                "9.1",
                "case_no",
                "没有看懂这个案号。",
                "请按（2025）湘1127执123号的样式填写，年份用四位数字。",
            )
        })
    }

    /// The stored form: ASCII brackets, no spaces, as on the national portal.
    pub fn canonical(&self) -> String {
        format!("({}){}号{}", self.year, self.middle(), self.suffix())
    }

    /// The printed form: full-width brackets.
    pub fn display(&self) -> String {
        format!("（{}）{}号{}", self.year, self.middle(), self.suffix())
    }

    pub fn year(&self) -> u16 {
        self.year
    }
    /// 法院代字, such as `湘1127`.
    pub fn court_code(&self) -> &str {
        &self.court
    }
    /// 类型代字, such as `执恢`.
    pub fn kind(&self) -> &str {
        &self.kind
    }
    pub fn number(&self) -> u32 {
        self.number
    }
    /// What the kind means; `None` deserves a warning beside the field.
    pub fn kind_zh(&self) -> Option<&'static str> {
        KINDS.iter().find(|(code, _)| *code == self.kind).map(|(_, zh)| *zh)
    }
    /// Whether the enforcement bureau publishes under this kind.
    pub fn is_enforcement(&self) -> bool {
        self.kind.starts_with('执')
    }

    /// A number cannot come from a year that has not begun.
    pub fn checked_on(self, today: LegalDate) -> Result<Self, Refusal> {
        if i32::from(self.year) <= i32::from(today.year()) {
            return Ok(self);
        }
        Err(Refusal::new("9.1", "case_no", "案号的年份还没有到。", "请核对案号里的年份。"))
    }

    /// Own publications carry the court's own code and an enforcement kind, unless the case was entrusted
    /// or handed over (委托/交叉执行).
    pub fn own(&self, court_code: &str, entrusted: bool) -> Result<(), Refusal> {
        if entrusted || (self.court == court_code && self.is_enforcement()) {
            return Ok(());
        }
        Err(Refusal::new(
            "9.1",
            "case_no",
            format!("{}不是本院的执行案号。", self.display()),
            format!("请填写{court_code}的执行案号；委托执行或者交叉执行的案件请勾选说明。"),
        ))
    }

    fn middle(&self) -> String {
        let special = if self.special { "知" } else { "" };
        format!("{}{special}{}{}", self.court, self.kind, self.number)
    }
    fn suffix(&self) -> String {
        self.part.as_ref().map(|part| format!("之{part}")).unwrap_or_default()
    }
}

impl std::fmt::Display for CaseNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.display())
    }
}
impl TryFrom<String> for CaseNo {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}
impl From<CaseNo> for String {
    fn from(case: CaseNo) -> Self {
        case.canonical()
    }
}

/// The one form that a search box compares: ASCII brackets and digits, no spaces.
pub fn normal(text: &str) -> String {
    compact(text)
        .chars()
        .map(|c| match c {
            '〔' | '[' | '【' => '(',
            '〕' | ']' | '】' => ')',
            other => other,
        })
        .collect()
}

fn read(text: &str) -> Option<CaseNo> {
    let (year, rest) = text.strip_prefix('(')?.split_once(')')?;
    let year = digits(year).filter(|y| y.len() == 4)?.parse().ok()?;
    if year < FIRST_YEAR {
        return None;
    }
    let (court, rest) = take_court(rest)?;
    let (body, suffix) = rest.rsplit_once('号')?;
    let split = body.find(|c: char| c.is_ascii_digit())?;
    let (kind, number) = body.split_at(split);
    let number = digits(number).filter(|n| !n.starts_with('0'))?.parse().ok()?;
    let (special, kind) = match kind.strip_prefix('知') {
        Some(kind) if !kind.is_empty() => (true, kind),
        _ => (false, kind),
    };
    let han = |c: char| ('\u{4e00}'..='\u{9fa5}').contains(&c);
    if !(1..=3).contains(&kind.chars().count()) || !kind.chars().all(han) {
        return None;
    }
    Some(CaseNo { year, court: court.to_owned(), special, kind: kind.to_owned(), number, part: take_part(suffix)? })
}

/// 法院代字: 最高法, or a province with no, two or four digits.
fn take_court(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix("最高法") {
        return Some(("最高法", rest));
    }
    let province = text.chars().next().filter(|c| PROVINCES.contains(*c))?;
    let after = &text[province.len_utf8()..];
    let count = after.bytes().take_while(u8::is_ascii_digit).count();
    matches!(count, 0 | 2 | 4).then(|| text.split_at(province.len_utf8() + count))
}

fn take_part(suffix: &str) -> Option<Option<String>> {
    if suffix.is_empty() {
        return Some(None);
    }
    let part = suffix.strip_prefix('之')?;
    let counts = !part.is_empty() && part.chars().all(|c| "一二三四五六七八九十".contains(c));
    counts.then(|| Some(part.to_owned()))
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// A case named before 2016, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegacyCaseNo(String);

/// Any case number that a document may cite.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseRef {
    Current(CaseNo),
    Legacy(LegacyCaseNo),
}

impl CaseRef {
    /// The grammar if it fits; else text with a year before 2016 and the word 号.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let refusal = match CaseNo::parse(text) {
            Ok(case) => return Ok(Self::Current(case)),
            Err(refusal) => refusal,
        };
        let normal = normal(text);
        let year =
            normal.strip_prefix('(').and_then(|t| t.split_once(')')).and_then(|(y, _)| digits(y)?.parse::<u16>().ok());
        let fits = year.is_some_and(|y| (1950..FIRST_YEAR).contains(&y))
            && normal.contains('号')
            && normal.chars().count() <= 40
            && normal.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric() || "()-".contains(c));
        if fits { Ok(Self::Legacy(LegacyCaseNo(normal))) } else { Err(refusal) }
    }

    /// The stored form.
    pub fn canonical(&self) -> String {
        match self {
            Self::Current(case) => case.canonical(),
            Self::Legacy(text) => text.0.clone(),
        }
    }

    /// The printed form.
    pub fn display(&self) -> String {
        match self {
            Self::Current(case) => case.display(),
            Self::Legacy(text) => text.0.replace('(', "（").replace(')', "）"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_9_1_accepts_the_vectors() {
        let cases = [
            ("(2025)湘1127执123号", "(2025)湘1127执123号"),
            ("（2025）湘1127执恢45号", "(2025)湘1127执恢45号"),
            ("(2024)湘1127执异7号之一", "(2024)湘1127执异7号之一"),
            (" （２０２５） 湘1127 执 123 号", "(2025)湘1127执123号"),
            ("〔2025〕湘1127执123号", "(2025)湘1127执123号"),
            ("(2020)最高法知民终1号", "(2020)最高法知民终1号"),
            ("(2022)湘执监9号", "(2022)湘执监9号"),
            ("(2022)湘11执复9号", "(2022)湘11执复9号"),
        ];
        for (text, canonical) in cases {
            assert_eq!(CaseNo::parse(text).unwrap().canonical(), canonical);
        }
    }

    #[test]
    fn case_9_1_refuses_the_vectors() {
        let wrong = [
            "(2025)湘112执1号",
            "(2025)湘1127执0号",
            "(2025)湘1127执01号",
            "(2015)湘1127执1号",
            "2025湘1127执1号",
            "(2025)湘1127执1",
            "(2025)湘1127执1号之",
            "(2025)湘1127执1号之乙",
            "(2025)某1127执1号",
            "(2025)湘1127执行异议书1号",
            "(2025)湘1127号",
            "(2025)湘11270执1号",
            "",
        ];
        for text in wrong {
            assert_eq!(CaseNo::parse(text).unwrap_err().rule, "9.1", "{text}");
        }
    }

    #[test]
    fn case_9_1_names_its_parts() {
        let case = CaseNo::parse("(2024)湘1127执异7号之一").unwrap();
        assert_eq!((case.year(), case.court_code(), case.kind(), case.number()), (2024, "湘1127", "执异", 7));
        assert_eq!(case.display(), "（2024）湘1127执异7号之一");
        assert_eq!(case.kind_zh(), Some("执行异议"));
        assert_eq!(CaseNo::parse("(2024)湘1127执破7号").unwrap().kind_zh(), None);
    }

    #[test]
    fn case_9_1_own_publications_carry_the_own_code() {
        let case = |text| CaseNo::parse(text).unwrap();
        assert!(case("(2025)湘1127执1号").own("湘1127", false).is_ok());
        assert_eq!(case("(2025)湘1129执1号").own("湘1127", false).unwrap_err().rule, "9.1");
        assert!(case("(2025)湘1129执1号").own("湘1127", true).is_ok());
        assert!(case("(2025)湘1127民初1号").own("湘1127", false).is_err());
    }

    #[test]
    fn case_9_1_a_coming_year_is_refused() {
        let today = LegalDate::parse("2025-12-01").unwrap();
        assert!(CaseNo::parse("(2025)湘1127执1号").unwrap().checked_on(today).is_ok());
        assert!(CaseNo::parse("(2026)湘1127执1号").unwrap().checked_on(today).is_err());
    }

    #[test]
    fn case_9_1_older_numbers_are_kept_as_text() {
        let old = CaseRef::parse("（2012）蓝法执字第35-1号").unwrap();
        assert_eq!(old.canonical(), "(2012)蓝法执字第35-1号");
        assert_eq!(old.display(), "（2012）蓝法执字第35-1号");
        assert!(matches!(CaseRef::parse("(2025)湘1127执1号").unwrap(), CaseRef::Current(_)));
        for text in ["(2025)蓝法执字第35号", "(2012)<script>号", "随便写"] {
            assert!(CaseRef::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn case_9_1_round_trips(
            year in 2016u16..2100, place in "[京湘粤兵军]([0-9]{2}|[0-9]{4})?", special in any::<bool>(),
            kind in "执恢|执|民终|执异|财保", number in 1u32..10_000_000, part in proptest::option::of("[一二三十]{1,2}"),
        ) {
            let case = CaseNo { year, court: place, special, kind, number, part };
            prop_assert_eq!(&CaseNo::parse(&case.canonical()).unwrap(), &case);
            prop_assert_eq!(&CaseNo::parse(&case.display()).unwrap(), &case);
        }
        #[test]
        fn no_case_text_panics(text in "\\PC{0,24}", tail in "[(（]20[0-9]{2}[)）]湘?\\PC{0,9}号?") {
            let _ = CaseRef::parse(&text);
            let _ = CaseRef::parse(&tail);
        }
    }
}
