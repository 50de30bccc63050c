//! What the desk publishes beside bounty notices and lists: told cases, campaigns, claim announcements and articles.
//! One road for all (EW-1); a kind differs only in what it asks for.
use super::{
    case::CaseNo,
    date::{LegalDate, PartialDate},
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
    }
}

/// How a field is read and asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Line,
    Area,
    /// Read by people as Markdown
    Markdown,
    Day,
    /// `2025`, `2025-03` or `2025-03-01`
    Partial,
    /// A campaign's address
    Campaign,
    /// `张某 （2025）湘1199执1号`, a line each (CM-2)
    Payees,
}

/// One field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    pub id: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub shape: Shape,
    /// Must be there before it goes to review.
    pub required: bool,
    pub max: usize,
}

const fn spec(id: &'static str, label: &'static str, hint: &'static str, shape: Shape, required: bool) -> Spec {
    let max = match shape {
        Shape::Markdown => 20_000,
        Shape::Area | Shape::Payees => 4_000,
        _ => 200,
    };
    Spec { id, label, hint, shape, required, max }
}

const TITLE: Spec = spec("title", "标题", "不要写姓名", Shape::Line, true);
const SOURCE: Spec = spec("source", "来源", "例如：执行局 2025年12月", Shape::Line, true);

const OUTCOME: [Spec; 22] = [
    TITLE,
    spec("summary", "一句话说明", "用于列表和分享", Shape::Line, true),
    spec("cause", "案由", "例如：民间借贷纠纷", Shape::Line, true),
    spec("owed_text", "应履行", "", Shape::Line, false),
    spec("done_text", "法院做了什么", "", Shape::Line, true),
    spec("arrived_text", "到位情况", "", Shape::Line, false),
    spec("happened", "发生时间", "年、年月或者年月日", Shape::Partial, false),
    spec("campaign", "属于哪次专项行动", "", Shape::Campaign, false),
    spec("lead_on", "线索：时间", "", Shape::Partial, false),
    spec("lead_title", "线索：小标题", "不填就写“线索”", Shape::Line, false),
    spec("lead_text", "线索：经过", "", Shape::Area, true),
    spec("measure_on", "措施：时间", "", Shape::Partial, false),
    spec("measure_title", "措施：小标题", "不填就写“措施”", Shape::Line, false),
    spec("measure_text", "措施：经过", "", Shape::Area, true),
    spec("result_on", "结果：时间", "", Shape::Partial, false),
    spec("result_title", "结果：小标题", "不填就写“结果”", Shape::Line, false),
    spec("result_text", "结果：经过", "", Shape::Area, true),
    spec("sum_on", "到位：时间", "", Shape::Partial, false),
    spec("sum_title", "到位：小标题", "不填就写“到位”", Shape::Line, false),
    spec("sum_text", "到位：经过", "没有到位金额的不填", Shape::Area, false),
    spec("body", "正文", "可以用 Markdown：## 小标题、- 列表、**加粗**", Shape::Markdown, false),
    SOURCE,
];
const CAMPAIGN: [Spec; 8] = [
    TITLE,
    spec("period", "时间，用文字写", "例如：2025年3月起", Shape::Line, true),
    spec("started", "开始", "年、年月或者年月日", Shape::Partial, true),
    spec("ended", "结束", "还没有结束的不填", Shape::Partial, false),
    spec("goal", "目标", "", Shape::Line, true),
    spec("parent", "属于哪次专项行动", "", Shape::Campaign, false),
    spec("body", "正文", "可以用 Markdown", Shape::Markdown, false),
    SOURCE,
];
const CLAIM: [Spec; 12] = [
    TITLE,
    spec("held_on", "领款日期", "", Shape::Day, true),
    spec("hours", "时间", "例如：上午9:00至12:00", Shape::Line, true),
    spec("place", "地点", "", Shape::Line, true),
    spec("contact", "联系人或者部门", "", Shape::Line, true),
    spec("phone", "联系电话", "", Shape::Line, true),
    spec("documents", "带什么", "一行一种情况", Shape::Area, true),
    spec("deadline", "最晚领取日期", "", Shape::Day, true),
    spec("consequence", "逾期怎么办", "", Shape::Line, true),
    spec("payees", "领款人和案号", "一行一人，姓名要隐去，例如：张某 （2025）湘1199执1号", Shape::Payees, true),
    spec("body", "其他说明", "可以用 Markdown", Shape::Markdown, false),
    SOURCE,
];
const ARTICLE: [Spec; 3] = [
    TITLE,
    spec("summary", "一句话回答", "先说答案，再讲道理", Shape::Line, true),
    spec("body", "正文", "可以用 Markdown", Shape::Markdown, true),
];

impl ContentKind {
    /// In the order of the form.
    pub const fn specs(self) -> &'static [Spec] {
        match self {
            Self::Outcome => &OUTCOME,
            Self::Campaign => &CAMPAIGN,
            Self::Claim => &CLAIM,
            Self::Article => &ARTICLE,
        }
    }

    /// Folder of the public address.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Outcome => "outcomes",
            Self::Campaign => "campaigns",
            Self::Claim => "claims",
            Self::Article => "learn",
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
        let text = &read(spec, text);
        found.extend(
            scan::personal_data(text).into_iter().chain(scan::wording(text)).map(|hit| at(spec, hit.refusal())),
        );
    }
    found
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
        Shape::Payees => {
            text.lines().filter(|line| !line.trim().is_empty()).filter_map(|line| payee(line).err()).collect()
        }
        _ => Vec::new(),
    }
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
