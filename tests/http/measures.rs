//! What the court did, and what its figures say: the article's year out of single records (FG-1, FG-2), and warnings
//! that nobody outside reads by name (PW-1..4).
use app::domain::measure::Counted;
use server::store::{court, figure, measure};
use tests::{Court, Engine, Person, Site, both_engines, canary};

both_engines!(
    fg_2_the_articles_year_follows_from_its_records,
    a_record_moves_the_sum_until_it_is_struck_out,
    pw_4_what_a_record_must_say,
    pw_4_a_fine_is_served_reviewed_once_and_counts_no_more_when_revoked,
    pw_3_a_warning_runs_to_its_end_and_only_totals_are_known
);

async fn fg_2_the_articles_year_follows_from_its_records(engine: Engine) {
    let court = Court::demo(engine).await;
    let state = court.open().await;
    let mut tx = state.db.read().await.expect("a transaction");
    let id = court::load_first(&mut tx).await.expect("a court").expect("the demo court").id;
    let published = figure::load_year(&mut tx, id, 2025).await.expect("figures");
    assert_eq!(published.len(), 28, "every figure of the article");
    for row in published {
        let tally = measure::tally(&mut tx, id, 2025, &row.campaign_slug).await.expect("sums");
        let counted = Counted::of_figure(&row.slug).unwrap_or_else(|| panic!("{} follows from no record", row.slug));
        assert_eq!(counted.value(&tally), row.value, "{} {}", row.slug, row.printed);
    }
    drop(tx);
    state.close().await;
}

async fn officer(site: &Site) -> Person {
    site.staff("officer").await
}

/// The sum of one figure, on the page that compares.
#[track_caller]
fn figure_row(person: &Person, label: &str) -> String {
    let rows = person.page().all("tr");
    rows.into_iter().find(|row| row.starts_with(label)).unwrap_or_else(|| person.fail(&format!("no row {label}")))
}

async fn a_record_moves_the_sum_until_it_is_struck_out(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut officer = officer(&site).await;
    officer.visit("/staff/measures").await;
    assert!(figure_row(&officer, "查扣车辆").contains("一致"), "{}", figure_row(&officer, "查扣车辆"));
    officer.click("登记一项").await;
    let words = [("kind", "查扣车辆"), ("on", "2025-12-14"), ("case_no", "（2025）湘1199执77号"), ("quantity", "2")];
    // a double press leaves one record
    let mut twice = officer.clone();
    twice.submit("登记", &words).await;
    officer.submit("登记", &words).await;
    officer.expect(200).sees("已保存").sees("2025年12月14日").sees("2台");
    let moved = figure_row(&officer, "查扣车辆");
    assert!(moved.contains("412台") && moved.contains("410台") && moved.contains("不一致"), "{moved}");

    officer.click("登记错了").await;
    officer.expect(200).sees("2台").sees("不再计入数据");
    let void = officer.page().path.clone();
    officer.submit("划去", &[]).await;
    officer.expect(422).sees("请写明划去的原因");
    officer.submit("划去", &[("reason", "登记到别的案件")]).await;
    officer.expect(200).sees("已划去：登记到别的案件");
    assert!(figure_row(&officer, "查扣车辆").contains("一致"));
    officer.visit(&void).await;
    officer.expect(409).sees("这条记录已经划去");
    site.close().await;
}

async fn pw_4_what_a_record_must_say(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut officer = officer(&site).await;
    let case = ("case_no", "（2025）湘1199执77号");
    let day = ("on", "2025-12-14");
    let refusals: [(&[(&str, &str)], &str); 6] = [
        (&[("kind", "罚款"), day, case, ("amount", "20万元"), ("decision_no", "决1号"), ("president", "on")], "PW-4"),
        (&[("kind", "罚款"), day, case, ("amount", "2万元"), ("decision_no", "决1号")], "要经院长批准"),
        (&[("kind", "司法拘留"), day, case, ("days", "16"), ("decision_no", "决1号"), ("president", "on")], "PW-4"),
        (&[("kind", "执行到位"), day, case], "还没有填写到位金额"),
        (&[("kind", "移送公安机关"), day, case], "还没有填写人数"),
        (&[("kind", "查封房产"), ("on", "2025-12-16"), case], "日期还没有到"),
    ];
    for (words, says) in refusals {
        officer.visit("/staff/measures/new").await;
        officer.submit("登记", words).await;
        officer.expect(422).sees(says).finds_typed("case_no", case.1);
    }
    site.close().await;
}

