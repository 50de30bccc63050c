//! `/ledger`: what was published, corrected and withdrawn, without a name, and how to check that nothing was changed.
use leptos::prelude::*;

use super::{Page, Section};
use crate::components::{Column, data_table, info_box, nb};

/// One line, in words.
#[derive(Clone, Debug, Default)]
pub struct LedgerRow {
    pub seq: i64,
    pub when: String,
    pub what: String,
    /// 2025年第21期悬赏公告
    pub record: String,
    /// Hex
    pub hash: String,
}

#[derive(Clone, Debug, Default)]
pub struct LedgerView {
    /// Newest first
    pub rows: Vec<LedgerRow>,
    /// All lines there are
    pub total: i64,
    /// Position to go on from; 0 at the end
    pub before: i64,
    /// Was the whole ledger checked for this page, and which is the first line that does not hold?
    pub checked: Option<Option<i64>>,
}

pub fn ledger(view: LedgerView) -> Page {
    Page::new("公开记录", Section::Other, move || {
        let checked = view.checked.map(|fault| match fault {
            None => info_box(format!("网站刚刚核对过：共 {} 条，前后相接，没有改动。", view.total)),
            Some(at) => info_box(format!("第 {at} 条起核对不上，请打电话告诉法院。")),
        });
        let columns = [
            Column::figures("序号"),
            Column::text("时间"),
            Column::text("事项"),
            Column::text("记录"),
            Column::text("校验值"),
        ];
        let rows = view.rows.iter().map(|r| {
            let hash = r.hash.clone();
            vec![
                r.seq.to_string().into_any(),
                nb(r.when.clone()),
                r.what.clone().into_any(),
                r.record.clone().into_any(),
                view! { <code class="hash">{hash}</code> }.into_any(),
            ]
        });
        let table = if view.rows.is_empty() {
            view! { <p class="empty">"还没有记录。可以先看"<a href="/notices">"悬赏公告"</a>"。"</p> }.into_any()
        } else {
            data_table("最近的在前", &columns, rows.collect())
        };
        let older = (view.before > 1).then(|| {
            let href = format!("/ledger?before={}", view.before);
            view! { <p><a rel="next" href=href>"更早的记录"</a></p> }
        });
        view! {
            <h1>"公开记录"</h1>
            <p class="lead">"公告每次发布、更正和撤下，都在这里留下一条记录。记录只增加，不修改，不删除，也不含任何人的姓名。"</p>
            {checked}
            {table}
            {older}
            <section>
                <h2>"怎样自己核对"</h2>
                <p>"每条记录的校验值由前一条的校验值和本条内容算出。改动任何一条，后面的就都对不上。"</p>
                <ol>
                    <li>"下载"<a href="/ledger.json">"全部记录（JSON）"</a>"。"</li>
                    <li>"对每一条，把 prev、seq、at、action、record、content 六项各占一行，计算 SHA-256，应当等于 hash。"</li>
                    <li>"每一条的 prev 应当等于前一条的 hash，第一条的 prev 是 64 个 0。"</li>
                    <li>"保存最新一条的校验值和法院对它的签名（head_signature）。以后再来核对，它应当还在原处；不在的，签名可以证明它曾经在。"</li>
                </ol>
                <p>"在 Linux 或者 macOS 上："<code class="hash">"printf '%s\\n' PREV SEQ AT ACTION RECORD CONTENT | sha256sum"</code></p>
                <p>"content 是法院保存的那一版公告的校验值，法院可以据此证明当时公布的内容。"</p>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_that_does_not_hold_says_so() {
        let page = ledger(LedgerView { total: 5, checked: Some(Some(3)), ..LedgerView::default() });
        assert!(page.body.contains("第 3 条起核对不上") && !page.body.contains("没有改动"));
        let row = LedgerRow { seq: 5, record: "2025年第21期悬赏公告".into(), ..LedgerRow::default() };
        let page = ledger(LedgerView { rows: vec![row], total: 5, before: 5, checked: Some(None) });
        assert!(page.body.contains("共 5 条") && page.body.contains("/ledger?before=5"));
        let older = ledger(LedgerView { total: 5, ..LedgerView::default() });
        assert!(!older.body.contains("没有改动"), "an older page was not checked and says nothing");
    }
}
