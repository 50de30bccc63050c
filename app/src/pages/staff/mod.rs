//! The back office: every page here needs a session, is never stored, and works without script.
use leptos::prelude::*;

use super::{Page, Section, Shell};
use crate::components::form::{hidden, post_form};
use crate::domain::date::LegalDate;
use crate::form::example;
use crate::islands::{DraftKeeper, QueueCount};

pub mod account;
pub mod audit;
pub mod calendar;
pub mod case_money;
pub mod compose;
pub mod conflict;
pub mod content;
pub mod deadlines;
pub mod figures;
pub mod home;
pub mod images;
pub mod import;
pub mod list_correct;
pub mod list_edit;
pub mod list_entry;
pub mod list_export;
mod list_forms;
pub mod list_order;
pub mod list_person;
pub mod lists;
pub mod measures;
pub mod names;
pub mod notice;
pub mod notice_edit;
pub mod notices;
pub mod objections;
pub mod outputs;
pub mod penalty_review;
pub mod phone;
pub mod placements;
pub mod poster;
pub mod relief;
pub mod remarks;
pub mod report;
pub mod review;
pub mod sign_in;
pub mod subject_edit;
pub mod subject_end;
pub mod subject_photo;
pub mod timing;
pub mod tip;
pub mod tip_forms;
pub mod tips;
pub mod versions;
pub mod warnings;
mod withdrawal;

/// Where the queue's count is asked for again; it answers a bare number.
pub const QUEUE_COUNT_URL: &str = "/api/staff/queue-count";

/// Where the editor asks how a text will look; it answers sanitised HTML.
pub const PREVIEW_URL: &str = "/staff/preview";

/// What every page of the back office shows around its content.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Token of this session; every form carries it back.
    pub csrf: String,
    /// Tips that wait to be assigned; `None` for roles that assign none.
    pub waiting: Option<i64>,
    /// What was just done, shown once.
    pub done: String,
    /// The court's day, for example dates in hints.
    pub today: Option<LegalDate>,
}

impl Frame {
    /// A POST form with this session's token inside.
    pub fn form(&self, action: impl Into<String>, body: AnyView) -> AnyView {
        let token = hidden("csrf", &self.csrf);
        post_form(action, view! { {token}{body} }.into_any())
    }

    /// `例如 2025-12-31`, some days from today; empty where the day is not known.
    pub fn example(&self, days: i32) -> String {
        self.today.map(|today| example(today.add_days(days))).unwrap_or_default()
    }

    /// The year for example numbers.
    pub fn year(&self) -> i16 {
        self.today.map_or(2025, LegalDate::year)
    }
}

/// Under a Markdown field: its preview, and for a draft that exists already, saving by itself.
pub(super) fn keeper(field: &str, keeps: bool) -> AnyView {
    view! { <DraftKeeper field=field.to_owned() preview=PREVIEW_URL.to_owned() keeps=keeps/> }.into_any()
}

/// A draft may have no title yet.
pub(super) fn titled(title: &str) -> String {
    if title.is_empty() { "（还没有标题）".to_owned() } else { title.to_owned() }
}

/// One page of the back office. `errors` marks the title of a form that came back.
pub fn staff_page<V: IntoView + 'static>(
    title: impl Into<String>,
    frame: &Frame,
    errors: bool,
    body: impl FnOnce() -> V,
) -> Page {
    let waiting = frame.waiting;
    let done = frame.done.clone();
    Page::new(title, Section::Other, move || {
        view! {
            <div class="desk">
                {waiting.map(|n| view! {
                    <p class="desk__queue"><a href="/staff/tips?tab=open">"未分配线索"</a>
                        <QueueCount url=QUEUE_COUNT_URL.to_string() initial=n/>" 条"</p>
                })}
                {(!done.is_empty()).then(|| view! { <p class="desk__done" role="status">{done}</p> })}
                {body()}
            </div>
        }
    })
    .noindex()
    .shell(Shell::Staff)
    .errors(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_carry_the_session_token_and_the_count_is_there_without_script() {
        let frame = Frame { csrf: "t0k3n".into(), waiting: Some(7), ..Frame::default() };
        let inner = frame.clone();
        let page = staff_page("线索", &frame, false, move || inner.form("/staff/x", ().into_any()));
        assert!(page.body.contains("name=\"csrf\" value=\"t0k3n\""));
        assert!(page.body.contains(">7<"));
        assert!(page.shell == Shell::Staff);
    }
}
