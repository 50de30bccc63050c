//! One issue at the desk: where it stands, what still blocks it, who may take the next step.
use leptos::prelude::*;

use super::{
    Frame,
    phone::phone_button,
    remarks::{RemarksView, remarks},
    review::{ReviewStep, review_steps},
    staff_page, titled,
    withdrawal::withdrawal,
};
use crate::components::form::{Field, button, error_summary, hidden};
use crate::components::{Column, Fact, Icon, Moment, Tone, back_link, data_table, facts, icon, nb, timeline, tone_tag};
use crate::domain::refusal::cited;
use crate::form::{Errors, withdrawal::WithdrawalForm};
use crate::pages::Page;

/// A gate of publication: what it found, by which rule, and how to pass it.
#[derive(Clone, Debug, Default)]
pub struct Check {
    pub rule: String,
    pub ok: bool,
    pub text: String,
    /// How to mend it; empty when nothing is wrong.
    pub fix: String,
}

/// A debtor as a line of the issue.
#[derive(Clone, Debug, Default)]
pub struct SubjectLine {
    pub id: String,
    pub position: i64,
    pub name: String,
    pub id_masked: String,
    pub case_no: String,
    pub unpaid: String,
    pub reward: String,
    pub state_zh: String,
    /// Why it ended, and the note that stays inside the court; empty while it is open.
    pub ended: String,
    /// Words of the way to end its search, or to withdraw what has ended; empty when this person can do neither now.
    pub end: String,
}

/// Which steps this person may take now; the reasons for the others are in `who_next`.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    pub edit: bool,
    pub submit: bool,
    pub approve: bool,
    pub publish: bool,
    pub send_back: bool,
    pub withdraw: bool,
    /// A time can be set or taken away, or the review passed by
    pub timing: bool,
}

#[derive(Clone, Debug, Default)]
pub struct NoticeView {
    pub id: String,
    pub no_zh: String,
    pub title: String,
    pub state_zh: String,
    pub version: i64,
    pub author: String,
    pub reviewer: String,
    pub publisher: String,
    pub applicant: String,
    pub application: String,
    pub approval_no: String,
    pub valid: String,
    pub public_href: String,
    /// It can leave this system: texts and posters can be made of it.
    pub outputs: bool,
    /// It was public, so it may stand elsewhere.
    pub placements: bool,
    pub subjects: Vec<SubjectLine>,
    /// Empty once there is nothing left to pass.
    pub checks: Vec<Check>,
    /// What deserves a look but stops nothing.
    pub warnings: Vec<Check>,
    pub steps: Steps,
    /// Who has to act next, when it is not this person.
    pub who_next: String,
    pub history: Vec<Moment>,
    pub review: Vec<ReviewStep>,
    pub remarks: RemarksView,
    /// What was typed of a withdrawal, when it came back
    pub withdrawal: WithdrawalForm,
}

/// `errors` belong to the step form at the end of the page.
pub fn notice(frame: &Frame, view: &NoticeView, errors: &Errors) -> Page {
    let (f, v, errors) = (frame.clone(), view.clone(), errors.clone());
    staff_page(format!("{}悬赏公告", view.no_zh), frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            {back_link("/staff/notices", "悬赏公告")}
            <h1>{titled(&v.title)}</h1>
            <p>{tone_tag(Tone::Draft, v.state_zh.clone())}" "<span class="num">{v.no_zh.clone()}</span>" "
                <span class="meta">{format!("第 {} 版", v.version)}</span></p>
            <div class="desk__panes">
                <div>
                    {about(&v)}
                    {phone_button(&f, &format!("/staff/notices/{}", v.id))}
                    {subjects(&v)}
                </div>
                <div>
                    {review_steps(&v.review)}
                    {checks(&v.checks)}
                    {warnings(&v.warnings)}
                    {steps(&f, &v, &errors)}
                </div>
            </div>
            {remarks(&f, &v.remarks, &errors)}
            <h2>"更新记录"</h2>
            {timeline(&v.history)}
        }
    })
}

