//! `/api/v1/lists/lookup`: one exact question, rate limited, kept nowhere (EW-4).
use app::{
    api::open::{ListEntry, LookupAnswer, LookupQuestion, Problem},
    domain::list::ListKind,
    pages::lists::{ListRow, Which},
};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{
    super::{
        error::AppError,
        limits::Sender,
        lists::{list_row, recognise},
        page::Req,
    },
    paging, site,
};
use crate::{
    state::AppState,
    store::list::{self, Lookup},
};

/// Asks the two lists of persons for one full name, case number or credit code. The question goes in the body, so that
/// no name stands in an address. The lists cannot be paged through, downloaded or subscribed to, and questions from one
/// network are limited.
#[utoipa::path(
    post,
    path = "/api/v1/lists/lookup",
    request_body = LookupQuestion,
    responses(
        (status = 200, body = LookupAnswer),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn lookup(
    State(state): State<AppState>,
    sender: Sender,
    req: Req,
    body: Result<Json<LookupQuestion>, JsonRejection>,
) -> Result<Response, AppError> {
    state.limits.lookups.check(&sender)?;
    paging::only(&req, &[])?;
    let Json(question) = body.map_err(refused)?;
    let list = question.list.as_deref().unwrap_or_default();
    if !list.is_empty() && ListKind::parse(list).is_none() {
        return Err(paging::bad("list 应为 dishonest 或者 restricted，也可以不填。".into()));
    }
    let what = recognise(&question.q).map_err(|says| paging::bad(format!("q：{says}。")))?;
    // public numbers follow each other: a program that could ask by them could copy the list (EW-4)
    if matches!(what, Lookup::Number(_)) {
        return Err(paging::bad("q：请填写完整姓名、案号或者统一社会信用代码，不能按编号查询。".into()));
    }
    let mut tx = state.db.read().await?;
    let rows = list::lookup(&mut tx, state.court.id, list, &what, state.clock.now().date()).await?;
    let shown = rows.iter().filter_map(|row| list_row(row, &state.court.name));
    let answer = LookupAnswer { matches: shown.map(|row| of(&state, row)).collect() };
    let mut response = Json(answer).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

fn refused(why: JsonRejection) -> AppError {
    match why {
        JsonRejection::MissingJsonContentType(_) => AppError::WrongType,
        JsonRejection::BytesRejection(why) => AppError::from_status(why.status()).unwrap_or(AppError::BadRequest),
        _ => paging::bad("请提交 JSON：{\"q\": \"完整姓名、案号或者统一社会信用代码\"}。".into()),
    }
}

fn of(state: &AppState, row: ListRow) -> ListEntry {
    let list = match row.which {
        Which::Dishonest => ListKind::Dishonest,
        Which::Restricted => ListKind::Restricted,
    };
    ListEntry {
        id: row.number,
        list: list.code().into(),
        name: row.name,
        identity: row.id_masked,
        region: row.region,
        case_no: row.case_no,
        reason: row.reason,
        decision_no: row.decision_no,
        decided_on: row.from,
        until: row.until,
        court: row.court,
        url: format!("{}{}", site(state), row.href),
    }
}
