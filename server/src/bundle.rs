//! A bundle of records as JSON: what `zhaoshi import` reads and the demo court is filled from.
//!
//! Records are known by their slug, so loading a bundle twice changes nothing the second time. A bundle is checked
//! whole before anything is written; each problem names its record.
use app::domain::{
    claim::ClaimState,
    content::{ContentKind, Values, gaps, value},
    date::{Instant, LegalDate, PartialDate},
    figure::{Figure, Period, Precision, Unit},
    ids::CourtId,
    scan,
};
use serde::Deserialize;

use crate::{
    bound,
    bundle_content::records,
    store::{StoreResult, Tx, content, figure},
};
use put::{put_article, put_bulletin, put_campaign, put_claim, put_figure, put_outcome};

mod put;

/// The file: six lists, each may be missing.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bundle {
    pub campaigns: Vec<Campaign>,
    pub outcomes: Vec<Outcome>,
    pub figures: Vec<FigureRecord>,
    pub claims: Vec<Claim>,
    pub articles: Vec<Article>,
    pub bulletins: Vec<Bulletin>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Campaign {
    pub slug: String,
    pub title: String,
    pub parent: String,
    pub year: i64,
    /// In words
    pub period: String,
    /// `2025`, `2025-03` or `2025-03-01`; may be empty
    pub started: String,
    pub ended: String,
    pub goal: String,
    pub body_md: String,
    pub source: String,
    pub position: i64,
    /// Day of publication; the day of the import when empty
    pub published_on: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Outcome {
    pub slug: String,
    pub title: String,
    pub kind: String,
    pub cause: String,
    pub summary: String,
    pub owed_text: String,
    pub done_text: String,
    pub arrived_text: String,
    pub body_md: String,
    pub happened: String,
    pub campaign: String,
    pub source: String,
    pub published_on: String,
    pub steps: Vec<Step>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// `lead`, `measure`, `result`, `sum`
    pub stage: String,
    pub happened: String,
    pub title: String,
    pub text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FigureRecord {
    pub slug: String,
    pub year: i64,
    pub section: String,
    pub label: String,
    /// As the source prints it, with unit and precision (FG-2)
    pub printed: String,
    /// Counts: the count; money: fen; percent: hundredths
    pub value: i64,
    pub unit: String,
    pub precision: String,
    pub period_from: String,
    pub period_to: String,
    pub as_of: String,
    pub scope: String,
    pub source: String,
    pub definition: String,
    pub campaign: String,
    pub home: bool,
    /// Why it is stated again
    pub note: String,
    /// It comes alone and stays where it stands among the figures of its year
    #[serde(skip)]
    pub alone: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Claim {
    pub slug: String,
    pub title: String,
    pub held_on: String,
    pub hours: String,
    pub place: String,
    pub contact: String,
    pub phone: String,
    /// `本人领取：身份证、银行卡`, one line a case
    pub documents: Vec<String>,
    pub deadline: String,
    pub consequence: String,
    pub body_md: String,
    pub source: String,
    pub published_on: String,
    pub items: Vec<Payee>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Payee {
    /// Masked: 张某, 张*三
    pub payee: String,
    pub case_no: String,
    /// CM-4; `announced` when missing
    pub state: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Article {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub body_md: String,
    pub position: i64,
}

/// An announcement, or how far a case with many victims has come; the fields are those of the desk's form.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bulletin {
    /// `announcement` or `disposal`
    pub kind: String,
    pub slug: String,
    pub values: Values,
}

impl Bulletin {
    fn kind(&self) -> Option<ContentKind> {
        let kind = ContentKind::parse(&self.kind);
        kind.filter(|kind| matches!(kind, ContentKind::Announcement | ContentKind::Disposal))
    }
}

impl Article {
    /// From a Markdown file: `# title`, one line that answers, then the body.
    pub fn from_markdown(slug: &str, position: i64, text: &str) -> Self {
        let mut parts = text.splitn(3, '\n');
        let title = parts.next().unwrap_or_default().trim_start_matches('#').trim().to_string();
        let summary = parts.next().unwrap_or_default().trim().to_string();
        let body_md = parts.next().unwrap_or_default().trim().to_string();
        Self { slug: slug.to_string(), title, summary, body_md, position }
    }
}

/// One problem of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `figures 2025-received`
    pub record: String,
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}：{}", self.record, self.message)
    }
}

/// How many records of each kind a bundle brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub campaigns: usize,
    pub outcomes: usize,
    pub figures: usize,
    pub claims: usize,
    pub articles: usize,
    pub bulletins: usize,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "专项行动 {} 项，案例 {} 个，数据 {} 项，领款公告 {} 份，文章 {} 篇，公告和涉众案件 {} 份",
            self.campaigns, self.outcomes, self.figures, self.claims, self.articles, self.bulletins
        )
    }
}

