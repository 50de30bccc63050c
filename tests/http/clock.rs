//! What happens by the calendar and not by a hand: two years of a court, turned day by day.
use app::domain::{
    chore::Chore,
    date::LegalDate,
    deadline::{Calendar, DayKind, Duty},
};
use server::{
    exec,
    files::FileName,
    jobs, on,
    state::AppState,
    store::{
        Tx, audit, calendar,
        deadline::{self, Clocked},
        job, list_desk, notice,
    },
};
use tests::{Court, Engine, Site, both_engines, story};

both_engines!(
    two_years_of_a_court_go_by,
    two_processes_do_each_thing_once,
    td_3_deadlines_wait_aloud_for_a_year_that_is_not_loaded,
    bn_3_an_application_runs_until_it_is_decided,
    the_administrator_loads_a_year_whole_or_not_at_all
);

const DAY: i64 = 86_400_000;
/// Duties whose days follow from the calendar in different ways.
const DUTIES: [Duty; 4] = [Duty::DecideBounty, Duty::RemoveEntry, Duty::ReviewObjection, Duty::ApplyReconsideration];

fn year_2027() -> Vec<(LegalDate, DayKind)> {
    let first = LegalDate::parse("2027-01-01").expect("a day");
    (0..11).map(|n| (first.add_days(n), DayKind::Holiday)).collect()
}

async fn load_2027(state: &AppState) {
    let mut tx = state.db.begin().await.expect("a transaction");
    let now = state.clock.now();
    calendar::put_year(&mut tx, state.court.id, 2027, &year_2027(), "测试用", None, now)
        .await
        .expect("the year is kept");
    tx.commit().await.expect("a commit");
}

/// A clock begins to run today.
async fn begin_clock(state: &AppState, duty: Duty, number: usize) {
    let (now, id) = (state.clock.now(), number.to_string());
    let mut tx = state.db.begin().await.expect("a transaction");
    let known = calendar::load(&mut tx, state.court.id).await.expect("the calendar");
    let clock = Clocked { duty, object: ("test", &id), label: "测试事项" };
    deadline::keep(&mut tx, state.court.id, clock, Some(now.date()), &known, now).await.expect("it runs");
    tx.commit().await.expect("a commit");
}

async fn count(tx: &mut Tx, sql: &'static str) -> i64 {
    on!(tx, |c| sqlx::query_scalar(sql).fetch_one(c).await).expect("a count")
}

/// Nothing that has run out is still there, and nobody who was to be told waits.
async fn nothing_is_late(state: &AppState) {
    let today = state.clock.now().date();
    let mut tx = state.db.read().await.expect("a transaction");
    let run_out = notice::run_out(&mut tx, state.court.id, today, 10).await.expect("issues");
    assert!(run_out.is_empty(), "{}: still sought after the last day: {run_out:?}", today.iso());
    let past = list_desk::past_term(&mut tx, state.court.id, today, 10).await.expect("entries");
    assert!(past.is_empty(), "{}: still listed after the last day: {past:?}", today.iso());
    let late = deadline::to_alarm(&mut tx, state.court.id, today).await.expect("deadlines");
    assert!(late.is_empty(), "{}: nobody was told of {late:?}", today.iso());
}

async fn told_on_the_day(state: &AppState) {
    let mut tx = state.db.read().await.expect("a transaction");
    let rows: Vec<(String, i64)> =
        on!(tx, |c| sqlx::query_as("SELECT alarm_on, alarmed_at FROM deadline WHERE alarmed_at IS NOT NULL")
            .fetch_all(c)
            .await)
        .expect("deadlines");
    assert!(rows.len() > 600, "{} deadlines came due in two years", rows.len());
    for (day, at) in rows {
        let told = app::domain::date::Instant(at).date().iso();
        assert_eq!(told, day, "told on another day than the register says");
    }
    let events = count(&mut tx, "SELECT COUNT(*) FROM audit_event WHERE kind = 'deadline_alarmed'").await;
    let told = count(&mut tx, "SELECT COUNT(*) FROM deadline WHERE alarmed_at IS NOT NULL").await;
    assert_eq!(events, told, "one event for each");
    let report = audit::verify(&mut tx, state.court.id, &state.court.signing_public).await.expect("the log is read");
    assert!(report.holds() && report.checkpoints > 400, "{:?}, {} checkpoints", report.faults, report.checkpoints);
}

/// A photo of somebody who is sought: its file must go with the notice (AN-8).
async fn add_photo(state: &AppState) -> FileName {
    let name = FileName::parse(&"7".repeat(32)).expect("a name");
    state.files.put(&name, b"a face".to_vec()).await.expect("the file is kept");
    let mut tx = state.db.begin().await.expect("a transaction");
    let sql = "UPDATE notice_subject SET photo_id = $1 WHERE id = (SELECT id FROM notice_subject
        WHERE state = 'open' ORDER BY year DESC, no DESC LIMIT 1)";
    assert_eq!(exec!(tx, sqlx::query(sql).bind(name.as_str())).expect("a row"), 1);
    tx.commit().await.expect("a commit");
    name
}

