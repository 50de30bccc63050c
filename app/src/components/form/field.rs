//! One-line and many-line text fields.
use leptos::prelude::*;

use super::errors::{described_by, message};
use super::text_area::TextArea;
use crate::form::Errors;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Line,
    Area,
    Password,
    File,
}

/// A labelled field; `id` is also its name. Hints are one sentence.
pub struct Field {
    kind: Kind,
    id: String,
    label: String,
    hint: String,
    value: String,
    error: Option<String>,
    rows: u32,
    question: bool,
    narrow: bool,
    optional: bool,
    autocomplete: Option<&'static str>,
    inputmode: Option<&'static str>,
    accept: Option<&'static str>,
    after: Option<AnyView>,
}

impl Field {
    fn new(kind: Kind, id: &str, label: &str) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            value: String::new(),
            error: None,
            rows: 6,
            question: false,
            narrow: false,
            optional: false,
            autocomplete: None,
            inputmode: None,
            accept: None,
            after: None,
        }
    }
    /// One line of text.
    pub fn text(id: &str, label: &str) -> Self {
        Self::new(Kind::Line, id, label)
    }
    /// Many lines of text.
    pub fn area(id: &str, label: &str) -> Self {
        Self::new(Kind::Area, id, label)
    }
    /// A secret: what was typed is never sent back.
    pub fn password(id: &str, label: &str) -> Self {
        Self::new(Kind::Password, id, label)
    }
    /// A native file input; use it inside [`upload_form`](super::upload_form).
    pub fn file(id: &str, label: &str, accept: &'static str) -> Self {
        Self { accept: Some(accept), ..Self::new(Kind::File, id, label) }
    }
    pub fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }
    pub fn value(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }
    /// Takes the message of this field, if it has one.
    pub fn errors(self, errors: &Errors) -> Self {
        let error = errors.get(&self.id).map(str::to_owned);
        Self { error, ..self }
    }
    pub fn rows(self, rows: u32) -> Self {
        Self { rows, ..self }
    }
    /// The label is the page's h1: one question a page.
    pub fn question(self) -> Self {
        Self { question: true, ..self }
    }
    /// For short values: codes, phone numbers, years.
    pub fn narrow(self) -> Self {
        Self { narrow: true, ..self }
    }
    /// Says （选填） after the label.
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
    pub fn autocomplete(self, token: &'static str) -> Self {
        Self { autocomplete: Some(token), ..self }
    }
    /// Keyboard of a phone: `numeric`, `tel`, `search`.
    pub fn inputmode(self, mode: &'static str) -> Self {
        Self { inputmode: Some(mode), ..self }
    }
    /// Something under the field: a count, a preview.
    pub fn after(self, view: impl IntoView + 'static) -> Self {
        Self { after: Some(view.into_any()), ..self }
    }

    pub fn view(self) -> AnyView {
        let error = self.error.as_deref();
        let described = described_by(&self.id, !self.hint.is_empty(), error.is_some());
        let class = if error.is_some() { "field field--err" } else { "field" };
        let label = view! {
            <label for=self.id.clone()>{self.label.clone()}{self.optional.then(|| view! { <span class="opt">"（选填）"</span> })}</label>
        };
        let label = if self.question { view! { <h1>{label}</h1> }.into_any() } else { label.into_any() };
        let hint = (!self.hint.is_empty())
            .then(|| view! { <p class="hint" id=format!("{}-h", self.id)>{self.hint.clone()}</p> });
        let message = message(&self.id, error);
        let control = self.control(described);
        view! { <div class=class>{label}{hint}{message}{control}{self.after}</div> }.into_any()
    }

    fn control(&self, described: Option<String>) -> AnyView {
        let invalid = self.error.is_some();
        if self.kind == Kind::Area {
            return view! {
                <TextArea name=self.id.clone() id=self.id.clone() value=self.value.clone() rows=self.rows described_by=described invalid=invalid/>
            }
            .into_any();
        }
        let kind = match self.kind {
            Kind::Password => "password",
            Kind::File => "file",
            Kind::Line | Kind::Area => "text",
        };
        let value = (self.kind == Kind::Line && !self.value.is_empty()).then(|| self.value.clone());
        view! {
            <input class=self.narrow.then_some("narrow") type=kind id=self.id.clone() name=self.id.clone() value=value
                aria-describedby=described aria-invalid=invalid.then_some("true") autocomplete=self.autocomplete
                inputmode=self.inputmode accept=self.accept/>
        }
        .into_any()
    }
}
