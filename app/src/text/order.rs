//! The document of an entry: 限制消费令 (RC-5) or 失信决定书 (DJ-5), from a template with a version of its own. Laws change;
//! what was signed keeps the template it was signed in.
use crate::domain::list::{Ground, Item, ListKind};

/// Which words the document was made of; printed at its foot.
pub const TEMPLATE: &str = "2025-1";

/// What is known of the entry; empty texts are left to be filled in by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRecord {
    pub list: ListKind,
    pub court: String,
    /// The document's own number; empty before the decision
    pub decision_no: String,
    pub case_no: String,
    pub name: String,
    /// Masked number of a person, whole code of a unit (AN-1, AN-3)
    pub identity: String,
    pub unit: bool,
    /// 被限制消费单位的法定代表人 and the name
    pub persons: Vec<(String, String)>,
    pub basis: String,
    pub duty: String,
    pub grounds: Vec<Ground>,
    pub items: Vec<Item>,
    pub period: String,
    pub reasons: String,
    pub consequences: String,
    /// 2025年12月12日; empty before the decision
    pub decided_on: String,
    /// 2027年12月12日; empty where there is no term
    pub until: String,
}

/// A document as paragraphs, ready for a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    pub title: &'static str,
    pub number: String,
    pub paragraphs: Vec<String>,
    /// Numbered: grounds, or what is restricted
    pub list: Vec<String>,
    pub closing: Vec<String>,
    /// Not signed by anybody yet.
    pub draft: bool,
}

/// The document in the words of the template.
pub fn order(record: &OrderRecord) -> Order {
    let who = if record.unit { "统一社会信用代码" } else { "身份证号码" };
    let debtor = format!("被执行人：{}，{who} {}。", record.name, record.identity);
    let persons = record.persons.iter().map(|(label, name)| format!("{label}：{name}。"));
    let case = format!(
        "本院在执行 {} 一案中，被执行人没有履行 {} 确定的义务：{}。",
        record.case_no, record.basis, record.duty
    );
    let body = match record.list {
        ListKind::Restricted => format!(
            "依照《最高人民法院关于限制被执行人高消费及有关消费的若干规定》第一条、第三条，本院决定对其限制消费，期间：{}。\
             不得有下列行为：",
            record.period
        ),
        ListKind::Dishonest => format!(
            "依照《最高人民法院关于公布失信被执行人名单信息的若干规定》第一条，{}本院决定将其纳入失信被执行人名单。具体情形：",
            if record.reasons.is_empty() {
                String::new()
            } else {
                format!("{}，", record.reasons.trim_end_matches('。'))
            }
        ),
    };
    Order {
        title: match record.list {
            ListKind::Restricted => "限制消费令",
            ListKind::Dishonest => "失信决定书",
        },
        number: record.decision_no.clone(),
        paragraphs: std::iter::once(debtor).chain(persons).chain([case, body]).collect(),
        list: match record.list {
            ListKind::Restricted => record.items.iter().map(|item| item.zh().to_owned()).collect(),
            ListKind::Dishonest => record.grounds.iter().map(|ground| ground.zh().to_owned()).collect(),
        },
        closing: closing(record),
        draft: record.decided_on.is_empty(),
    }
}

fn closing(record: &OrderRecord) -> Vec<String> {
    let mut said = Vec::new();
    if record.list == ListKind::Restricted {
        said.push(record.consequences.clone());
        said.push("因生活或者经营必需而进行上述消费的，应当向本院提出申请，获得批准后方可进行。".to_owned());
    } else if !record.until.is_empty() {
        said.push(format!("期限至{}。", record.until));
    }
    said.push("本决定作出之日起生效。认为有错误的，可以向本院书面申请纠正。".to_owned());
    said.into_iter().filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(list: ListKind) -> OrderRecord {
        OrderRecord {
            list,
            court: "示例县人民法院".into(),
            decision_no: "（2025）湘1199执4088号限制消费令".into(),
            case_no: "（2025）湘1199执4088号".into(),
            name: "甲某".into(),
            identity: "4311991983****1032".into(),
            unit: false,
            persons: Vec::new(),
            basis: "（2025）湘1199民初4321号民事判决书".into(),
            duty: "偿还借款本金 480,000 元".into(),
            grounds: vec![Ground::G1],
            items: vec![Item::ALL[0]],
            period: "自即日起至履行完毕止".into(),
            reasons: "有固定收入，多次传唤未到庭。".into(),
            consequences: "违反的，依法予以罚款、拘留。".into(),
            decided_on: "2025年12月12日".into(),
            until: String::new(),
        }
    }

    #[test]
    fn rc_5_an_order_says_period_items_and_consequences() {
        let made = order(&record(ListKind::Restricted));
        let text = made.paragraphs.join("\n");
        assert_eq!((made.title, made.draft), ("限制消费令", false));
        assert!(text.contains("自即日起至履行完毕止") && text.contains("4311991983****1032"));
        assert_eq!(made.list, [Item::ALL[0].zh()]);
        assert!(made.closing[0].contains("罚款、拘留") && made.closing[1].contains("批准"));
    }

    #[test]
    fn dj_5_a_decision_says_reasons_and_term() {
        let fixed = OrderRecord { until: "2027年12月12日".into(), ..record(ListKind::Dishonest) };
        let made = order(&fixed);
        assert!(made.paragraphs.join("\n").contains("多次传唤未到庭，本院决定"));
        assert_eq!(made.list, [Ground::G1.zh()]);
        assert!(made.closing[0].contains("期限至2027年12月12日"));
        assert!(order(&OrderRecord { decided_on: String::new(), ..fixed }).draft);
    }
}
