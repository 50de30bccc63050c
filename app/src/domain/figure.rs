//! Figures of the year and of campaigns: FG-1..3.
use super::{
    date::LegalDate,
    ids::StaffId,
    money::Fen,
    refusal::{Refusal, ensure},
    text::{compact, group_thousands},
};

coded! {
    /// FG-1: 人 ≠ 人次 ≠ 件; a figure is never shown without its unit.
    pub enum Unit {
        Case = "case", "件";
        Person = "person", "人";
        PersonTime = "person_time", "人次";
        Home = "home", "套";
        Vehicle = "vehicle", "台";
        Issue = "issue", "期";
        Place = "place", "处";
        Time = "time", "次";
        File = "file", "案";
        Day = "day", "天";
        Item = "item", "条";
        Money = "money", "元";
        Percent = "percent", "%";
    }
}

coded! {
    pub enum Precision {
        Exact = "exact", "";
        /// At least this much: 113万余元.
        Over = "over", "余";
        About = "about", "约";
    }
}

/// The days a figure covers, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: LegalDate,
    pub to: LegalDate,
}

impl Period {
    /// `2025年1月1日至2025年12月1日`.
    pub fn zh(self) -> String {
        format!("{}至{}", self.from.zh(), self.to.zh())
    }
}

/// One figure. `value` is a count, 分 for money, or hundredths of a percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub value: i64,
    pub unit: Unit,
    pub precision: Precision,
    pub period: Period,
    pub as_of: LegalDate,
    /// What is counted and what is not.
    pub scope: String,
    /// The document the figure comes from.
    pub source: String,
    pub approved_by: Option<StaffId>,
}

impl Figure {
    /// FG-1: everything a figure must carry before it is shown.
    pub fn checked(self) -> Result<Self, Refusal> {
        let need = |fact: bool, field, message: &str| {
            ensure(fact, || Refusal::new("FG-1", field, message, "请补充后再发布。"))
        };
        need(self.value >= 0, "value", "数字不能小于零。")?;
        need(self.period.from <= self.period.to, "period", "统计期间的截止日早于开始日。")?;
        need(self.as_of >= self.period.from, "as_of", "数据截至日早于统计期间。")?;
        need(!self.scope.trim().is_empty(), "scope", "还没有写明统计口径。")?;
        need(!self.source.trim().is_empty(), "source", "还没有写明数据来源。")?;
        Ok(self)
    }

    /// `2,403件`, `93.67%`, `1.98亿元`, `113万余元`, `约5万元`.
    pub fn display(&self) -> String {
        let (number, unit) = self.number_and_unit();
        match self.precision {
            Precision::Exact => format!("{number}{unit}"),
            Precision::Over => format!("{}{}", number, over(&unit)),
            Precision::About => format!("约{number}{unit}"),
        }
    }

    /// The two halves of a tile: `1.98` and `亿元`.
    pub fn number_and_unit(&self) -> (String, String) {
        match self.unit {
            Unit::Money => {
                let text = Fen(self.value).display();
                let at = text.find(['万', '亿', '元']).unwrap_or(text.len());
                (text[..at].to_owned(), text[at..].to_owned())
            }
            Unit::Percent => {
                let text = format!("{}.{:02}", self.value / 100, self.value.unsigned_abs() % 100);
                (text.trim_end_matches('0').trim_end_matches('.').to_owned(), "%".to_owned())
            }
            _ => (group_thousands(self.value.unsigned_abs()), self.unit.zh().to_owned()),
        }
    }
}

/// `万元` → `万余元`, `人` → `余人`.
fn over(unit: &str) -> String {
    match unit.strip_suffix('元') {
        Some(scale) => format!("{scale}余元"),
        None => format!("余{unit}"),
    }
}

/// Reads an amount as a report prints it: `113万余元`, `170余万元`, `约5万元`, `1.98亿元`.
pub fn read_amount(text: &str) -> Result<(Fen, Precision), Refusal> {
    let text = compact(text);
    let (exact, precision) = match (text.strip_prefix('约'), text.contains('余')) {
        (Some(rest), false) => (rest.to_owned(), Precision::About),
        (None, true) => (text.replacen('余', "", 1), Precision::Over),
        (Some(_), true) | (None, false) => (text.clone(), Precision::Exact),
    };
    Ok((Fen::parse(&exact)?, precision))
}

/// `part` of `whole` in hundredths of a percent, half up; `None` when there is no whole. 2251 of 2403 is 9367.
pub fn ratio(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 || part < 0 {
        return None;
    }
    let scaled = i128::from(part) * 20_000 + i128::from(whole);
    i64::try_from(scaled / (2 * i128::from(whole))).ok()
}

