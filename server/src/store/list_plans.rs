//! How SQLite would answer each question about the lists: by an index, in the order of the index.
use super::{Db, list, list_desk, list_import_rows, list_parts, list_versions};
use crate::{crypto::random, on};

#[tokio::test]
async fn no_question_about_the_lists_reads_them_whole() {
    let path = std::env::temp_dir().join(format!("zhaoshi-list-plan-{}.db", random::uuid(0)));
    let db = Db::open(&format!("sqlite:{}", path.display())).await.unwrap();
    db.migrate().await.unwrap();
    let mut tx = db.read().await.unwrap();
    // pages and counts come as the index has them; a few namesakes may be sorted after they were found
    let ordered = [
        list::PAGE,
        list::PAGE_OF_KIND,
        list::TOTALS,
        list_desk::LINES,
        list_desk::LINES_IN,
        list_desk::COUNT_IN,
        list_desk::DEPENDENT,
        list_import_rows::IN_STATE,
    ];
    let few = [
        list::BY_NO,
        list::BY_NAME,
        list::BY_PERSON,
        list::BY_CASE,
        list::BY_USCC,
        list::CURRENT_NO,
        list_desk::BY_ID,
        list_desk::BY_LINK,
        list_desk::FIND_NAME,
        list_desk::FIND_CASE,
        list_desk::FIND_USCC,
        list_desk::FIND_NO,
        list_desk::LAST_REMOVAL,
        list_desk::LAST_REMOVAL_UNIT,
        list_versions::VERSIONS,
        list_parts::STANDS_FOR,
    ];
    for (text, sorts) in ordered.map(|text| (text, false)).into_iter().chain(few.map(|text| (text, true))) {
        let asked: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {text}").into_boxed_str());
        let plan: Vec<(i64, i64, i64, String)> = on!(tx, |c| sqlx::query_as(asked).fetch_all(c).await).unwrap();
        for (.., step) in plan {
            let found = step.starts_with("SEARCH ") && step.contains("INDEX");
            let within = ["CO-ROUTINE", "SCAN found", "SCAN (subquery"].iter().any(|word| step.starts_with(word));
            let sorted = sorts && step == "USE TEMP B-TREE FOR ORDER BY";
            assert!(found || within || sorted, "{step}\n{text}");
        }
    }
    tx.rollback().await.unwrap();
    db.close().await;
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
}
