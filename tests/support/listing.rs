//! The desk of the two lists, through the forms a person sees.
use crate::story::resident_id;
use crate::{Person, Site};

/// The debtor every story is about, and the first 17 digits of their number.
pub const NAME: &str = "闻人栎舟";
/// Born 1983.
pub const SEVENTEEN: &str = "43119919830412103";
/// What lies on the sealed side of the number: month, day and sequence.
pub const HIDDEN: &str = "19830412103";

/// Those who work at the desk, each signed in once.
pub struct Desk {
    /// Writes.
    pub editor: Person,
    /// Decides.
    pub reviewer: Person,
    /// Publishes.
    pub publisher: Person,
}

/// Both lists ask for these.
const COMMON: [(&str, &str); 12] = [
    ("party", "自然人"),
    ("name", NAME),
    ("case_no", "（2025）湘1199执4088号"),
    ("filed_on", "2025-06-03"),
    ("basis_no", "（2025）湘1199民初4321号"),
    ("basis_unit", "示例县人民法院"),
    ("duty", "偿还借款本金 480,000 元"),
    ("performance", "全部未履行"),
    ("initiated_by", "依申请"),
    ("applied_on", "2025-12-08"),
    ("warned_on", "2025-06-20"),
    ("reasons", "有固定收入，多次传唤未到庭。"),
];
const DISHONEST: [(&str, &str); 6] = [
    ("is_debtor", "on"),
    ("grounds", "g1"),
    ("secured", "否"),
    ("seized_enough", "否"),
    ("ranks_later", "否"),
    ("otherwise_unable", "否"),
];
const RESTRICTED: [(&str, &str); 4] = [
    ("considerations", "有固定收入，消极履行，有一定履行能力。"),
    ("items", "c1"),
    ("items", "c9"),
    ("period", "自即日起至履行完毕止"),
];

/// The fields of a complete draft of `list`, with other words where given.
pub fn words<'a>(list: &str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own: &[(&'static str, &'static str)] = if list == "dishonest" { &DISHONEST } else { &RESTRICTED };
    let replaced = |key: &str| other.iter().any(|(k, _)| *k == key);
    let mut all: Vec<(&'a str, &'a str)> =
        COMMON.iter().chain(own).copied().filter(|(key, _)| !replaced(key)).collect();
    all.extend(other);
    all
}

impl Desk {
    /// Signs everybody in.
    pub async fn open(site: &Site) -> Self {
        Self {
            editor: site.staff("editor").await,
            reviewer: site.staff("reviewer").await,
            publisher: site.staff("publisher").await,
        }
    }

    /// Writes a draft with other words than the complete one; its path at the desk.
    pub async fn draft(&mut self, list: &str, other: &[(&str, &str)]) -> String {
        let id = resident_id(SEVENTEEN);
        let mut all = words(list, other);
        if all.iter().all(|(key, _)| *key != "id_no") {
            all.push(("id_no", &id));
        }
        self.editor.visit(&format!("/staff/lists/new?list={list}")).await;
        self.editor.expect(200);
        self.editor.submit("保存草稿", &all).await;
        self.editor.expect(200).sees("已保存");
        self.editor.page().path.split('?').next().unwrap_or_default().to_owned()
    }

    /// The reviewer registers a decision signed by the president.
    pub async fn decide(&mut self, desk: &str) {
        self.reviewer.visit(desk).await;
        let signed = [("decision_no", "（2025）湘1199执4088号决定"), ("decided_on", "2025-12-12"), ("president", "on")];
        self.reviewer.submit("登记决定", &signed).await;
        self.reviewer.expect(200).sees("已登记决定");
    }

    /// The editor registers the service.
    pub async fn serve(&mut self, desk: &str) {
        self.editor.visit(desk).await;
        self.editor.submit("登记送达", &[("service_method", "直接送达"), ("service_date", "2025-12-13")]).await;
        self.editor.expect(200).sees("已登记送达");
    }

    /// The publisher publishes; the address of the public page.
    pub async fn publish(&mut self, desk: &str) -> String {
        self.publisher.visit(desk).await;
        self.publisher.submit("批准公布", &[]).await;
        self.publisher.expect(200).sees("已公布");
        match self.publisher.page().link("公开页面") {
            Some(public) => public,
            None => self.publisher.fail("no link to the public page"),
        }
    }

    /// All of it: the path at the desk and the public address.
    pub async fn published(&mut self, list: &str, other: &[(&str, &str)]) -> (String, String) {
        let desk = self.draft(list, other).await;
        self.decide(&desk).await;
        self.serve(&desk).await;
        let public = self.publish(&desk).await;
        (desk, public)
    }

    /// A public order and a public 失信 entry of the same debtor that names it: desk and public address of each.
    pub async fn both(&mut self, other: &[(&str, &str)]) -> [(String, String); 2] {
        let restricted = self.published("restricted", &[]).await;
        let linked = number(&restricted.1);
        let mut all = vec![("linked_no", linked)];
        all.extend(other);
        let dishonest = self.published("dishonest", &all).await;
        [restricted, dishonest]
    }
}

/// `r-2025-0546` of `/lists/restricted/r-2025-0546`.
pub fn number(public: &str) -> &str {
    public.rsplit('/').next().unwrap_or_default()
}

/// What the person sees who looks up this name or number.
pub async fn look_up(person: &mut Person, asked: &str) {
    person.visit("/lists").await;
    person.submit("查询", &[("q", asked)]).await;
    person.expect(200);
}
