//! What lies under the seal of a tip: its content and, apart from it, the person who sent it (BN-6, 8.1).
//! Both are JSON inside an age file; a field added later must have a default, so that old tips still open.
use super::tip::TipKind;
use serde::{Deserialize, Serialize};

/// Shortest and longest account of what was seen, in characters.
pub const WHAT_MIN: usize = 10;
pub const WHAT_MAX: usize = 2000;
/// Longest message in the two-way thread, in characters.
pub const MESSAGE_MAX: usize = 400;
/// Signs of the ticket number and of the secret, blanks and dashes not counted.
pub const TICKET_SIGNS: usize = 10;
pub const SECRET_SIGNS: usize = 16;
/// Most photos a tip may carry, and the largest file accepted for each.
pub const PHOTOS_MAX: usize = 6;
pub const PHOTO_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Version of the privacy notice shown before the first field (PI-2).
pub const PRIVACY_VERSION: &str = "2025-12";

/// What the sender declares before sending (8.1, PI-4, PI-12), in the order shown.
pub const DECLARATIONS: [&str; 4] = [
    "我所说的情况是真实的，没有故意编造",
    "这些情况是合法得知的，没有跟踪、偷拍、冒充他人或购买信息",
    "我不是本案申请执行人的代理人，也不负有必须向法院提供这些情况的职务义务",
    "我已满 18 周岁",
];

/// What the tip is about, in the words of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    Whereabouts,
    House,
    Vehicle,
    Money,
    Company,
    Breach,
    Other,
    #[default]
    Unsure,
}

impl Topic {
    pub const ALL: [Topic; 8] = [
        Topic::Whereabouts,
        Topic::House,
        Topic::Vehicle,
        Topic::Money,
        Topic::Company,
        Topic::Breach,
        Topic::Other,
        Topic::Unsure,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Topic::Whereabouts => "whereabouts",
            Topic::House => "house",
            Topic::Vehicle => "vehicle",
            Topic::Money => "money",
            Topic::Company => "company",
            Topic::Breach => "breach",
            Topic::Other => "other",
            Topic::Unsure => "unsure",
        }
    }

    pub fn parse(code: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|t| t.code() == code)
    }

    pub fn zh(self) -> &'static str {
        match self {
            Topic::Whereabouts => "行踪",
            Topic::House => "房产",
            Topic::Vehicle => "车辆",
            Topic::Money => "存款和应收款",
            Topic::Company => "公司和经营",
            Topic::Breach => "违反限制消费",
            Topic::Other => "其他",
            Topic::Unsure => "说不清",
        }
    }

    /// The kind that stands in clear for routing (8.1); the topic itself stays under the seal.
    pub fn kind(self) -> TipKind {
        match self {
            Topic::Whereabouts => TipKind::Whereabouts,
            Topic::House | Topic::Vehicle | Topic::Money | Topic::Company => TipKind::Property,
            Topic::Breach => TipKind::Breach,
            Topic::Other | Topic::Unsure => TipKind::Other,
        }
    }
}

/// The nine kinds of spending barred to a natural person (RC-3): code and short text.
pub const BREACHES: [(&str, &str); 9] = [
    ("c1", "乘坐飞机、列车软卧、轮船二等以上舱位"),
    ("c2", "在星级以上宾馆、酒店、夜总会、高尔夫球场等场所高消费"),
    ("c3", "购买不动产，或者新建、扩建、高档装修房屋"),
    ("c4", "租赁高档写字楼、宾馆、公寓等场所办公"),
    ("c5", "购买非经营必需车辆"),
    ("c6", "旅游、度假"),
    ("c7", "子女就读高收费私立学校"),
    ("c8", "支付高额保费购买保险理财产品"),
    ("c9", "乘坐 G 字头动车组全部座位、其他动车组一等以上座位等非生活和工作必需的消费"),
];

/// Text of a barred kind of spending, by its code.
pub fn breach_zh(code: &str) -> Option<&'static str> {
    BREACHES.iter().find(|(c, _)| *c == code).map(|(_, zh)| *zh)
}

/// Where it was seen. All empty with `unknown` false means the question was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    pub province: String,
    pub county: String,
    pub town: String,
    pub detail: String,
    pub unknown: bool,
}

impl Place {
    /// One line, coarse to fine; `None` when nothing was given.
    pub fn line(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.province, &self.county, &self.town, &self.detail]
            .into_iter()
            .map(|p| p.as_str())
            .filter(|p| !p.is_empty())
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// When it was seen: a date (`YYYY-MM-DD`), a rough period in words, or neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    pub date: String,
    pub period: String,
    pub unknown: bool,
}

/// What the original file gave away about its maker. The values themselves are not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotoTrace {
    pub place: bool,
    pub time: bool,
    pub device: bool,
}

impl PhotoTrace {
    /// What was found, in the reader's words; `None` when the file gave nothing away.
    pub fn zh(&self) -> Option<String> {
        let found: Vec<&str> = [(self.place, "拍摄地点"), (self.time, "拍摄时间"), (self.device, "手机型号")]
            .into_iter()
            .filter_map(|(yes, word)| yes.then_some(word))
            .collect();
        (!found.is_empty()).then(|| found.join("、"))
    }
}

/// One photo of the tip: `file` is the random name of the age file that holds the re-encoded JPEG.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotoNote {
    pub file: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub trace: PhotoTrace,
}

/// The declarations as accepted: version of the privacy notice and instant (ms UTC) (8.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Declared {
    pub privacy_version: String,
    pub at_ms: i64,
    /// SHA-256 (hex) of the statements as shown.
    pub hash: String,
}

/// The sealed content of a tip, readable by assigned staff and by its sender.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TipContent {
    pub topic: Topic,
    pub what: String,
    /// Whom it is about, in the sender's words; empty when the tip answers a notice.
    pub about: String,
    /// Codes of RC-3 (`c1`…`c9`), only for `Topic::Breach`.
    pub breaches: Vec<String>,
    /// Car plate, normalised to upper case without blanks; may be empty.
    pub plate: String,
    /// In whose name the asset stands, if known.
    pub holder: String,
    /// Expected on this date (`YYYY-MM-DD`), or empty.
    pub expected: String,
    /// It is there now.
    pub now: bool,
    pub place: Place,
    pub seen: Seen,
    pub photos: Vec<PhotoNote>,
    pub declared: Declared,
}

/// The sealed identity of a named sender (BN-6): read only by the vault procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonContent {
    pub name: String,
    /// Eleven digits.
    pub phone: String,
    /// When a call is welcome, in the sender's words.
    pub hours: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc_3_has_nine_choices() {
        assert_eq!(BREACHES.len(), 9);
        assert_eq!(breach_zh("c6"), Some("旅游、度假"));
        assert_eq!(breach_zh("c10"), None);
    }

    #[test]
    fn topic_codes_round_trip() {
        for t in Topic::ALL {
            assert_eq!(Topic::parse(t.code()), Some(t));
        }
        assert_eq!(Topic::parse("x"), None);
    }

    #[test]
    fn place_line_runs_from_coarse_to_fine() {
        let p = Place { county: "示例县".into(), detail: "南门菜场".into(), ..Place::default() };
        assert_eq!(p.line().as_deref(), Some("示例县 南门菜场"));
        assert_eq!(Place::default().line(), None);
    }

    #[test]
    fn trace_names_what_the_picture_gave_away() {
        let t = PhotoTrace { place: true, time: true, device: false };
        assert_eq!(t.zh().as_deref(), Some("拍摄地点、拍摄时间"));
        assert_eq!(PhotoTrace::default().zh(), None);
    }
}
