//! What a table of list entries may be made of: its columns under all their names, and the words in its cells (AN-2).
use super::Ground;
use crate::domain::{date::LegalDate, text::compact};

coded! {
    /// A column the court reads. The codes are the fields of a draft.
    pub enum Column {
        Name = "name", "被执行人姓名或者名称";
        Party = "party", "类型";
        IdNo = "id_no", "证件号码";
        LegalRep = "legal_rep", "法定代表人或者负责人";
        Court = "court", "执行法院";
        CaseNo = "case_no", "案号";
        FiledOn = "filed_on", "立案时间";
        BasisNo = "basis_no", "执行依据文号";
        BasisUnit = "basis_unit", "作出执行依据单位";
        Duty = "duty", "生效法律文书确定的义务";
        Performance = "performance", "履行情况";
        Grounds = "grounds", "失信行为具体情形";
    }
}

coded! {
    /// What a row means beside what the court has already.
    pub enum RowState {
        Error = "error", "有错误";
        Add = "add", "新增";
        Change = "change", "更改";
        Missing = "missing", "文件里没有";
        Same = "same", "相同";
    }
}

coded! {
    /// Where an import stands. While something runs, nothing else may.
    pub enum ImportState {
        Reading = "reading", "正在读取";
        Failed = "failed", "没有读成";
        Ready = "ready", "等待确认";
        Applying = "applying", "正在导入";
        Applied = "applied", "已导入";
        Undoing = "undoing", "正在撤销";
        Undone = "undone", "已撤销";
        Dropped = "dropped", "已放弃";
        Expired = "expired", "超过一天没有确认，已清除";
    }
}

impl ImportState {
    /// Works by itself at this moment: the page looks again.
    pub const fn runs(self) -> bool {
        matches!(self, Self::Reading | Self::Applying | Self::Undoing)
    }
}

coded! {
    /// PI-11: what a table that leaves the court is for.
    pub enum ExportReason {
        Reconcile = "reconcile", "与全国平台核对";
        Superior = "superior", "报送上级法院";
        Statistics = "statistics", "院内统计";
        Archive = "archive", "归档";
    }
}

/// Names a column goes by: the portal's field first, then the words of its forms. Compared without signs and case.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "iname",
            "被执行人姓名或者名称",
            "被执行人姓名名称",
            "被执行人姓名",
            "被执行人名称",
            "被执行人",
            "姓名或者名称",
            "姓名名称",
            "姓名",
            "名称",
        ],
    ),
    (Column::Party, &["partytypename", "类型", "当事人类型", "被执行人类型", "主体类型"]),
    (
        Column::IdNo,
        &[
            "cardnum",
            "证件号码",
            "身份证号码",
            "身份证号",
            "组织机构代码",
            "身份证号码组织机构代码",
            "身份证号码统一社会信用代码",
            "统一社会信用代码",
            "证件号",
        ],
    ),
    (
        Column::LegalRep,
        &[
            "businessentity",
            "法定代表人",
            "法定代表人或者负责人",
            "法定代表人或者负责人姓名",
            "法定代表人负责人",
            "法人代表",
            "负责人",
        ],
    ),
    (Column::Court, &["courtname", "执行法院"]),
    (Column::CaseNo, &["casecode", "案号", "执行案号"]),
    (Column::FiledOn, &["regdate", "立案时间", "立案日期"]),
    (Column::BasisNo, &["gistid", "执行依据文号", "依据文号", "依据文书文号"]),
    (Column::BasisUnit, &["gistunit", "做出执行依据单位", "作出执行依据单位", "作出执行依据的单位", "作出文书的单位"]),
    (Column::Duty, &["duty", "生效法律文书确定的义务", "法律文书确定的义务", "义务", "应履行的义务"]),
    (Column::Performance, &["performance", "被执行人的履行情况", "履行情况"]),
    (Column::Grounds, &["disrupttypename", "失信被执行人行为具体情形", "失信行为具体情形", "失信行为情形", "具体情形"]),
];

impl Column {
    /// The column of a head, however it is written.
    pub fn of(head: &str) -> Option<Self> {
        let plain: String = compact(head).chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
    }

    /// The rule that asks for what stands in it.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::IdNo => "9.2",
            Self::CaseNo | Self::Court => "9.1",
            Self::FiledOn => "TD-4",
            Self::Grounds => "DJ-1",
            _ => "DJ-6",
        }
    }
}

/// A day as spreadsheets keep it: written out, with a time behind it, or as a count of days since 1899-12-30.
pub fn read_day(text: &str) -> Option<LegalDate> {
    let text = text.trim();
    if let Ok(day) = LegalDate::parse(text) {
        return Some(day);
    }
    if let Some((first, time)) = text.split_once([' ', 'T'])
        && time.contains(':')
    {
        return LegalDate::parse(first).ok();
    }
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let days: i32 = whole.parse().ok().filter(|days| (20_000..80_000).contains(days))?;
    LegalDate::new(1899, 12, 30).ok().map(|epoch| epoch.add_days(days))
}

/// A number that a spreadsheet took for a quantity: its last digits are gone for good.
pub fn is_rounded(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    let Some((head, power)) = text.split_once('E') else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, rest) = head.split_once('.').unwrap_or((head, "0"));
    digits(whole) && whole.len() == 1 && digits(rest) && digits(power.trim_start_matches('+'))
}

/// `none` or `part`, as an entry stores it; `None` for words that fit neither.
pub fn read_performance(text: &str) -> Option<&'static str> {
    match compact(text).as_str() {
        "" | "全部未履行" | "未履行" => Some("none"),
        "部分未履行" | "部分履行" => Some("part"),
        _ => None,
    }
}