impl Bundle {
    /// Every problem of every record, in the order of the file; empty when the bundle may be written.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        for r in &self.campaigns {
            common(&mut found, "campaigns", &r.slug, &r.title, &r.body_md);
            day(&mut found, "campaigns", &r.slug, &r.published_on);
            partial(&mut found, "campaigns", &r.slug, &[&r.started, &r.ended]);
        }
        for r in &self.outcomes {
            common(&mut found, "outcomes", &r.slug, &r.title, &r.body_md);
            day(&mut found, "outcomes", &r.slug, &r.published_on);
            partial(&mut found, "outcomes", &r.slug, &[&r.happened]);
            let known = |s: &&Step| matches!(s.stage.as_str(), "lead" | "measure" | "result" | "sum");
            if r.steps.iter().any(|step| !known(&step)) {
                push(&mut found, "outcomes", &r.slug, "steps：stage 应为 lead、measure、result 或 sum");
            }
        }
        for r in &self.figures {
            common(&mut found, "figures", &r.slug, &r.label, &r.definition);
            if let Err(message) = r.checked() {
                push(&mut found, "figures", &r.slug, &message);
            }
        }
        for r in &self.claims {
            common(&mut found, "claims", &r.slug, &r.title, &r.body_md);
            claim_problems(&mut found, r);
        }
        for r in &self.articles {
            common(&mut found, "articles", &r.slug, &r.title, &r.body_md);
        }
        for r in &self.bulletins {
            common(&mut found, "bulletins", &r.slug, value(&r.values, "title"), value(&r.values, "body"));
            match r.kind() {
                Some(kind) => {
                    gaps(kind, &r.values).iter().for_each(|gap| push(&mut found, "bulletins", &r.slug, &gap.sentence()))
                }
                None => push(&mut found, "bulletins", &r.slug, "kind 应为 announcement 或 disposal"),
            }
        }
        found
    }

    /// Writes all records into the public tables and the search index.
    pub async fn publish(&self, tx: &mut Tx, court: CourtId, now: Instant) -> StoreResult<()> {
        for r in &self.campaigns {
            put_campaign(tx, court, r, now).await?;
        }
        for r in &self.outcomes {
            put_outcome(tx, court, r, now).await?;
        }
        for (position, r) in (1_i64..).zip(&self.figures) {
            put_figure(tx, court, r, if r.alone { figure::LAST } else { position }, now).await?;
        }
        for r in &self.claims {
            put_claim(tx, court, r, now).await?;
        }
        for r in &self.articles {
            put_article(tx, court, r, now).await?;
        }
        for r in &self.bulletins {
            put_bulletin(tx, court, r, now).await?;
        }
        Ok(())
    }

    /// Writes all records, puts them into the search index, and shows them to the desk as published. Call
    /// [`Bundle::problems`] first.
    pub async fn apply(&self, tx: &mut Tx, court: CourtId, now: Instant) -> StoreResult<Report> {
        self.publish(tx, court, now).await?;
        for (kind, slug, values) in records(self) {
            content::adopt(tx, court, (kind, &slug), &values, now).await?;
        }
        for r in &self.figures {
            bound::follow(tx, court, &r.slug, now).await?;
        }
        Ok(Report {
            campaigns: self.campaigns.len(),
            outcomes: self.outcomes.len(),
            figures: self.figures.len(),
            claims: self.claims.len(),
            articles: self.articles.len(),
            bulletins: self.bulletins.len(),
        })
    }
}

