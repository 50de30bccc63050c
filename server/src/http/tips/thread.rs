//! `/tips/status/thread`: where the tip stands in public words, messages both ways, withdrawal.
use app::{
    components::{Message as Shown, Voice},
    domain::{
        audit::EventKind,
        refusal::Refusal,
        tip::{PublicStatus, RewardStage, Step, TipState, public_status},
    },
    form::{
        Errors,
        tip_status::{ReplyForm, WithdrawForm},
    },
    pages::tips::{self as pages, ThreadView},
};
use axum::{Form, extract::State, response::Response};

use super::{
    answer,
    session::{Codes, Session},
    to,
};
use crate::{
    crypto::random,
    http::{error::AppError, limits::Sender, page::Req},
    state::AppState,
    store::{
        message,
        tip::{self, Tip},
        tip_open::{self, OpenedTip},
    },
};

pub async fn get(State(state): State<AppState>, req: Req, session: Session) -> Result<Response, AppError> {
    let Some(codes) = session.data.thread.clone() else { return Ok(to("/tips/status")) };
    page(&state, &req, &codes, String::new(), Errors::default()).await
}

/// A message to the court. An answer to a question also moves the tip on.
pub async fn reply(
    State(state): State<AppState>,
    req: Req,
    sender: Sender,
    session: Session,
    Form(form): Form<ReplyForm>,
) -> Result<Response, AppError> {
    let Some(codes) = session.data.thread.clone() else { return Ok(to("/tips/status")) };
    let text = match form.validate() {
        Ok(text) => text,
        Err(errors) => return page(&state, &req, &codes, form.text, errors).await,
    };
    state.limits.tips.check(&sender)?;
    let once = message::once(&state.server_key, &state.court.code, &form.once, &text);
    let now = state.clock.now();
    let key = codes.sender_key(&state)?;
    let mut tx = state.db.begin().await?;
    let tip = tip::load_for_sender(&mut tx, state.court.id, &codes.ticket()?, &key).await?;
    let tip = tip.ok_or(AppError::NotFound)?;
    if tip.handling.state.is_over() {
        tx.rollback().await?;
        let mut errors = Errors::default();
        errors.push("text", "这条线索已经办结，不能再补充，刚才的话没有送出。有新情况请重新提供线索");
        return page(&state, &req, &codes, form.text, errors).await;
    }
    message::send(&mut tx, state.court.id, &tip, None, &text, &once, now).await?;
    if tip.handling.state == TipState::NeedInfo
        && let Ok(after) = tip.handling.clone().take(Step::Answered)
    {
        tip::save_step(&mut tx, state.court.id, &tip, &after, EventKind::TipMessaged.code(), None, now).await?;
    }
    tx.commit().await?;
    Ok(to("/tips/status/thread"))
}

pub async fn withdraw(
    State(state): State<AppState>,
    req: Req,
    session: Session,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, AppError> {
    let Some(codes) = session.data.thread.clone() else { return Ok(to("/tips/status")) };
    if let Err(errors) = form.validate() {
        return page(&state, &req, &codes, String::new(), errors).await;
    }
    match take_back(&state, &codes).await? {
        Ok(()) => Ok(to("/tips/status/thread")),
        Err(refusal) => {
            let mut errors = Errors::default();
            errors.push("sure", format!("{}{}", refusal.message, refusal.fix));
            page(&state, &req, &codes, String::new(), errors).await
        }
    }
}

/// Withdraws, or says why the domain refuses (§8.2). Withdrawing twice is one withdrawal.
async fn take_back(state: &AppState, codes: &Codes) -> Result<Result<(), Refusal>, AppError> {
    let key = codes.sender_key(state)?;
    let mut tx = state.db.begin().await?;
    let tip = tip::load_for_sender(&mut tx, state.court.id, &codes.ticket()?, &key).await?;
    let tip = tip.ok_or(AppError::NotFound)?;
    if tip.handling.state == TipState::Withdrawn {
        return Ok(Ok(()));
    }
    let after = match tip.handling.clone().take(Step::Withdraw) {
        Ok(after) => after,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let now = state.clock.now();
    if !tip::save_step(&mut tx, state.court.id, &tip, &after, EventKind::TipWithdrawn.code(), None, now).await? {
        return Err(AppError::Conflict);
    }
    tx.commit().await?;
    Ok(Ok(()))
}

async fn page(state: &AppState, req: &Req, codes: &Codes, typed: String, errors: Errors) -> Result<Response, AppError> {
    let key = codes.sender_key(state)?;
    let mut tx = state.db.read().await?;
    let opened = tip_open::open_for_sender(&mut tx, state.court.id, &codes.ticket()?, &key).await?;
    tx.rollback().await?;
    let opened = opened.ok_or(AppError::NotFound)?;
    let wrong = !errors.is_empty();
    let view = view(&opened, typed, errors);
    Ok(answer(state, req, wrong, &pages::thread(&view)))
}

fn view(opened: &OpenedTip, typed: String, errors: Errors) -> ThreadView {
    let tip = &opened.tip;
    let status = public_status(tip.handling.state, tip.handling.finding, RewardStage::None);
    let shown = |m: &message::Message| Shown {
        voice: if m.author.is_some() { Voice::Court } else { Voice::Sender },
        name: if m.author.is_some() { "法院" } else { "您" }.to_owned(),
        when: m.sent_at.zh_minute(),
        text: m.text.text().to_owned(),
    };
    ThreadView {
        ticket: tip.ticket.to_string(),
        arrived: tip.handling.received_at,
        state_zh: status.zh().to_owned(),
        step: step(status),
        seq: tip.seq,
        subject_zh: subject_zh(tip),
        messages: opened.messages.iter().map(shown).collect(),
        open: !tip.handling.state.is_over(),
        once: hex::encode(random::bytes::<16>()),
        typed,
        errors,
    }
}

/// Which of the four steps of the page a public word belongs to.
fn step(status: PublicStatus) -> usize {
    match status {
        PublicStatus::Received => 0,
        PublicStatus::Triage => 1,
        PublicStatus::Checking | PublicStatus::NeedInfo => 2,
        PublicStatus::Duplicate
        | PublicStatus::Adopted
        | PublicStatus::NotAdopted
        | PublicStatus::RewardReady
        | PublicStatus::Paid
        | PublicStatus::Withdrawn => 3,
    }
}

/// `2025-21/3` in words; never a name.
fn subject_zh(tip: &Tip) -> Option<String> {
    let (issue, _) = tip.subject_label.split_once('/')?;
    let (year, no) = issue.split_once('-')?;
    Some(format!("{year}年第{no}期悬赏公告"))
}