/// Adds figures of one unit. FG-1: different units never meet; FG-3: nothing is compared with a total, because
/// sub-figures overlap.
pub fn sum(figures: &[Figure]) -> Result<i64, Refusal> {
    let Some(first) = figures.first() else {
        return Ok(0);
    };
    let same = figures.iter().all(|figure| figure.unit == first.unit);
    ensure(same, || Refusal::new("FG-1", "unit", "单位不同的数字不能相加。", "人、人次和件要分开统计。"))?;
    Ok(figures.iter().fold(0, |sum: i64, figure| sum.saturating_add(figure.value)))
}

#[cfg(test)]
#[expect(clippy::inconsistent_digit_grouping, reason = "the last two digits are 角 and 分")]
mod tests {
    use super::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn figure(value: i64, unit: Unit, precision: Precision) -> Figure {
        Figure {
            value,
            unit,
            precision,
            period: Period { from: day("2025-01-01"), to: day("2025-12-01") },
            as_of: day("2025-12-01"),
            scope: "全院执行案件".into(),
            source: "2025年执行工作纪实".into(),
            approved_by: None,
        }
    }

    #[test]
    fn fg_2_the_article_s_figures_read_as_printed() {
        use Precision::*;
        use Unit::*;
        let cases = [
            (2_403, Case, Exact, "2,403件"),
            (2_251, Case, Exact, "2,251件"),
            (9_367, Percent, Exact, "93.67%"),
            (198_000_000_00, Money, Exact, "1.98亿元"),
            (7_502, Time, Exact, "7,502次"),
            (18_870_600_00, Money, Exact, "1887.06万元"),
            (1_130_000_00, Money, Over, "113万余元"),
            (50_000_00, Money, Over, "5万余元"),
            (1_700_000_00, Money, Over, "170万余元"),
            (447, Home, Exact, "447套"),
            (410, Vehicle, Exact, "410台"),
            (116, PersonTime, Exact, "116人次"),
            (37, Person, Over, "37余人"),
            (300, Case, About, "约300件"),
            (5_000_00, Money, Over, "5,000余元"),
        ];
        for (value, unit, precision, text) in cases {
            assert_eq!(figure(value, unit, precision).display(), text);
        }
    }

    #[test]
    fn money_9_5_printed_amounts_keep_their_precision() {
        let cases = [
            ("113万余元", 1_130_000, Precision::Over),
            ("170余万元", 1_700_000, Precision::Over),
            ("5万余元", 50_000, Precision::Over),
            ("约5万元", 50_000, Precision::About),
            ("1.98亿元", 198_000_000, Precision::Exact),
            ("1887.06万元", 18_870_600, Precision::Exact),
        ];
        for (text, yuan, precision) in cases {
            assert_eq!(read_amount(text), Ok((Fen::yuan(yuan), precision)), "{text}");
        }
        for text in ["约113万余元", "余", "113余余万元", ""] {
            assert_eq!(read_amount(text).unwrap_err().rule, "9.5", "{text}");
        }
    }

    #[test]
    fn fg_2_the_closing_rate_is_computed() {
        assert_eq!(ratio(2_251, 2_403), Some(9_367));
        assert_eq!(ratio(1, 3), Some(3_333));
        assert_eq!(ratio(2, 3), Some(6_667));
        assert_eq!(ratio(0, 5), Some(0));
        assert_eq!(ratio(1, 0), None);
        assert_eq!(ratio(i64::MAX, i64::MAX), Some(10_000));
    }

    #[test]
    fn fg_1_units_never_mix() {
        let people = figure(62, Unit::Person, Precision::Exact);
        let times = figure(116, Unit::PersonTime, Precision::Exact);
        assert_eq!(sum(&[people.clone(), times]).unwrap_err().rule, "FG-1");
        assert_eq!(sum(&[people.clone(), people]), Ok(124));
        assert_eq!(sum(&[]), Ok(0));
    }

    #[test]
    fn fg_3_sub_figures_may_exceed_the_total() {
        let parts =
            [877_000, 1_709_300, 1_740_000, 17_970_000].map(|yuan| figure(yuan * 100, Unit::Money, Precision::Exact));
        let total = figure(18_870_600_00, Unit::Money, Precision::Exact);
        assert!(sum(&parts).unwrap() > total.value);
        assert!(parts.into_iter().chain([total]).all(|f| f.checked().is_ok()));
    }

    #[test]
    fn fg_1_what_a_figure_must_carry() {
        let good = || figure(1, Unit::Case, Precision::Exact);
        let wrong = [
            (Figure { value: -1, ..good() }, "value"),
            (Figure { period: Period { from: day("2025-12-02"), to: day("2025-12-01") }, ..good() }, "period"),
            (Figure { as_of: day("2024-12-31"), ..good() }, "as_of"),
            (Figure { scope: " ".into(), ..good() }, "scope"),
            (Figure { source: String::new(), ..good() }, "source"),
        ];
        for (figure, field) in wrong {
            let refusal = figure.checked().unwrap_err();
            assert_eq!((refusal.rule, refusal.field), ("FG-1", field));
        }
        assert_eq!(good().period.zh(), "2025年1月1日至2025年12月1日");
    }
}
