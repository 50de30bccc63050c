//! What the desk publishes beside bounty notices and lists: told cases, campaigns, claim announcements, articles,
//! announcements, the progress of cases with many victims, and figures. One road for all (EW-1); a kind differs only in what it
//! asks for.
use super::content_spec::{ANNOUNCEMENT, ARTICLE, CAMPAIGN, CLAIM, DISPOSAL, FIGURE, OUTCOME};
pub use super::content_spec::{Shape, Spec};
use super::{
    case::CaseNo,
    date::{LegalDate, PartialDate},
    figure_text,
    refusal::{Refusal, ensure},
    scan,
};
use crate::text::markdown;
use std::collections::BTreeMap;

coded! {
    pub enum ContentKind {
        Outcome = "outcome", "典型案例";
        Campaign = "campaign", "专项行动";
        Claim = "claim", "领款公告";
        Article = "article", "普法文章";
        Announcement = "announcement", "公告";
        Disposal = "disposal", "涉众案件进展";
        Figure = "figure", "执行数据";
    }
}

impl ContentKind {
    /// In the order of the form.
    pub const fn specs(self) -> &'static [Spec] {
        match self {
            Self::Outcome => &OUTCOME,
            Self::Campaign => &CAMPAIGN,
            Self::Claim => &CLAIM,
            Self::Article => &ARTICLE,
            Self::Announcement => &ANNOUNCEMENT,
            Self::Disposal => &DISPOSAL,
            Self::Figure => &FIGURE,
        }
    }

    /// Folder of the public address.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Outcome => "outcomes",
            Self::Campaign => "campaigns",
            Self::Claim => "claims",
            Self::Article => "learn",
            Self::Announcement => "announcements",
            Self::Disposal => "disposals",
            Self::Figure => "statistics",
        }
    }
}

/// Fields by id, as they were saved; a missing one is empty.
pub type Values = BTreeMap<String, String>;

/// One field's value.
pub fn value<'a>(values: &'a Values, id: &str) -> &'a str {
    values.get(id).map_or("", String::as_str)
}

/// A payee's line: the masked name, and the case in canonical form (CM-2).
pub fn payee(line: &str) -> Result<(String, String), Refusal> {
    let no =
        || Refusal::new("CM-2", "payees", format!("没有看懂“{line}”。"), "请按“张某 （2025）湘1199执1号”的样式填写。");
    let at = line.find(['(', '（']).ok_or_else(no)?;
    let (name, case) = line.split_at(at);
    let (name, case) = (name.trim(), CaseNo::parse(case).map_err(|_| no())?);
    ensure(masked(name), || {
        Refusal::new("CM-2", "payees", format!("“{name}”没有隐去。"), "领款人的姓名要写成“张某”或者“张*三”。")
    })?;
    Ok((name.to_owned(), case.canonical()))
}

/// Of a person at most two characters stand beside 某 or an asterisk; a unit is told by the word it ends in.
fn masked(name: &str) -> bool {
    const UNITS: [&str; 16] =
        ["公司", "部", "厂", "店", "局", "院", "社", "中心", "学校", "委员会", "银行", "行", "所", "会", "场", "站"];
    let hidden = |c: &char| matches!(c, '某' | '*' | '＊');
    let shown = name.chars().filter(|c| !hidden(c)).count();
    let person = name.chars().any(|c| hidden(&c)) && (1..=2).contains(&shown);
    person || (shown >= 4 && UNITS.iter().any(|word| name.ends_with(word)))
}

/// Everything that stands in the way of review and publication, each at its field.
pub fn gaps(kind: ContentKind, values: &Values) -> Vec<Refusal> {
    let mut found = Vec::new();
    for spec in kind.specs() {
        let text = value(values, spec.id);
        if text.is_empty() {
            if spec.required {
                let rule = if spec.id == "source" { "EW-3" } else { "EW-1" };
                found.push(Refusal::new(rule, spec.id, format!("还没有填写“{}”。", spec.label), "请补充后再提交。"));
            }
            continue;
        }
        found.extend(malformed(spec, text));
        found.extend(pictures(spec, text));
        let text = &read(spec, text);
        found.extend(
            scan::personal_data(text).into_iter().chain(scan::wording(text)).map(|hit| at(spec, hit.refusal())),
        );
    }
    if kind == ContentKind::Figure {
        found.extend(figure_text::figure_gaps(values));
    }
    found
}

