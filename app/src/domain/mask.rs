//! Masking (AN-1..4), anonymising (AN-5, AN-7), and which output may show a person at all. Always on the server.
use super::text::{compact, is_han};

coded! {
    /// Where a published record leaves this system.
    pub enum Output {
        Page = "page", "公开页面";
        Poster = "poster", "海报";
        Wechat = "wechat", "微信公众号文章";
        Card = "card", "分享卡片";
        Feed = "feed", "订阅和开放数据";
        Message = "message", "短信";
        Script = "script", "广播稿";
    }
}

impl Output {
    /// §6.1, BN-12: a debtor is named only where the court can take the name down again. What chats, telephones and
    /// listeners have received stays with them for ever, so it names nobody.
    pub const fn shows_person(self) -> bool {
        matches!(self, Self::Page | Self::Poster | Self::Wechat)
    }
}

/// AN-4: `138****5678`; anything that is not a mobile number is hidden whole.
pub fn phone(text: &str) -> String {
    let digits = compact(text);
    if digits.len() == 11 && digits.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}****{}", &digits[..3], &digits[7..])
    } else {
        "****".to_owned()
    }
}

/// AN-4: only the last four characters of a bank card.
pub fn bank_card(text: &str) -> String {
    let digits: Vec<char> = compact(text).chars().collect();
    if digits.len() < 12 {
        return "****".to_owned();
    }
    format!("****{}", digits[digits.len() - 4..].iter().collect::<String>())
}

/// AN-4: first character and domain.
pub fn email(text: &str) -> String {
    let text = compact(text);
    match (text.chars().next(), text.rsplit_once('@')) {
        (Some(first), Some((name, domain))) if !name.is_empty() && !domain.is_empty() => {
            format!("{first}***@{domain}")
        }
        _ => "****".to_owned(),
    }
}

/// AN-4, AN-6: a plate is hidden whole.
pub fn plate(_plate: &str) -> String {
    "（号牌已遮挡）".to_owned()
}

/// `张*三`, `李*`: for payees and informants (CM-2).
pub fn name_starred(name: &str) -> String {
    hide_middle(name, '*')
}

/// `李某明`, `王某`: the surname and the last character, when an approver chose so.
pub fn name_middle(name: &str) -> String {
    hide_middle(name, '某')
}

/// `张某`: the surname only.
pub fn name_surname(name: &str) -> String {
    anonymise(name, Style::Judgment)
}

fn hide_middle(name: &str, sign: char) -> String {
    let (surname, given) = split(name);
    match given.chars().last() {
        Some(last) if given.chars().count() > 1 => format!("{surname}{sign}{last}"),
        _ => format!("{surname}{sign}"),
    }
}

/// How a name is made anonymous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// AN-5: 徐某; the surname, the rest one 某.
    Judgment,
    /// AN-7: 曾某, 徐某某; one 某 a character, two at most.
    News,
}

/// One name on its own. Several names of one text go through [`anonymise_all`], which keeps them apart.
pub fn anonymise(name: &str, style: Style) -> String {
    let (surname, given) = split(name);
    let plain_han = given.chars().all(is_han) && !name.contains('·');
    match style {
        Style::News if plain_han && given.chars().count() > 1 => format!("{surname}某某"),
        _ => format!("{surname}某"),
    }
}

/// Names of one text in order of appearance. The same name gives the same result; different names that would
/// read alike are numbered: 王某1, 王某2 (AN-5). The mapping is never stored (AN-7).
pub fn anonymise_all(names: &[&str], style: Style) -> Vec<String> {
    let mut people: Vec<(String, String)> = Vec::new();
    for name in names.iter().map(|n| compact(n)) {
        if !people.iter().any(|(known, _)| *known == name) {
            let short = anonymise(&name, style);
            people.push((name, short));
        }
    }
    let number = |at: usize| {
        let short = &people[at].1;
        let alike = people.iter().filter(|(_, s)| s == short).count();
        let nth = people[..=at].iter().filter(|(_, s)| s == short).count();
        if alike > 1 { format!("{short}{nth}") } else { short.clone() }
    };
    names
        .iter()
        .filter_map(|name| {
            let name = compact(name);
            people.iter().position(|(known, _)| *known == name).map(number)
        })
        .collect()
}

/// `某公司`, `某住房公积金管理中心`: what kind of unit, not which one (AN-7).
pub fn anonymise_unit(name: &str) -> String {
    let name = compact(name);
    UNIT_ENDINGS
        .iter()
        .find(|ending| name.ends_with(**ending))
        .map_or_else(|| "某单位".to_owned(), |ending| format!("某{ending}"))
}

