//! Choices of one (radios), of several (checks), and a single tick.
use leptos::prelude::*;

use super::errors::{described_by, message};
use crate::form::Errors;

struct Choice {
    value: String,
    label: String,
    hint: String,
}

/// What radios and checks share: a group with a legend, and its options.
struct Group {
    name: String,
    legend: String,
    hint: String,
    choices: Vec<Choice>,
    chosen: Vec<String>,
    error: Option<String>,
    question: bool,
}

impl Group {
    fn new(name: &str, legend: &str) -> Self {
        Self {
            name: name.to_owned(),
            legend: legend.to_owned(),
            hint: String::new(),
            choices: Vec::new(),
            chosen: Vec::new(),
            error: None,
            question: false,
        }
    }

    /// The first option's id is the group's name, so that the error summary lands on it.
    fn view(self, kind: &'static str) -> AnyView {
        let error = self.error.as_deref();
        let class = if error.is_some() { "field field--err" } else { "field" };
        let described = described_by(&self.name, !self.hint.is_empty(), error.is_some());
        let legend = if self.question {
            view! { <legend><h1>{self.legend.clone()}</h1></legend> }.into_any()
        } else {
            view! { <legend>{self.legend.clone()}</legend> }.into_any()
        };
        let hint = (!self.hint.is_empty())
            .then(|| view! { <p class="hint" id=format!("{}-h", self.name)>{self.hint.clone()}</p> });
        let message = message(&self.name, error);
        let options = self.choices.iter().enumerate().map(|(i, choice)| {
            let id = if i == 0 { self.name.clone() } else { format!("{}-{i}", self.name) };
            let hint_id = (!choice.hint.is_empty()).then(|| format!("{id}-i"));
            let hint = hint_id.clone().map(|h| view! { <span class="hint" id=h>{choice.hint.clone()}</span> });
            view! {
                <div class="choice">
                    <input type=kind id=id.clone() name=self.name.clone() value=choice.value.clone()
                        checked=self.chosen.contains(&choice.value) aria-describedby=hint_id/>
                    <label for=id>{choice.label.clone()}{hint}</label>
                </div>
            }
        });
        view! {
            <fieldset class=class aria-describedby=described aria-invalid=error.map(|_| "true")>
                {legend}{hint}{message}{options.collect::<Vec<_>>()}
            </fieldset>
        }
        .into_any()
    }
}

macro_rules! group_builder {
    ($name:ident) => {
        impl $name {
            /// `name` is the form key and the id of the first option.
            pub fn new(name: &str, legend: &str) -> Self {
                Self(Group::new(name, legend))
            }
            pub fn option(mut self, value: &str, label: &str) -> Self {
                self.0.choices.push(Choice { value: value.to_owned(), label: label.to_owned(), hint: String::new() });
                self
            }
            /// An option with a sentence that explains it.
            pub fn option_with(mut self, value: &str, label: &str, hint: &str) -> Self {
                self.0.choices.push(Choice { value: value.to_owned(), label: label.to_owned(), hint: hint.to_owned() });
                self
            }
            pub fn hint(mut self, hint: &str) -> Self {
                self.0.hint = hint.to_owned();
                self
            }
            /// The legend is the page's h1.
            pub fn question(mut self) -> Self {
                self.0.question = true;
                self
            }
            pub fn errors(mut self, errors: &Errors) -> Self {
                self.0.error = errors.get(&self.0.name).map(str::to_owned);
                self
            }
        }
    };
}

/// One of several; no default unless `chosen` says so.
pub struct Radios(Group);
group_builder!(Radios);

impl Radios {
    pub fn chosen(mut self, value: &str) -> Self {
        self.0.chosen = vec![value.to_owned()];
        self
    }
    pub fn view(self) -> AnyView {
        self.0.view("radio")
    }
}

/// Any number of several; repeated keys in the form body.
pub struct Checks(Group);
group_builder!(Checks);

impl Checks {
    pub fn chosen(mut self, values: &[String]) -> Self {
        self.0.chosen = values.to_vec();
        self
    }
    pub fn view(self) -> AnyView {
        self.0.view("checkbox")
    }
}

/// A single tick with its own sentence: `value` is `on`.
pub struct Checkbox {
    id: String,
    label: String,
    checked: bool,
    error: Option<String>,
}

impl Checkbox {
    pub fn new(id: &str, label: &str) -> Self {
        Self { id: id.to_owned(), label: label.to_owned(), checked: false, error: None }
    }
    pub fn checked(self, checked: bool) -> Self {
        Self { checked, ..self }
    }
    pub fn errors(self, errors: &Errors) -> Self {
        let error = errors.get(&self.id).map(str::to_owned);
        Self { error, ..self }
    }
    pub fn view(self) -> AnyView {
        let error = self.error.as_deref();
        let class = if error.is_some() { "field field--err" } else { "field" };
        let described = described_by(&self.id, false, error.is_some());
        view! {
            <div class=class>
                {message(&self.id, error)}
                <div class="choice">
                    <input type="checkbox" id=self.id.clone() name=self.id.clone() value="on" checked=self.checked
                        aria-describedby=described aria-invalid=error.map(|_| "true")/>
                    <label for=self.id.clone()>{self.label.clone()}</label>
                </div>
            </div>
        }
        .into_any()
    }
}