async fn pw_4_a_fine_is_served_reviewed_once_and_counts_no_more_when_revoked(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut officer = officer(&site).await;
    let fine = [
        ("kind", "罚款"),
        ("on", "2025-12-08"),
        ("case_no", "（2025）湘1199执77号"),
        ("amount", "2万元"),
        ("decision_no", "（2025）湘1199司惩1号"),
        ("president", "on"),
    ];
    officer.visit("/staff/measures/new").await;
    officer.submit("登记", &fine).await;
    officer.click("送达和复议").await;
    officer.expect(200).sees("复议期间不停止执行").sees_not("登记收到复议申请");
    officer.submit("登记决定书送达", &[("day", "2025-12-01")]).await;
    officer.expect(422).sees("日期要在2025年12月8日以后").finds_typed("day", "2025-12-01");
    officer.submit("登记决定书送达", &[("day", "2025-12-11")]).await;
    // served on a Thursday: the third day is a Sunday, so the right lasts until Monday
    officer.expect(200).sees("申请复议的最后一天").sees("2025年12月15日");
    let page = officer.page().path.clone();
    officer.submit("登记收到复议申请", &[("day", "2025-12-15")]).await;
    officer.expect(200).sees("复议决定期限");
    officer.visit("/staff/deadlines").await;
    officer.expect(200).sees("罚款、拘留复议决定").sees("（2025）湘1199执77号").sees_not("司惩1号");
    officer.visit(&page).await;
    officer.submit("登记复议决定", &[("day", "2025-12-15")]).await;
    officer.expect(422).sees("还没有选择复议结果");
    officer.submit("登记复议决定", &[("result", "撤销")]).await;
    officer.expect(200).sees("已划去：复议决定撤销");
    officer.visit("/staff/deadlines").await;
    officer.expect(200).sees_not("罚款、拘留复议决定");
    officer.visit(&page).await;
    officer.expect(409);
    site.close().await;
}

async fn pw_3_a_warning_runs_to_its_end_and_only_totals_are_known(engine: Engine) {
    const NAME: &str = "澹台墨白";
    let site = Site::demo(engine).await;
    let mut officer = officer(&site).await;
    officer.visit("/staff/warnings").await;
    officer.expect(200).sees("37名被执行人收到预处罚通知后主动履行，金额215万元");
    officer.click("发出通知").await;
    let words =
        [("kind", "预罚款"), ("number", "预罚通〔2025〕99号"), ("case_no", "（2025）湘1199执77号"), ("name", NAME)];
    officer.submit("登记通知", &words).await;
    officer.expect(422).sees("PW-1").finds_typed("name", NAME);
    officer.submit("登记通知", &[("basis", "民事诉讼法第一百一十四条")]).await;
    officer.expect(200).sees(NAME).sees("将依法予以罚款").sees("已发出");
    officer.submit("登记", &[("step", "登记送达"), ("day", "2025-12-15")]).await;
    officer.expect(200).sees("已送达");
    officer.submit("登记", &[("step", "转为正式决定"), ("decision_no", "决1号")]).await;
    officer.expect(422).sees("PW-3").sees("履行期限还没有届满");
    officer.submit("登记", &[("step", "已经履行")]).await;
    officer.expect(422).sees("请填写履行的金额");
    officer.submit("登记", &[("step", "已经履行"), ("amount", "5万元")]).await;
    officer.expect(200).sees("已履行").sees("5万元");
    officer.visit("/staff/warnings").await;
    officer.sees("38名被执行人收到预处罚通知后主动履行，金额220万元").sees_not(NAME);

    let mut reader = site.person();
    for path in ["/", "/statistics", "/notices", "/lists", &format!("/search?q={NAME}")] {
        reader.visit(path).await;
        assert!(!reader.page().all("main li, main td, main article").join(" ").contains(NAME), "{path}");
    }
    reader.visit("/lists").await;
    reader.submit("查询", &[("q", NAME)]).await;
    reader.expect(200).sees("没有查到这个名字");
    canary::in_no_dump(&site.database_url, &[("the name", NAME)]);
    let data = site.close().await;
    canary::in_no_folder(data.path(), &[("the name", NAME)]);
}
