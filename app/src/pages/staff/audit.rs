//! The log of everything staff did, for the auditor. It holds numbers and kinds, never a name of a sender or a word of a tip.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::{Column, data_table, nb};
use crate::pages::Page;

/// One event of the chain.
#[derive(Clone, Debug, Default)]
pub struct AuditRow {
    pub seq: i64,
    pub when: String,
    pub who: String,
    pub what: String,
    pub object: String,
    pub note: String,
}

#[derive(Clone, Debug, Default)]
pub struct AuditView {
    pub rows: Vec<AuditRow>,
    /// Position to go on from; 0 at the end.
    pub before: i64,
}

pub fn audit(frame: &Frame, view: &AuditView) -> Page {
    let v = view.clone();
    staff_page("操作记录", frame, false, move || {
        let columns = [
            Column::figures("序号"),
            Column::text("时间"),
            Column::text("人员"),
            Column::text("操作"),
            Column::text("对象"),
            Column::text("说明"),
        ];
        let rows = v.rows.iter().map(|r| {
            vec![
                r.seq.to_string().into_any(),
                nb(r.when.clone()),
                r.who.clone().into_any(),
                r.what.clone().into_any(),
                r.object.clone().into_any(),
                r.note.clone().into_any(),
            ]
        });
        let older = (v.before > 1).then(|| {
            let href = format!("/staff/audit?before={}", v.before);
            view! { <p><a rel="next" href=href>"更早的记录"</a></p> }
        });
        view! {
            <h1>"操作记录"</h1>
            <p class="meta">"每条记录都与前一条相连，不能修改。核对整条记录链：zhaoshi audit verify"</p>
            {data_table("最近的在前", &columns, rows.collect())}
            {older}
        }
    })
}
