//! Getting in, and being put out: wrong passwords, second factors, changed passwords, time (SE-2).
use server::store::{Db, court, session, staff};
use tests::factor::{Factor, enrol};
use tests::{Engine, Person, Site, both_engines, form};

both_engines!(
    five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour,
    a_second_factor_is_asked_for_and_no_code_is_taken_twice,
    administration_and_audit_do_nothing_before_the_second_factor,
    a_lost_second_factor_is_forgotten_and_enrolled_anew,
    a_new_password_ends_other_sessions,
    a_session_ends_when_idle_and_after_eight_hours,
);

const MINUTE: i64 = 60 * 1000;
const FAILED: &str = "账号、密码或动态码不对";

async fn try_in(site: &Site, login: &str, password: &str, code: &str) -> Person {
    let mut person = site.person();
    person.visit("/staff/sign-in").await;
    person.submit("登录", &[("login", login), ("password", password), ("code", code)]).await;
    person
}

async fn five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(engine: Engine) {
    let site = Site::demo(engine).await;
    let account = site.account("officer").clone();
    for _ in 0..5 {
        try_in(&site, &account.login, "Wrong-password-1", "").await.expect(422).sees(FAILED);
    }
    // the right one is no longer enough, and the answer does not say why
    try_in(&site, &account.login, &account.password, "").await.expect(422).sees(FAILED);
    let other = site.account("intake").clone();
    try_in(&site, &other.login, &other.password, "").await.expect(200).sees("工作台");
    site.clock.advance(15 * MINUTE - 1000);
    try_in(&site, &account.login, &account.password, "").await.expect(422);
    site.clock.advance(2000);
    try_in(&site, &account.login, &account.password, "").await.expect(200).sees("工作台");
    site.close().await;
}

async fn a_second_factor_is_asked_for_and_no_code_is_taken_twice(engine: Engine) {
    let site = Site::demo(engine).await;
    let account = site.account("officer").clone();
    let mut officer = site.staff("officer").await;
    officer.visit("/staff/account/second-factor").await;
    let secret = officer.page().all(".desk__secret").concat();
    officer.submit("确认开启", &[("code", "000000")]).await;
    officer.expect(422).sees("动态码不对").sees(&secret);
    assert_eq!(officer.page().all(".desk__qr svg").len(), 1, "the picture of the secret");
    let factor: Factor = enrol(&mut officer, &site.clock).await;
    officer.submit("退出登录", &[]).await;

    let enrolled = factor.code_at(site.clock.now());
    try_in(&site, &account.login, &account.password, "").await.expect(422).sees(FAILED);
    // the code that enrolled it was seen by whoever looked over the shoulder
    try_in(&site, &account.login, &account.password, &enrolled).await.expect(422).sees(FAILED);
    site.clock.advance(30 * 1000);
    let code = factor.code_at(site.clock.now());
    try_in(&site, &account.login, "Wrong-password-1", &code).await.expect(422).sees(FAILED);
    try_in(&site, &account.login, &account.password, &code).await.expect(200).sees("工作台");
    try_in(&site, &account.login, &account.password, &code).await.expect(422).sees(FAILED);
    site.close().await;
}

async fn administration_and_audit_do_nothing_before_the_second_factor(engine: Engine) {
    let site = Site::demo(engine).await;
    for (role, after) in [("admin", "/staff"), ("auditor", "/staff/audit")] {
        let account = site.account(role).clone();
        let mut person = try_in(&site, &account.login, &account.password, "").await;
        person.expect(200).sees("您的岗位必须使用动态码");
        for path in ["/staff", "/staff/audit", "/staff/account", "/staff/account/password"] {
            person.visit(path).await;
            assert_eq!(person.page().path, "/staff/account/second-factor", "{role} at {path}");
        }
        let token = form::shown(&person.page().body, "csrf").unwrap_or_default();
        person.post("/staff/account/password", &[("csrf", &token)]).await;
        assert_eq!(person.page().path, "/staff/account/second-factor", "{role} posting");
        enrol(&mut person, &site.clock).await;
        person.visit(after).await;
        person.expect(200);
        assert_eq!(person.page().path, after, "{role}");
    }
    // leaving is always open
    let site = Site::demo(engine).await;
    let account = site.account("admin").clone();
    let mut admin = try_in(&site, &account.login, &account.password, "").await;
    admin.submit("退出登录", &[]).await;
    admin.expect(200).sees("您已退出登录");
    site.close().await;
}

