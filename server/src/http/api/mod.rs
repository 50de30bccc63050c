//! `/api/v1`: open data. Read it with GET, from any site; the description at `/api/openapi.json` is made from this code.
mod campaigns;
mod claims;
mod lists;
mod notices;
mod outcomes;
pub mod paging;
mod problem;
mod statistics;
mod withdrawn;

use app::api::open as dto;
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, header},
    response::Response,
    routing::{get, post},
};
use serde::Serialize;
use utoipa::OpenApi;

use super::{
    error::AppError,
    packed,
    page::{Req, cached_data},
};
use crate::state::AppState;

pub use notices::rewards;
pub use problem::answer as problem;

/// Every address of the open data that answers JSON.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/openapi.json", get(description))
        .route("/api/v1/notices", get(notices::list))
        .route("/api/v1/notices/{issue}", get(notices::one))
        .route("/api/v1/outcomes", get(outcomes::list))
        .route("/api/v1/outcomes/{slug}", get(outcomes::one))
        .route("/api/v1/campaigns", get(campaigns::list))
        .route("/api/v1/claims", get(claims::list))
        .route("/api/v1/statistics/{year}", get(statistics::year))
        .route("/api/v1/withdrawn", get(withdrawn::list))
        .route("/api/v1/lists/lookup", post(lists::lookup))
}

/// OpenAPI 3.1, from the handlers and the types they answer with.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "执行信息公开数据接口",
        version = "1",
        description = "人民法院执行信息公开网站的开放数据。\n\n\
            - 悬赏公告只提供期号、类型、状态、县区和悬赏规则，不含任何人的姓名、身份证号、案号和照片；具体内容见公告页面。\n\
            - 被执行人名单不提供列表、批量下载和订阅，只能按完整姓名、案号或者统一社会信用代码逐条查询，并限制次数（EW-4）。\n\
            - 已撤下的记录从所有结果中消失，单独访问时回答 410，并列入 `/api/v1/withdrawn`。保存了副本的，请据此删除。\n\
            - 列表按最后修改时间从早到晚排列，用 `next` 翻页，用 `changed_since` 取以后的变化。\n\
            - 每个回答都有强 ETag，未变化时回答 304；出错时回答 `application/problem+json`。"
    ),
    paths(
        notices::list,
        notices::one,
        outcomes::list,
        outcomes::one,
        campaigns::list,
        claims::list,
        statistics::year,
        withdrawn::list,
        lists::lookup
    ),
    components(schemas(dto::Problem))
)]
struct Description;

/// GET `/api/openapi.json`
async fn description(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached_data(&state, &req, &[], &packed::JSON, || async {
        let mut about = Description::openapi();
        about.info.license = None;
        about.servers = Some(vec![utoipa::openapi::Server::new(site(&state))]);
        json(&about)
    })
    .await
}

/// The address people use, without a slash at its end.
pub fn site(state: &AppState) -> &str {
    state.config.public_url.trim_end_matches('/')
}

pub fn json(value: &impl Serialize) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(value).map_err(AppError::internal)
}

/// Refusals at these addresses are read by programs.
pub fn is_api(path: &str) -> bool {
    path.starts_with("/api/v1") || path == "/api/openapi.json" || path == "/ledger.json"
}

/// Lets pages of other sites read what names nobody. Persons' lists stay closed to them.
pub fn open_to_other_sites(method: &Method, path: &str, headers: &mut HeaderMap) {
    let open = is_api(path) && !path.starts_with("/api/v1/lists");
    if (open || path == "/feed.atom") && (method == Method::GET || method == Method::HEAD) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, retry-after"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ew_4_the_description_offers_no_list_of_persons() {
        let about = Description::openapi();
        let lists: Vec<_> = about.paths.paths.iter().filter(|(path, _)| path.starts_with("/api/v1/lists")).collect();
        assert!(matches!(lists.as_slice(), [(path, item)] if *path == "/api/v1/lists/lookup" && item.get.is_none()));
    }

    #[test]
    fn only_what_names_nobody_is_open_to_other_sites() {
        let open = |method: &Method, path: &str| {
            let mut headers = HeaderMap::new();
            open_to_other_sites(method, path, &mut headers);
            headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
        };
        assert!(open(&Method::GET, "/api/v1/notices") && open(&Method::GET, "/feed.atom"));
        for path in ["/api/v1/lists/lookup", "/notices", "/api/staff/queue-count", "/"] {
            assert!(!open(&Method::GET, path) && !open(&Method::POST, path), "{path}");
        }
    }
}