/// A campaign that is named must be there, and no campaign is part of itself, however far up. `known`: address and
/// parent's address of every public campaign.
pub fn belongs(kind: ContentKind, slug: &str, values: &Values, known: &[(String, String)]) -> Vec<Refusal> {
    let part_of = |at: &str| known.iter().find(|(own, _)| own == at);
    let look = |spec: &Spec| {
        let named = value(values, spec.id);
        if spec.shape != Shape::Campaign || named.is_empty() {
            return None;
        }
        let no = |message: &str, fix: &str| Some(Refusal::new("EW-1", spec.id, message, fix));
        let Some((_, first)) = part_of(named) else {
            return no("这次专项行动还没有公布。", "请先公布它，或者选“不属于”。");
        };
        let mut above = first.as_str();
        // as many steps as there are campaigns lead round any circle
        let round = kind == ContentKind::Campaign
            && (named == slug
                || known.iter().any(|_| {
                    let here = above;
                    above = part_of(here).map_or("", |(_, next)| next.as_str());
                    here == slug
                }));
        round.then(|| no("专项行动不能属于它自己。", "请选另一次专项行动，或者选“不属于”。")).flatten()
    };
    kind.specs().iter().filter_map(look).collect()
}

/// The last day to collect money comes after the day of payment, and lies ahead (CM-2).
pub fn claim_days(kind: ContentKind, values: &Values, today: LegalDate) -> Option<Refusal> {
    let day = |id: &str| LegalDate::parse(value(values, id)).ok();
    let (held, last) = (day("held_on")?, day("deadline")?);
    let wrong = |message: &str| Some(Refusal::new("CM-2", "deadline", message, "请核对领款日期和最晚领取日期。"));
    match kind {
        ContentKind::Claim if last < held => wrong("最晚领取日期早于领款日期。"),
        ContentKind::Claim if last < today => wrong("最晚领取日期已经过去。"),
        _ => None,
    }
}

/// Pictures come from the desk's own folder, each with words for who does not see it.
fn pictures(spec: &Spec, text: &str) -> Vec<Refusal> {
    if spec.shape != Shape::Markdown {
        return Vec::new();
    }
    let wrong = |message: &str, fix: &str| Refusal::new("EW-1", spec.id, message, fix);
    let look = |picture: markdown::Picture| match picture.name() {
        None => Some(wrong("正文里有外面的图片，公开页面不会显示。", "请在“图片”里上传，用那里给出的写法。")),
        Some(_) if picture.alt.trim().is_empty() => {
            Some(wrong("正文里的图片没有说明。", "请在方括号里用一句话写明图片里是什么。"))
        }
        Some(_) => None,
    };
    markdown::pictures(text).into_iter().filter_map(look).collect()
}

/// What the reader of a field sees; where Markdown leads to counts too.
fn read(spec: &Spec, text: &str) -> String {
    if spec.shape == Shape::Markdown { markdown::words(text) } else { text.to_owned() }
}

/// The same refusal, at the field it was found in.
fn at(spec: &Spec, refusal: Refusal) -> Refusal {
    Refusal { field: spec.id, message: format!("“{}”：{}", spec.label, refusal.message), ..refusal }
}

