//! What somebody under 限消 asked for while it stands: the requests of one entry, and what is decided (RC-7, GF-4).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Checkbox, Field, Radios, Select, button, error_summary, hidden, submit};
use crate::components::{Fact, Tone, back_link, facts, info_box, tone_tag};
use crate::domain::{
    list::LiftReason,
    relief::{ReliefKind, ReliefState, ReliefStep},
};
use crate::form::{
    Errors,
    relief::{ReliefForm, ReliefStepForm},
};
use crate::pages::Page;

/// One request.
#[derive(Clone, Debug, Default)]
pub struct ReliefLine {
    pub id: String,
    pub kind: Option<ReliefKind>,
    pub state: Option<ReliefState>,
    pub version: i64,
    pub received: String,
    pub reason: String,
    /// The unit's person to be released
    pub person: String,
    pub purpose: String,
    pub evidence: String,
    /// `2025年12月20日至2026年1月5日`
    pub days: String,
    pub approval_no: String,
    pub decided: String,
    pub note: String,
    pub by: String,
    pub decided_by: String,
    /// What this person may do with it now
    pub steps: Vec<ReliefStep>,
}

/// The requests of one entry.
#[derive(Clone, Debug, Default)]
pub struct ReliefView {
    pub entry: String,
    pub entry_zh: String,
    pub lines: Vec<ReliefLine>,
    /// Id and words of the persons who may ask for release
    pub persons: Vec<(String, String)>,
    pub may_write: bool,
}

impl ReliefView {
    fn at(&self) -> String {
        format!("/staff/lists/{}/relief", self.entry)
    }
}

/// The requests, and a form for one more.
pub fn reliefs(frame: &Frame, view: &ReliefView, form: &ReliefForm, errors: &Errors) -> Page {
    let (f, v, form, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page("限制消费期间的申请", frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            {back_link(format!("/staff/lists/{}", v.entry), v.entry_zh.clone())}
            <h1>"限制消费期间的申请"</h1>
            <p class="meta">"生活、经营必需的消费，经批准才能进行。近亲属重病、丧葬、公务、外事、重要考试，可以暂时解除乘坐飞机、高铁的限制，最长一个月。到期自动恢复。申请的内容不公开。"</p>
            {v.lines.is_empty().then(|| view! { <p class="empty">"还没有申请。"</p> })}
            {v.lines.iter().map(|line| request(&v, line)).collect::<Vec<_>>()}
            {v.may_write.then(|| new_form(&f, &v, &form, &errors))}
        }
    })
}

fn request(v: &ReliefView, line: &ReliefLine) -> AnyView {
    let href = format!("{}/{}", v.at(), line.id);
    let open = (!line.steps.is_empty()).then(|| view! { <p><a href=href>"办理这份申请"</a></p> });
    view! { <section><h2>{line.kind.map_or("", ReliefKind::zh)}</h2>{told(line)}{open}</section> }.into_any()
}

/// Everything known of a request.
fn told(line: &ReliefLine) -> AnyView {
    let tone = match line.state {
        Some(ReliefState::Received) => Tone::Late,
        Some(ReliefState::Granted) => Tone::Open,
        _ => Tone::Draft,
    };
    let released = line.kind == Some(ReliefKind::Release) && line.state == Some(ReliefState::Granted);
    view! {
        <p>{tone_tag(tone, line.state.map_or("", ReliefState::zh))}</p>
        {facts(vec![
            Fact::nb("收到", line.received.clone()),
            Fact::text("人员", line.person.clone()),
            Fact::text("情形", line.reason.clone()),
            Fact::text("事项", line.purpose.clone()),
            Fact::text("证明材料", line.evidence.clone()),
            Fact::text("期间", line.days.clone()),
            Fact::text("批准文号", line.approval_no.clone()),
            Fact::nb("决定日期", line.decided.clone()),
            Fact::text("理由", line.note.clone()),
            Fact::text("登记人", line.by.clone()),
            Fact::text("决定人", line.decided_by.clone()),
        ])}
        {released.then(|| info_box("这个人已从公开页面移除。请在原来公布过的地方同步撤下。"))}
    }
    .into_any()
}

/// One request that waits, with what this person may do; `typed` and `errors` belong to what was refused.
pub fn relief(frame: &Frame, view: &ReliefView, typed: &ReliefStepForm, errors: &Errors) -> Page {
    let (f, v, typed, errors) = (frame.clone(), view.clone(), typed.clone(), errors.clone());
    staff_page("办理申请", frame, !errors.is_empty(), move || {
        let one = |line: &ReliefLine| {
            let forms: Vec<_> = line.steps.iter().map(|step| step_form(&f, &v, line, *step, &typed, &errors)).collect();
            view! { <h1>{line.kind.map_or("", ReliefKind::zh)}</h1>{told(line)}{forms} }
        };
        view! {
            {error_summary(&errors)}
            {back_link(v.at(), "全部申请")}
            {v.lines.first().map(one)}
        }
    })
}

