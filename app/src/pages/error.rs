//! Pages for what goes wrong: one sentence, one next step; the phone stands first in the footer.
use leptos::prelude::*;

use super::{Page, Section};

fn page(title: &'static str, says: String, next: Option<(&'static str, &'static str)>) -> Page {
    Page::new(title, Section::Other, move || {
        let link = next.map(|(href, words)| view! { <p><a class="btn btn--plain" href=href>{words}</a></p> });
        view! { <h1>{title}</h1><p class="lead">{says}</p>{link} }
    })
    .noindex()
}

const HOME: Option<(&str, &str)> = Some(("/", "回到首页"));

/// 404
pub fn not_found() -> Page {
    page("没有找到这个页面", "网址可能写错了，或者页面已经移走。".into(), HOME)
}

/// 410: never the reason, never a name
pub fn gone() -> Page {
    page(
        "这份公告已撤下",
        "如果您要找的是正在征集的公告，请看悬赏公告列表。".into(),
        Some(("/notices?status=open", "悬赏公告列表")),
    )
}

/// 405
pub fn method_not_allowed() -> Page {
    page("这个页面不能这样打开", "请从页面上的按钮或者链接进入。".into(), HOME)
}

/// 413
pub fn too_large() -> Page {
    page("内容太大", "文字请减短一些，照片每张不能超过 10 MB。请返回上一页改好再提交。".into(), None)
}

/// 415
pub fn wrong_type() -> Page {
    page("收到的内容不是表单", "请在网页上填写后提交。".into(), HOME)
}

/// 429 with the seconds of Retry-After
pub fn too_many(retry_secs: u64) -> Page {
    let wait = match retry_secs {
        0..=90 => format!("请 {} 秒后再试。", retry_secs.max(1)),
        more => format!("请 {} 分钟后再试。", more.div_ceil(60)),
    };
    page("尝试次数过多", wait, HOME)
}

/// 403 of a POST that came from another site
pub fn forbidden_cross_site() -> Page {
    page("这次提交没有被接受", "提交来自别的网站。请回到本站页面重新填写。".into(), HOME)
}

/// 403 of the back office: a whole sentence that says who can
pub fn forbidden(who_can: &str) -> Page {
    page("您没有这项权限", who_can.into(), Some(("/staff", "回到工作台")))
}

/// 409: the step is right, the time is not; `says` names the present state and the way out
pub fn wrong_state(says: &str, back: &str) -> Page {
    let (says, back) = (says.to_owned(), back.to_owned());
    Page::new("现在不能这样操作", Section::Other, move || {
        view! { <h1>"现在不能这样操作"</h1><p class="lead">{says}</p><p><a class="btn btn--plain" href=back>"查看最新状态"</a></p> }
    })
    .noindex()
}

/// 404 for somebody who is signed in
pub fn not_found_at_the_desk() -> Page {
    page("没有找到这个页面", "网址可能写错了，或者记录已经移走。".into(), Some(("/staff", "回到工作台")))
}

/// 400
pub fn bad_request() -> Page {
    page("网址或者内容读不出来", "请检查网址，或者从首页重新进入。".into(), HOME)
}

/// 500: the id leads to the log, the cause stays there
pub fn internal(request_id: &str) -> Page {
    let says = format!("您的内容没有提交，请稍后再试或拨打电话。打电话时可以报这个编号：{request_id}");
    page("网站出了问题", says, HOME)
}

/// 503
pub fn unavailable() -> Page {
    page("系统维护中", "可以查看，暂不能提交。请稍后再试或拨打电话。".into(), HOME)
}

/// 409 for somebody outside the court
pub fn changed() -> Page {
    page("内容刚刚有变化", "刚才的操作没有完成。请返回上一页，看一看最新的内容再试。".into(), HOME)
}

/// 409: somebody else changed the record in between
pub fn conflict(who: &str) -> Page {
    page("内容已被修改", format!("此公告刚被{who}修改，请先查看差异。"), Some(("/staff/notices", "悬赏公告")))
}