fn about(v: &NoticeView) -> AnyView {
    let (id, edit, outputs, placements) = (v.id.clone(), v.steps.edit, v.outputs, v.placements);
    let timing = v.steps.timing;
    let public = (!v.public_href.is_empty()).then(|| {
        let href = v.public_href.clone();
        view! { <li><a href=href>"公开页面"</a></li> }
    });
    view! {
        {facts(vec![
            Fact::text("起草", v.author.clone()),
            Fact::text("审核", v.reviewer.clone()),
            Fact::text("签发", v.publisher.clone()),
            Fact::text("申请执行人", v.applicant.clone()),
            Fact::text("书面申请", v.application.clone()),
            Fact::text("审批文号", v.approval_no.clone()),
            Fact::text("有效期", v.valid.clone()),
        ])}
        <ul class="desk__links">
            <li><a href=format!("/staff/notices/{id}/preview")>"预览"</a></li>
            <li><a href=format!("/staff/notices/{id}/versions")>"版本记录和比较"</a></li>
            {outputs.then(|| view! { <li><a href=format!("/staff/notices/{id}/outputs")>"海报、微信文章和其他文本"</a></li> })}
            {placements.then(|| view! { <li><a href=format!("/staff/notices/{id}/placements")>"张贴登记"</a></li> })}
            {edit.then(|| view! { <li><a href=format!("/staff/notices/{id}/edit")>"修改公告内容"</a></li> })}
            {timing.then(|| view! { <li><a href=format!("/staff/notices/{id}/timing")>"定时发布、紧急发布"</a></li> })}
            {edit.then(|| view! { <li><a href=format!("/staff/notices/{id}/compose")>"编排：顺序、选取、与上期对照"</a></li> })}
            {public}
        </ul>
    }
    .into_any()
}

fn subjects(v: &NoticeView) -> AnyView {
    let columns = [
        Column::text("序号"),
        Column::text("被执行人"),
        Column::text("案号和未履行"),
        Column::text("悬赏"),
        Column::text("状态"),
    ];
    let edit = v.steps.edit;
    let rows = v.subjects.iter().map(|s| {
        let name = s.name.clone();
        let name = if edit {
            let href = format!("/staff/notices/{}/subjects/{}", v.id, s.id);
            view! { <a class="nb" href=href>{name}</a> }.into_any()
        } else {
            nb(name)
        };
        // two facts a cell: five columns fit beside the steps, seven do not
        let (id, unpaid) = (s.id_masked.clone(), s.unpaid.clone());
        vec![
            s.position.to_string().into_any(),
            view! { {name}<br/><span class="meta nb">{id}</span> }.into_any(),
            view! { {nb(s.case_no.clone())}<br/><span class="meta nb">{unpaid}</span> }.into_any(),
            s.reward.clone().into_any(),
            state(v, s),
        ]
    });
    let none = v.subjects.is_empty();
    let add = format!("/staff/notices/{}/subjects/new", v.id);
    view! {
        <h2>"被执行人"</h2>
        {if none {
            view! { <p class="empty">"还没有被执行人。"</p> }.into_any()
        } else {
            data_table("按公告中的顺序", &columns, rows.collect())
        }}
        {edit.then(|| view! { <p><a href=add>"添加被执行人"</a></p> })}
    }
    .into_any()
}

fn state(v: &NoticeView, s: &SubjectLine) -> AnyView {
    let href = format!("/staff/notices/{}/subjects/{}/end", v.id, s.id);
    let (state, ended, end) = (s.state_zh.clone(), s.ended.clone(), s.end.clone());
    view! {
        {nb(state)}
        {(!ended.is_empty()).then(|| view! { <p class="hint">{ended}</p> })}
        {(!end.is_empty()).then(|| view! { <p><a class="nb" href=href>{end}</a></p> })}
    }
    .into_any()
}

/// The gates before publication; nothing once there is nothing left to pass.
pub(super) fn checks(checks: &[Check]) -> AnyView {
    if checks.is_empty() {
        return ().into_any();
    }
    let items = checks.iter().map(|check| {
        if check.ok {
            item("checks__item checks__item--ok", Icon::Check, "通过", check)
        } else {
            item("checks__item checks__item--no", Icon::Warning, "要修改", check)
        }
    });
    view! { <h2 id="checks">"发布前检查"</h2><ul class="checks">{items.collect::<Vec<_>>()}</ul> }.into_any()
}

/// What deserves a look.
pub(super) fn warnings(warnings: &[Check]) -> AnyView {
    if warnings.is_empty() {
        return ().into_any();
    }
    let items = warnings.iter().map(|check| item("checks__item", Icon::Info, "提醒", check));
    view! { <h2>"提醒"</h2><ul class="checks">{items.collect::<Vec<_>>()}</ul> }.into_any()
}

