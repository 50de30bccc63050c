//! The back office: sign-in, queue, tip case, publishing desk. Every answer is private and never stored.
mod account;
mod audit;
mod calendar;
mod case_money;
mod compose;
mod content;
mod content_steps;
mod deadlines;
mod desk;
mod editing;
mod figures;
mod home;
mod images;
mod import;
mod import_apply;
mod import_plan;
mod import_read;
mod import_steps;
mod import_undo;
mod issue;
mod issue_steps;
mod list_case;
mod list_correct;
mod list_edit;
mod list_ends;
mod list_export;
mod list_facts;
mod list_fill;
mod list_gaps;
mod list_order;
mod list_page;
mod list_parts;
mod list_steps;
mod measures;
mod names;
mod objections;
mod outputs;
mod overtaken;
mod penalty_review;
mod phone;
mod placements;
mod relief;
mod remarks;
mod report;
mod review;
mod sign_in;
mod subject;
mod subject_end;
mod subject_photo;
mod timing;
mod tip;
mod tip_steps;
mod tips;
mod upload;
mod versions;
mod warnings;

use app::{
    domain::{refusal::Refusal, staff::Action, tip_content::PHOTO_BYTES_MAX},
    pages::{Page, staff::Frame},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{
    error::AppError,
    page::{self, Req},
    routes::FORM_BYTES,
    session::Signed,
};
use crate::state::AppState;

/// A photo and the short fields beside it.
const UPLOAD_BYTES: usize = PHOTO_BYTES_MAX + FORM_BYTES;

/// Every address of the back office.
pub fn routes() -> Router<AppState> {
    let table = post(import::upload).layer(DefaultBodyLimit::max(import::UPLOAD_BYTES));
    Router::new()
        .merge(editing::routes())
        .route("/staff", get(home::get))
        .route("/staff/sign-in", get(sign_in::form).post(sign_in::enter))
        .route("/staff/sign-out", post(sign_in::leave))
        .route("/staff/account", get(account::show_account))
        .route("/staff/account/password", get(account::password_form).post(account::change_password))
        .route("/staff/account/second-factor", get(account::factor_form).post(account::confirm_factor))
        .route("/staff/audit", get(audit::get))
        .route("/staff/calendar", get(calendar::get).post(calendar::load))
        .route("/staff/content", get(content::list))
        .route("/staff/content/new", get(content::new_form).post(content::create))
        .route("/staff/content/{id}", get(content::get))
        .route("/staff/content/{id}/edit", get(content::edit_form).post(content::save))
        .route("/staff/content/{id}/preview", get(content::preview))
        .route("/staff/content/{id}/submit", post(content_steps::submit))
        .route("/staff/content/{id}/approve", post(content_steps::approve))
        .route("/staff/content/{id}/publish", post(content_steps::publish))
        .route("/staff/content/{id}/return", post(content_steps::send_back))
        .route("/staff/content/{id}/withdraw", post(content_steps::withdraw))
        .route("/staff/content/{id}/correct", post(content_steps::correct))
        .route("/staff/deadlines", get(deadlines::get))
        .route("/staff/measures", get(measures::list))
        .route("/staff/measures/new", get(measures::new_form).post(measures::record))
        .route("/staff/measures/{id}", get(penalty_review::get).post(penalty_review::step))
        .route("/staff/measures/{id}/void", get(measures::void_form).post(measures::void))
        .route("/staff/warnings", get(warnings::list))
        .route("/staff/warnings/new", get(warnings::new_form).post(warnings::issue))
        .route("/staff/warnings/{id}", get(warnings::get).post(warnings::step))
        .route("/staff/objections", get(objections::list))
        .route("/staff/objections/{id}", get(objections::get).post(objections::step))
        .route("/staff/notices", get(desk::get))
        .route("/staff/notices/new", get(issue::new_form).post(issue::create))
        .route("/staff/notices/{id}", get(issue::get))
        .route("/staff/notices/{id}/edit", get(issue::edit_form).post(issue::save))
        .route("/staff/notices/{id}/preview", get(issue::preview))
        .route("/staff/notices/{id}/compose", get(compose::get).post(compose::save))
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
        .route(
            "/staff/notices/{id}/subjects/{subject}/photo",
            get(subject_photo::form).post(subject_photo::save).layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/staff/notices/{id}/subjects/{subject}/photo.jpg", get(subject_photo::shown))
        .route("/staff/notices/{id}/subjects/{subject}/end", get(subject_end::form).post(subject_end::end))
        .route("/staff/content/{id}/names", get(names::form).post(names::apply))
        .route("/staff/report", get(report::get))
        .route("/staff/figures", get(figures::list))
        .route("/staff/lists", get(list_page::get).post(list_page::find))
        .route("/staff/lists/new", get(list_edit::new_form).post(list_edit::create))
        .route("/staff/lists/export", get(list_export::form).post(list_export::export))
        .route("/staff/import", table.get(import::get))
        .route("/staff/import/{id}", get(import::one))
        .route("/staff/import/{id}/confirm", post(import_steps::confirm))
        .route("/staff/import/{id}/drop", post(import_steps::give_up))
        .route("/staff/import/{id}/undo", post(import_steps::undo))
        .route("/staff/lists/{id}", get(list_page::one))
        .route("/staff/lists/{id}/order", get(list_order::get))
        .route("/staff/lists/{id}/edit", get(list_edit::edit_form).post(list_edit::save))
        .route("/staff/lists/{id}/persons/{person}", get(list_parts::person).post(list_parts::save_person))
        .route("/staff/lists/{id}/persons/{person}/remove", post(list_parts::remove_person))
        .route("/staff/lists/{id}/relief", get(relief::list).post(relief::take_down))
        .route("/staff/lists/{id}/relief/{request}", get(relief::get).post(relief::decide))
        .route("/staff/lists/{id}/decide", post(list_steps::decide))
        .route("/staff/lists/{id}/refuse", post(list_steps::refuse))
        .route("/staff/lists/{id}/take_back", post(list_ends::take_back))
        .route("/staff/lists/{id}/serve", post(list_steps::serve))
        .route("/staff/lists/{id}/grace", post(list_steps::grace))
        .route("/staff/lists/{id}/publish", post(list_steps::publish))
        .route("/staff/lists/{id}/performed", post(list_ends::performed))
        .route("/staff/lists/{id}/found", post(list_ends::found))
        .route("/staff/lists/{id}/remove", post(list_ends::remove))
        .route("/staff/lists/{id}/early", post(list_ends::early))
        .route("/staff/lists/{id}/expire", post(list_ends::expire))
        .route("/staff/lists/{id}/wrong", post(list_ends::wrong))
        .route("/staff/lists/{id}/cleared", post(list_ends::cleared))
        .route("/staff/lists/{id}/revoke", post(list_ends::revoke))
        .route("/staff/lists/{id}/lift", post(list_ends::lift))
        .route("/staff/lists/{id}/correct", get(list_correct::form).post(list_correct::propose))
        .route("/staff/lists/{id}/corrected", post(list_correct::decide))
        .route("/staff/lists/{id}/portal", post(list_parts::portal))
        .route("/staff/lists/{id}/channel", post(list_parts::channel))
        .route("/staff/lists/{id}/channels/{channel}/close", post(list_parts::close))
        .route("/staff/money", get(case_money::list))
        .route("/staff/money/new", get(case_money::new_form).post(case_money::record))
        .route("/staff/money/{id}", get(case_money::get).post(case_money::step))
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
        "scheduled" => "已设定发布时间，到时间后自动发布。",
        "unscheduled" => "已取消定时发布，等待签发。",
        "forced" => "已紧急发布，公开页面马上更新。请尽快补办审核。",
        "withdrawn" => "已撤下，公开页面马上更新。",
        "passed" => "这个审核环节已通过，等待下一个环节。",
        "remarked" => "批注已保存。",
        "settled" => "批注已标为处理。",
        "ended" => "已结束这名被执行人的征集，姓名和页面已从网站撤下。",
        "pictured" => "图片已保存，加在正文最后。",
        "unpictured" => "图片已删除。",
        "photo" => "照片已保存，请在预览里核对。",
        "composed" => "本期编排已保存。",
        "removed" => "已从公告中删除。",
        "entry_edit" => "已保存。",
        "entry_decide" => "已登记决定。",
        "entry_refuse" => "已登记不予决定。",
        "entry_take_back" => "已撤回登记的情形，期限不再计算。",
        "entry_serve" => "已登记送达。",
        "entry_grace" => "已给予宽限期，期间不公布。",
        "entry_publish" => "已公布，公开页面马上更新。",
        "entry_performed" => "已登记履行，不再公布。",
        "entry_found" => "已登记删除情形，请在期限内删除。",
        "entry_remove" | "entry_early" | "entry_expire" => "已删除，公开页面马上更新。",
        "entry_wrong" => "已登记发现错误，请有权的人在期限内撤销或者更正。",
        "entry_cleared" => "已登记核查无误。",
        "entry_revoke" => "已撤销，公开页面马上更新。",
        "entry_propose" => "已提出更正，等待另一个人批准。",
        "entry_correct" => "已更正，公开页面马上更新。",
        "entry_dropped" => "没有采用更正，公开页面不变。",
        "entry_lift" => "已解除，公开页面马上更新。",
        "entry_portal" => "已登记核对结果。",
        "entry_channel" => "已登记渠道或者单位。",
        "entry_close" => "已登记了结。",
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
