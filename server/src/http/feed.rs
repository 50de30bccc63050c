//! `/feed.atom`: what the court published last, of every kind but persons' lists (EW-4).
use app::{
    domain::{
        content::ContentKind,
        date::{Instant, LegalDate},
    },
    text::feed::{FeedEntry, FeedHead, atom},
};
use axum::{extract::State, response::Response};

use super::{
    api::{rewards, site},
    error::AppError,
    packed,
    page::{Req, cached_data},
    show,
};
use crate::{
    state::AppState,
    store::{
        Tx, bulletin, campaign, claim,
        notice::{IssueRow, SubjectRow},
        notice_list::{self, PAGE},
        open_data, outcome,
    },
};

/// Records of each kind looked at.
const EACH: i64 = 20;

/// GET `/feed.atom`
pub async fn get(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached_data(&state, &req, &[], &packed::ATOM, || async {
        let mut tx = state.db.read().await?;
        let mut entries = notices(&state, &mut tx).await?;
        entries.extend(others(&state, &mut tx).await?);
        let head = FeedHead { court: state.court.name.clone(), site: site(&state).into() };
        Ok(atom(&head, entries).into_bytes())
    })
    .await
}

async fn notices(state: &AppState, tx: &mut Tx) -> Result<Vec<FeedEntry>, AppError> {
    let (court, today) = (state.court.id, state.clock.now().date());
    let keys = open_data::notices_in_force(tx, court, today, EACH).await?;
    let ids: Vec<String> = keys.into_iter().map(|key| key.id).collect();
    let mut entries = Vec::with_capacity(ids.len());
    for some in ids.chunks(PAGE) {
        let found = notice_list::cards(tx, court, some).await?;
        entries.extend(found.iter().map(|(issue, subjects)| notice(state, issue, subjects)));
    }
    Ok(entries)
}

/// Number, kind, county and reward, and nothing that an editor or a debtor's row brings along: readers keep copies.
fn notice(state: &AppState, issue: &IssueRow, subjects: &[SubjectRow]) -> FeedEntry {
    let open: Vec<&SubjectRow> = subjects.iter().filter(|s| s.is_open()).collect();
    let mut parts: Vec<String> = open.iter().map(|s| s.county.clone()).filter(|county| !county.is_empty()).collect();
    parts.dedup();
    for subject in &open {
        parts.extend(rewards(subject).into_iter().map(|reward| format!("{}{}", reward.label, reward.text)));
    }
    if let Ok(until) = LegalDate::parse(&issue.valid_until) {
        parts.push(format!("有效期至{}", until.zh()));
    }
    FeedEntry {
        kind: "悬赏公告",
        title: format!("{}悬赏公告：征集{}", show::number(issue), show::kind_zh(&issue.kind)),
        summary: format!("{}。", parts.join("；")),
        url: format!("{}/notices/{}", site(state), issue.slug()),
        published: Instant(issue.published_at.unwrap_or(issue.updated_at)),
        updated: Instant(issue.updated_at),
    }
}

async fn others(state: &AppState, tx: &mut Tx) -> Result<Vec<FeedEntry>, AppError> {
    let court = state.court.id;
    let entry = |kind, title: &str, summary: String, path: String, published: Option<i64>, updated| FeedEntry {
        kind,
        title: title.to_owned(),
        summary,
        url: format!("{}{path}", site(state)),
        published: Instant(published.unwrap_or(updated)),
        updated: Instant(updated),
    };
    let mut entries = Vec::new();
    for row in outcome::load_latest(tx, court, EACH).await? {
        let told = [row.owed_text.as_str(), &row.done_text, &row.arrived_text];
        let summary = told.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("；");
        let path = format!("/outcomes/{}", row.slug);
        entries.push(entry("执行成效", &row.title, summary, path, row.published_at, row.updated_at));
    }
    for row in claim::load_latest(tx, court, EACH).await? {
        let path = format!("/claims/{}", row.slug);
        entries.push(entry("领取案款", &row.title, row.place.clone(), path, row.published_at, row.updated_at));
    }
    for row in campaign::load_all(tx, court).await?.into_iter().take(usize::try_from(EACH).unwrap_or(0)) {
        let path = format!("/campaigns/{}", row.slug);
        entries.push(entry("专项行动", &row.title, row.goal.clone(), path, row.published_at, row.updated_at));
    }
    for kind in [ContentKind::Announcement, ContentKind::Disposal] {
        for row in bulletin::latest(tx, court, kind, EACH).await? {
            let path = format!("/{}/{}", kind.folder(), row.slug);
            entries.push(entry(
                kind.zh(),
                &row.title,
                row.summary.clone(),
                path,
                Some(row.published_at),
                row.updated_at,
            ));
        }
    }
    Ok(entries)
}
