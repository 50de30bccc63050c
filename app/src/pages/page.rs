//! A rendered page before it gets its shell.
use leptos::prelude::*;

use crate::render::to_html;

/// The menu item a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Home,
    Notices,
    Tips,
    Status,
    Claims,
    Lists,
    Outcomes,
    Learn,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Robots {
    Index,
    /// `noindex, noarchive`: pages with personal data (EW-4), answers, errors
    NoIndex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    Public,
    /// Neutral title, quick exit
    Tips,
    Staff,
}

/// Text of a share card: number and type, what is sought. Never a name (chats keep copies).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub title: String,
    pub description: String,
    /// Whole address of the picture; empty for none
    pub image: String,
}

#[derive(Clone, Debug)]
pub struct Page {
    /// The page's own part of the title; never a person's name
    pub title: String,
    pub section: Section,
    pub robots: Robots,
    pub shell: Shell,
    pub share: Option<Share>,
    /// What stands inside `main`
    pub body: String,
}

impl Page {
    /// Renders `view` into the body. The page is public, indexable and without a share card until told otherwise.
    pub fn new<V: IntoView + 'static>(title: impl Into<String>, section: Section, view: impl FnOnce() -> V) -> Self {
        Self {
            title: title.into(),
            section,
            robots: Robots::Index,
            shell: Shell::Public,
            share: None,
            body: to_html(view),
        }
    }
    /// Keeps the page out of search engines and archives.
    pub fn noindex(self) -> Self {
        Self { robots: Robots::NoIndex, ..self }
    }
    pub fn shell(self, shell: Shell) -> Self {
        Self { shell, ..self }
    }
    pub fn share(self, title: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            share: Some(Share { title: title.into(), description: description.into(), image: String::new() }),
            ..self
        }
    }
    /// Adds the picture of the share card, by its whole address.
    pub fn share_image(mut self, url: &str) -> Self {
        if let Some(share) = &mut self.share {
            url.clone_into(&mut share.image);
        }
        self
    }
    /// Marks the title of a form that came back: 有错误：…
    pub fn errors(self, any: bool) -> Self {
        let title = if any { format!("有错误：{}", self.title) } else { self.title };
        Self { title, ..self }
    }
    /// Adds （第 2 页，共 4 页） from the second page on.
    pub fn paged(self, page: i64, pages: i64) -> Self {
        let title = if page > 1 { format!("{}（第 {page} 页，共 {pages} 页）", self.title) } else { self.title };
        Self { title, ..self }
    }
}
