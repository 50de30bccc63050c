//! `/notices`, `/notices/{issue}`, `/notices/{issue}/{subject}`, `/n/{issue}`, `/verify/{issue}`.
use app::{
    components::{Chip, Moment, NoticeCard, Pager, Status},
    domain::{
        date::{Instant, LegalDate},
        id::Sex,
        money::Fen,
    },
    pages::{Page, notices as pages, verify as verify_page},
    text::markdown,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    api,
    error::AppError,
    limits::Sender,
    page::{Req, asked, cached, site},
    show,
};
use crate::{
    state::AppState,
    store::{
        Tx,
        notice::{self, IssueRow, SubjectRow, VersionRow},
        notice_list::{self, Filter, PAGE},
    },
};

/// Longest sum that is read, in characters.
const SUM_SIGNS: usize = 30;
const KEYS: [&str; 5] = ["status", "kind", "min", "town", "page"];

/// GET `/notices`: filters in the address; unknown values are ignored, a page beyond the end is page 1.
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &KEYS, || async {
        let today = state.clock.now().date();
        let mut tx = state.db.read().await?;
        let towns = notice_list::towns(&mut tx, state.court.id).await?;
        let filter = filter(&req, &towns);
        let keys = notice_list::keys(&mut tx, state.court.id, &filter, today).await?;
        let pages = keys.len().div_ceil(PAGE).max(1);
        let page = req.query("page").and_then(|p| p.parse().ok()).filter(|p| (1..=pages).contains(p)).unwrap_or(1);
        let ids: Vec<String> = keys.iter().skip((page - 1) * PAGE).take(PAGE).cloned().collect();
        let found = notice_list::cards(&mut tx, state.court.id, &ids).await?;
        let pairs = pairs(&filter);
        Ok(pages::list(pages::ListView {
            cards: cards(&found, today),
            total: keys.len() as i64,
            chips: chips(&pairs),
            filter: shown_filter(&filter, towns),
            pager: Pager {
                path: "/notices".into(),
                query: query_of(&pairs, None),
                page: page as i64,
                pages: pages as i64,
            },
        }))
    })
    .await
}

/// Cards for issues as loaded.
pub fn cards(found: &[(IssueRow, Vec<SubjectRow>)], today: LegalDate) -> Vec<NoticeCard> {
    found.iter().filter_map(|(issue, subjects)| show::card(issue, subjects, today)).collect()
}

fn filter(req: &Req, towns: &[String]) -> Filter {
    let one_of = |key: &str, known: &[&str]| {
        req.query(key).filter(|value| known.contains(value)).unwrap_or_default().to_string()
    };
    let min = one_of("min", &["1000", "10000", "50000"]);
    Filter {
        status: one_of("status", &["open", "soon", "ended"]),
        kind: one_of("kind", &["property", "whereabouts", "both"]),
        town: req.query("town").filter(|t| towns.iter().any(|known| known == t)).unwrap_or_default().to_string(),
        min: min.parse::<i64>().map_or(0, |yuan| Fen::yuan(yuan).0),
    }
}

/// Active conditions: (key, value, words).
fn pairs(filter: &Filter) -> Vec<(&'static str, String, String)> {
    let mut pairs = Vec::new();
    let status = match filter.status.as_str() {
        "open" => "征集中",
        "soon" => "即将到期",
        _ => "已结束",
    };
    if !filter.status.is_empty() {
        pairs.push(("status", filter.status.clone(), status.to_string()));
    }
    if !filter.kind.is_empty() {
        pairs.push(("kind", filter.kind.clone(), show::kind_zh(&filter.kind).to_string()));
    }
    if filter.min > 0 {
        pairs.push(("min", (filter.min / 100).to_string(), format!("{} 元以上", Fen(filter.min).grouped())));
    }
    if !filter.town.is_empty() {
        pairs.push(("town", filter.town.clone(), filter.town.clone()));
    }
    pairs
}

