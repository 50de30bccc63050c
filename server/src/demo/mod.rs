//! The fictional court 示例县人民法院: the seed article's figures, campaigns and told cases with their source, and
//! persons, notices and lists that nobody is behind.
mod lists;
mod measures;
mod notices;
pub mod person;

use anyhow::Context as _;
use app::domain::{date::LegalDate, ids::StaffId, staff::Role};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::{
    bundle::{Article, Bundle, Claim, Payee},
    clock::Clock,
    crypto::{random, seal::SecretKey, server_key::ServerKey},
    store::{
        Db, court,
        staff::{self, NewStaff, Prepared},
    },
};

/// The demo court's code; no court has it.
pub const COURT_CODE: &str = "湘1199";
/// The demo court's name; no county has it.
pub const COURT_NAME: &str = "示例县人民法院";
/// Where figures, campaigns and told cases come from.
const SOURCE: &str = "《湖南法治报》通讯员卢康蕾：用“真金白银”兑现司法为民承诺——蓝山县人民法院2025年执行工作纪实";

const CAMPAIGNS: &str = include_str!("content/campaigns.json");
const OUTCOMES: &str = include_str!("content/outcomes.json");
const FIGURES: &str = include_str!("content/figures.json");
const CLAIMS: &str = include_str!("content/claims.json");
const ARTICLES: [(&str, &str); 5] = [
    ("hard-or-impossible", include_str!("content/articles/hard-or-impossible.md")),
    ("how-bounties-work", include_str!("content/articles/how-bounties-work.md")),
    ("is-it-safe", include_str!("content/articles/is-it-safe.md")),
    ("rights-of-listed-persons", include_str!("content/articles/rights-of-listed-persons.md")),
    ("faq", include_str!("content/articles/faq.md")),
];
const NAMES: [&str; 8] = ["林编辑", "秦审核", "周院长", "苏书记员", "程法官", "何经办", "温审计", "高管理员"];

/// What the first start prints and nothing keeps.
pub struct Seeded {
    pub accounts: Vec<DemoAccount>,
    /// Private half of the recovery key.
    pub recovery_secret: Zeroizing<String>,
}

/// One account a role.
pub struct DemoAccount {
    pub role: Role,
    pub user: String,
    pub password: Zeroizing<String>,
}

impl std::fmt::Display for DemoAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.role.code(), self.user, self.password.as_str())
    }
}

/// Fills a database that holds no demo court, in one transaction; `None` when it is there already.
///
/// # Errors
/// The store's; a content file that does not pass its own checks.
pub async fn seed(db: &Db, key: &ServerKey, clock: &Clock) -> anyhow::Result<Option<Seeded>> {
    let now = clock.now();
    if court::load(&mut db.read().await?, COURT_CODE).await?.is_some() {
        return Ok(None);
    }
    let accounts = accounts();
    let prepared = prepare(&accounts).await?;
    let mut tx = db.begin().await?;
    // another process may have been faster while the passwords were hashed
    if court::load(&mut tx, COURT_CODE).await?.is_some() {
        return Ok(None);
    }
    let recovery = SecretKey::generate();
    let settings = settings();
    let public = recovery.public();
    let new = court::NewCourt { code: COURT_CODE, name: COURT_NAME, settings: &settings, recovery: &public };
    let court = court::create(&mut tx, new, key, now).await?.id;
    let mut ids: Vec<StaffId> = Vec::with_capacity(prepared.len());
    for account in prepared {
        ids.push(staff::create(&mut tx, court, account, now).await?);
    }
    let id_of =
        |role: Role| Role::ALL.iter().position(|r| *r == role).map(|at| ids[at].to_string()).unwrap_or_default();
    let desk = notices::Desk {
        author: id_of(Role::Editor),
        reviewer: id_of(Role::Reviewer),
        publisher: id_of(Role::Publisher),
    };
    notices::seed(&mut tx, court, key, &desk, now).await?;
    lists::seed(&mut tx, court, key, now).await?;
    measures::seed(&mut tx, court, key, now).await?;
    content(now.date())?.apply(&mut tx, court, now).await?;
    tx.commit().await?;
    let recovery_secret = Zeroizing::new(recovery.expose().expose_secret().to_owned());
    Ok(Some(Seeded { accounts, recovery_secret }))
}

fn settings() -> String {
    serde_json::json!({
        "short_name": "示例法院",
        "phone": "0746-0000000",
        "hotline_email": "zhixing@court.example",
        "address": "示例县南垣镇示范路1号，一楼诉讼服务中心执行窗口",
        "hours": "工作日 9:00 至 12:00，14:30 至 17:30",
        "domain": "court.example",
        "icp": "湘ICP备00000000号",
        "police_record": "湘公网安备00000000000000号",
        "owner": "示例县人民法院",
        "accounts": [{
            "purpose": "执行案款",
            "holder": "示例县人民法院",
            "bank": "示例银行示例县支行（演示）",
            "number": "0000 0000 0000 0000",
        }],
    })
    .to_string()
}

fn accounts() -> Vec<DemoAccount> {
    let account = |role: &Role| DemoAccount { role: *role, user: role.code().to_string(), password: password() };
    Role::ALL.iter().map(account).collect()
}

async fn prepare(accounts: &[DemoAccount]) -> anyhow::Result<Vec<Prepared<'_>>> {
    let mut prepared = Vec::with_capacity(accounts.len());
    for (account, name) in accounts.iter().zip(NAMES) {
        let new = NewStaff {
            login: &account.user,
            name,
            roles: std::slice::from_ref(&account.role),
            password: SecretString::from(account.password.as_str()),
            must_change: false,
        };
        prepared.push(staff::prepare(new).await?);
    }
    Ok(prepared)
}