/// What `zhaoshi staff reset-factor` does to the database.
async fn forget_factor(site: &Site, login: &str) {
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let mut tx = db.begin().await.expect("a transaction");
    let court = court::load_first(&mut tx).await.expect("the court is read").expect("there is one").id;
    let account = staff::by_login(&mut tx, court, login).await.expect("staff are read").expect("the account");
    staff::reset_totp(&mut tx, court, account.who.id).await.expect("the factor goes");
    session::end_all(&mut tx, court, account.who.id).await.expect("the session goes");
    tx.commit().await.expect("kept");
}

async fn a_lost_second_factor_is_forgotten_and_enrolled_anew(engine: Engine) {
    let site = Site::demo(engine).await;
    let account = site.account("admin").clone();
    let mut finder = site.staff("admin").await;
    try_in(&site, &account.login, &account.password, "").await.expect(422);
    forget_factor(&site, &account.login).await;
    finder.visit("/staff").await;
    assert!(finder.page().path.starts_with("/staff/sign-in"), "whoever found the telephone is out");
    let mut admin = try_in(&site, &account.login, &account.password, "").await;
    admin.expect(200).sees("您的岗位必须使用动态码");
    site.clock.advance(30 * 1000);
    enrol(&mut admin, &site.clock).await;
    admin.visit("/staff").await;
    admin.expect(200).sees("工作台");
    site.close().await;
}

async fn a_new_password_ends_other_sessions(engine: Engine) {
    let site = Site::demo(engine).await;
    let account = site.account("editor").clone();
    let mut editor = site.staff("editor").await;
    // somebody else holds a copy of the cookie
    let mut thief = editor.clone();
    thief.visit("/staff").await;
    thief.expect(200).sees("工作台");
    editor.visit("/staff/account/password").await;
    let own = "Shan-Shui-2025";
    editor.submit("修改密码", &[("old", &account.password), ("new", own), ("again", own)]).await;
    editor.expect(200).sees("密码已修改");
    thief.visit("/staff").await;
    assert!(thief.page().path.starts_with("/staff/sign-in"), "{}", thief.page().path);
    editor.visit("/staff/notices").await;
    editor.expect(200);
    try_in(&site, &account.login, &account.password, "").await.expect(422).sees(FAILED);
    try_in(&site, &account.login, own, "").await.expect(200).sees("工作台");
    // one account, one place: the newest sign-in stays
    editor.visit("/staff").await;
    assert!(editor.page().path.starts_with("/staff/sign-in"), "{}", editor.page().path);
    site.close().await;
}

async fn a_session_ends_when_idle_and_after_eight_hours(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut intake = site.staff("intake").await;
    site.clock.advance(14 * MINUTE);
    intake.visit("/staff").await;
    intake.expect(200).sees("工作台");
    // a page that asks by itself is nobody at the desk
    site.clock.advance(10 * MINUTE);
    intake.visit("/api/staff/queue-count").await;
    intake.expect(200);
    site.clock.advance(6 * MINUTE);
    intake.visit("/staff/tips?tab=mine").await;
    intake.expect(200).sees("请先登录");
    assert_eq!(intake.page().path, "/staff/sign-in?next=/staff/tips%3Ftab%3Dmine");

    let mut intake = site.staff("intake").await;
    for _ in 0..(8 * 60 / 12 - 1) {
        site.clock.advance(12 * MINUTE);
        intake.visit("/staff").await;
        intake.sees("工作台");
    }
    site.clock.advance(12 * MINUTE);
    intake.visit("/staff").await;
    assert!(intake.page().path.starts_with("/staff/sign-in"), "{}", intake.page().path);
    site.close().await;
}
