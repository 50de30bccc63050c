//! A real table from 768 px on; below, each row becomes a card whose cells carry their column's name.
use leptos::prelude::*;

/// A column's head, and whether its cells are figures.
#[derive(Clone, Debug)]
pub struct Column {
    pub head: String,
    pub figures: bool,
}

impl Column {
    pub fn text(head: &str) -> Self {
        Self { head: head.to_owned(), figures: false }
    }
    pub fn figures(head: &str) -> Self {
        Self { head: head.to_owned(), figures: true }
    }
}

/// The first cell of a row is its header. The caption says the order of the rows.
pub fn data_table(caption: &str, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    let heads = columns.iter().map(|c| view! { <th scope="col">{c.head.clone()}</th> }).collect::<Vec<_>>();
    let row = |cells: Vec<AnyView>| {
        let cells = cells.into_iter().zip(columns).enumerate().map(|(i, (cell, column))| {
            let class = column.figures.then_some("num");
            if i == 0 {
                view! { <th scope="row" class=class>{cell}</th> }.into_any()
            } else {
                view! { <td class=class data-label=column.head.clone()>{cell}</td> }.into_any()
            }
        });
        view! { <tr>{cells.collect::<Vec<_>>()}</tr> }
    };
    view! {
        <table class="table">
            <caption>{caption.to_owned()}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows.into_iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
    .into_any()
}
