//! EW-1: a record goes before the public at the time its publisher set. Everything is asked again then: dates have
//! passed, persons may be sought no more. What is refused goes back to the publisher, with the reason.
use app::{
    domain::{
        date::Instant,
        edition::Edition,
        ids::{IssueId, StaffId},
    },
    pages::staff::notice::Check,
};

use super::{Each, Trouble};
use crate::{
    editions::{
        self, Why,
        content::{ORPHANED, Went},
        notice::Done,
    },
    state::AppState,
    store::{
        Tx,
        publish_plan::{self, PlanRow},
    },
};

/// Records of one run; the rest follow a moment later.
const MOST: i64 = 50;
/// Longest reason kept for the desk, in characters.
const WORDS: usize = 300;

/// Publishes what is due; answers how many.
pub(super) async fn run(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let plans = publish_plan::due(&mut state.db.single().await?, state.court.id, now, MOST).await?;
    let mut each = Each::default();
    for plan in plans {
        each.note(one(state, &plan, now).await);
    }
    each.end()
}

/// One record in one transaction. What stands in its way is written down in the next, so that it is not tried again.
async fn one(state: &AppState, plan: &PlanRow, now: Instant) -> Result<u64, Trouble> {
    let by = plan.by()?;
    let mut tx = state.db.begin().await?;
    let went = if plan.kind == "notice" {
        notice(state, &mut tx, plan, (by, now)).await?
    } else {
        content(state, &mut tx, plan, (by, now)).await?
    };
    match went {
        Ok(gone) => {
            tx.commit().await?;
            state.cache.bump();
            state.files.forget_all(&gone).await;
            Ok(1)
        }
        Err(why) => {
            tx.rollback().await?;
            missed(state, plan, (by, now), &why).await?;
            Ok(0)
        }
    }
}

async fn content(
    state: &AppState,
    tx: &mut Tx,
    plan: &PlanRow,
    (by, now): (StaffId, Instant),
) -> Result<Result<Vec<String>, String>, Trouble> {
    let court = state.court.id;
    let Some(case) = editions::content::load(tx, court, &plan.object_id).await? else {
        return Ok(Err("这份内容已经没有了。".to_owned()));
    };
    let edition = case.edition.clone().publish_due(now).map_err(Trouble::Refused)?;
    if let Some(gap) = editions::content::gaps(tx, court, &case, now.date()).await?.first() {
        return Ok(Err(gap.sentence()));
    }
    Ok(match editions::content::go_public(tx, court, &case, (edition, by), (Why::OnTime, now)).await? {
        Went::Public(gone) => Ok(gone),
        Went::Overtaken => Err("同事刚刚办理过，请重新设定时间。".to_owned()),
        Went::Orphaned => Err(ORPHANED.to_owned()),
    })
}

async fn notice(
    state: &AppState,
    tx: &mut Tx,
    plan: &PlanRow,
    (by, now): (StaffId, Instant),
) -> Result<Result<Vec<String>, String>, Trouble> {
    let court = state.court.id;
    let case = match IssueId::parse(&plan.object_id) {
        Some(id) => editions::notice::load(tx, court, id).await?,
        None => None,
    };
    let Some(case) = case else { return Ok(Err("这期公告已经没有了。".to_owned())) };
    let edition = case.edition.clone().publish_due(now).map_err(Trouble::Refused)?;
    let checks = editions::notice::checks(state, &case, &plan.approval_no);
    if let Some(Check { text, fix, .. }) = checks.into_iter().find(|check| !check.ok) {
        return Ok(Err(format!("{text}{fix}")));
    }
    let (event, note) = Why::OnTime.words(false);
    let (checker, approval_no) = (Some(by), Some(plan.approval_no.clone()));
    let done = Done { checker, approval_no, public: true, ..Done::new(edition, event, note) };
    let kept = editions::notice::keep(tx, court, &case, &done, (by, now)).await?;
    Ok(if kept { Ok(Vec::new()) } else { Err("同事刚刚办理过，请重新设定时间。".to_owned()) })
}

/// Back to the publisher, with the reason on the page of the record and a line on everybody's first page.
async fn missed(state: &AppState, plan: &PlanRow, (by, now): (StaffId, Instant), why: &str) -> Result<(), Trouble> {
    const NOTE: &str = "到了定时发布的时间，没有办成";
    let court = state.court.id;
    let mut tx = state.db.begin().await?;
    let back = |edition: Edition| edition.miss().map_err(Trouble::Refused);
    if plan.kind == "notice" {
        if let Some(id) = IssueId::parse(&plan.object_id)
            && let Some(case) = editions::notice::load(&mut tx, court, id).await?
        {
            let done = Done::new(back(case.edition.clone())?, "schedule_missed", NOTE);
            editions::notice::keep(&mut tx, court, &case, &done, (by, now)).await?;
        }
    } else if let Some(case) = editions::content::load(&mut tx, court, &plan.object_id).await? {
        let edition = back(case.edition.clone())?;
        let done = editions::content::Done { edition, checker: None, by, event: "schedule_missed", note: NOTE };
        editions::content::keep(&mut tx, court, &case, done, now).await?;
    }
    let trouble = format!("到了定时发布的时间（{}），没有发布：{why}", Instant(plan.at).zh_minute());
    let trouble = trouble.chars().take(WORDS).collect();
    publish_plan::put(&mut tx, court, &PlanRow { trouble, ..plan.clone() }).await?;
    tx.commit().await?;
    Ok(())
}
