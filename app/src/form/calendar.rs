//! A year's days off, as they stand in the State Council's notice, one line each (TD-2, TD-3).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::{
    date::LegalDate,
    deadline::{Calendar, DayKind},
    text::compact,
};

/// Thirteen statutory days a year since 2025; a notice that gives fewer than this was not read whole.
const FEWEST: usize = 10;
/// No holiday is longer than this, so a longer span is a slip.
const LONGEST: i32 = 15;
const SOURCE_MAX: usize = 200;

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarForm {
    pub year: String,
    /// Title and number of the notice.
    pub source: String,
    /// `2027-01-01 至 2027-01-03 放假`, one line each.
    pub days: String,
}

/// A year that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearInput {
    pub year: i16,
    pub source: String,
    pub days: Vec<(LegalDate, DayKind)>,
}

impl CalendarForm {
    pub fn read(fields: &Fields) -> Self {
        Self { year: fields.text("year"), source: fields.text("source"), days: fields.text("days") }
    }

    /// All lines or none: a year half loaded would count holidays as working days.
    pub fn check(&self) -> Result<YearInput, Errors> {
        let mut errors = Errors::default();
        let year = compact(&self.year).trim_end_matches('年').parse().ok().filter(|y| (2025..=2099).contains(y));
        if year.is_none() {
            errors.push("year", "请填写四位数的年份，例如 2027");
        }
        if self.source.is_empty() {
            errors.push("source", "请填写通知的名称或者文号");
        }
        limit(&mut errors, "source", &self.source, SOURCE_MAX);
        let mut days = Vec::new();
        for (at, line) in self.days.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match read_line(line) {
                Some(read) => days.extend(read),
                None => {
                    errors.push(
                        "days",
                        format!("第 {} 行没有看懂，请按 2027-01-01 至 2027-01-03 放假 的样式填写", at + 1),
                    );
                    break;
                }
            }
        }
        if let (Some(year), true) = (year, errors.is_empty()) {
            whole(year, &days, &mut errors);
        }
        errors.or(YearInput { year: year.unwrap_or_default(), source: self.source.clone(), days })
    }
}

fn whole(year: i16, days: &[(LegalDate, DayKind)], errors: &mut Errors) {
    if days.iter().filter(|(_, kind)| *kind == DayKind::Holiday).count() < FEWEST {
        errors.push("days", "放假的日子太少，请对照通知把全年的安排填完整");
    } else if let Err(refusal) = Calendar::default().load(year, days.iter().copied()) {
        errors.push("days", refusal.sentence());
    }
}

/// One line: a day or a span, then what it is.
fn read_line(line: &str) -> Option<Vec<(LegalDate, DayKind)>> {
    let line = compact(line);
    let (days, kind) = [("放假", DayKind::Holiday), ("上班", DayKind::MakeUp)]
        .into_iter()
        .find_map(|(word, kind)| line.strip_suffix(word).map(|days| (days.to_owned(), kind)))?;
    let (first, last) = days.split_once('至').unwrap_or((&days, &days));
    let (first, last) = (LegalDate::parse(first).ok()?, LegalDate::parse(last).ok()?);
    let length = first.days_until(last);
    (0..LONGEST).contains(&length).then(|| (0..=length).map(|n| (first.add_days(n), kind)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: &str = "2027-01-01 至 2027-01-03 放假\n２０２７－０２－０５至2027-02-12 放假\n\n2027-02-13 上班";

    fn form(days: &str) -> CalendarForm {
        CalendarForm { year: "2027年".into(), source: "放假安排的通知".into(), days: days.into() }
    }

    #[test]
    fn td_3_a_year_is_read_from_the_lines_of_its_notice() {
        let input = form(DAYS).check().unwrap();
        assert_eq!((input.year, input.days.len()), (2027, 12));
        let calendar = Calendar::known().load(2027, input.days).unwrap();
        assert_eq!(calendar.is_working(LegalDate::parse("2027-02-13").unwrap()), Ok(true));
        assert_eq!(calendar.is_working(LegalDate::parse("2027-02-08").unwrap()), Ok(false));
    }

    #[test]
    fn td_3_half_a_year_is_refused() {
        for (days, says) in [
            ("", "太少"),
            ("2027-01-01 至 2027-01-03 放假", "太少"),
            ("元旦放假", "第 1 行"),
            ("2027-01-01 至 2027-03-03 放假", "第 1 行"),
            ("2027-01-03 至 2027-01-01 放假", "第 1 行"),
        ] {
            let errors = form(days).check().unwrap_err();
            assert!(errors.get("days").unwrap().contains(says), "{days}: {errors:?}");
        }
        let other_year = form(&DAYS.replace("2027-01", "2026-01")).check().unwrap_err();
        assert!(other_year.get("days").unwrap().contains("不在2027年"));
        let weekday = form(&DAYS.replace("2027-02-13", "2027-02-15")).check().unwrap_err();
        assert!(weekday.get("days").unwrap().contains("TD-2"), "{weekday:?}");
        let nothing = CalendarForm::default().check().unwrap_err();
        assert!(nothing.get("year").is_some() && nothing.get("source").is_some());
    }
}
