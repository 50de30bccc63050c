//! A figure as its source prints it, and figures in running text: `{{figure:2025-closed}}` stands for what is printed.
use std::collections::BTreeMap;

use super::{
    content::{ContentKind, Values, value},
    date::LegalDate,
    figure::{Figure, Period, Precision, Unit, read_amount},
    refusal::Refusal,
    text::compact,
};

/// What stands before and behind the address of a figure.
const OPEN: &str = "{{";
const CLOSE: &str = "}}";
const MARK: &str = "figure:";

/// Value, unit and precision of `2,403件`, `93.67%`, `1.98亿元`, `113万余元`, `约300件` (FG-1: never without its unit).
pub fn read_printed(text: &str) -> Result<(i64, Unit, Precision), Refusal> {
    let text = compact(text);
    let no = || {
        Refusal::new(
            "FG-1",
            "printed",
            format!("没有看懂“{text}”。"),
            "请连单位一起写，例如 2403件、93.67%、1.98亿元。",
        )
    };
    if text.ends_with('元') {
        return read_amount(&text).map(|(sum, precision)| (sum.0, Unit::Money, precision)).map_err(|_| no());
    }
    // 人次 before 人
    let mut units: Vec<Unit> = Unit::ALL.to_vec();
    units.sort_by_key(|unit| std::cmp::Reverse(unit.zh().len()));
    let unit = units.into_iter().find(|unit| text.ends_with(unit.zh())).ok_or_else(no)?;
    let number = text.strip_suffix(unit.zh()).unwrap_or_default();
    let (number, precision) = match (number.strip_prefix('约'), number.strip_suffix('余')) {
        (Some(rest), None) => (rest, Precision::About),
        (None, Some(rest)) => (rest, Precision::Over),
        (None, None) => (number, Precision::Exact),
        (Some(_), Some(_)) => return Err(no()),
    };
    let value = if unit == Unit::Percent { hundredths(number) } else { number.replace(',', "").parse().ok() };
    value.filter(|value| *value >= 0).map(|value| (value, unit, precision)).ok_or_else(no)
}

fn hundredths(number: &str) -> Option<i64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(format!("{part:0<2}").parse().ok()?)
}

/// What a figure of the desk still lacks, at its field (FG-1).
pub fn figure_gaps(values: &Values) -> Vec<Refusal> {
    let of = |id| value(values, id);
    let mut found = Vec::new();
    let (year, read) = (of("year"), of("year").parse::<i64>());
    let four = year.len() == 4 && read.is_ok_and(|year| (2000..=2999).contains(&year));
    if !four && !year.is_empty() {
        found.push(Refusal::new("FG-1", "year", "没有看懂年份。", "请写四位数字，例如 2025。"));
    }
    let day = |id| LegalDate::parse(of(id)).ok();
    let (Some(from), Some(to), Some(as_of)) = (day("period_from"), day("period_to"), day("as_of")) else {
        return found;
    };
    match read_printed(of("printed")) {
        Ok((value, unit, precision)) => {
            let (scope, source) = (of("scope").to_owned(), of("source").to_owned());
            let period = Period { from, to };
            found.extend(
                Figure { value, unit, precision, period, as_of, scope, source, approved_by: None }.checked().err(),
            );
        }
        Err(refusal) if !of("printed").is_empty() => found.push(refusal),
        Err(_) => {}
    }
    found
}

/// FG-1: a figure that is stated again says why, beside what it said before.
pub fn restated_gap(values: &Values, public: Option<&str>) -> Option<Refusal> {
    let moved = public.is_some_and(|was| was != value(values, "printed"));
    let says = || Refusal::new("FG-1", "note", "数字变了，还没有写明原因。", "请填写“更正说明”，它会和数字一起公布。");
    (moved && value(values, "note").is_empty()).then(says)
}

/// Addresses of the figures a text speaks of, in their order; `Err` holds what stands between the signs and is no address.
fn refs(text: &str) -> Vec<Result<String, String>> {
    let parts = text.split(OPEN).skip(1).map(|part| part.split_once(CLOSE).map_or(part, |(inside, _)| inside).trim());
    let read = |inside: &str| match inside.strip_prefix(MARK).map(str::trim) {
        Some(slug) if super::content::slug(slug).is_ok() => Ok(slug.to_owned()),
        _ => Err(inside.chars().take(40).collect()),
    };
    parts.map(read).collect()
}

/// Addresses of all figures the fields speak of, each once. A figure itself speaks of none.
pub fn used(kind: ContentKind, values: &Values) -> Vec<String> {
    if kind == ContentKind::Figure {
        return Vec::new();
    }
    let mut found: Vec<String> = values.values().flat_map(|text| refs(text)).filter_map(Result::ok).collect();
    found.sort();
    found.dedup();
    found
}

