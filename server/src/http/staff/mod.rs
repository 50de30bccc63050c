//! The back office: sign-in, queue, tip case, publishing desk. Every answer is private and never stored.
mod account;
mod audit;
mod desk;
mod home;
mod issue;
mod issue_steps;
mod outputs;
mod placements;
mod sign_in;
mod subject;
mod subject_end;
mod tip;
mod tip_steps;
mod tips;

use app::{
    domain::{refusal::Refusal, staff::Action},
    pages::{Page, staff::Frame},
};
use axum::{
    Router,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{
    error::AppError,
    page::{self, Req},
    session::Signed,
};
use crate::state::AppState;

/// Every address of the back office.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff", get(home::get))
        .route("/staff/sign-in", get(sign_in::form).post(sign_in::enter))
        .route("/staff/sign-out", post(sign_in::leave))
        .route("/staff/account", get(account::show_account))
        .route("/staff/account/password", get(account::password_form).post(account::change_password))
        .route("/staff/account/second-factor", get(account::factor_form).post(account::confirm_factor))
        .route("/staff/audit", get(audit::get))
        .route("/staff/notices", get(desk::get))
        .route("/staff/notices/new", get(issue::new_form).post(issue::create))
        .route("/staff/notices/{id}", get(issue::get))
        .route("/staff/notices/{id}/edit", get(issue::edit_form).post(issue::save))
        .route("/staff/notices/{id}/preview", get(issue::preview))
        .route("/staff/notices/{id}/outputs", get(outputs::get))
        .route("/staff/notices/{id}/poster/{subject}", get(outputs::poster))
        .route("/staff/notices/{id}/card.png", get(outputs::card))
        .route("/staff/notices/{id}/qr.png", get(outputs::qr))
        .route("/staff/notices/{id}/placements", get(placements::get).post(placements::add))
        .route("/staff/notices/{id}/placements/{placement}", get(placements::form).post(placements::close))
        .route("/staff/placements", get(placements::tasks))
        .route("/staff/notices/{id}/submit", post(issue_steps::submit))
        .route("/staff/notices/{id}/approve", post(issue_steps::approve))
        .route("/staff/notices/{id}/publish", post(issue_steps::publish))
        .route("/staff/notices/{id}/return", post(issue_steps::send_back))
        .route("/staff/notices/{id}/withdraw", post(issue_steps::withdraw))
        .route("/staff/notices/{id}/subjects/{subject}", get(subject::form).post(subject::save))
        .route("/staff/notices/{id}/subjects/{subject}/remove", post(subject::remove))
        .route("/staff/notices/{id}/subjects/{subject}/end", get(subject_end::form).post(subject_end::end))
        .route("/staff/tips", get(tips::get))
        .route("/staff/tips/{id}", get(tip::get))
        .route("/staff/tips/{id}/files/{name}", get(tip::file))
        .route("/staff/tips/{id}/triage", post(tip_steps::triage))
        .route("/staff/tips/{id}/assign", post(tip_steps::assign))
        .route("/staff/tips/{id}/step", post(tip_steps::step))
        .route("/staff/tips/{id}/note", post(tip_steps::note))
        .route("/api/staff/queue-count", get(tips::count))
}

/// A page for this person.
pub(super) fn show(state: &AppState, req: &Req, signed: &Signed, page: &Page) -> Response {
    page::private(state, req, StatusCode::OK, Some(signed.chip()), page)
}

/// The same page again with what was typed and what is to be mended.
pub(super) fn show_again(state: &AppState, req: &Req, signed: &Signed, page: &Page) -> Response {
    page::private(state, req, StatusCode::UNPROCESSABLE_ENTITY, Some(signed.chip()), page)
}

/// What stands around a page: the form token, the queue's count for those who assign from it, and what was just done.
pub(super) async fn frame(state: &AppState, req: &Req, signed: &Signed) -> Result<Frame, AppError> {
    let waiting = if signed.who.may(Action::TriageTip) { Some(tips::waiting(state, signed).await?) } else { None };
    let done = req.query("done").map(done_words).unwrap_or_default().to_owned();
    Ok(Frame { csrf: signed.csrf.clone(), waiting, done, today: Some(state.clock.now().date()) })
}

/// A rule said no to the person: 403, with who can.
pub(super) fn forbidden(refusal: &Refusal) -> AppError {
    AppError::Forbidden(refusal.sentence())
}

/// The right step at the wrong time: 409 with the present state and the way out. `back` shows the record as it is now.
pub(super) fn not_now(refusal: &Refusal, back: String) -> AppError {
    AppError::WrongState { says: refusal.sentence(), back }
}

/// Words for the short code after a redirect; an unknown code says nothing.
fn done_words(code: &str) -> &'static str {
    match code {
        "saved" => "已保存。",
        "submitted" => "已提交审核。",
        "approved" => "审核已通过，等待签发。",
        "returned" => "已退回修改。",
        "published" => "已发布，公开页面马上更新。",
        "withdrawn" => "已撤下，公开页面马上更新。",
        "ended" => "已结束这名被执行人的征集，姓名和页面已从网站撤下。",
        "removed" => "已从公告中删除。",
        "placed" => "已登记张贴的地方。",
        "unplaced" => "已登记撤下。",
        "triaged" => "已分流。",
        "assigned" => "已指派。",
        "noted" => "已记录。",
        "replied" => "已发给提供线索的人。",
        "moved" => "状态已更新。",
        "password" => "密码已修改。",
        "factor" => "动态码已开启。",
        _ => "",
    }
}