/// Longest first, so that 有限公司 never hides 有限责任公司.
const UNIT_ENDINGS: &[&str] = &[
    "住房公积金管理中心",
    "不动产登记中心",
    "有限责任公司",
    "股份有限公司",
    "农村商业银行",
    "合作银行",
    "村民委员会",
    "居民委员会",
    "有限公司",
    "合作社",
    "信用社",
    "事务所",
    "经营部",
    "加工厂",
    "公司",
    "银行",
    "医院",
    "学校",
    "中心",
    "酒店",
    "商行",
    "支行",
    "分行",
    "工厂",
    "厂",
    "局",
    "店",
];

const COMPOUND_SURNAMES: &[&str] = &[
    "欧阳", "太史", "上官", "端木", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正",
    "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "梁丘",
    "左丘", "东门", "西门", "第五",
];

/// What is kept, and what is hidden. A `·` name or a name in Latin letters keeps its first character.
fn split(name: &str) -> (String, String) {
    let name = compact(name).replace(['•', '・', '‧'], "·");
    let mut chars = name.chars();
    let Some(first) = chars.next() else {
        return (String::new(), String::new());
    };
    let compound = COMPOUND_SURNAMES.iter().find(|surname| name.starts_with(**surname) && name.chars().count() > 2);
    match compound {
        Some(surname) if !name.contains('·') => ((*surname).to_owned(), name[surname.len()..].to_owned()),
        _ => (first.to_string(), chars.collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bn_12_what_cannot_be_called_back_names_nobody() {
        let named: Vec<Output> = Output::ALL.iter().copied().filter(|output| output.shows_person()).collect();
        assert_eq!(named, [Output::Page, Output::Poster, Output::Wechat]);
    }

    #[test]
    fn an_4_contacts_are_masked() {
        assert_eq!(phone("13812345678"), "138****5678");
        assert_eq!(phone("１３８ 1234 5678"), "138****5678");
        assert_eq!(phone("0746-2212345"), "****");
        assert_eq!(bank_card("6222 0212 0303 4567 890"), "****7890");
        assert_eq!(bank_card("622202120303"), "****0303");
        assert_eq!(bank_card("62220212030"), "****");
        assert_eq!(email("lan@example.cn"), "l***@example.cn");
        assert_eq!(email("no-domain"), "****");
        assert!(!plate("湘M12345").contains('湘'));
    }

    #[test]
    fn cm_2_payees_are_masked() {
        assert_eq!(name_starred("张小三"), "张*三");
        assert_eq!(name_starred("李四"), "李*");
        assert_eq!(name_middle("李晓明"), "李某明");
        assert_eq!(name_middle("王祥"), "王某");
        assert_eq!(name_surname("张小三"), "张某");
        assert_eq!(name_starred("欧阳小明"), "欧阳*明");
    }

    #[test]
    fn an_5_judgments_keep_the_surname() {
        let cases = [
            ("徐小军", "徐某"),
            ("曾强", "曾某"),
            ("欧阳修远", "欧阳某"),
            ("欧阳", "欧某"),
            ("阿卜杜拉·买买提", "阿某"),
            ("古丽•艾山", "古某"),
            ("John Smith", "J某"),
            ("㛃小梅", "㛃某"),
            ("", "某"),
        ];
        for (name, shown) in cases {
            assert_eq!(anonymise(name, Style::Judgment), shown);
        }
    }

    #[test]
    fn an_7_news_reads_as_the_article_does() {
        let cases = [
            ("曾强", "曾某"),
            ("徐小军", "徐某某"),
            ("欧阳修", "欧阳某"),
            ("司徒美堂", "司徒某某"),
            ("阿卜杜拉·买买提", "阿某"),
        ];
        for (name, shown) in cases {
            assert_eq!(anonymise(name, Style::News), shown);
        }
        assert_eq!(name_middle("王大祥"), "王某祥");
        assert_eq!(name_middle("谭小锋"), "谭某锋");
        assert_eq!(anonymise_unit("永州市住房公积金管理中心"), "某住房公积金管理中心");
        assert_eq!(anonymise_unit("蓝山县某某建材有限责任公司"), "某有限责任公司");
        assert_eq!(anonymise_unit("一个说不清的地方"), "某单位");
    }

    #[test]
    fn an_5_namesakes_are_numbered_and_stay_the_same() {
        let shown = anonymise_all(&["王小明", "李四", "王大明", "王小明", "王 小 明"], Style::Judgment);
        assert_eq!(shown, ["王某1", "李某", "王某2", "王某1", "王某1"]);
    }

    proptest! {
        #[test]
        fn an_7_no_given_name_survives(surname in "[王李张欧徐]", given in "[一-龥]{2,3}") {
            let name = format!("{surname}{given}");
            let shown = anonymise(&name, Style::News);
            let hidden = split(&name).1;
            prop_assume!(!hidden.contains('某'));
            prop_assert!(!shown.contains(&hidden));
        }
        #[test]
        fn no_masking_panics(text in "\\PC{0,24}") {
            let _ = (phone(&text), bank_card(&text), email(&text), name_starred(&text), anonymise_unit(&text));
            let _ = anonymise_all(&[&text, &text], Style::News);
        }
    }
}
