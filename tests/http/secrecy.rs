//! 0 canaries: what a tipster writes is found nowhere outside the seal.
use tests::{Engine, Person, Site, both_engines, canary, story};

both_engines!(no_word_of_a_tip_leaks);

async fn no_word_of_a_tip_leaks(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut citizen = site.person();
    citizen.visit("/tips/new").await;
    let receipt = story::send_tip(&mut citizen).await;
    let mut intake = site.staff("intake").await;
    intake.visit("/staff/tips?tab=open").await;
    intake.click(&receipt.ticket).await;
    story::assign(&mut intake, &site).await;
    let mut officer = site.staff("officer").await;
    officer.visit("/staff/tips?tab=mine").await;
    officer.click(&receipt.ticket).await;
    story::answer(&mut officer).await;
    let mut tipster = site.person();
    story::open_thread(&mut tipster, &receipt).await;
    tipster.submit("发送", &[("text", story::REPLY)]).await;
    tipster.expect(200);

    let canaries = [
        ("what was seen", story::WHAT),
        ("the name", story::NAME),
        ("the telephone", story::PHONE),
        ("the place", "城北老码头三号泊位"),
        ("the court's answer", story::ANSWER),
        ("the reply", story::REPLY),
        ("the secret", receipt.secret.as_str()),
    ];
    for person in [&citizen, &intake, &officer, &tipster] {
        in_no_address_or_title(person, &canaries);
    }
    // once while it runs (write-ahead log, draft rows), once after it ended
    canary::in_no_folder(site.data(), &canaries);
    canary::in_no_dump(&site.database_url, &canaries);
    let data = site.close().await;
    canary::in_no_folder(data.path(), &canaries);
}

#[track_caller]
fn in_no_address_or_title(person: &Person, canaries: &[(&str, &str)]) {
    for (what, canary) in canaries {
        let told = person.visited.iter().chain(&person.titles).find(|text| text.contains(canary));
        assert!(told.is_none(), "{what} stands in an address or title: {told:?}");
    }
}
