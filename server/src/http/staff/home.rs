//! GET `/staff`: what waits for this person.
use app::{
    domain::{
        edition::EditionState,
        list::{EntryState, ListKind},
        staff::Action,
    },
    pages::staff::{
        home::{HomeView, Waiting, home},
        lists::entry_words,
    },
};
use axum::{extract::State, response::Response};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, roles_zh},
};
use super::{deadlines::READERS, desk::at_the_desk, frame, show};
use crate::{
    state::AppState,
    store::{Tx, calendar, content, deadline, list_desk, notice, objection, placement, publish_plan, staff, tip},
};

/// Issues counted at most for one line of the page.
const COUNTED: i64 = 200;

pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let own = staff::by_id(&mut tx, state.court.id, signed.who.id).await?.ok_or(AppError::NotFound)?;
    let mut waiting = Vec::new();
    if signed.who.may(Action::ReadTip) {
        tips(&state, &mut tx, &signed, &mut waiting).await?;
    }
    for (may, status, words) in [
        (Action::Write, EditionState::Draft, "份草稿可以继续写"),
        (Action::Review, EditionState::LegalCheck, "份公告等待审核"),
        (Action::Publish, EditionState::Approved, "份公告等待签发"),
    ] {
        if signed.who.may(may) {
            let count =
                notice::load_issues_in(&mut tx, state.court.id, status.code(), notice::NEWEST, COUNTED).await?.len();
            line(&mut waiting, i64::try_from(count).unwrap_or(COUNTED), words, "/staff/notices", false);
        }
    }
    for (may, status, words) in [
        (Action::Write, EditionState::Draft, "份内容草稿可以继续写"),
        (Action::Review, EditionState::LegalCheck, "份内容等待审核"),
        (Action::Publish, EditionState::Approved, "份内容等待签发"),
    ] {
        if signed.who.may(may) {
            let count = content::in_state(&mut tx, state.court.id, status.code(), content::LATEST).await?.len();
            line(&mut waiting, i64::try_from(count).unwrap_or(COUNTED), words, "/staff/content", false);
        }
    }
    for (kind, words, href) in [
        ("notice", "份公告没有按定时发布", "/staff/notices?state=approved"),
        ("content", "份内容没有按定时发布", "/staff/content?state=approved"),
    ] {
        if signed.who.may(Action::Publish) {
            let missed = publish_plan::failed(&mut tx, state.court.id, kind).await?;
            line(&mut waiting, missed, words, href, true);
        }
    }
    if signed.who.may(Action::HandleObjection) {
        let open = objection::page(&mut tx, state.court.id, true, Default::default()).await?.len();
        let words = "件纠正申请没有办完";
        line(&mut waiting, i64::try_from(open).unwrap_or(COUNTED), words, "/staff/objections", false);
    }
    deadlines(&state, &mut tx, &signed, &mut waiting).await?;
    if at_the_desk(&signed).is_ok() {
        let up = placement::tasks(&mut tx, state.court.id, state.clock.now().date()).await?.len();
        line(&mut waiting, i64::try_from(up).unwrap_or(COUNTED), "处张贴或者推送要撤下", "/staff/placements", true);
    }
    entries(&state, &mut tx, &signed, &mut waiting).await?;
    tx.commit().await?;
    let view = HomeView {
        name: signed.who.name.clone(),
        roles_zh: roles_zh(&signed.who),
        waiting,
        may_write: signed.who.may(Action::Write),
        second_factor: own.totp_confirmed,
    };
    Ok(show(&state, &req, &signed, &home(&frame(&state, &req, &signed).await?, &view)))
}

/// TD-4, and TD-3 for whoever can mend it.
async fn deadlines(state: &AppState, tx: &mut Tx, signed: &Signed, out: &mut Vec<Waiting>) -> Result<(), AppError> {
    let today = state.clock.now().date();
    if READERS.iter().any(|action| signed.who.may(*action)) {
        let due = deadline::fallen_due(tx, state.court.id, today).await?;
        line(out, due, "个期限已经到了", "/staff/deadlines", true);
    }
    if signed.who.may(Action::Manage) {
        let missing = calendar::load(tx, state.court.id).await?.missing(today);
        let count = i64::try_from(missing.len()).unwrap_or_default();
        line(out, count, "个年份的放假安排还没有录入", "/staff/calendar", true);
    }
    Ok(())
}

async fn tips(state: &AppState, tx: &mut Tx, signed: &Signed, out: &mut Vec<Waiting>) -> Result<(), AppError> {
    let mine = tip::queue(tx, state.court.id, Some(signed.who.id), None, COUNTED).await?;
    let count = |n: usize| i64::try_from(n).unwrap_or(COUNTED);
    if signed.who.may(Action::TriageTip) {
        let counts = tip::counts(tx, state.court.id, state.clock.now()).await?;
        line(out, counts.urgent, "条线索说人或者财产现在就在那里", "/staff/tips?tab=open", true);
        line(out, counts.waiting, "条线索超过一天没有人看", "/staff/tips?tab=open", true);
        line(out, counts.unread, "条线索没有看过", "/staff/tips?tab=open", false);
        line(out, counts.answered, "条线索有提供人的新留言", "/staff/tips?tab=all", false);
    } else {
        // nobody is sent to work that only others can open
        let answered = mine.iter().filter(|tip| tip.unread_by_court > 0).count();
        line(out, count(answered), "条承办的线索有提供人的新留言", "/staff/tips?tab=mine", true);
    }
    line(out, count(mine.len()), "条线索由您承办", "/staff/tips?tab=mine", false);
    Ok(())
}

/// The last day any record knows: whatever its date, it counts.
const EVER: &str = "9999-12-31";

/// What waits on the two lists; each list keeps its own lines (GF-7).
async fn entries(state: &AppState, tx: &mut Tx, signed: &Signed, out: &mut Vec<Waiting>) -> Result<(), AppError> {
    use EntryState::{Decided, Draft, Grace, Published, Served};
    let today = state.clock.now().date();
    let (yesterday, today) = (today.add_days(-1).iso(), today.iso());
    let kinds: [(Action, EntryState, &str, &str, bool); 5] = [
        (Action::Withdraw, Published, &yesterday, "超过了删除或者更正的期限", true),
        (Action::Publish, Grace, &today, "宽限期已满，等待核实", true),
        (Action::Review, Draft, EVER, "等待作出决定", false),
        (Action::Write, Decided, EVER, "等待登记送达", false),
        (Action::Publish, Served, EVER, "等待公布", false),
    ];
    for (may, status, day, words, late) in kinds {
        for list in ListKind::ALL.iter().filter(|_| signed.who.may(may)) {
            let count = list_desk::count_due(tx, state.court.id, list.code(), status.code(), day).await?;
            let href = format!("/staff/lists?list={}&state={}", list.code(), status.code());
            line(out, count, &format!("条{}{words}", entry_words(*list)), &href, late);
        }
    }
    Ok(())
}

fn line(out: &mut Vec<Waiting>, count: i64, words: &str, href: &str, late: bool) {
    if count > 0 {
        out.push(Waiting { count, words: words.into(), href: href.into(), late });
    }
}