/// The sentence first, the rule quietly after it.
fn item(class: &'static str, mark: Icon, word: &'static str, check: &Check) -> AnyView {
    let (text, fix) = (check.text.clone(), check.fix.clone());
    view! {
        <li class=class>{icon(mark)}<span class="vh">{word}"："</span>{text}
            <span class="meta">{cited(&check.rule)}</span>
            {(!fix.is_empty()).then(|| view! { <p class="hint">{fix}</p> })}
        </li>
    }
    .into_any()
}

fn steps(f: &Frame, v: &NoticeView, errors: &Errors) -> AnyView {
    let at = |step: &str| format!("/staff/notices/{}/{step}", v.id);
    let version = || hidden("version", &v.version.to_string());
    let submit = v
        .steps
        .submit
        .then(|| f.form(at("submit"), view! { {version()}{button("提交审核", "go", "submit", "btn")} }.into_any()));
    let approve = v
        .steps
        .approve
        .then(|| f.form(at("approve"), view! { {version()}{button("审核通过", "go", "approve", "btn")} }.into_any()));
    let publish = v.steps.publish.then(|| {
        f.form(at("publish"), view! {
            {version()}
            {Field::text("approval_no", "院长或授权审批文号").hint("悬赏公告须经院长或者授权人批准").value(&v.approval_no).errors(errors).view()}
            {button("批准发布", "go", "publish", "btn")}
        }.into_any())
    });
    let back = v.steps.send_back.then(|| {
        f.form(
            at("return"),
            view! {
                {version()}
                {Field::area("reason", "退回的理由").rows(3).errors(errors).view()}
                {button("退回修改", "go", "return", "btn btn--plain")}
            }
            .into_any(),
        )
    });
    let withdraw = v
        .steps
        .withdraw
        .then(|| f.form(at("withdraw"), view! { {version()}{withdrawal(&v.withdrawal, errors)} }.into_any()));
    let next = (!v.who_next.is_empty()).then(|| view! { <p class="box">{v.who_next.clone()}</p> });
    view! { <h2>"下一步"</h2>{next}{submit}{approve}{publish}{back}{withdraw} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allowed_steps_have_a_button() {
        let view =
            NoticeView { id: "x".into(), steps: Steps { publish: true, ..Steps::default() }, ..NoticeView::default() };
        let body = notice(&Frame::default(), &view, &Errors::default()).body;
        assert!(body.contains("批准发布") && !body.contains("提交审核") && !body.contains("立即撤下"));
    }

    #[test]
    fn bn_12_only_a_subject_that_can_be_ended_has_the_way_to_it() {
        let line = |id: &str, end: &str| SubjectLine { id: id.into(), end: end.into(), ..SubjectLine::default() };
        let ended = SubjectLine { ended: "已经履行".into(), ..line("b", "") };
        let view =
            NoticeView { id: "x".into(), subjects: vec![line("a", "结束征集"), ended], ..NoticeView::default() };
        let body = notice(&Frame::default(), &view, &Errors::default()).body;
        assert!(body.contains("/staff/notices/x/subjects/a/end") && body.contains("已经履行"));
        assert!(!body.contains("/staff/notices/x/subjects/b/end"));
    }

    #[test]
    fn bn_3_a_warning_is_shown_apart_from_what_blocks() {
        let late = Check {
            rule: "BN-3".into(), text: "收到申请后第 14 日才作出决定。".into(), ..Check::default()
        };
        let view = NoticeView { warnings: vec![late], ..NoticeView::default() };
        let body = notice(&Frame::default(), &view, &Errors::default()).body;
        assert!(body.contains("第 14 日") && body.contains("提醒") && !body.contains("要修改"));
    }

    #[test]
    fn a_failed_check_names_its_rule_and_the_way_out() {
        let check =
            Check { rule: "AN-10".into(), ok: false, text: "正文里有手机号码".into(), fix: "请删除".into() };
        let view = NoticeView { checks: vec![check], ..NoticeView::default() };
        let body = notice(&Frame::default(), &view, &Errors::default()).body;
        assert!(body.contains("（规则 AN-10）") && body.contains("请删除") && body.contains("要修改"));
    }
}