fn query_of(pairs: &[(&'static str, String, String)], without: Option<&str>) -> String {
    let kept = pairs.iter().filter(|(key, ..)| Some(*key) != without);
    kept.map(|(key, value, _)| format!("{key}={}", show::query_value(value))).collect::<Vec<_>>().join("&")
}

fn chips(pairs: &[(&'static str, String, String)]) -> Vec<Chip> {
    let chip = |(key, _, words): &(&'static str, String, String)| {
        let rest = query_of(pairs, Some(key));
        let href_without = if rest.is_empty() { "/notices".to_string() } else { format!("/notices?{rest}") };
        Chip { words: words.clone(), href_without }
    };
    pairs.iter().map(chip).collect()
}

fn shown_filter(filter: &Filter, towns: Vec<String>) -> pages::NoticeFilter {
    pages::NoticeFilter {
        status: filter.status.clone(),
        kind: filter.kind.clone(),
        min: if filter.min > 0 { (filter.min / 100).to_string() } else { String::new() },
        town: filter.town.clone(),
        towns: towns.into_iter().map(|town| (town.clone(), town)).collect(),
    }
}

struct Loaded {
    issue: IssueRow,
    subjects: Vec<SubjectRow>,
    versions: Vec<VersionRow>,
    status: Status,
    /// For the desk, before it is public.
    preview: bool,
}

/// An issue by its number with its subjects, in whatever state.
pub(super) async fn rows(tx: &mut Tx, state: &AppState, slug: &str) -> Result<(IssueRow, Vec<SubjectRow>), AppError> {
    let (year, no) = show::issue_no(slug).ok_or(AppError::NotFound)?;
    let issue = notice::load_issue(tx, state.court.id, year, no).await?.ok_or(AppError::NotFound)?;
    let subjects = notice::load_subjects(tx, state.court.id, &issue.id).await?;
    Ok((issue, subjects))
}

/// An issue with a public page; 404 for one that never had one, 410 for one that was taken down.
async fn load(tx: &mut Tx, state: &AppState, slug: &str, today: LegalDate) -> Result<Loaded, AppError> {
    let (issue, subjects) = rows(tx, state, slug).await?;
    let versions = notice::load_versions(tx, state.court.id, &issue.id).await?;
    match show::status(&issue, &subjects, today) {
        None => Err(AppError::NotFound),
        Some(Status::Withdrawn) => Err(AppError::Gone),
        Some(status) => Ok(Loaded { issue, subjects, versions, status, preview: false }),
    }
}

/// GET `/notices/{issue}`.
pub async fn issue(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let today = state.clock.now().date();
        let mut tx = state.db.read().await?;
        let found = load(&mut tx, &state, &slug, today).await?;
        let view = pages::IssueView {
            title: show::title(&found.issue, &found.subjects, found.status),
            body: markdown::render(&found.issue.body_md),
            subjects: found.subjects.iter().filter_map(|s| subject_part(&state, &found, s, today)).collect(),
            head: head(&state, &found),
        };
        Ok(pages::issue(view, &site(&state, &req, None)))
    })
    .await
}

/// GET `/notices/{issue}/{subject}`. With `?recovered=` it reckons the reader's own sum, and nobody keeps the question.
pub async fn subject(
    State(state): State<AppState>,
    Path((slug, position)): Path<(String, String)>,
    sender: Sender,
    req: Req,
) -> Result<Response, AppError> {
    match req.query("recovered") {
        None => cached(&state, &req, &[], || subject_page(&state, &req, &slug, &position, "")).await,
        Some(typed) => {
            state.limits.lookups.check(&sender)?;
            let page = subject_page(&state, &req, &slug, &position, typed).await?;
            Ok(asked(&state, &req, &page))
        }
    }
}

async fn subject_page(state: &AppState, req: &Req, slug: &str, position: &str, typed: &str) -> Result<Page, AppError> {
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let found = load(&mut tx, state, slug, today).await?;
    let row = found.subjects.iter().find(|s| s.position.to_string() == position).ok_or(AppError::NotFound)?;
    // ended by the court: the person's page is gone at once (BN-12)
    if !row.is_open() {
        return Err(AppError::Gone);
    }
    let subject = subject_part(state, &found, row, today).ok_or(AppError::NotFound)?;
    let mut head = head(state, &found);
    head.status = subject.status;
    let view = pages::SubjectView { head, subject, sum: reckon(row, typed) };
    Ok(pages::subject(view, &site(state, req, None)))
}

/// The reward for the sum somebody typed, by the very rule that is printed above it.
fn reckon(row: &SubjectRow, typed: &str) -> pages::SumView {
    let typed: String = typed.trim().chars().take(SUM_SIGNS).collect();
    let mut sum = pages::SumView { recovered: typed.clone(), ..pages::SumView::default() };
    if typed.is_empty() {
        return sum;
    }
    match (show::reckoned(row), Fen::parse(&typed)) {
        (Some(rule), Ok(fen)) if fen > Fen(0) => sum.answer = rule.example(fen).unwrap_or_default(),
        (Some(_), _) => sum.errors.push("recovered", "没有看懂金额，请按 20万元 或者 200000 的样式填写"),
        (None, _) => {}
    }
    sum
}

/// The page as the public will see it, for the publishing desk; `None` when its dates cannot be read.
pub fn preview(state: &AppState, req: &Req, issue: IssueRow, subjects: Vec<SubjectRow>) -> Option<Page> {
    let issue = IssueRow { state: "published".into(), ..issue };
    let today = state.clock.now().date();
    let status = show::status(&issue, &subjects, today)?;
    let found = Loaded { issue, subjects, versions: Vec::new(), status, preview: true };
    let view = pages::IssueView {
        title: show::title(&found.issue, &found.subjects, found.status),
        body: markdown::render(&found.issue.body_md),
        subjects: found.subjects.iter().filter_map(|s| subject_part(state, &found, s, today)).collect(),
        head: head(state, &found),
    };
    Some(pages::issue(view, &site(state, req, None)).noindex())
}

/// GET `/n/{issue}`: the short address of a poster.
pub async fn short(Path(slug): Path<String>) -> Result<Response, AppError> {
    show::issue_no(&slug).ok_or(AppError::NotFound)?;
    Ok(Redirect::permanent(&format!("/notices/{slug}")).into_response())
}

/// GET `/verify/{issue}`: is the poster still in force? Answers for withdrawn issues too.
pub async fn verify(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let (issue, subjects) = rows(&mut state.db.read().await?, &state, &slug).await?;
        let status = show::status(&issue, &subjects, state.clock.now().date()).ok_or(AppError::NotFound)?;
        Ok(verify_page::verify(verify_page::VerifyView {
            number: show::number(&issue),
            status,
            valid_until: issue.valid_until.clone(),
            href: format!("/notices/{slug}"),
        }))
    })
    .await
}

