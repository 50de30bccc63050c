//! `/ledger` and `/ledger.json`: the public ledger, to read and to check.
use app::{
    api::open::{Ledger, LedgerLine},
    domain::{content::ContentKind, date::Instant, ledger::Action, notice::IssueNo},
    pages::ledger::{LedgerRow, LedgerView, ledger as page},
};
use axum::{extract::State, response::Response};

use super::{
    api::{json, paging},
    error::AppError,
    packed,
    page::{Req, cached, cached_data},
};
use crate::{
    crypto::ledger_chain::{GENESIS, Line, sign_head},
    state::AppState,
    store::public_ledger,
};

/// Lines on one page for people, and at most in one answer for programs.
const PAGE: i64 = 50;
const MOST: i64 = 500;

/// GET `/ledger?before=`: the newest first. The whole chain is recomputed for the first page, which is then kept.
pub async fn get(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &["before"], || async {
        let asked = req.query("before").and_then(|n| n.parse().ok());
        let mut tx = state.db.read().await?;
        let lines = public_ledger::latest(&mut tx, state.court.id, asked.unwrap_or(i64::MAX), PAGE).await?;
        let (total, _) = public_ledger::head(&mut tx, state.court.id).await?;
        let checked = match asked {
            Some(_) => None,
            None => Some(public_ledger::verify(&mut tx, state.court.id).await?),
        };
        let before = lines.last().map_or(0, |line| line.seq);
        Ok(page(LedgerView { rows: lines.into_iter().map(row).collect(), total, before, checked }))
    })
    .await
}

fn row(line: Line) -> LedgerRow {
    LedgerRow {
        seq: line.seq,
        when: Instant(line.at).zh_minute(),
        what: Action::parse(&line.action).map_or("", Action::zh).into(),
        record: record_zh(&line.record).unwrap_or(line.record),
        hash: line.hash,
    }
}

/// `notice/2025-21` in words; a kind that is not known here stays as it is stored.
fn record_zh(record: &str) -> Option<String> {
    let (kind, number) = record.split_once('/')?;
    match kind {
        "notice" => IssueNo::parse(number).ok().map(|number| format!("{}悬赏公告", number.zh())),
        "list" => Some(format!("名单信息 {number}")),
        kind => ContentKind::parse(kind).map(|kind| format!("{} {number}", kind.zh())),
    }
}

/// GET `/ledger.json?after=`: the oldest first, 500 at a time.
pub async fn lines(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    paging::only(&req, &["after"])?;
    let after = match req.query("after") {
        None => 0,
        Some(text) => {
            text.parse().ok().filter(|n| *n >= 0).ok_or_else(|| paging::bad("after 应为上一页的 next。".into()))?
        }
    };
    cached_data(&state, &req, &["after"], &packed::JSON, || async {
        let mut tx = state.db.read().await?;
        let lines = public_ledger::after(&mut tx, state.court.id, after, MOST).await?;
        let (head_seq, head_hash) = public_ledger::head(&mut tx, state.court.id).await?;
        let next = lines.last().map(|line| line.seq).filter(|seq| *seq < head_seq);
        let key = state.court.signing_key(&state.server_key).map_err(AppError::internal)?;
        json(&Ledger {
            genesis: GENESIS.into(),
            court: state.court.code.clone(),
            head_signature: sign_head(&key, &state.court.code, head_seq, &head_hash),
            public_key: hex::encode(key.verifying_key().to_bytes()),
            head_seq,
            head_hash,
            lines: lines.into_iter().map(line).collect(),
            next,
        })
    })
    .await
}

fn line(line: Line) -> LedgerLine {
    let Line { seq, at, action, record, content, prev, hash } = line;
    LedgerLine { seq, at, action, record, content, prev, hash }
}
