//! A native select: best on phones, complete without script.
use leptos::prelude::*;

use super::errors::{described_by, message};
use crate::form::Errors;

pub struct Select {
    id: String,
    label: String,
    hint: String,
    options: Vec<(String, String)>,
    value: String,
    error: Option<String>,
}

impl Select {
    /// `id` is also the form key.
    pub fn new(id: &str, label: &str) -> Self {
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            options: Vec::new(),
            value: String::new(),
            error: None,
        }
    }
    pub fn option(mut self, value: &str, label: &str) -> Self {
        self.options.push((value.to_owned(), label.to_owned()));
        self
    }
    pub fn options<V: AsRef<str>, L: AsRef<str>>(mut self, options: impl IntoIterator<Item = (V, L)>) -> Self {
        self.options.extend(options.into_iter().map(|(v, l)| (v.as_ref().to_owned(), l.as_ref().to_owned())));
        self
    }
    pub fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }
    pub fn value(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }
    pub fn errors(self, errors: &Errors) -> Self {
        let error = errors.get(&self.id).map(str::to_owned);
        Self { error, ..self }
    }
    pub fn view(self) -> AnyView {
        let error = self.error.as_deref();
        let class = if error.is_some() { "field field--err" } else { "field" };
        let described = described_by(&self.id, !self.hint.is_empty(), error.is_some());
        let hint = (!self.hint.is_empty())
            .then(|| view! { <p class="hint" id=format!("{}-h", self.id)>{self.hint.clone()}</p> });
        // an option holds exactly one non-empty text: the label, or its value
        let options = self.options.iter().map(|(value, label)| {
            let text = if label.is_empty() { value.clone() } else { label.clone() };
            view! { <option value=value.clone() selected=*value == self.value>{text}</option> }
        });
        view! {
            <div class=class>
                <label for=self.id.clone()>{self.label.clone()}</label>
                {hint}
                {message(&self.id, error)}
                <select id=self.id.clone() name=self.id.clone() aria-describedby=described aria-invalid=error.map(|_| "true")>
                    {options.collect::<Vec<_>>()}
                </select>
            </div>
        }
        .into_any()
    }
}