/// Four groups of four characters without look-alikes, fresh for each account and each demo.
fn password() -> Zeroizing<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let mut text = Zeroizing::new(String::with_capacity(19));
    for (i, byte) in random::bytes::<16>().into_iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    text
}

/// The article's content with its source, checked like any other bundle.
pub fn content(today: LegalDate) -> anyhow::Result<Bundle> {
    let mut bundle = Bundle {
        campaigns: read(CAMPAIGNS)?,
        outcomes: read(OUTCOMES)?,
        figures: read(FIGURES)?,
        claims: read(CLAIMS)?,
        articles: (1_i64..).zip(ARTICLES).map(|(i, (slug, text))| Article::from_markdown(slug, i, text)).collect(),
        bulletins: Vec::new(),
    };
    if let Some(told) = bundle.claims.first_mut() {
        told.items = payees("(2025)", 2100, 3);
    }
    bundle.claims.push(next_payout(today));
    let problems = bundle.problems();
    anyhow::ensure!(
        problems.is_empty(),
        "demo content: {}",
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    );
    Ok(bundle)
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> anyhow::Result<T> {
    serde_json::from_str(&text.replace("@source", SOURCE)).context("demo content")
}

fn payees(year: &str, first: i64, count: i64) -> Vec<Payee> {
    const NAMES: [&str; 6] = ["张某", "某建材经营部", "盘某某", "雷某", "某劳务公司", "欧阳某"];
    (0..count)
        .zip(NAMES.iter().cycle())
        .map(|(i, name)| Payee {
            payee: (*name).to_string(),
            case_no: format!("{year}湘1199执{}号", first + i * 7),
            state: "announced".into(),
        })
        .collect()
}

/// An invented payout day soon after the demo is made, so that there is one to come to.
fn next_payout(today: LegalDate) -> Claim {
    let mut held = today.add_days(8);
    while held.weekday() > 5 {
        held = held.add_days(1);
    }
    let month = format!("{}-{:02}", held.year(), held.month());
    Claim {
        slug: format!("{month}-{:02}", held.day()),
        title: format!("{}执行案款集中发放", held.zh()),
        held_on: held.iso(),
        hours: "上午9:00至12:00，下午14:30至17:00".into(),
        place: "示例县人民法院一楼诉讼服务中心执行窗口".into(),
        contact: "执行局综合组".into(),
        phone: "0746-0000000".into(),
        documents: vec![
            "本人领取：本人身份证、本人银行卡".into(),
            "委托他人领取：经公证的授权委托书，写明可以代领案款；代理人身份证".into(),
            "单位领取：账户证明、收款收据、授权委托书、经办人身份证".into(),
        ],
        deadline: held.add_months(3).iso(),
        consequence: "逾期没有领取，又联系不上的，法院依法提存，您的权利不受影响。".into(),
        body_md: "请提前一天打电话确认。当天不能来的，可以另约时间。".into(),
        source: String::new(),
        published_on: String::new(),
        items: payees(&format!("({})", held.year()), 300, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo() -> Bundle {
        content(LegalDate::new(2026, 11, 23).unwrap()).unwrap()
    }

    #[test]
    fn fg_2_figures_stand_as_printed() {
        let printed: Vec<String> = demo().figures.iter().map(|f| f.printed.clone()).collect();
        for text in [
            "2403件",
            "2251件",
            "93.67%",
            "1.98亿元",
            "28处",
            "18人",
            "24件",
            "113万余元",
            "273件",
            "1887.06万元",
            "87.7万元",
            "170.93万元",
            "174万元",
            "1797万元",
            "7502次",
            "73次",
            "21期",
            "37人",
            "215万元",
            "447套",
            "410台",
            "62人",
            "116人次",
            "857人",
            "11案",
            "14人",
            "5案",
            "8人",
        ] {
            assert!(printed.iter().any(|p| p == text), "{text}");
        }
        assert_eq!(printed.iter().filter(|p| p.contains("857")).count(), 1);
    }

    #[test]
    fn fg_3_the_parts_exceed_the_whole() {
        let bundle = demo();
        let of = |slug: &str| bundle.figures.iter().find(|f| f.slug == slug).map_or(0, |f| f.value);
        let parts = ["labour-injury", "wages", "traffic", "business"].map(|part| of(&format!("2025-backlog-{part}")));
        assert_eq!(parts.iter().sum::<i64>(), 2_229_630_000);
        assert!(parts.iter().sum::<i64>() > of("2025-backlog-sum"));
    }

    #[test]
    fn ew_5_the_demo_humiliates_nobody() {
        for text in ARTICLES.iter().map(|(_, text)| *text).chain([CAMPAIGNS, OUTCOMES, FIGURES, CLAIMS]) {
            assert!(!text.contains("老赖"));
        }
        assert!(demo().problems().is_empty());
    }

    #[test]
    fn each_article_has_a_title_an_answer_and_a_body() {
        for article in demo().articles {
            assert!(!article.title.is_empty() && article.summary.chars().count() > 10 && article.body_md.len() > 300);
        }
    }

    #[test]
    fn the_four_told_cases_have_their_timelines() {
        let outcomes = demo().outcomes;
        assert_eq!(outcomes.len(), 4);
        assert!(outcomes.iter().all(|o| o.steps.len() >= 3 && o.source.contains("湖南法治报")));
    }
}