fn head(state: &AppState, found: &Loaded) -> pages::IssueHead {
    let issue = &found.issue;
    let public = |v: &&VersionRow| matches!(v.state.as_str(), "published" | "corrected");
    let moment = |v: &VersionRow| Moment {
        title: if v.note.is_empty() { "发布".into() } else { v.note.clone() },
        when: Instant(v.at).date().zh(),
        ..Moment::default()
    };
    pages::IssueHead {
        slug: issue.slug(),
        number: show::number(issue),
        kind: show::kind_zh(&issue.kind).into(),
        status: found.status,
        published_on: show::day_of(issue.published_at),
        valid_until: issue.valid_until.clone(),
        conditions: issue.condition_text.clone(),
        basis: basis(issue),
        department: show::DEPARTMENT.into(),
        history: found.versions.iter().filter(public).map(moment).collect(),
        card: if found.status.is_open() {
            format!("{}/notices/{}/card.png", api::site(state), issue.slug())
        } else {
            String::new()
        },
    }
}

pub(super) fn basis(issue: &IssueRow) -> Vec<String> {
    let zh = |iso: &str| LegalDate::parse(iso).map(LegalDate::zh).unwrap_or_default();
    let mut lines = vec![format!(
        "申请执行人{}提出书面申请，{}，本院决定同意。",
        zh(&issue.applied_on),
        zh(&issue.application_decided_on)
    )];
    if !issue.approval_no.is_empty() {
        lines.push(format!("批准文号：{}。", issue.approval_no));
    }
    lines.push("《最高人民法院关于民事执行中财产调查若干问题的规定》第二十一条至第二十四条。".into());
    lines
}

fn subject_part(state: &AppState, found: &Loaded, row: &SubjectRow, today: LegalDate) -> Option<pages::Subject> {
    let status = show::subject_status(&found.issue, row, today)?;
    let open = status.is_open();
    Some(pages::Subject {
        slug: row.position.to_string(),
        status,
        title: if open { show::subject_title(row) } else { format!("第 {} 号", row.position) },
        rewards: if open { show::rewards(row) } else { Vec::new() },
        examples: if open { show::examples(row) } else { Vec::new() },
        person: open.then(|| person(state, row, photo(found, row))),
    })
}

/// A draft's photo is for the desk alone.
fn photo(found: &Loaded, row: &SubjectRow) -> String {
    match &row.photo_id {
        None => String::new(),
        Some(_) if found.preview => format!("/staff/notices/{}/subjects/{}/photo.jpg", row.issue_id, row.id),
        Some(name) => format!("/photos/{name}.jpg"),
    }
}

fn person(state: &AppState, row: &SubjectRow, photo: String) -> pages::PersonFacts {
    let money = |fen: i64| if fen > 0 { Fen(fen).display() } else { String::new() };
    pages::PersonFacts {
        name: row.name.clone(),
        sex: Sex::parse(&row.sex).map_or("", Sex::zh).into(),
        birth_year: if row.birth_year > 0 { format!("{}年", row.birth_year) } else { String::new() },
        id_masked: row.id_masked.clone(),
        court: state.court.name.clone(),
        case_no: show::case_no(&row.case_no),
        filed_on: row.filed_on.clone(),
        basis_doc: row.basis_no.clone(),
        owed: money(row.owed),
        unpaid: money(row.unpaid),
        wanted: row.wanted.lines().map(str::to_string).collect(),
        photo,
    }
}