/// Every ground a cell names, by its own words or those of the portal; `None` when it names something else.
pub fn read_grounds(text: &str) -> Option<Vec<Ground>> {
    const WORDS: [(&str, Ground); 7] = [
        ("有履行能力而拒不履行", Ground::G1),
        ("伪造证据、暴力、威胁", Ground::G2),
        ("虚假诉讼、虚假仲裁", Ground::G3),
        ("违反财产报告", Ground::G4),
        ("违反限制消费令", Ground::G5),
        ("违反限制高消费", Ground::G5),
        ("执行和解协议", Ground::G6),
    ];
    let plain = compact(text);
    let mut found: Vec<Ground> =
        WORDS.iter().filter(|(words, _)| plain.contains(words)).map(|(_, ground)| *ground).collect();
    found.sort();
    found.dedup();
    (plain.is_empty() || !found.is_empty()).then_some(found)
}

/// `person` or `unit`: from the words of the portal, else from what identifies the party.
pub fn read_party(words: &str, id_no: &str, legal_rep: &str, name: &str) -> Option<&'static str> {
    let plain = compact(words);
    if ["自然人", "个人", "580"].iter().any(|w| plain.contains(w)) {
        return Some("person");
    }
    if ["法人", "组织", "单位", "企业", "581"].iter().any(|w| plain.contains(w)) {
        return Some("unit");
    }
    if !plain.is_empty() {
        return None;
    }
    let id = compact(id_no).to_ascii_uppercase();
    let personal = id.len() == 18 && (id.contains('*') || crate::domain::id::ResidentId::parse(&id).is_ok());
    let company = ["公司", "厂", "店", "合作社", "中心", "委员会", "银行", "学校", "医院"];
    match (personal, !legal_rep.trim().is_empty() || company.iter().any(|w| name.contains(w))) {
        (true, _) => Some("person"),
        (false, true) => Some("unit"),
        (false, false) if !id.is_empty() && crate::domain::id::Uscc::parse(&id).is_ok() => Some("unit"),
        (false, false) => (name.chars().count() <= 4).then_some("person"),
    }
}

/// A cell a spreadsheet would run is made text; reading takes the sign away again (goal X8).
pub fn safe_cell(text: &str) -> String {
    if text.starts_with(RUNS) { format!("'{text}") } else { text.to_owned() }
}

/// The same cell as it was before [`safe_cell`].
pub fn plain_cell(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(RUNS)).unwrap_or(text)
}

const RUNS: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '＝', '＠'];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_2_every_column_is_found_under_the_portal_s_name_and_its_chinese_ones() {
        for (head, column) in [
            ("iname", Column::Name),
            (" 被执行人姓名/名称 ", Column::Name),
            ("cardNum", Column::IdNo),
            ("身份证号码/组织机构代码：", Column::IdNo),
            ("caseCode", Column::CaseNo),
            ("案　号", Column::CaseNo),
            ("gistUnit", Column::BasisUnit),
            ("disruptTypeName", Column::Grounds),
            ("regDate", Column::FiledOn),
            ("法定代表人（负责人）", Column::LegalRep),
        ] {
            assert_eq!(Column::of(head), Some(column), "{head}");
        }
        assert_eq!(Column::of("publishDate"), None);
        assert!(Column::ALL.iter().all(|c| Column::of(c.zh()) == Some(*c)), "own words are understood");
    }

    #[test]
    fn days_come_written_out_or_as_serials() {
        for text in ["2025-3-1", "2025年3月1日", "2025.3.1", "45717", "45717.0", "2025-03-01 00:00:00"] {
            assert_eq!(read_day(text).map(LegalDate::iso).as_deref(), Some("2025-03-01"), "{text}");
        }
        for text in ["", "3月1日", "45717.5.1", "123", "2025-02-30"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_rounded_number_is_known() {
        for text in ["5.1E+17", "4.31199198304121E+17", "4e17", "4.31199198304121E17"] {
            assert!(is_rounded(text), "{text}");
        }
        for text in ["43119919830412103X", "91350100M000100Y43", "", "E17", "5.1", "12E3456789012345678"] {
            assert!(!is_rounded(text), "{text}");
        }
    }

    #[test]
    fn grounds_and_performance_are_the_portal_s_words() {
        assert_eq!(
            read_grounds("违反财产报告制度,有履行能力而拒不履行生效法律文书确定义务"),
            Some(vec![Ground::G1, Ground::G4])
        );
        assert!(Ground::ALL.iter().all(|g| read_grounds(g.zh()) == Some(vec![*g])));
        assert_eq!((read_grounds(""), read_grounds("其他规避执行")), (Some(Vec::new()), None));
        assert_eq!((read_performance("部分未履行"), read_performance("已履行")), (Some("part"), None));
    }

    #[test]
    fn x8_no_cell_is_a_formula_and_none_is_lost() {
        for text in ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1"] {
            let safe = safe_cell(text);
            assert!(safe.starts_with('\'') && plain_cell(&safe) == text, "{text:?}");
        }
        assert_eq!((safe_cell("张'三").as_str(), plain_cell("'张三")), ("张'三", "'张三"));
    }

    proptest! {
        #[test]
        fn no_cell_panics(text in "\\PC{0,40}", other in "\\PC{0,20}") {
            let _ = (Column::of(&text), read_day(&text), is_rounded(&text), read_performance(&text), read_grounds(&text));
            let _ = read_party(&text, &other, &text, &other);
            let safe = safe_cell(&text);
            prop_assert!(!safe.starts_with(RUNS));
            prop_assert_eq!(plain_cell(&safe), plain_cell(&text));
        }
    }
}
