//! GET `/staff/audit`: the log, for the auditor.
use app::{
    domain::{
        date::Instant,
        ids::StaffId,
        staff::{Matter, ReadAudit},
    },
    pages::staff::audit::{AuditRow, AuditView, audit},
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed};
use super::{forbidden, frame, show};
use crate::{
    state::AppState,
    store::{audit as log, staff},
};

/// Events on one page.
const PAGE: i64 = 100;

pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    signed.who.permit::<ReadAudit>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let before = req.query("before").and_then(|n| n.parse().ok()).unwrap_or(i64::MAX);
    let mut tx = state.db.read().await?;
    let events = log::latest(&mut tx, state.court.id, before, PAGE).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    tx.commit().await?;
    let row = |e: &log::EventRow| AuditRow {
        seq: e.seq,
        when: Instant(e.at).zh_second(),
        who: StaffId::parse(&e.actor).and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "系统".into()),
        what: kind_zh(&e.kind).to_owned(),
        object: format!("{} {}", e.object_kind, e.object_id),
        note: e.note.clone(),
    };
    let view = AuditView { before: events.last().map_or(0, |e| e.seq), rows: events.iter().map(row).collect() };
    Ok(show(&state, &req, &signed, &audit(&frame(&state, &req, &signed).await?, &view)))
}

/// What was done, in words; an unknown kind stays as it is stored.
pub(super) fn kind_zh(kind: &str) -> &str {
    match kind {
        "tip.accept" | "tip.received" | "tip.receive" => "收到线索",
        "tip.read" => "打开线索",
        "tip.file.read" => "查看照片",
        "tip.register" => "登记",
        "tip.triage" => "分流",
        "tip.assign" => "指派",
        "tip.share" => "授权阅读",
        "tip.revoke" => "取消授权",
        "tip.step" => "办理",
        "tip.ask" => "要求补充",
        "tip.note" => "写备注",
        "tip.reply" => "回复提供人",
        "tip.withdraw" => "提供人撤回",
        "tip.come_forward" => "提供人实名",
        "issue.create" => "起草公告",
        "issue.edit" => "修改公告",
        "issue.subject" => "修改被执行人",
        "issue.submit" => "提交审核",
        "issue.approve" => "审核通过",
        "issue.return" => "退回修改",
        "issue.publish" => "批准发布",
        "issue.withdraw" => "撤下公告",
        "staff.create" => "新建账号",
        "staff.sign_in" => "登录",
        "staff.sign_in_failed" => "登录失败",
        "staff.sign_out" => "退出",
        "staff.password" => "修改密码",
        "staff.second_factor" => "开启动态码",
        other => other,
    }
}
