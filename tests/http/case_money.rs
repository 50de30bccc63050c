//! Money that waits for creditors: its steps, its thirty days, and the announcement that follows it (CM-1..4).
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(
    cm_4_a_sum_is_announced_until_it_is_paid_and_no_longer,
    cm_1_thirty_days_run_and_deferral_needs_its_reason_and_approval,
    cm_4_no_step_is_taken_out_of_its_turn
);

const CASE: &str = "（2025）湘1199执77号";

async fn arrived(site: &Site) -> Person {
    let mut officer = site.staff("officer").await;
    officer.visit("/staff/money").await;
    officer.click("登记到账").await;
    officer.submit("登记", &[("case_no", CASE), ("payee", "张三丰"), ("amount", "48万元")]).await;
    officer.expect(422).sees("规则 CM-2").finds_typed("amount", "48万元");
    let mut twice = officer.clone();
    officer.submit("登记", &[("payee", "张某")]).await;
    officer.expect(200).sees("案款已到账").sees("48万元").sees("2026年1月14日");
    twice.submit("登记", &[("payee", "张某")]).await;
    assert_eq!(twice.page().path, officer.page().path, "a double press leaves one record");
    officer
}

async fn cm_4_a_sum_is_announced_until_it_is_paid_and_no_longer(engine: Engine) {
    let site = Site::demo(engine).await;
    let words = [
        ("slug", "2025-12-29"),
        ("title", "2025年12月案款领取公告"),
        ("held_on", "2025-12-29"),
        ("hours", "9:00 至 17:00"),
        ("place", "执行窗口"),
        ("contact", "王法官"),
        ("phone", "0746-0000000"),
        ("documents", "本人领取：身份证、银行卡"),
        ("deadline", "2026-03-31"),
        ("consequence", "逾期依法提存"),
        ("payees", "张某 （2025）湘1199执77号\n李某 （2025）湘1199执78号"),
        ("source", "执行局"),
    ];
    let (mut editor, desk) = story::draft_content(&site, "领款公告", &words).await;
    story::publish_content(&site, &mut editor, &desk).await;
    let mut reader = site.person();
    reader.visit("/claims/2025-12-29").await;
    reader.expect(200).sees("张某").sees("李某");
    let mut officer = arrived(&site).await;
    for step in ["已核对案件", "已通知领取", "公告领取"] {
        officer.submit(step, &[]).await;
        officer.expect(200).sees("已保存");
    }
    reader.visit("/claims/2025-12-29").await;
    reader.sees("张某");
    for wrong in ["2025-11-30", "2025-12-16", ""] {
        officer.submit("登记发放", &[("day", wrong)]).await;
        officer.expect(422).finds_typed("day", wrong);
    }
    officer.submit("登记发放", &[("day", "2025-12-15")]).await;
    officer.expect(200).sees("已发放");
    reader.visit("/claims/2025-12-29").await;
    reader.expect(200).sees_not("张某").sees("李某");
    site.close().await;
}

async fn cm_1_thirty_days_run_and_deferral_needs_its_reason_and_approval(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut officer = arrived(&site).await;
    officer.submit("已核对案件", &[]).await;
    let form = officer.page().path.split('?').next().unwrap_or_default().to_owned();
    for (words, says) in [
        ([("reason", ""), ("day", "2026-03-01"), ("approval_no", "批1号")], "还没有选择原因"),
        ([("reason", "frozen"), ("day", "2026-03-01"), ("approval_no", "")], "要经批准"),
        ([("reason", "frozen"), ("day", "2025-12-15"), ("approval_no", "批1号")], "晚于今天"),
    ] {
        officer.visit(&form).await;
        officer.submit("暂缓发放", &words).await;
        officer.expect(422).sees(says);
    }
    officer.visit("/staff/deadlines").await;
    officer.sees("发放案款").sees(CASE).sees("2026年1月14日");
    officer.visit(&form).await;
    let words = [("reason", "frozen"), ("day", "2026-03-02"), ("approval_no", "批1号")];
    officer.submit("暂缓发放", &words).await;
    officer.expect(200).sees("暂缓发放").sees("被其他案件冻结").sees("批1号").sees("2026年3月2日");
    officer.visit("/staff/deadlines").await;
    officer.sees("2026年3月2日").sees_not("2026年1月14日");
    officer.visit(&form).await;
    officer.submit("登记提存", &[("reason", "not_found")]).await;
    officer.expect(200).sees("已提存").sees("下落不明");
    officer.visit("/staff/deadlines").await;
    officer.sees_not(CASE);
    site.close().await;
}

async fn cm_4_no_step_is_taken_out_of_its_turn(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut officer = arrived(&site).await;
    let path = officer.page().path.split('?').next().unwrap_or_default().to_owned();
    let csrf = tests::form::shown(&officer.page().body, "csrf").unwrap_or_default();
    for step in ["notify", "announce", "pay", "defer", "escrow"] {
        let words =
            [("csrf", csrf.as_str()), ("version", "1"), ("go", step), ("day", "2025-12-15"), ("reason", "frozen")];
        officer.post(&path, &words).await;
        officer.expect(409);
    }
    officer.visit(&path).await;
    let mut behind = officer.clone();
    officer.submit("已核对案件", &[]).await;
    officer.expect(200);
    behind.submit("已核对案件", &[]).await;
    behind.expect(409);
    site.close().await;
}