/// FG-1: every figure a text speaks of is one that is published; `printed` has those, by address.
pub fn unknown(kind: ContentKind, values: &Values, printed: &BTreeMap<String, String>) -> Vec<Refusal> {
    let mut found = Vec::new();
    for spec in kind.specs() {
        for one in refs(value(values, spec.id)) {
            let name = match one {
                Ok(slug) if printed.contains_key(&slug) => continue,
                Ok(name) | Err(name) => name,
            };
            let message = format!("“{}”引用的数据“{name}”不存在，或者没有公布。", spec.label);
            found.push(Refusal::new("FG-1", spec.id, message, "请在“执行数据”里找到它，照抄引用的写法。"));
        }
    }
    found
}

/// The fields with every reference replaced by what the figure prints. Whatever is not known stays as it was written.
pub fn bound(values: &Values, printed: &BTreeMap<String, String>) -> Values {
    values.iter().map(|(id, text)| (id.clone(), bound_text(text, printed))).collect()
}

fn bound_text(text: &str, printed: &BTreeMap<String, String>) -> String {
    let mut parts = text.split(OPEN);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let inside = part.split_once(CLOSE);
        let known =
            inside.and_then(|(inside, rest)| Some((printed.get(inside.trim().strip_prefix(MARK)?.trim())?, rest)));
        match known {
            Some((says, rest)) => out.extend([says.as_str(), rest]),
            None => out.extend([OPEN, part]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn figure() -> Values {
        values(&[
            ("title", "结案"),
            ("year", "2025"),
            ("section", "overview"),
            ("printed", "2251件"),
            ("period_from", "2025-01-01"),
            ("period_to", "2025-12-31"),
            ("as_of", "2025-12-31"),
            ("scope", "全院"),
            ("definition", "一个案号计一件。"),
            ("source", "执行局"),
        ])
    }

    #[test]
    fn fg_1_a_printed_figure_has_value_unit_and_precision() {
        use Precision::*;
        for (text, value, unit, precision) in [
            ("2403件", 2_403, Unit::Case, Exact),
            ("2,403 件", 2_403, Unit::Case, Exact),
            ("93.67%", 9_367, Unit::Percent, Exact),
            ("93.6％", 9_360, Unit::Percent, Exact),
            ("1.98亿元", 19_800_000_000, Unit::Money, Exact),
            ("113万余元", 113_000_000, Unit::Money, Over),
            ("116人次", 116, Unit::PersonTime, Exact),
            ("37余人", 37, Unit::Person, Over),
            ("约300件", 300, Unit::Case, About),
        ] {
            assert_eq!(read_printed(text), Ok((value, unit, precision)), "{text}");
        }
        for text in ["", "2403", "件", "-3件", "约3余件", "两千件", "1.234%", "元"] {
            assert_eq!(read_printed(text).unwrap_err().rule, "FG-1", "{text}");
        }
    }

    #[test]
    fn fg_1_a_figure_lacks_what_it_must_carry() {
        assert_eq!(figure_gaps(&figure()), []);
        for (field, text) in
            [("year", "今年"), ("printed", "很多"), ("period_to", "2024-12-31"), ("as_of", "2024-12-31")]
        {
            let mut odd = figure();
            odd.insert(field.into(), text.into());
            assert_eq!(figure_gaps(&odd).first().map(|gap| gap.rule), Some("FG-1"), "{field}");
        }
    }

    #[test]
    fn fg_1_who_states_a_figure_again_says_why() {
        assert!(restated_gap(&figure(), None).is_none() && restated_gap(&figure(), Some("2251件")).is_none());
        assert_eq!(restated_gap(&figure(), Some("2250件")).unwrap().field, "note");
        let mut told = figure();
        told.insert("note".into(), "漏计一件。".into());
        assert!(restated_gap(&told, Some("2250件")).is_none());
    }

    #[test]
    fn a_reference_prints_the_figure_and_an_unknown_one_is_refused_at_its_field() {
        let printed = BTreeMap::from([("2025-closed".to_owned(), "2251件".to_owned())]);
        let text = values(&[("body", "全年结案{{figure:2025-closed}}，{{ figure:2025-closed }}。")]);
        assert_eq!(used(ContentKind::Article, &text), ["2025-closed"]);
        assert!(unknown(ContentKind::Article, &text, &printed).is_empty());
        assert_eq!(value(&bound(&text, &printed), "body"), "全年结案2251件，2251件。");
        for wrong in ["{{figure:2025-none}}", "{{2025-closed}}", "{{figure:}}", "{{figure:2025-clo"] {
            let text = values(&[("body", wrong)]);
            let found = unknown(ContentKind::Article, &text, &printed);
            assert_eq!((found.len(), found[0].rule, found[0].field), (1, "FG-1", "body"), "{wrong}");
            assert_eq!(value(&bound(&text, &printed), "body"), wrong);
        }
    }
}
