//! 三审三校 and remarks: the court's own steps of review, each by another person, and what colleagues say about a field.
use server::store::court;
use tests::{Engine, Site, both_engines, story};

both_engines!(
    ew_1_a_draft_passes_every_step_of_the_courts_review_by_another_person,
    a_remark_stands_in_the_way_of_approval_until_it_is_settled,
    ew_1_a_withdrawal_names_its_kind_and_says_why
);

const ARTICLE: [(&str, &str); 4] = [
    ("slug", "what-is-settlement"),
    ("title", "什么是执行和解"),
    ("summary", "双方商量好怎样还，法院记下来。"),
    ("body", "和解协议可以口头约定。"),
];

/// A court that reviews twice.
async fn twice(engine: Engine) -> Site {
    Site::grown(engine, async |state| {
        let steps = serde_json::json!({ "review_steps": ["初审一校", "终审二校"] }).to_string();
        let mut tx = state.db.begin().await.expect("a transaction");
        court::save_settings(&mut tx, state.court.id, &state.court.name, &steps).await.expect("settings");
        tx.commit().await.expect("a commit");
    })
    .await
}

async fn ew_1_a_draft_passes_every_step_of_the_courts_review_by_another_person(engine: Engine) {
    let site = twice(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    editor.visit(&desk).await;
    editor.submit("提交审核", &[]).await;
    editor.expect(200).sees("初审一校").sees("终审二校");
    let mut first = site.staff("reviewer").await;
    first.visit(&desk).await;
    first.submit("审核通过", &[]).await;
    first.expect(200).sees("等待下一个环节");
    first.submit("审核通过", &[]).await;
    first.expect(422).sees("您已经审核过前面的环节");
    let mut second = site.staff("publisher").await;
    second.visit(&desk).await;
    second.submit("审核通过", &[]).await;
    second.expect(200).sees("审核已通过");
    second.sees_not("签发公布");

    // sent back, the road begins anew
    first.visit(&desk).await;
    first.submit("退回修改", &[("reason", "请写明书面协议")]).await;
    editor.visit(&desk).await;
    editor.submit("提交审核", &[]).await;
    first.visit(&desk).await;
    first.submit("审核通过", &[]).await;
    first.expect(200).sees("等待下一个环节");
    site.close().await;
}

async fn a_remark_stands_in_the_way_of_approval_until_it_is_settled(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    editor.visit(&desk).await;
    editor.submit("提交审核", &[]).await;
    let mut reviewer = site.staff("reviewer").await;
    reviewer.visit(&desk).await;
    reviewer.submit("加批注", &[("field", "正文"), ("quote", "没有这句话"), ("remark", "要有书面协议")]).await;
    reviewer.expect(422).finds_typed("remark", "要有书面协议");
    reviewer.visit(&desk).await;
    reviewer.submit("加批注", &[("field", "正文"), ("quote", "口头约定"), ("remark", "要有书面协议")]).await;
    reviewer.expect(200).sees("有 1 条批注没有处理").sees("要有书面协议");
    reviewer.submit("审核通过", &[]).await;
    reviewer.expect(422).sees("有 1 条批注没有处理");
    reviewer.visit(&desk).await;
    reviewer.submit("退回修改", &[("reason", "见批注")]).await;
    editor.visit(&format!("{desk}/edit")).await;
    editor.submit("保存草稿", &[("body", "和解协议要写成书面。")]).await;
    editor.visit(&desk).await;
    editor.sees("原文已改");
    editor.submit("已处理", &[]).await;
    editor.expect(200).sees("没有需要处理的批注");
    editor.submit("提交审核", &[]).await;
    reviewer.visit(&desk).await;
    reviewer.submit("审核通过", &[]).await;
    reviewer.expect(200).sees("审核已通过");
    site.close().await;
}

async fn ew_1_a_withdrawal_names_its_kind_and_says_why(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, article) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    story::publish_content(&site, &mut editor, &article).await;
    let issue = story::draft_issue(&site, "2025-22").await;
    story::publish(&site, &issue).await;
    let mut publisher = site.staff("publisher").await;
    for (desk, public) in [(&article, "/learn/what-is-settlement"), (&issue, "/notices/2025-22")] {
        publisher.visit(desk).await;
        publisher.submit("立即撤下", &[("withdraw_reason", "金额写错")]).await;
        publisher.expect(422).sees("请选择撤下的原因").finds_typed("withdraw_reason", "金额写错");
        let mut reader = site.person();
        reader.visit(public).await;
        reader.expect(200);
        publisher.submit("立即撤下", &[("withdraw_kind", "wrong")]).await;
        publisher.expect(200).sees("撤下（内容有误：金额写错）");
        reader.visit(public).await;
        reader.expect(410).sees_not("金额写错");
    }
    site.close().await;
}
