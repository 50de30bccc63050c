//! `/claims`, `/claims/{slug}`.
use app::{
    domain::{claim::Payout, date::LegalDate},
    pages::{
        Page,
        claims::{self as pages, ClaimCard, PayeeRow},
    },
    text::markdown,
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    error::AppError,
    page::{Req, cached},
    show::{self, Shown},
};
use crate::{
    state::AppState,
    store::{
        Tx,
        claim::{self, ClaimRow, ItemRow},
    },
};

/// Most announcements a page looks at.
pub const MOST: i64 = 50;

pub(super) fn payout(row: &ClaimRow, today: LegalDate) -> Payout {
    Payout::on(today, LegalDate::parse(&row.held_on).ok(), LegalDate::parse(&row.deadline).ok())
}

/// Announcements somebody can still act on, the nearest day first; `rows` come with the latest day first.
pub fn current(rows: &[ClaimRow], today: LegalDate) -> Vec<ClaimCard> {
    let (ahead, rest): (Vec<_>, Vec<_>) = rows.iter().partition(|row| payout(row, today) == Payout::Ahead);
    let waiting = rest.into_iter().filter(|row| payout(row, today) != Payout::Over);
    ahead.into_iter().rev().chain(waiting).map(|row| card(row, today)).collect()
}

/// The card of an announcement; it never announces a day that is over as one to come.
pub(super) fn card(row: &ClaimRow, today: LegalDate) -> ClaimCard {
    ClaimCard {
        href: format!("/claims/{}", row.slug),
        title: row.title.clone(),
        when: match payout(row, today) {
            Payout::Ahead => when(row),
            Payout::Waiting(last) => format!("集中发放已结束，{}前仍可领取", last.zh()),
            Payout::Over => format!("{}（已结束）", when(row)),
        },
        place: row.place.clone(),
        published_on: show::day_of(row.published_at),
    }
}

fn when(row: &ClaimRow) -> String {
    let day = LegalDate::parse(&row.held_on).map_or_else(|_| row.held_on.clone(), LegalDate::zh);
    [day, row.hours.clone()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

/// GET `/claims`.
pub async fn list(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async {
        let mut tx = state.db.read().await?;
        let rows = claim::load_latest(&mut tx, state.court.id, MOST).await?;
        let today = state.clock.now().date();
        Ok(pages::list(pages::ListView {
            cards: rows.iter().map(|row| card(row, today)).collect(),
            accounts: state.view.accounts.clone(),
        }))
    })
    .await
}

/// GET `/claims/{slug}`.
pub async fn one(State(state): State<AppState>, Path(slug): Path<String>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async { page(&state, &mut state.db.read().await?, &slug).await }).await
}

/// The page at this address as `tx` sees it: the desk's preview looks at what is not committed.
pub async fn page(state: &AppState, tx: &mut Tx, slug: &str) -> Result<Page, AppError> {
    let row = claim::load(tx, state.court.id, slug).await?.ok_or(AppError::NotFound)?;
    match show::shown(&row.state) {
        Shown::Yes => {}
        Shown::Gone => return Err(AppError::Gone),
        Shown::No => return Err(AppError::NotFound),
    }
    // who has had their time is named no longer (PI-5)
    let items = match payout(&row, state.clock.now().date()) {
        Payout::Over => Vec::new(),
        _ => claim::load_items(tx, state.court.id, &row.id).await?,
    };
    Ok(pages::one(pages::OneView {
        number: row.slug.clone(),
        title: row.title.clone(),
        published_on: show::day_of(row.published_at),
        when: when(&row),
        place: row.place.clone(),
        phone: row.phone.clone(),
        access: String::new(),
        documents: row.documents.lines().filter_map(document).collect(),
        deadline: row.deadline.clone(),
        consequence: row.consequence.clone(),
        payees: items.iter().map(|item| payee(&row, item)).collect(),
        body: markdown::render(&row.body_md),
        source: row.source.clone(),
        department: show::DEPARTMENT.into(),
        accounts: state.view.accounts.clone(),
    }))
}

/// `本人领取：身份证、银行卡` → who, and each paper.
fn document(line: &str) -> Option<(String, Vec<String>)> {
    let (who, papers) = line.split_once('：')?;
    let papers = papers.split(['、', '；']).map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect();
    Some((who.to_string(), papers))
}

fn payee(claim: &ClaimRow, item: &ItemRow) -> PayeeRow {
    PayeeRow {
        case_no: show::case_no(&item.case_no),
        payee: item.payee.clone(),
        officer: claim.contact.clone(),
        phone: claim.phone.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(slug: &str, held_on: &str, deadline: &str) -> ClaimRow {
        ClaimRow { slug: slug.into(), held_on: held_on.into(), deadline: deadline.into(), ..ClaimRow::default() }
    }

    #[test]
    fn a_payout_day_that_is_over_is_not_announced() {
        let today = LegalDate::parse("2025-12-10").unwrap();
        let rows = [
            row("4", "2026-02-01", ""),
            row("3", "2025-12-10", ""),
            row("2", "2025-12-01", "2026-03-02"),
            row("1", "2025-12-01", ""),
        ];
        let shown: Vec<(String, String)> = current(&rows, today).into_iter().map(|c| (c.href, c.when)).collect();
        let want = [
            ("/claims/3", "2025年12月10日"),
            ("/claims/4", "2026年2月1日"),
            ("/claims/2", "集中发放已结束，2026年3月2日前仍可领取"),
        ];
        assert_eq!(shown, want.map(|(href, when)| (href.to_owned(), when.to_owned())));
        assert_eq!(card(&rows[3], today).when, "2025年12月1日（已结束）");
    }
}
