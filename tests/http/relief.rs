//! RC-7, GF-4: what somebody under 限消 asks for while it stands, from the request to its last day.
use tests::listing::{Desk, NAME, SEVENTEEN};
use tests::story::resident_id;
use tests::{Engine, Site, both_engines};

both_engines!(
    gf_4_a_lift_runs_for_its_days_and_the_restriction_applies_again_by_itself,
    rc_7_whoever_takes_a_request_down_does_not_decide_it,
    gf_4_a_released_person_is_named_nowhere_from_the_next_request
);

const DAY: i64 = 24 * 60 * 60 * 1000;
const WHY: &str = "近亲属在外省住院，要乘飞机前去照料";

async fn gf_4_a_lift_runs_for_its_days_and_the_restriction_applies_again_by_itself(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, public) = desk.published("restricted", &[]).await;
    let requests = format!("{path}/relief");
    desk.editor.visit(&path).await;
    desk.editor.click("限制消费期间的申请").await;
    let asked = [("kind", "暂时解除乘坐飞机、高铁的限制"), ("purpose", WHY), ("evidence", "住院证明、亲属关系证明")];
    desk.editor.submit("登记申请", &asked).await;
    desk.editor.expect(422).sees("还没有选择暂时解除的情形").finds_typed("purpose", WHY);
    desk.editor.submit("登记申请", &[("reason", "本人或者近亲属重大疾病就医")]).await;
    desk.editor.expect(200).sees("已保存").sees("等待决定").sees(WHY);
    desk.publisher.visit(&requests).await;
    desk.publisher.click("办理这份申请").await;
    let days = [("from", "2025-12-16"), ("until", "2026-01-20"), ("approval_no", "（2025）批7号")];
    desk.publisher.submit("批准", &days).await;
    desk.publisher.expect(422).sees("要经院长批准").finds_typed("until", "2026-01-20");
    desk.publisher.submit("批准", &[("president", "on")]).await;
    desk.publisher.expect(422).sees("最长一个月").finds_typed("approval_no", "（2025）批7号");
    desk.publisher.submit("批准", &[("until", "2026-01-05")]).await;
    desk.publisher.expect(200).sees("已批准").sees("2025年12月16日至2026年1月5日");

    // the entry itself stands, and says nothing of why
    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200).sees(NAME).sees_not("暂时解除").sees_not("住院");
    site.clock.advance(21 * DAY);
    site.due().await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&requests).await;
    publisher.expect(200).sees("已批准").sees_not("恢复限制");
    site.clock.advance(DAY);
    site.due().await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&requests).await;
    publisher.expect(200).sees("期限已过，恢复限制");
    site.close().await;
}

async fn rc_7_whoever_takes_a_request_down_does_not_decide_it(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, _) = desk.published("restricted", &[]).await;
    let requests = format!("{path}/relief");
    let ask =
        [("kind", "生活或者经营必需的消费"), ("purpose", "到长沙复诊，需乘高铁二等座以外的车次"), ("evidence", "病历")];
    desk.editor.visit(&requests).await;
    desk.editor.submit("登记申请", &ask).await;
    desk.editor.expect(200);
    let one = desk.editor.page().link("办理这份申请").unwrap_or_default();
    desk.editor.visit(&one).await;
    // an editor only takes back what was asked
    desk.editor.expect(200).sees("登记撤回").sees_not("不予批准的理由");
    desk.publisher.visit(&one).await;
    desk.publisher.submit("不予批准", &[]).await;
    desk.publisher.expect(422).sees("还没有写明不予批准的理由");
    desk.publisher.submit("不予批准", &[("note", "材料不能证明必须乘坐")]).await;
    desk.publisher.expect(200).sees("不予批准").sees("材料不能证明必须乘坐");
    // the editor's page is older than the decision
    desk.editor.submit("登记撤回", &[]).await;
    desk.editor.expect(409);
    // nothing is asked while the other list is meant, or nothing stands yet
    let draft = desk.draft("dishonest", &[]).await;
    desk.editor.visit(&format!("{draft}/relief")).await;
    desk.editor.expect(200).sees_not("登记一份申请");
    site.close().await;
}

async fn gf_4_a_released_person_is_named_nowhere_from_the_next_request(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let code = app::domain::id::Uscc::from_body("91431199MA7654321").expect("a code").as_str().to_owned();
    let unit =
        [("party", "单位"), ("name", "示例县栖霞砂石有限公司"), ("id_no", code.as_str()), ("legal_rep", "郁离衡")];
    let path = desk.draft("restricted", &unit).await;
    let id = resident_id(SEVENTEEN);
    desk.editor.click("添加人员").await;
    desk.editor.submit("保存", &[("name", "端木澄"), ("id_no", &id), ("capacity", "法定代表人")]).await;
    desk.editor.expect(200);
    desk.decide(&path).await;
    desk.serve(&path).await;
    let public = desk.publish(&path).await;
    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200).sees("端木澄");

    desk.editor.visit(&format!("{path}/relief")).await;
    let ask = [
        ("kind", "解除对单位原有关人员的限制"),
        ("person", "端木澄（法定代表人）"),
        ("purpose", "已经不再担任法定代表人"),
        ("evidence", "登记机关的变更通知书"),
    ];
    desk.editor.submit("登记申请", &ask).await;
    desk.editor.expect(200).sees("等待决定");
    desk.publisher.visit(&format!("{path}/relief")).await;
    desk.publisher.click("办理这份申请").await;
    let grant = [("approval_no", "（2025）批8号"), ("president", "on")];
    desk.publisher.submit("批准", &grant).await;
    desk.publisher.expect(422).sees("是否仍然控制单位");
    desk.publisher.submit("批准", &[("not_controlling", "on")]).await;
    desk.publisher.expect(200).sees("已从公开页面移除").sees("端木澄");

    citizen.visit(&public).await;
    citizen.expect(200).sees("示例县栖霞砂石有限公司").sees_not("端木澄");
    tests::listing::look_up(&mut citizen, "端木澄").await;
    citizen.sees_not("示例县栖霞砂石有限公司");
    citizen.visit("/ledger").await;
    citizen.expect(200).sees("更正");
    site.close().await;
}
