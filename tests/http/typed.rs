//! A form that is refused comes back as it was typed, with the way to mend it.
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(
    a_refused_tip_keeps_what_was_typed,
    a_refused_draft_keeps_what_was_typed,
    a_refused_debtor_names_each_sum_and_asks_for_the_number_again,
    a_wrong_password_tells_nothing
);

/// Summary with a link to the field, the same words at the field, marked for screen readers, and in the title.
#[track_caller]
fn explains(person: &Person, field: &str, words: &str) {
    person.expect(422).sees(words);
    let page = person.page();
    assert!(page.title().starts_with("有错误："), "title {:?}", page.title());
    let at = format!("#errors a[href=\"#{field}\"]");
    assert_eq!(page.all(&at), [words], "the summary links to the field");
    assert!(
        page.has(&format!(
            "#{field}[aria-invalid=true], [name=\"{field}\"][aria-invalid=true], fieldset[aria-invalid=true] #{field}"
        )),
        "{field} is marked"
    );
    let told = page.all(&format!("#{field}-e"));
    assert!(told.iter().any(|t| t.ends_with(words)), "the field says it too: {told:?}");
}

async fn a_refused_tip_keeps_what_was_typed(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    person.visit("/tips/new").await;
    person.submit("开始填写", &[]).await;
    let short = "</b><i>";
    person.submit("继续", &[("what", short), ("plate", "湘M1&2"), ("urgency", "dated")]).await;
    explains(&person, "what", "请把了解到的情况写得再具体些，至少 10 个字");
    let told = person.page().all("#expected-e").concat();
    let (_, example) = told.split_once("例如 ").expect("an example of a date");
    explains(&person, "expected", &format!("请填写预计的日期，例如 {example}"));
    person.finds_typed("what", short).finds_typed("plate", "湘M1&2").finds_typed("urgency", "dated");
    assert!(!person.page().has("textarea i, main > i"), "what was typed is text, never markup");

    // the example itself is taken
    person.submit("继续", &[("what", story::WHAT), ("urgency", "dated"), ("expected", example)]).await;
    person.expect(200).sees("第 2 步");
    person.submit("继续", &[]).await;
    person.submit("跳过这一步", &[]).await;
    person.submit("核对", &[("declare", "on")]).await;
    explains(&person, "lane", "请选择匿名提交还是实名提交");
    person.submit("核对", &[("lane", "named"), ("name", story::NAME), ("phone", "123"), ("declare", "on")]).await;
    explains(&person, "phone", "手机号码应为 11 位数字");
    person.finds_typed("name", story::NAME).finds_typed("phone", "123");
    site.close().await;
}

async fn a_refused_draft_keeps_what_was_typed(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/notices/new").await;
    let mut words = story::issue_words("2025-23");
    words.retain(|(name, _)| *name != "valid_until");
    words.push(("valid_until", "明年三月"));
    editor.submit("保存草稿", &words).await;
    explains(&editor, "valid_until", "没有看懂这个日期，请按年月日填写，例如 2025-12-15，也可以先留空");
    editor
        .finds_typed("condition", "线索被采用并实际执行到位后，由申请执行人支付。")
        .finds_typed("valid_until", "明年三月");
    editor.visit("/staff/notices").await;
    editor.sees_not("2025年第23期");
    site.close().await;
}

async fn a_refused_debtor_names_each_sum_and_asks_for_the_number_again(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-23").await;
    editor.click("添加被执行人").await;
    let id = story::resident_id("43112719830412103");
    let mut words: Vec<_> = story::SUBJECT.into_iter().filter(|(k, _)| !matches!(*k, "owed" | "unpaid")).collect();
    words.push(("id_no", &id));
    editor.submit("保存", &words).await;
    explains(&editor, "owed", "请填写应履行金额，例如 50000 元或者 5 万元");
    explains(&editor, "unpaid", "请填写未履行金额，例如 50000 元或者 5 万元");
    editor.sees("为安全起见，身份证号码需要重新填写").sees_not(&id).finds_typed("name", "钟离砚");
    // the tiered reward typed once comes back when the debtor is opened again
    let tiers = [("owed", "50万元"), ("unpaid", "48万元"), ("id_no", id.as_str()), ("property_mode", "tiered")];
    editor.submit("保存", &[&tiers[..], &[("property_tiers", "10万元 10%\n以上 2.5%")]].concat()).await;
    editor.expect(200).sees("10万元以内的部分按10%");
    editor.visit(&desk).await;
    editor.click("钟离砚").await;
    editor.finds_typed("property_mode", "tiered").finds_typed("property_tiers", "100000 10%\n以上 2.5%");
    editor.submit("保存", &[]).await;
    editor.expect(200).sees("超过10万元的部分按2.5%");
    site.close().await;
}

async fn a_wrong_password_tells_nothing(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    let login = site.account("officer").login.clone();
    let mut answers = Vec::new();
    for name in [login.as_str(), "nobody-at-all"] {
        person.visit("/staff/sign-in").await;
        person.submit("登录", &[("login", name), ("password", "Wrong-password-1")]).await;
        person.expect(422).finds_typed("login", name).finds_typed("password", "");
        answers.push(person.page().body.replace(name, "X"));
    }
    assert_eq!(answers[0], answers[1], "known and unknown accounts are told apart");
    site.close().await;
}