fn push(found: &mut Vec<Problem>, list: &str, slug: &str, message: &str) {
    found.push(Problem { record: format!("{list} {slug}"), message: message.to_string() });
}

/// What every record must have: an address, a title, and words that are not on the list of words we do not use.
fn common(found: &mut Vec<Problem>, list: &str, slug: &str, title: &str, text: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.is_empty() || slug.len() > 80 || !slug.chars().all(plain) {
        push(found, list, slug, "slug 应为小写字母、数字和连字符，最多 80 个字符");
    }
    if title.trim().is_empty() || title.chars().count() > 120 {
        push(found, list, slug, "标题应为 1 至 120 个字");
    }
    let words = format!("{title}\n{text}");
    if words.contains("{{") {
        push(found, list, slug, "引用数据的文字请在后台写，导入的内容里不能有 {{");
    }
    for hit in scan::wording(&words).into_iter().chain(scan::personal_data(&words)) {
        push(found, list, slug, &hit.refusal().to_string());
    }
}

fn partial(found: &mut Vec<Problem>, list: &str, slug: &str, dates: &[&String]) {
    for date in dates.iter().filter(|d| !d.is_empty()) {
        if let Err(refusal) = PartialDate::parse(date) {
            push(found, list, slug, &format!("{date}：{refusal}"));
        }
    }
}

fn day(found: &mut Vec<Problem>, list: &str, slug: &str, date: &str) {
    if !date.is_empty() && LegalDate::parse(date).is_err() {
        push(found, list, slug, &format!("日期“{date}”应为 2025-12-01 的样式"));
    }
}

fn claim_problems(found: &mut Vec<Problem>, r: &Claim) {
    if r.held_on.is_empty() {
        push(found, "claims", &r.slug, "还没有填写日期 held_on");
    }
    for date in [&r.held_on, &r.deadline, &r.published_on] {
        day(found, "claims", &r.slug, date);
    }
    for item in &r.items {
        if app::domain::case::CaseNo::parse(&item.case_no).is_err() {
            push(found, "claims", &r.slug, &format!("没有看懂案号“{}”", item.case_no));
        }
        if !item.state.is_empty() && ClaimState::parse(&item.state).is_none() {
            push(found, "claims", &r.slug, &format!("没有看懂状态“{}”", item.state));
        }
    }
}

impl FigureRecord {
    /// The domain's figure, when FG-1 holds and the printed form says the same as the value.
    pub fn checked(&self) -> Result<Figure, String> {
        let date = |text: &str| LegalDate::parse(text).map_err(|refusal| refusal.to_string());
        let unit = Unit::parse(&self.unit).ok_or_else(|| format!("没有看懂单位“{}”", self.unit))?;
        let precision = Precision::parse(&self.precision).ok_or_else(|| format!("没有看懂精度“{}”", self.precision))?;
        let figure = Figure {
            value: self.value,
            unit,
            precision,
            period: Period { from: date(&self.period_from)?, to: date(&self.period_to)? },
            as_of: date(&self.as_of)?,
            scope: self.scope.clone(),
            source: self.source.clone(),
            approved_by: None,
        }
        .checked()
        .map_err(|refusal| refusal.to_string())?;
        let shown = figure.display().replace(',', "");
        if shown != self.printed.replace(',', "") {
            return Err(format!("原文“{}”与数值“{shown}”不一致（FG-2）", self.printed));
        }
        Ok(figure)
    }
}
