//! A refusal for programs: RFC 9457, with the status and what to do about it.
use app::api::open::Problem;
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};

use super::super::error::AppError;

/// The same refusal a person would see as a page.
pub fn answer(error: &AppError, request_id: &str) -> Response {
    let status = error.status();
    let (title, detail) = words(error, request_id);
    let problem = Problem { kind: "about:blank".into(), title: title.into(), status: status.as_u16(), detail };
    let mut response = Response::new(Body::from(serde_json::to_vec(&problem).unwrap_or_default()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn words(error: &AppError, request_id: &str) -> (&'static str, String) {
    match error {
        AppError::NotFound => ("没有这条记录", "请核对地址，或者从列表接口取得编号。".into()),
        AppError::Gone => ("记录已撤下", "请删除您保存的副本。".into()),
        AppError::BadQuestion(says) => ("请求没有写对", says.clone()),
        AppError::MethodNotAllowed => ("不支持这种请求方法", "请按 /api/openapi.json 的说明请求。".into()),
        AppError::TooLarge => ("请求内容过大", "请缩短请求内容。".into()),
        AppError::WrongType => ("不支持这种内容类型", "请以 application/json 提交。".into()),
        AppError::RateLimited(seconds) => ("请求过于频繁", format!("请 {seconds} 秒后再试。")),
        AppError::Unavailable => ("暂时不能回答", "请稍后再试。".into()),
        AppError::Internal(_) => ("网站出了问题", format!("请稍后再试。编号 {request_id}。")),
        AppError::CrossSite | AppError::Forbidden(_) => ("不接受这个请求", "不能从其他网站的页面提交。".into()),
        AppError::BadRequest | AppError::Conflict | AppError::WrongState { .. } => {
            ("请求没有写对", "请按 /api/openapi.json 的说明请求。".into())
        }
    }
}
