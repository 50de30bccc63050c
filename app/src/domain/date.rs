//! Legal dates (local, Asia/Shanghai), instants (UTC milliseconds), and dates known only in part.
use super::refusal::Refusal;
use jiff::{Span, Timestamp, civil::Date, tz::Offset};
use serde::{Deserialize, Serialize};

const SHANGHAI: Offset = Offset::constant(8);
const DAY_MS: i64 = 86_400_000;

/// A day of the court's calendar; stored as `YYYY-MM-DD` (TD-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LegalDate(Date);

impl LegalDate {
    /// A day, or a refusal when the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, Refusal> {
        Date::new(year, month, day).map(Self).map_err(|_| not_a_date())
    }

    /// Reads `2025-12-01`, `2025/12/1`, `2025.12.1` and `2025年12月1日`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = super::text::compact(text);
        let mut parts = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']);
        let (Some(y), Some(m), Some(d), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(not_a_date());
        };
        let digits = |s: &str, max: usize| (1..=max).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        if y.len() != 4 || !digits(y, 4) || !digits(m, 2) || !digits(d, 2) {
            return Err(not_a_date());
        }
        match (y.parse(), m.parse(), d.parse()) {
            (Ok(y), Ok(m), Ok(d)) => Self::new(y, m, d),
            _ => Err(not_a_date()),
        }
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }
    pub fn month(self) -> i8 {
        self.0.month()
    }
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// `2025-12-01`, the stored form.
    pub fn iso(self) -> String {
        self.0.to_string()
    }

    /// `2025年12月1日`, the shown form.
    pub fn zh(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    /// Calendar days later (or earlier, when negative).
    pub fn add_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(Span::new().days(days)))
    }

    /// Months later; the 31st becomes the last day of a shorter month.
    pub fn add_months(self, months: i32) -> Self {
        Self(self.0.saturating_add(Span::new().months(months)))
    }

    /// Years later; 29 February becomes the 28th.
    pub fn add_years(self, years: i16) -> Self {
        Self(self.0.saturating_add(Span::new().years(years)))
    }

    /// Calendar days from `self` to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Self) -> i32 {
        self.0.until(other.0).map_or(0, |span| span.get_days())
    }

    /// Monday is 1, Sunday is 7.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// `星期一` … `星期日`.
    pub fn weekday_zh(self) -> &'static str {
        ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"][(self.weekday() - 1) as usize]
    }

    /// The first millisecond of the day in Shanghai.
    pub fn start(self) -> Instant {
        let seconds = SHANGHAI
            .to_timestamp(self.0.to_datetime(jiff::civil::Time::midnight()))
            .map_or(0, Timestamp::as_millisecond);
        Instant(seconds)
    }

    /// Full years between a birth date and this day.
    pub fn years_since(self, birth: Self) -> i16 {
        let before = (self.month(), self.day()) < (birth.month(), birth.day());
        self.year() - birth.year() - i16::from(before)
    }
}

