//! What the search knows of an issue: its number for good, its persons only while they are sought (BN-12).
use app::domain::{case::CaseNo, date::LegalDate, ids::CourtId, notice::BountyKind};

use super::{
    StoreResult, Tx,
    notice::{IssueRow, SubjectRow},
    search::{self, Doc},
};

/// Brings the index to what an issue and its subjects are now. Call it in the transaction that changes them.
/// An issue that is not public, or whose subjects were all withdrawn, leaves the index wholly; an ended subject leaves it at once, an expiring one by its date.
pub async fn refresh(tx: &mut Tx, court: CourtId, issue: &IssueRow, subjects: &[SubjectRow]) -> StoreResult<()> {
    let gone = !subjects.is_empty() && subjects.iter().all(|s| s.state == "withdrawn");
    put_issue(tx, court, issue, gone).await?;
    for subject in subjects {
        put_subject(tx, court, issue, subject).await?;
    }
    Ok(())
}

fn kind_zh(code: &str) -> &'static str {
    BountyKind::parse(code).map_or("线索", BountyKind::zh)
}

async fn put_issue(tx: &mut Tx, court: CourtId, issue: &IssueRow, gone: bool) -> StoreResult<()> {
    let url = format!("/notices/{}", issue.slug());
    if gone || !issue.is_public() {
        return search::remove(tx, court, &url).await;
    }
    let number = format!("{}年第{}期", issue.year, issue.no);
    let keys = [number.clone(), format!("第{}期", issue.no), issue.slug()];
    let doc = Doc {
        kind: "notice",
        url: &url,
        title: &format!("{number}悬赏公告（{}）", kind_zh(&issue.kind)),
        excerpt: &issue.summary,
        shown_on: &issue.valid_from,
        visible_until: "",
        body: &issue.body_md,
        keys: &keys,
    };
    search::put(tx, court, &doc).await
}

async fn put_subject(tx: &mut Tx, court: CourtId, issue: &IssueRow, subject: &SubjectRow) -> StoreResult<()> {
    let url = format!("/notices/{}/{}", issue.slug(), subject.position);
    if !issue.is_public() || !subject.is_open() {
        return search::remove(tx, court, &url).await;
    }
    let title = format!("{}年第{}期悬赏公告第{}号", issue.year, issue.no, subject.position);
    let shown = CaseNo::parse(&subject.case_no).map_or_else(|_| subject.case_no.clone(), |no| no.display());
    let doc = Doc {
        kind: "notice",
        url: &url,
        title: &title,
        excerpt: &format!("{shown}，征集{}", kind_zh(&subject.kind)),
        shown_on: &issue.valid_from,
        visible_until: &issue.valid_until,
        body: &subject.wanted,
        keys: &[subject.name.clone(), subject.case_no.clone()],
    };
    search::put(tx, court, &doc).await
}

/// True when the public may see this subject's person today.
pub fn shows_person(issue: &IssueRow, subject: &SubjectRow, today: LegalDate) -> bool {
    issue.is_open(today) && subject.is_open()
}
