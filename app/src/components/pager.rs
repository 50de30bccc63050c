//! Pagination by links: first, current ± 1, last; the current page as text.
use leptos::prelude::*;

/// Where a list stands. `path` and `query` (without `page`, without `?`) make the links.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    pub path: String,
    pub query: String,
    /// From 1
    pub page: i64,
    pub pages: i64,
}

impl Pager {
    fn href(&self, page: i64) -> String {
        match (self.query.as_str(), page) {
            ("", 1) => self.path.clone(),
            ("", n) => format!("{}?page={n}", self.path),
            (q, 1) => format!("{}?{q}", self.path),
            (q, n) => format!("{}?{q}&page={n}", self.path),
        }
    }

    /// Page numbers to show, ascending, with `None` where some are left out.
    fn shown(&self) -> Vec<Option<i64>> {
        let mut list = Vec::new();
        let mut last = 0;
        for n in (1..=self.pages).filter(|n| *n == 1 || *n == self.pages || (n - self.page).abs() <= 1) {
            if n > last + 1 {
                list.push(None);
            }
            list.push(Some(n));
            last = n;
        }
        list
    }
}

/// Nothing at all when everything fits on one page.
pub fn pager(at: &Pager) -> AnyView {
    if at.pages < 2 {
        return ().into_any();
    }
    let item = |n: Option<i64>| {
        match n {
        None => view! { <li aria-hidden="true">"…"</li> }.into_any(),
        Some(n) if n == at.page => {
            view! { <li><span class="pager__now" aria-current="page"><span class="vh">"第 "</span>{n}<span class="vh">" 页"</span></span></li> }.into_any()
        }
        Some(n) => view! { <li><a href=at.href(n)><span class="vh">"第 "</span>{n}<span class="vh">" 页"</span></a></li> }.into_any(),
    }
    };
    let previous = (at.page > 1).then(|| view! { <li><a rel="prev" href=at.href(at.page - 1)>"上一页"</a></li> });
    let next = (at.page < at.pages).then(|| view! { <li><a rel="next" href=at.href(at.page + 1)>"下一页"</a></li> });
    let numbers = at.shown().into_iter().map(item).collect::<Vec<_>>();
    view! { <nav class="pager" aria-label="翻页"><ul>{previous}{numbers}{next}</ul></nav> }.into_any()
}

/// Pages by keyset know no numbers: the way back to the first, and the next. Empty addresses are left out.
pub fn turns(first: &str, next: &str) -> AnyView {
    let link = |href: &str, rel: &'static str, words: &'static str| {
        (!href.is_empty()).then(|| view! { <li><a rel=rel href=href.to_owned()>{words}</a></li> })
    };
    if first.is_empty() && next.is_empty() {
        return ().into_any();
    }
    let (first, next) = (link(first, "first", "回到第一页"), link(next, "next", "下一页"));
    view! { <nav class="pager" aria-label="翻页"><ul>{first}{next}</ul></nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_first_neighbours_and_last() {
        let at = Pager { path: "/notices".into(), query: "status=open".into(), page: 5, pages: 9 };
        assert_eq!(at.shown(), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(at.href(1), "/notices?status=open");
        assert_eq!(at.href(3), "/notices?status=open&page=3");
    }
}