/// What a date or a payee cannot be.
pub fn malformed(spec: &Spec, text: &str) -> Vec<Refusal> {
    let wrong = |fix: &str| vec![Refusal::new("EW-1", spec.id, format!("没有看懂“{}”。", spec.label), fix)];
    match spec.shape {
        Shape::Day if LegalDate::parse(text).is_err() => wrong("请按 2025-12-01 的样式填写。"),
        Shape::Partial if PartialDate::parse(text).is_err() => wrong("请按 2025、2025-03 或者 2025-03-01 的样式填写。"),
        Shape::Payees => lines(text).filter_map(|line| payee(line).err()).collect(),
        Shape::Dated => lines(text).filter_map(|line| dated(line).err()).collect(),
        Shape::Choice(all) if all.iter().all(|(code, _)| *code != text) => wrong("请从列出的选项里选一个。"),
        _ => Vec::new(),
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A line of progress: the day as far as it is known, and what was done.
pub fn dated(line: &str) -> Result<(PartialDate, String), Refusal> {
    let no = || Refusal::new("EW-1", "stages", format!("没有看懂“{line}”。"), "请按“2025-03 完成登记”的样式填写。");
    let (when, what) = line.trim().split_once(char::is_whitespace).ok_or_else(no)?;
    Ok((PartialDate::parse(when).map_err(|_| no())?, what.trim().to_owned()))
}

/// All lines of progress that can be read, in the order they were written.
pub fn progress(text: &str) -> Vec<(PartialDate, String)> {
    lines(text).filter_map(|line| dated(line).ok()).collect()
}

/// AN-5, AN-7: full names of persons the court has on record must not stand in a told case.
pub fn named(kind: ContentKind, values: &Values, known: &[String]) -> Vec<Refusal> {
    let stands = |spec: &&Spec| {
        let text = super::text::compact(&read(spec, value(values, spec.id)));
        known.iter().any(|name| text.contains(name.as_str()))
    };
    let refusal = |spec: &Spec| {
        let message = format!("“{}”里有当事人的全名。", spec.label);
        Refusal::new("AN-7", spec.id, message, "请保留姓氏，写成“曾某”或者“王某祥”。")
    };
    kind.specs().iter().filter(stands).map(refusal).collect()
}

/// Every run of Chinese characters of the length of a name, for asking the records which of them are persons.
/// Two characters are too often a word to refuse a text for.
pub fn possible_names(values: &Values) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in values.values() {
        // bold signs and spaces inside a name hide it from nobody who reads it
        let text = super::text::compact(&markdown::words(text));
        let signs: Vec<char> = text.chars().collect();
        for length in 3..=4 {
            let runs = signs.windows(length).filter(|run| run.iter().all(|c| super::text::is_han(*c)));
            found.extend(runs.map(|run| run.iter().collect::<String>()));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The last part of the public address: small letters, digits and hyphens.
pub fn slug(text: &str) -> Result<String, Refusal> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure((2..=80).contains(&text.len()) && text.chars().all(fits), || {
        Refusal::new("EW-1", "slug", "网址只能用小写字母、数字和连字符。", "例如 2025-yewan-zhixing。")
    })?;
    // an address is read by everybody and kept by everything it passes
    ensure(scan::personal_data(text).is_empty(), || {
        Refusal::new("AN-10", "slug", "网址里像是有号码。", "请只写内容，例如 2025-yewan-zhixing。")
    })?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ew_1_no_campaign_is_part_of_itself() {
        let known: Vec<(String, String)> =
            [("a", "b"), ("b", "c"), ("c", ""), ("x", "y"), ("y", "x")].map(|(s, p)| (s.into(), p.into())).into();
        let refused = |slug: &str, parent: &str| {
            let values = Values::from([("parent".to_owned(), parent.to_owned())]);
            !belongs(ContentKind::Campaign, slug, &values, &known).is_empty()
        };
        assert!(refused("c", "c") && refused("c", "a") && refused("c", "b") && refused("new", "unknown"));
        assert!(!refused("a", "c") && !refused("new", "a") && !refused("a", "") && !refused("new", "x"));
    }

    #[test]
    fn cm_2_the_last_day_to_collect_lies_after_the_payment_and_ahead() {
        let day = |text: &str| LegalDate::parse(text).unwrap();
        let rule = |held: &str, last: &str| {
            let values = Values::from([("held_on".into(), held.into()), ("deadline".into(), last.into())]);
            claim_days(ContentKind::Claim, &values, day("2025-12-15")).map(|r| r.rule)
        };
        assert_eq!(rule("2025-12-29", "2026-03-01"), None);
        assert_eq!(rule("2025-12-29", "2025-12-28"), Some("CM-2"));
        assert_eq!(rule("2025-11-01", "2025-12-14"), Some("CM-2"));
        assert_eq!(rule("", "2025-12-14"), None);
    }

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn article(body: &str) -> Values {
        values(&[("title", "什么是执行不能"), ("summary", "没有财产可供执行。"), ("body", body)])
    }

    fn rules(kind: ContentKind, values: &Values) -> Vec<(&'static str, &'static str)> {
        gaps(kind, values).into_iter().map(|gap| (gap.rule, gap.field)).collect()
    }

    #[test]
    fn ew_1_a_complete_article_has_no_gap_and_an_empty_one_names_each() {
        assert_eq!(rules(ContentKind::Article, &article("被执行人确实没有财产。")), []);
        let none = rules(ContentKind::Claim, &Values::new());
        assert_eq!(none.len(), 11);
        assert!(none.contains(&("EW-3", "source")) && none.contains(&("EW-1", "held_on")));
    }

    #[test]
    fn an_9_an_10_ew_5_each_field_is_scanned() {
        for (body, rule) in [("其子今年１５岁。", "AN-9"), ("请致电13812345678。", "AN-10"), ("曝光一批老赖。", "EW-5")]
        {
            let found = rules(ContentKind::Article, &article(body));
            assert_eq!(found, [(rule, "body")], "{body}");
        }
        for hidden in ["138**1234**5678", "138&#49;2345678", "[致电](tel:13812345678)", "其子今年十五周岁", "其女八岁"]
        {
            assert_eq!(rules(ContentKind::Article, &article(hidden)).len(), 1, "{hidden}");
        }
        assert_eq!(rules(ContentKind::Article, &article("年满18岁，十八周岁，或者68岁、六十八岁，二十岁。")), []);
    }

    #[test]
    fn an_7_full_names_on_record_are_refused_at_their_field() {
        let told = article("法院找到了钟离砚。");
        assert!(possible_names(&told).contains(&"钟离砚".to_owned()));
        let found = named(ContentKind::Article, &told, &["钟离砚".into()]);
        assert_eq!((found.len(), found[0].rule, found[0].field), (1, "AN-7", "body"));
        assert!(named(ContentKind::Article, &told, &["端木澄".into()]).is_empty());
        let bold = article("法院找到了钟**离** 砚。");
        assert!(possible_names(&bold).contains(&"钟离砚".to_owned()));
        assert_eq!(named(ContentKind::Article, &bold, &["钟离砚".into()]).len(), 1);
    }

    #[test]
    fn cm_2_payees_are_masked_and_have_a_case() {
        assert_eq!(payee("张某 （2025）湘1199执1号").unwrap(), ("张某".into(), "(2025)湘1199执1号".into()));
        assert!(payee("某建材经营部（2025）湘1199执1号").is_ok());
        assert!(payee("欧阳某 （2025）湘1199执1号").is_ok() && payee("张*三（2025）湘1199执1号").is_ok());
        for name in ["张小三*", "买买提·吐尔逊", "阿卜杜拉江", "某某", "张学校"] {
            assert_eq!(payee(&format!("{name} （2025）湘1199执1号")).unwrap_err().rule, "CM-2", "{name}");
        }
        for wrong in ["张小三 （2025）湘1199执1号", "张某", "（2025）湘1199执1号", "张某 （2025）湘执"]
        {
            assert_eq!(payee(wrong).unwrap_err().rule, "CM-2", "{wrong}");
        }
    }

    #[test]
    fn ew_1_progress_is_a_day_and_what_was_done_a_line() {
        let read = progress("2025-03 完成登记\n\n 2025-11-02　拍卖成交\n以后再说");
        let words: Vec<_> = read.iter().map(|(when, what)| (when.zh(), what.as_str())).collect();
        assert_eq!(words, [("2025年3月".into(), "完成登记"), ("2025年11月2日".into(), "拍卖成交")]);
        let odd = values(&[("stages", "2025-03 完成登记\n以后再说"), ("stage", "someday")]);
        let found = rules(ContentKind::Disposal, &odd);
        assert!(found.contains(&("EW-1", "stages")) && found.contains(&("EW-1", "stage")), "{found:?}");
    }

    #[test]
    fn ew_1_dates_and_addresses_are_read_or_refused() {
        let odd = values(&[("started", "春天")]);
        assert!(rules(ContentKind::Campaign, &odd).contains(&("EW-1", "started")));
        assert!(slug("2025-qiu-dong").is_ok());
        for wrong in ["", "a", "秋冬", "A-1", "a/b", "a b", "call-13812345678", "110105-19491231-0021"] {
            assert_eq!(slug(wrong).unwrap_err().field, "slug", "{wrong}");
        }
        for kind in ContentKind::ALL {
            let ids: std::collections::BTreeSet<_> = kind.specs().iter().map(|s| s.id).collect();
            assert_eq!(ids.len(), kind.specs().len(), "{kind:?}");
        }
    }
}
