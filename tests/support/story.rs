//! The steps of the product's main line, each through the forms a person sees.
use crate::html::squeeze;
use crate::{Person, Site};

/// What the tipster writes: strings that occur nowhere else, so that finding one somewhere is a leak.
pub const WHAT: &str = "每天清晨六点在城北老码头卸货，车厢上印着白鹭物流四个字";
/// The tipster's name.
pub const NAME: &str = "欧阳槿禾";
/// The tipster's telephone number.
pub const PHONE: &str = "13799246810";
/// What the court answers.
pub const ANSWER: &str = "谢谢您，请问白鹭物流的货车一般停到几点？";
/// What the tipster writes back.
pub const REPLY: &str = "大概停到上午九点，之后开往岭南方向";

/// What a sender takes away.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Ticket number, safe to show.
    pub ticket: String,
    /// The secret without blanks.
    pub secret: String,
    /// Place among the tips for the same subject.
    pub sequence: i64,
    /// The signed line.
    pub proof: String,
}

/// Two of us and four eyes: drafts, approves and publishes issue `no`; returns its public path.
pub async fn publish_issue(site: &Site, no: &str) -> String {
    publish(site, &draft_issue(site, no).await).await;
    format!("/notices/{no}")
}

/// The same with two debtors: [`SUBJECT`]'s and [`SECOND`]'s.
pub async fn publish_issue_of_two(site: &Site, no: &str) -> String {
    let (mut editor, desk) = open_draft(site, no).await;
    add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    add_subject(&mut editor, &desk, &SECOND, "43112719790915204").await;
    submit_draft(&mut editor, &desk).await;
    publish(site, &desk).await;
    format!("/notices/{no}")
}

/// The reviewer's and the publisher's half.
pub async fn publish(site: &Site, desk: &str) {
    approve(site, desk).await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit(desk).await;
    publisher.submit("批准发布", &[("approval_no", "（2025）示法悬批22号")]).await;
    publisher.expect(200).sees("已发布");
}

/// One person is enough to take an issue down.
pub async fn withdraw(site: &Site, desk: &str) {
    let mut publisher = site.staff("publisher").await;
    publisher.visit(desk).await;
    publisher.submit("立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "申请执行人撤回申请")]).await;
    publisher.expect(200).sees("已撤下");
}

/// Writes a draft at the content desk: its editor, and its path there.
pub async fn draft_content(site: &Site, kind: &str, words: &[(&str, &str)]) -> (Person, String) {
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/content").await;
    editor.click(&format!("写{kind}")).await;
    editor.submit("保存草稿", words).await;
    editor.expect(200).sees("已保存");
    let desk = editor.page().path.split('?').next().unwrap_or_default().to_owned();
    (editor, desk)
}

/// Somebody of this role presses one button on a page of the desk.
pub async fn press(site: &Site, role: &str, desk: &str, button: &str) -> Person {
    press_with(site, role, desk, button, &[]).await
}

/// The same with words in the form.
pub async fn press_with(site: &Site, role: &str, desk: &str, button: &str, words: &[(&str, &str)]) -> Person {
    let mut person = site.staff(role).await;
    person.visit(desk).await;
    person.submit(button, words).await;
    person
}

/// What the form of a withdrawal asks for.
pub const WITHDRAWAL: [(&str, &str); 2] = [("withdraw_kind", "wrong"), ("withdraw_reason", "内容有误")];

/// Editor, reviewer, publisher: three people.
pub async fn publish_content(site: &Site, editor: &mut Person, desk: &str) {
    editor.visit(desk).await;
    editor.submit("提交审核", &[]).await;
    editor.expect(200).sees("已提交审核");
    press(site, "reviewer", desk, "审核通过").await.expect(200).sees("审核已通过");
    press(site, "publisher", desk, "签发公布").await.expect(200).sees("已发布");
}

/// The reviewer's step alone.
pub async fn approve(site: &Site, desk: &str) {
    let mut reviewer = site.staff("reviewer").await;
    reviewer.visit(desk).await;
    reviewer.submit("审核通过", &[]).await;
    reviewer.expect(200).sees("审核已通过");
}

/// The editor's half; returns the path of the issue at the desk.
pub async fn draft_issue(site: &Site, no: &str) -> String {
    let (mut editor, desk) = open_draft(site, no).await;
    add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    submit_draft(&mut editor, &desk).await;
    desk
}

/// A complete draft without a debtor: its editor, and its path at the desk.
pub async fn open_draft(site: &Site, no: &str) -> (Person, String) {
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/notices/new").await;
    editor.expect(200);
    editor.submit("保存草稿", &issue_words(no)).await;
    editor.expect(200).sees("已保存");
    let desk = editor.page().path.split('?').next().unwrap_or_default().to_owned();
    (editor, desk)
}

/// Adds a debtor: [`SUBJECT`] with other words where given, and the identity number of 17 digits and its check digit.
pub async fn add_subject(editor: &mut Person, desk: &str, other: &[(&str, &str)], seventeen: &str) {
    editor.visit(desk).await;
    editor.click("添加被执行人").await;
    let id = resident_id(seventeen);
    let mut words: Vec<(&str, &str)> =
        SUBJECT.iter().map(|(k, v)| other.iter().find(|(o, _)| o == k).copied().unwrap_or((*k, *v))).collect();
    words.push(("id_no", &id));
    editor.submit("保存", &words).await;
    editor.expect(200).sees("已保存");
}

/// Hands the draft over to the reviewers.
pub async fn submit_draft(editor: &mut Person, desk: &str) {
    editor.visit(desk).await;
    editor.submit("提交审核", &[]).await;
    editor.expect(200).sees("已提交审核");
}

/// The fields of a complete issue.
pub fn issue_words(no: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("no", no),
        ("title", "征集被执行人财产和行踪线索"),
        ("kind", "财产和行踪线索"),
        ("summary", "征集一名被执行人的车辆和行踪线索"),
        ("body", "## 情况\n\n被执行人未按生效文书履行义务。"),
        ("condition", "线索被采用并实际执行到位后，由申请执行人支付。"),
        ("valid_from", "2025-12-15"),
        ("valid_until", "2026-03-31"),
        ("applicant", "示例县青石建材有限公司"),
        ("applied_on", "2025-12-10"),
        ("promise", "实现债权后支付五万元"),
        ("promised", "on"),
        ("decision", "准许"),
        ("decided_on", "2025-12-12"),
    ]
}