/// The shown form, as [`LegalDate::zh`].
impl std::fmt::Display for LegalDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.zh())
    }
}
impl TryFrom<String> for LegalDate {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<LegalDate> for String {
    fn from(date: LegalDate) -> Self {
        date.iso()
    }
}

fn not_a_date() -> Refusal {
    Refusal::new("TD-4", "date", "日期没有写对。", "请按 2025-12-01 的样式填写真实存在的日期。")
}

/// A moment: milliseconds since 1970 in UTC, shown in Shanghai time (BN-5, TD-4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    pub fn ms(self) -> i64 {
        self.0
    }

    /// The Shanghai day this moment falls on.
    pub fn date(self) -> LegalDate {
        LegalDate(self.local().date())
    }

    /// `2025年12月1日 14:32`.
    pub fn zh_minute(self) -> String {
        let t = self.local();
        format!("{} {:02}:{:02}", self.date().zh(), t.hour(), t.minute())
    }

    /// `14:32`, where the day is known.
    pub fn zh_clock(self) -> String {
        let t = self.local();
        format!("{:02}:{:02}", t.hour(), t.minute())
    }

    /// `2025年12月1日 14:32:05`, for receipts.
    pub fn zh_second(self) -> String {
        let t = self.local();
        format!("{}:{:02}", self.zh_minute(), t.second())
    }

    /// `2025-12-01T14:32:05+08:00`, for `datetime` attributes and feeds.
    pub fn iso(self) -> String {
        let t = self.local();
        format!("{}T{:02}:{:02}:{:02}+08:00", self.date().iso(), t.hour(), t.minute(), t.second())
    }

    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_ms(minutes.saturating_mul(60_000))
    }
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_ms(days.saturating_mul(DAY_MS))
    }

    /// Milliseconds from `earlier` to this moment.
    pub fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn local(self) -> jiff::civil::DateTime {
        let ms = self.0.clamp(Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
        SHANGHAI.to_datetime(Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

/// A date known to the year, the month or the day. Ordered by its first possible day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    Year(i16),
    Month(i16, i8),
    Day(LegalDate),
}

impl PartialDate {
    /// Reads `2025`, `2025-07`, `2025年7月`, `2025-07-12`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = super::text::compact(text);
        let plain = text.trim_end_matches(['年', '月', '日']);
        let parts: Vec<&str> = plain.split(['-', '/', '.', '年', '月']).collect();
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit()) && (1..=4).contains(&s.len());
        if !parts.iter().all(|p| digits(p)) || parts[0].len() != 4 {
            return Err(not_a_date());
        }
        let year: i16 = parts[0].parse().map_err(|_| not_a_date())?;
        match parts.as_slice() {
            [_] => Ok(Self::Year(year)),
            [_, month] if month.len() <= 2 => {
                let first = LegalDate::new(year, month.parse().map_err(|_| not_a_date())?, 1)?;
                Ok(Self::Month(year, first.month()))
            }
            [_, _, _] => LegalDate::parse(plain).map(Self::Day),
            _ => Err(not_a_date()),
        }
    }

    /// The stored form: `2025`, `2025-07` or `2025-07-12`.
    pub fn iso(self) -> String {
        match self {
            Self::Year(y) => format!("{y:04}"),
            Self::Month(y, m) => format!("{y:04}-{m:02}"),
            Self::Day(d) => d.iso(),
        }
    }

    /// `2025年`, `2025年7月` or `2025年7月12日`.
    pub fn zh(self) -> String {
        match self {
            Self::Year(y) => format!("{y}年"),
            Self::Month(y, m) => format!("{y}年{m}月"),
            Self::Day(d) => d.zh(),
        }
    }

    fn key(self) -> (i16, i8, i8) {
        match self {
            Self::Year(y) => (y, 0, 0),
            Self::Month(y, m) => (y, m, 0),
            Self::Day(d) => (d.year(), d.month(), d.day()),
        }
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}
impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl TryFrom<String> for PartialDate {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}
impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.iso()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    #[test]
    fn a_day_is_read_in_the_ways_people_write_it() {
        for text in ["2025-12-01", "2025-12-1", "2025/12/1", "2025.12.1", "2025年12月1日", "２０２５年１２月１日"]
        {
            assert_eq!(day(text).iso(), "2025-12-01");
        }
        assert_eq!(day("2025-12-01").zh(), "2025年12月1日");
        assert_eq!(day("2025-12-01").weekday_zh(), "星期一");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2025-02-29",
            "2025-13-01",
            "2025-00-10",
            "25-1-1",
            "",
            "明天",
            "2025-1",
            "2025-1-1-1",
            "+025-1-1",
            "+202-01-01",
            "2025-+1-01",
            "2025-01-+1",
        ] {
            assert_eq!(LegalDate::parse(text).unwrap_err().rule, "TD-4", "{text}");
        }
        assert!(LegalDate::parse("2024-02-29").is_ok());
    }

    #[test]
    fn months_end_on_their_last_day() {
        assert_eq!(day("2025-01-31").add_months(1).iso(), "2025-02-28");
        assert_eq!(day("2024-02-29").add_years(1).iso(), "2025-02-28");
        assert_eq!(day("2025-12-31").add_days(1).iso(), "2026-01-01");
        assert_eq!(day("2025-12-31").days_until(day("2026-03-01")), 60);
    }

    #[test]
    fn td_4_an_instant_is_shown_in_shanghai() {
        let midnight = day("2026-01-01").start();
        assert_eq!(midnight.0, 1_767_196_800_000);
        assert_eq!(midnight.date().iso(), "2026-01-01");
        assert_eq!(midnight.plus_ms(-1).zh_second(), "2025年12月31日 23:59:59");
        assert_eq!(midnight.plus_minutes(62).zh_minute(), "2026年1月1日 01:02");
        assert_eq!(midnight.iso(), "2026-01-01T00:00:00+08:00");
        assert_eq!(midnight.plus_days(1).ms_since(midnight), DAY_MS);
    }

    #[test]
    fn no_instant_panics() {
        for ms in [i64::MIN, i64::MAX, 0] {
            assert!(!Instant(ms).zh_second().is_empty());
        }
    }

    #[test]
    fn a_partial_date_keeps_what_is_known() {
        let cases = [
            ("2025", "2025年"),
            ("2025年", "2025年"),
            ("2025-07", "2025年7月"),
            ("2025年7月", "2025年7月"),
            ("2025-7-2", "2025年7月2日"),
        ];
        for (text, zh) in cases {
            assert_eq!(PartialDate::parse(text).unwrap().zh(), zh);
        }
        for text in ["", "25", "2025-+1", "+202", "2025-13", "2025-02-30", "去年", "2025-1-1-1"] {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
        assert!(PartialDate::parse("2025").unwrap() < PartialDate::parse("2025-01").unwrap());
        assert!(PartialDate::parse("2025-01").unwrap() < PartialDate::parse("2025-01-01").unwrap());
    }

    #[test]
    fn full_years_change_on_the_birthday() {
        assert_eq!(day("2025-06-01").years_since(day("2007-06-02")), 17);
        assert_eq!(day("2025-06-02").years_since(day("2007-06-02")), 18);
    }

    proptest! {
        #[test]
        fn dates_round_trip(y in 1900i16..2200, m in 1i8..=12, d in 1i8..=28) {
            let date = LegalDate::new(y, m, d).unwrap();
            prop_assert_eq!(LegalDate::parse(&date.iso()).unwrap(), date);
            prop_assert_eq!(LegalDate::parse(&date.zh()).unwrap(), date);
            prop_assert_eq!(date.start().date(), date);
            let part = PartialDate::Month(y, m);
            prop_assert_eq!(PartialDate::parse(&part.iso()).unwrap(), part);
        }
        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = LegalDate::parse(&text);
            let _ = PartialDate::parse(&text);
        }
    }
}
