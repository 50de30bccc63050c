//! EW-1: publication at a time set before, and the way past the review where nothing can wait.
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(
    ew_1_an_approved_text_goes_out_at_its_time_and_not_before,
    ew_1_what_is_refused_at_its_time_goes_back_to_the_publisher,
    ew_1_an_issue_goes_out_at_its_time_with_its_approval,
    a_time_can_be_taken_away_again,
    ew_1_forcing_passes_the_review_by_and_nothing_else
);

const ARTICLE: [(&str, &str); 4] =
    [("slug", "he-jie"), ("title", "什么是执行和解"), ("summary", "双方商量好怎样还。"), ("body", "要自愿。")];
const PUBLIC: &str = "/learn/he-jie";
const HOUR: i64 = 60 * 60 * 1000;

/// Moves the clock on and lets what is due happen.
async fn later(site: &Site, ms: i64) {
    site.clock.advance(ms);
    site.due().await;
}

async fn status(site: &Site, path: &str) -> u16 {
    let mut reader = site.person();
    reader.visit(path).await;
    reader.page().status
}

/// An article that waits for the publisher, and its path at the desk.
async fn approved(site: &Site, words: &[(&str, &str)]) -> String {
    let (mut editor, desk) = story::draft_content(site, "普法文章", words).await;
    editor.visit(&desk).await;
    editor.submit("提交审核", &[]).await;
    story::press(site, "reviewer", &desk, "审核通过").await.expect(200);
    desk
}

/// The publisher at the page of times.
async fn at_times(site: &Site, desk: &str) -> Person {
    let mut publisher = site.staff("publisher").await;
    publisher.visit(desk).await;
    publisher.click("定时发布、紧急发布").await;
    publisher
}

async fn ew_1_an_approved_text_goes_out_at_its_time_and_not_before(engine: Engine) {
    let site = Site::demo(engine).await;
    let desk = approved(&site, &ARTICLE).await;
    let mut publisher = at_times(&site, &desk).await;
    for wrong in ["明天早上", "2025-12-14 08:00"] {
        publisher.submit("定时发布", &[("publish_at", wrong)]).await;
        publisher.expect(422).finds_typed("publish_at", wrong);
    }
    publisher.submit("定时发布", &[("publish_at", "2025-12-15 12:00")]).await;
    publisher.expect(200).sees("已设定发布时间").sees("定时发布");
    later(&site, HOUR).await;
    assert_eq!(status(&site, PUBLIC).await, 404, "not before its time");
    later(&site, HOUR).await;
    assert_eq!(status(&site, PUBLIC).await, 200);
    later(&site, HOUR).await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    publisher.sees("已发布");
    assert_eq!(publisher.page().body.matches("按定时发布").count(), 1, "once");
    site.close().await;
}

async fn ew_1_what_is_refused_at_its_time_goes_back_to_the_publisher(engine: Engine) {
    let site = Site::demo(engine).await;
    let words = [&ARTICLE[..3], &[("body", "赵临溪要自愿。")]].concat();
    let desk = approved(&site, &words).await;
    let mut publisher = at_times(&site, &desk).await;
    publisher.submit("定时发布", &[("publish_at", "2025-12-15 12:00")]).await;
    publisher.expect(200);
    // meanwhile somebody of this name becomes a party (AN-7)
    let (mut editor, notice) = story::open_draft(&site, "2025-23").await;
    story::add_subject(&mut editor, &notice, &[("name", "赵临溪")], "43112719830412103").await;
    later(&site, 2 * HOUR).await;
    assert_eq!(status(&site, PUBLIC).await, 404);
    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff").await;
    publisher.sees("份内容没有按定时发布");
    publisher.visit(&desk).await;
    publisher.sees("待发布").sees("没有办成");
    publisher.click("定时发布、紧急发布").await;
    publisher.sees("没有发布").sees("2025年12月15日 12:00");
    later(&site, HOUR).await;
    assert_eq!(status(&site, PUBLIC).await, 404, "it is not tried again by itself");
    site.close().await;
}

async fn ew_1_an_issue_goes_out_at_its_time_with_its_approval(engine: Engine) {
    let site = Site::demo(engine).await;
    let desk = story::draft_issue(&site, "2025-22").await;
    story::approve(&site, &desk).await;
    let mut publisher = at_times(&site, &desk).await;
    publisher.submit("定时发布", &[("publish_at", "2025-12-15 12:00")]).await;
    publisher.expect(422).sees("审批文号").finds_typed("publish_at", "2025-12-15 12:00");
    publisher.submit("定时发布", &[("approval_no", "院批〔2025〕88号")]).await;
    publisher.expect(200).sees("已设定发布时间");
    assert_eq!(status(&site, "/notices/2025-22").await, 404);
    later(&site, 2 * HOUR).await;
    assert_eq!(status(&site, "/notices/2025-22").await, 200);
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    publisher.sees("院批〔2025〕88号");
    site.close().await;
}

async fn a_time_can_be_taken_away_again(engine: Engine) {
    let site = Site::demo(engine).await;
    let desk = approved(&site, &ARTICLE).await;
    let mut publisher = at_times(&site, &desk).await;
    publisher.submit("定时发布", &[("publish_at", "2025-12-15 12:00")]).await;
    publisher.click("定时发布、紧急发布").await;
    publisher.sees("2025年12月15日 12:00");
    publisher.submit("取消定时发布", &[]).await;
    publisher.expect(200).sees("已取消定时发布");
    later(&site, 2 * HOUR).await;
    assert_eq!(status(&site, PUBLIC).await, 404);
    story::press(&site, "publisher", &desk, "签发公布").await.expect(200);
    assert_eq!(status(&site, PUBLIC).await, 200);
    site.close().await;
}

async fn ew_1_forcing_passes_the_review_by_and_nothing_else(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    publisher.sees_not("紧急发布");
    editor.visit(&desk).await;
    editor.submit("提交审核", &[]).await;
    publisher.visit(&desk).await;
    publisher.click("定时发布、紧急发布").await;
    publisher.submit("紧急发布", &[]).await;
    publisher.expect(422).sees("为什么不能等审核");
    publisher.submit("紧急发布", &[("reason", "当晚群众要用")]).await;
    publisher.expect(200).sees("已紧急发布").sees("紧急发布（未经审核）：当晚群众要用");
    assert_eq!(status(&site, PUBLIC).await, 200);
    // the scans stay: an issue without what BN-3 asks for cannot be forced out either
    let desk = story::draft_issue(&site, "2025-22").await;
    publisher.visit(&format!("{desk}/timing")).await;
    publisher.submit("紧急发布", &[("reason", "今晚有线索")]).await;
    publisher.expect(422).sees("审批文号");
    assert_eq!(status(&site, "/notices/2025-22").await, 404);
    let mut auditor = site.staff("auditor").await;
    auditor.visit("/staff/audit").await;
    auditor.sees("紧急发布");
    site.close().await;
}