/// The first debtor, without identity number.
pub const SUBJECT: [(&str, &str); 15] = [
    ("party", "自然人"),
    ("name", "钟离砚"),
    ("county", "示例县"),
    ("town", "舂陵镇"),
    ("case_no", "（2025）湘1199执1088号"),
    ("filed_on", "2025-06-03"),
    ("basis_no", "（2025）湘1199民初321号"),
    ("basis_unit", "示例县人民法院"),
    ("owed", "500000"),
    ("unpaid", "480000"),
    ("wanted", "名下或者实际控制的车辆，以及现在住在哪里。"),
    ("property_mode", "固定金额"),
    ("property_amount", "50000"),
    ("whereabouts_mode", "固定金额"),
    ("whereabouts_amount", "20000"),
];

/// What is different in the second debtor.
pub const SECOND: [(&str, &str); 2] = [("name", "端木澄"), ("case_no", "（2025）湘1199执1099号")];

/// Adds the check digit of a resident identity number (GB 11643) to its first 17.
pub fn resident_id(seventeen: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = seventeen.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap_or('1');
    format!("{seventeen}{check}")
}

/// From the page in front of them (a notice, or `/tips/new`) to the receipt, on the named lane.
pub async fn send_tip(person: &mut Person) -> Receipt {
    send(person, "现在就在那里").await
}

/// The same about something that will still be there next week.
pub async fn send_calm_tip(person: &mut Person) -> Receipt {
    send(person, "不清楚，或者是以前的情况").await
}

async fn send(person: &mut Person, urgency: &str) -> Receipt {
    person.submit("开始填写", &[]).await;
    person.expect(200);
    person.submit("继续", &[("what", WHAT), ("现在还在那里吗", urgency)]).await;
    person.expect(200).sees("第 2 步");
    person.submit("继续", &[("county", "示例县"), ("place", "城北老码头三号泊位")]).await;
    person.expect(200).sees("有照片吗");
    person.submit("跳过这一步", &[]).await;
    person.expect(200).sees("怎样提交");
    person.submit("核对", &[("lane", "named"), ("name", NAME), ("phone", PHONE), ("declare", "on")]).await;
    person.expect(200).sees(WHAT);
    person.submit("提交线索", &[]).await;
    person.expect(200).sees("线索已收到");
    receipt(person)
}

/// Reads the receipt off the page.
#[track_caller]
pub fn receipt(person: &Person) -> Receipt {
    let one = |css: &str| match person.page().all(css).first() {
        Some(words) => squeeze(words),
        None => person.fail(&format!("the receipt has no {css}")),
    };
    let sequence = one("#seq").parse().unwrap_or_else(|_| person.fail("the place in line is a number"));
    Receipt { ticket: one("#ticket"), secret: one("#secret"), sequence, proof: one("#proof") }
}

/// Opens the thread with what is on the receipt.
pub async fn open_thread(person: &mut Person, receipt: &Receipt) {
    person.visit("/tips/status").await;
    person.submit("查看回复", &[("ticket", &receipt.ticket), ("secret", &receipt.secret)]).await;
    person.expect(200).sees(&receipt.ticket);
}

/// Intake sorts the tip on the screen and hands it to the officer, after the question of recusal.
pub async fn assign(intake: &mut Person, site: &Site) {
    intake.submit("分流", &[("kind", "财产线索"), ("urgency", "now")]).await;
    intake.expect(200).sees("已分流");
    let officer = officer_choice(intake, &site.account("officer").login);
    intake.submit("指派", &[("to", &officer), ("recusal", "没有")]).await;
    intake.expect(200).sees("已指派");
}

/// The value that chooses the officer: by login when the list shows it, else the first of the list.
#[track_caller]
fn officer_choice(intake: &Person, login: &str) -> String {
    let html = intake.page().html();
    let options = crate::html::selector("select[name=to] option");
    let all: Vec<(String, String)> = html
        .select(&options)
        .map(|o| (o.value().attr("value").unwrap_or_default().to_owned(), crate::html::words(o)))
        .filter(|(value, _)| !value.is_empty())
        .collect();
    let found = all.iter().find(|(_, words)| words.contains(login)).or_else(|| all.first());
    found.map_or_else(|| intake.fail("nobody to assign to"), |(value, _)| value.clone())
}

/// The officer in charge takes up the tip on the screen and asks back.
pub async fn answer(officer: &mut Person) {
    officer.submit("要求补充", &[("note", ANSWER), ("visibility", "发给提供线索的人")]).await;
    officer.expect(200).sees(ANSWER);
}
