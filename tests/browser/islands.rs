//! The boot path: the islands come alive under the constant policy, and the browser has nothing to complain about.
use tests::browser::{Browser, PHONE};
use tests::{Site, story};

use crate::{islands_built, with_browser};

#[test]
fn browser_the_character_count_counts() {
    with_browser(PHONE, async |site: Site, browser: Browser| {
        if islands_built(&site).await {
            browser.visit("/tips/new").await;
            browser.press("form[action^=\"/tips/new\"] button").await;
            browser.islands().await;
            // polite: silent until the end is near
            browser
                .run("const t = document.querySelector('#what'); t.value = '字'.repeat(1990); t.dispatchEvent(new Event('input'))")
                .await;
            let script = "return document.querySelector('leptos-island').textContent.includes('还可以写 10 个字')";
            browser.until("the count of what was typed", script).await;
            assert_eq!(browser.complaints().await, Vec::<String>::new(), "policy and console");
        }
        browser.close().await;
        site.close().await;
    });
}

#[test]
fn browser_a_chosen_photo_is_shown_before_it_is_sent() {
    with_browser(PHONE, async |site: Site, browser: Browser| {
        if islands_built(&site).await {
            let photo = tests::temp::TempDir::new("photo");
            let file = photo.path().join("a.png");
            image::RgbImage::from_pixel(64, 48, image::Rgb([20, 90, 160])).save(&file).expect("a small picture");
            browser.visit("/tips/new").await;
            browser.press("form[action^=\"/tips/new\"] button").await;
            browser.type_into("#what", story::WHAT).await;
            browser.press("button[value=next]").await;
            browser.press("button[value=next]").await;
            browser.islands().await;
            let input = browser.find("input[type=file]").await;
            input.send_keys(file.display().to_string()).await.expect("a file is chosen");
            let script = "return [...document.querySelectorAll('leptos-island img, leptos-island canvas')]
                .some(e => e.localName === 'canvas' ? e.width > 0 : e.complete && e.naturalWidth > 0)";
            browser.until("the preview", script).await;
            assert_eq!(browser.complaints().await, Vec::<String>::new(), "policy and console");
            browser.press("button[value=upload]").await;
            browser.sees("第 1 张照片").await;
        }
        browser.close().await;
        site.close().await;
    });
}
