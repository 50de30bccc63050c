//! `/search?q=`: all public records by words, titles' pinyin initials, exact names and numbers.
use app::{
    components::Pager,
    domain::{case::CaseNo, date::LegalDate, text::compact},
    pages::search::{self as pages, HitGroup, SearchView},
};
use axum::{extract::State, response::Response};

use super::{
    error::AppError,
    limits::Sender,
    page::{Req, asked, cached},
    show,
};
use crate::{
    state::AppState,
    store::{
        Tx,
        list::{self, BriefRow, Lookup},
        search::{self, Hit},
    },
};

/// Longest question that is read, in characters.
const LONGEST: usize = 100;
/// Kinds of records in their order.
const KINDS: [(&str, &str); 7] = [
    ("notice", "悬赏公告"),
    ("announcement", "公告"),
    ("claim", "领取案款"),
    ("disposal", "涉众案件进展"),
    ("outcome", "执行成效"),
    ("campaign", "专项行动"),
    ("article", "学一学"),
];

/// GET `/search`. An answer is neither cached nor indexed: the question may be a name.
pub async fn search(State(state): State<AppState>, sender: Sender, req: Req) -> Result<Response, AppError> {
    let q: String = req.query("q").unwrap_or_default().trim().chars().take(LONGEST).collect();
    let mut view =
        SearchView { q: q.clone(), pager: Pager { page: 1, pages: 1, ..Pager::default() }, ..SearchView::default() };
    if q.is_empty() {
        return cached(&state, &req, &[], || async { Ok(pages::search(view)) }).await;
    }
    state.limits.lookups.check(&sender)?;
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let question = CaseNo::parse(&q).map_or_else(|_| q.clone(), |no| no.canonical());
    match search::find(&mut tx, state.court.id, &question, today).await? {
        None => view.refused = "请至少输入两个字".into(),
        Some(hits) => {
            view.groups = groups(hits);
            view.groups.extend(listed(&mut tx, &state, &q, today).await?);
        }
    }
    Ok(asked(&state, &req, &pages::search(view)))
}

fn groups(hits: Vec<Hit>) -> Vec<HitGroup> {
    let group = |(kind, name): &(&str, &str)| HitGroup {
        name: (*name).to_string(),
        hits: hits.iter().filter(|hit| hit.kind == *kind).map(shown).collect(),
    };
    KINDS.iter().map(group).filter(|group| !group.hits.is_empty()).collect()
}

fn shown(hit: &Hit) -> pages::Hit {
    pages::Hit {
        href: hit.url.clone(),
        title: hit.title.clone(),
        meta: LegalDate::parse(&hit.shown_on).map(LegalDate::zh).unwrap_or_default(),
        excerpt: hit.excerpt.clone(),
    }
}

/// Current list entries, by whole name or case number only (EW-4).
async fn listed(tx: &mut Tx, state: &AppState, q: &str, today: LegalDate) -> Result<Option<HitGroup>, AppError> {
    let plain = compact(q);
    let what = match CaseNo::parse(&plain) {
        Ok(no) => Lookup::Case(no.canonical()),
        Err(_) if search::looks_like_name(&plain) => Lookup::Name(search::name_key(&plain)),
        Err(_) => return Ok(None),
    };
    let rows = list::lookup(tx, state.court.id, "", &what, today).await?;
    let hits: Vec<pages::Hit> = rows.iter().map(entry).collect();
    Ok((!hits.is_empty()).then(|| HitGroup { name: "名单查询".into(), hits }))
}

fn entry(row: &BriefRow) -> pages::Hit {
    let list = if row.list == "dishonest" { "失信被执行人名单" } else { "限制消费名单" };
    pages::Hit {
        href: format!("/lists/{}/{}", row.list, row.public_no),
        title: format!("{list} {}", row.public_no),
        meta: format!("{}　{}", row.name, row.id_masked),
        excerpt: format!("{}。同名不一定是同一人，请核对案号。", show::case_no(&row.case_no)),
    }
}