fn step_form(
    f: &Frame,
    v: &ReliefView,
    line: &ReliefLine,
    step: ReliefStep,
    typed: &ReliefStepForm,
    errors: &Errors,
) -> AnyView {
    // what was refused belongs to the form it came from
    let own = typed.step == step.code();
    let (typed, errors) = if own { (typed.clone(), errors.clone()) } else { Default::default() };
    let day = |id: &str, label: &str, value: &str| {
        Field::text(id, label).hint(&f.example(7)).narrow().value(value).errors(&errors).view()
    };
    let fields = match step {
        ReliefStep::Grant => {
            let has_term = line.kind.is_some_and(ReliefKind::has_term);
            let dates =
                has_term.then(|| (day("from", "从哪一天", &typed.from), day("until", "到哪一天", &typed.until)));
            let president = (line.kind != Some(ReliefKind::Exemption))
                .then(|| Checkbox::new("president", "已经院长批准").checked(typed.president).errors(&errors).view());
            let control = (!has_term).then(|| {
                let label = "已经查明：不是实际控制人，没有帮助规避执行";
                Checkbox::new("not_controlling", label).checked(typed.not_controlling).errors(&errors).view()
            });
            view! {
                {dates}
                {Field::text("approval_no", "批准文号").value(&typed.approval_no).errors(&errors).view()}
                {president}{control}
            }
            .into_any()
        }
        ReliefStep::Refuse => {
            Field::area("note", "不予批准的理由").rows(2).value(&typed.note).errors(&errors).view().into_any()
        }
        ReliefStep::Withdraw => ().into_any(),
    };
    let class = if step == ReliefStep::Grant { "btn" } else { "btn btn--plain" };
    let body =
        view! { {hidden("version", &line.version.to_string())}{fields}{button(step.zh(), "go", step.code(), class)} };
    f.form(format!("{}/{}", v.at(), line.id), body.into_any())
}

fn new_form(f: &Frame, v: &ReliefView, form: &ReliefForm, errors: &Errors) -> AnyView {
    let unit = !v.persons.is_empty();
    let offered = ReliefKind::ALL.iter().filter(|kind| unit || **kind != ReliefKind::Release);
    let kinds = offered.fold(Radios::new("kind", "申请什么"), |radios, kind| radios.option(kind.code(), kind.zh()));
    let reasons = Select::new("reason", "暂时解除的情形").option("", "不是申请暂时解除");
    let reasons = reasons.options(LiftReason::ALL.iter().map(|reason| (reason.code(), reason.zh())));
    let persons = unit.then(|| {
        let select = Select::new("person", "申请解除的人员").option("", "不是申请解除人员");
        select.options(v.persons.iter().map(|(id, words)| (id, words))).value(&form.person).errors(errors).view()
    });
    let body = view! {
        {hidden("once", &form.once)}
        {kinds.chosen(&form.kind).errors(errors).view()}
        {Field::text("received_on", "收到申请的日期").hint(&f.example(0)).narrow().value(&form.received_on).errors(errors).view()}
        {reasons.value(&form.reason).errors(errors).view()}
        {persons}
        {Field::area("purpose", "事项").hint("去哪里、做什么、花费多少").rows(3).value(&form.purpose).errors(errors).view()}
        {Field::area("evidence", "看过的证明材料").hint("例如 准考证、病历、单位证明").rows(2).value(&form.evidence).errors(errors).view()}
        {submit("登记申请")}
    };
    view! { <section><h2>"登记一份申请"</h2>{f.form(v.at(), body.into_any())}</section> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(line: ReliefLine, persons: Vec<(String, String)>) -> String {
        let view =
            ReliefView { entry: "e".into(), lines: vec![line], persons, may_write: true, ..ReliefView::default() };
        let none = Errors::default();
        let list = reliefs(&Frame::default(), &view, &ReliefForm::default(), &none).body;
        list + &relief(&Frame::default(), &view, &ReliefStepForm::default(), &none).body
    }

    #[test]
    fn gf_4_each_kind_asks_only_for_what_decides_it() {
        let line = |kind| ReliefLine { kind: Some(kind), steps: vec![ReliefStep::Grant], ..ReliefLine::default() };
        let lift = body(line(ReliefKind::TemporaryLift), Vec::new());
        assert!(lift.contains("name=\"until\"") && lift.contains("name=\"president\""));
        assert!(!lift.contains("name=\"not_controlling\"") && !lift.contains("value=\"release\""));
        let release = body(line(ReliefKind::Release), vec![("p".into(), "张某".into())]);
        assert!(release.contains("name=\"not_controlling\"") && !release.contains("name=\"until\""));
        assert!(release.contains("value=\"release\""));
        assert!(!body(line(ReliefKind::Exemption), Vec::new()).contains("name=\"president\""));
    }
}
