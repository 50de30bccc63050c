//! Each duty of an entry runs in the register from the step that starts it to the step that ends it.
use tests::listing::Desk;
use tests::{Engine, Person, Site, both_engines};

both_engines!(
    gf_2_the_end_of_grace_is_a_task_for_a_person,
    dj_9_whoever_sees_a_wrong_entry_starts_the_clock_of_its_revocation,
    rc_8_an_ended_entry_is_watched_until_the_last_place_has_let_go,
    dj_5_an_application_runs_until_it_is_decided
);

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The lines of the register that are about this entry.
async fn duties(person: &mut Person, number: &str) -> Vec<String> {
    person.visit("/staff/deadlines").await;
    let rows = person.expect(200).page().all("tbody tr");
    rows.into_iter().filter(|row| row.contains(number)).collect()
}

fn one_of(rows: &[String], duty: &str, due: &str) {
    assert!(rows.iter().any(|row| row.contains(duty) && row.contains(due)), "{duty} {due}: {rows:?}");
}

async fn gf_2_the_end_of_grace_is_a_task_for_a_person(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    desk.decide(&path).await;
    desk.serve(&path).await;
    desk.reviewer.visit(&path).await;
    desk.reviewer.submit("给予宽限期", &[("grace_until", "2026-01-20")]).await;
    one_of(&duties(&mut desk.reviewer, "r-2025-0546").await, "核实宽限期内是否履行", "2026年1月21日");

    site.clock.advance(37 * DAY);
    let mut citizen = site.person();
    citizen.visit("/lists/restricted/r-2025-0546").await;
    citizen.expect(404);

    let mut publisher = site.staff("publisher").await;
    publisher.visit(&path).await;
    publisher.submit("批准公布", &[("still_unperformed", "on")]).await;
    let left = duties(&mut publisher, "r-2025-0546").await;
    assert!(!left.iter().any(|row| row.contains("宽限期")), "{left:?}");
    one_of(&left, "核对全国平台是否收录", "2026年1月26日");
    publisher.visit(&path).await;
    publisher.submit("登记核对结果", &[("portal", "listed"), ("portal_on", "2026-01-21")]).await;
    assert_eq!(duties(&mut publisher, "r-2025-0546").await, Vec::<String>::new(), "DJ-7: looked at, listed");
    site.close().await;
}

async fn dj_9_whoever_sees_a_wrong_entry_starts_the_clock_of_its_revocation(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, public) = desk.published("restricted", &[]).await;
    desk.editor.visit(&path).await;
    assert!(!desk.editor.page().body.contains("撤销，马上撤下"), "an editor does not revoke");
    desk.editor.submit("登记，请有权的人处理", &[("wrong_on", "2025-12-16")]).await;
    desk.editor.expect(422).sees("发现错误的日期不能晚于今天").finds_typed("wrong_on", "2025-12-16");
    desk.editor.submit("登记，请有权的人处理", &[("wrong_on", "2025-12-12")]).await;
    desk.editor.expect(200).sees("已登记发现错误").sees("撤销错误信息，最迟2025年12月17日");
    one_of(&duties(&mut desk.reviewer, "r-2025-0546").await, "撤销错误信息", "2025年12月17日");
    // looked at again and found right, the clock stops; and begins anew when somebody is not content with that
    desk.reviewer.visit(&path).await;
    desk.reviewer.submit("核查过，信息没有错", &[]).await;
    desk.reviewer.expect(200).sees("已登记核查无误");
    let left = duties(&mut desk.reviewer, "r-2025-0546").await;
    assert!(!left.iter().any(|row| row.contains("撤销")), "{left:?}");
    desk.editor.visit(&path).await;
    desk.editor.submit("登记，请有权的人处理", &[("wrong_on", "2025-12-12")]).await;
    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200);
    desk.reviewer.visit(&path).await;
    let why = [("revoke_on", "2025-12-12"), ("revoke_reason", "案件已经执行完毕，不应当限制")];
    desk.reviewer.submit("撤销，马上撤下", &why).await;
    desk.reviewer.expect(200).sees("已撤销");
    assert_eq!(duties(&mut desk.reviewer, "r-2025-0546").await, Vec::<String>::new());
    citizen.visit(&public).await;
    citizen.expect(410);
    site.close().await;
}

async fn rc_8_an_ended_entry_is_watched_until_the_last_place_has_let_go(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, _) = desk.published("restricted", &[]).await;
    desk.editor.visit(&path).await;
    let bank = [("channel_kind", "notified"), ("channel_name", "示例银行"), ("channel_on", "2025-12-15")];
    desk.editor.submit("登记渠道", &bank).await;
    desk.editor.expect(200).sees("告知的单位");
    desk.reviewer.visit(&path).await;
    let why = [("revoke_on", "2025-12-15"), ("revoke_reason", "案件已经执行完毕，不应当限制")];
    desk.reviewer.submit("撤销，马上撤下", &why).await;
    one_of(&duties(&mut desk.reviewer, "r-2025-0546").await, "在原公布范围内同步撤下", "2025年12月18日");
    desk.reviewer.visit(&path).await;
    desk.reviewer.sees("在原公布范围内同步撤下，最迟2025年12月18日");
    desk.reviewer.submit("已撤下或者已告知结束", &[]).await;
    assert_eq!(duties(&mut desk.reviewer, "r-2025-0546").await, Vec::<String>::new());
    site.close().await;
}

async fn dj_5_an_application_runs_until_it_is_decided(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("dishonest", &[]).await;
    one_of(&duties(&mut desk.reviewer, "d-2025-0313").await, "决定是否纳入失信名单", "2025年12月2");
    desk.decide(&path).await;
    assert_eq!(duties(&mut desk.reviewer, "d-2025-0313").await, Vec::<String>::new());
    site.close().await;
}
