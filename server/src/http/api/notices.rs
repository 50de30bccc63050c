//! `/api/v1/notices`, `/api/v1/notices/{issue}`: issues without a single person (EW-4, BN-12).
use app::{
    api::open::{Listing, Notice, NoticeStatus, NoticeSubject, PageQuery, Problem, Reward},
    components::{Reward as Shown, Status},
    domain::date::{Instant, LegalDate},
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    super::{
        error::AppError,
        notices::rows,
        packed,
        page::{Req, cached_data},
        show,
    },
    json, paging, site,
};
use crate::{
    state::AppState,
    store::{
        notice::{IssueRow, SubjectRow},
        notice_list::{self, PAGE},
        open_data::{self, NoticeKey},
    },
};

/// Public bounty issues, in force and ended; withdrawn ones are not among them.
#[utoipa::path(
    get,
    path = "/api/v1/notices",
    params(PageQuery),
    responses(
        (status = 200, body = Listing<Notice>),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    let after = paging::asked(&req)?;
    let last = show::issue_no(&after.slug).unwrap_or_default();
    cached_data(&state, &req, &paging::KEYS, &packed::JSON, || async {
        let (court, limit) = (state.court.id, after.limit);
        let mut tx = state.db.read().await?;
        let ask = open_data::After { limit: limit + 1, ..after.clone() };
        let mut keys = open_data::notices(&mut tx, court, &ask, last).await?;
        let next = paging::cut(&mut keys, limit, |key: &NoticeKey| (key.updated_at, key.slug()));
        let ids: Vec<String> = keys.into_iter().map(|key| key.id).collect();
        let mut items = Vec::with_capacity(ids.len());
        for some in ids.chunks(PAGE) {
            let found = notice_list::cards(&mut tx, court, some).await?;
            items.extend(found.iter().filter_map(|(issue, subjects)| of(&state, issue, subjects)));
        }
        json(&Listing { items, next })
    })
    .await
}

/// One bounty issue by its number, `2025-21`. 410 once it was withdrawn.
#[utoipa::path(
    get,
    path = "/api/v1/notices/{issue}",
    params(("issue" = String, Path, description = "`2025-21`")),
    responses(
        (status = 200, body = Notice),
        (status = 304, description = "Unchanged since the ETag given in If-None-Match"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn one(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    paging::only(&req, &[])?;
    cached_data(&state, &req, &[], &packed::JSON, || async {
        let (issue, subjects) = rows(&mut state.db.read().await?, &state, &slug).await?;
        match show::status(&issue, &subjects, state.clock.now().date()) {
            Some(Status::Withdrawn) => Err(AppError::Gone),
            _ => json(&of(&state, &issue, &subjects).ok_or(AppError::NotFound)?),
        }
    })
    .await
}

/// What of an issue is open data today; `None` when it has no public page.
fn of(state: &AppState, issue: &IssueRow, subjects: &[SubjectRow]) -> Option<Notice> {
    let today = state.clock.now().date();
    let status = show::status(issue, subjects, today).filter(|status| *status != Status::Withdrawn)?;
    let (site, slug) = (site(state), issue.slug());
    Some(Notice {
        number: show::number(issue),
        kind: issue.kind.clone(),
        kind_text: show::kind_zh(&issue.kind).into(),
        status: word(status),
        published_on: show::day_of(issue.published_at),
        valid_from: issue.valid_from.clone(),
        valid_until: issue.valid_until.clone(),
        conditions: issue.condition_text.clone(),
        subjects: subjects.iter().filter_map(|row| subject(issue, row, today)).collect(),
        url: format!("{site}/notices/{slug}"),
        verify_url: format!("{site}/verify/{slug}"),
        changed: Instant(issue.updated_at).iso(),
        id: slug,
    })
}

fn subject(issue: &IssueRow, row: &SubjectRow, today: LegalDate) -> Option<NoticeSubject> {
    let status = show::subject_status(issue, row, today)?;
    let open = status.is_open();
    Some(NoticeSubject {
        position: row.position,
        status: word(status),
        county: if open { row.county.clone() } else { String::new() },
        rewards: if open { rewards(row) } else { Vec::new() },
    })
}

/// The reward lines of the page as text.
pub fn rewards(row: &SubjectRow) -> Vec<Reward> {
    let text = |reward: Shown| match reward {
        Shown::Sum { figure, .. } => format!("{figure}元"),
        Shown::Formula(words) => words,
    };
    show::rewards(row).into_iter().map(|(label, reward)| Reward { label, text: text(reward) }).collect()
}

const fn word(status: Status) -> NoticeStatus {
    match status {
        Status::Open => NoticeStatus::Open,
        Status::Soon => NoticeStatus::EndingSoon,
        Status::Ended => NoticeStatus::Ended,
        Status::Withdrawn => NoticeStatus::Withdrawn,
    }
}