async fn two_years_of_a_court_go_by(engine: Engine) {
    let court = Court::demo(engine).await;
    let mut state = court.open().await;
    load_2027(&state).await;
    let photo = add_photo(&state).await;
    for day in 0..730 {
        if day == 300 {
            // a restart in between changes nothing
            state.close().await;
            state = court.open().await;
        }
        begin_clock(&state, DUTIES[day % DUTIES.len()], day).await;
        assert!(jobs::tick(&state).await.expect("a round"));
        nothing_is_late(&state).await;
        court.clock.advance(DAY);
    }
    told_on_the_day(&state).await;
    let mut tx = state.db.read().await.expect("a transaction");
    let open = "SELECT COUNT(*) FROM notice_subject WHERE state = 'open'";
    assert_eq!(count(&mut tx, open).await, 0, "every notice of the demo court has run out");
    assert!(count(&mut tx, "SELECT COUNT(*) FROM notice_subject_closed WHERE actor IS NULL").await > 0);
    let expired = count(&mut tx, "SELECT COUNT(*) FROM list_entry WHERE state = 'expired'").await;
    assert!(expired > 100, "DJ-11: {expired} entries with a term left the list on their days");
    let told = "SELECT COUNT(*) FROM audit_event WHERE kind = 'entry_removed' AND actor = ''";
    assert_eq!(count(&mut tx, told).await, expired, "one event for each");
    drop(tx);
    assert_eq!(state.files.get(&photo).await.expect("the folder"), None, "AN-8: the file is gone");
    state.close().await;
}

async fn two_processes_do_each_thing_once(engine: Engine) {
    let court = Court::demo(engine).await;
    let (one, two) = (court.open().await, court.open().await);
    for number in 0..40 {
        begin_clock(&one, DUTIES[number % DUTIES.len()], number).await;
    }
    for _ in 0..30 {
        let (first, second) = tokio::join!(jobs::tick(&one), jobs::tick(&two));
        let leaders = [first.expect("a round"), second.expect("a round")];
        if engine == Engine::Postgres {
            assert_eq!(leaders.iter().filter(|leads| **leads).count(), 1, "one of two leads");
        }
        court.clock.advance(DAY);
    }
    let mut tx = one.db.read().await.expect("a transaction");
    assert_eq!(count(&mut tx, "SELECT COUNT(*) FROM audit_event WHERE kind = 'deadline_alarmed'").await, 40);
    drop(tx);
    one.close().await;
    two.close().await;
}

async fn trouble(state: &AppState) -> String {
    let mut tx = state.db.read().await.expect("a transaction");
    let runs = job::runs(&mut tx, state.court.id).await.expect("runs");
    runs.into_iter().find(|run| run.job == Chore::AlarmDeadlines.code()).map(|run| run.trouble).unwrap_or_default()
}

async fn td_3_deadlines_wait_aloud_for_a_year_that_is_not_loaded(engine: Engine) {
    let court = Court::demo(engine).await;
    let state = court.open().await;
    // 30 December 2026
    court.clock.advance(380 * DAY);
    begin_clock(&state, Duty::RemoveEntry, 1).await;
    jobs::tick(&state).await.expect("a round");
    assert_eq!(trouble(&state).await, "2027年的放假安排还没有录入，暂时算不出期限");
    let mut tx = state.db.read().await.expect("a transaction");
    assert_eq!(
        deadline::open(&mut tx, state.court.id, Default::default()).await.expect("deadlines")[0].due(),
        None,
        "no day is guessed"
    );
    drop(tx);

    load_2027(&state).await;
    jobs::tick(&state).await.expect("a round");
    assert_eq!(trouble(&state).await, "");
    let mut tx = state.db.read().await.expect("a transaction");
    let row = deadline::open(&mut tx, state.court.id, Default::default()).await.expect("deadlines").remove(0);
    let known = Calendar::known().load(2027, year_2027()).expect("a calendar");
    let due = Duty::RemoveEntry.due(LegalDate::parse("2026-12-30").expect("a day"), &known).expect("known");
    assert_eq!(row.due(), Some(due));
    drop(tx);
    state.close().await;
}

async fn bn_3_an_application_runs_until_it_is_decided(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/notices/new").await;
    let undecided: Vec<_> =
        story::issue_words("2025-23").into_iter().filter(|(k, _)| !matches!(*k, "decision" | "decided_on")).collect();
    editor.submit("保存草稿", &undecided).await;
    let desk = editor.expect(200).page().path.clone();
    editor.visit("/staff/deadlines").await;
    // applied for on the 10th: the tenth day after it is a Saturday, the last one in law the Monday
    editor
        .expect(200)
        .sees("决定悬赏申请")
        .sees("2025年第23期悬赏申请")
        .sees("2025年12月20日（目标），最迟2025年12月22日");
    editor.click("2025年第23期悬赏申请").await;
    assert_eq!(editor.expect(200).page().path.split('?').next(), desk.split('?').next());
    let edit = format!("{}/edit", desk.split('?').next().unwrap_or_default());
    editor.visit(&edit).await;
    editor.submit("保存草稿", &[("decision", "准许"), ("decided_on", "2025-12-12")]).await;
    editor.expect(200).sees("已保存");
    editor.visit("/staff/deadlines").await;
    editor.expect(200).sees("现在没有正在计算的期限").sees_not("第23期");
    site.close().await;
}

async fn the_administrator_loads_a_year_whole_or_not_at_all(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut admin = site.staff("admin").await;
    admin.visit("/staff/calendar").await;
    admin.expect(200).sees("2025年").sees("随系统提供");
    let days = "2027-01-01 至 2027-01-03 放假\n2027-02-05 至 2027-02-12 放假";
    let words = |days| [("year", "2027"), ("source", "国办发明电〔2026〕0号"), ("days", days)];
    let broken = format!("{days}\n春节再说");
    admin.submit("录入这一年", &words(&broken)).await;
    admin.expect(422).sees("第 3 行没有看懂").finds_typed("days", &broken);
    admin.visit("/staff/calendar").await;
    admin.sees_not("国办发明电");
    admin.submit("录入这一年", &words(days)).await;
    admin.expect(200).sees("已保存").sees("国办发明电〔2026〕0号").sees("2027年");
    site.close().await;
}
