//! The photo of a debtor: asked for by reason, cut by hand, gone from every surface with the name (AN-8, BN-12).
use reqwest::Method;
use tests::{Engine, Person, Site, both_engines, form::File, story};

both_engines!(
    an_8_a_photo_is_necessary_cut_and_seen_only_while_the_notice_is_in_force,
    one_withdrawn_subject_is_named_nowhere_at_the_next_request,
    an_8_withdrawing_an_issue_takes_its_photos_along
);

const NAME: &str = "钟离砚";

/// A picture as a phone makes it, with a comment that must not survive.
pub fn picture() -> File {
    let mut jpeg = Vec::new();
    let face = image::RgbImage::from_fn(900, 1200, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 80]));
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg).encode_image(&face).expect("a picture");
    // COM segment right after the beginning of the file
    let comment = b"taken at home, 43112719830412103";
    let length = (comment.len() + 2) as u16;
    let mut marked = jpeg[..2].to_vec();
    marked.extend([0xff, 0xfe]);
    marked.extend(length.to_be_bytes());
    marked.extend(comment);
    marked.extend(&jpeg[2..]);
    File { field: "photo".into(), name: "a.jpg".into(), mime: "image/jpeg".into(), bytes: marked }
}

/// Opens the photo's form of the draft's first debtor.
async fn open_form(editor: &mut Person, desk: &str) {
    editor.visit(desk).await;
    editor.click(NAME).await;
    editor.click("公告照片").await;
    editor.expect(200);
}

/// A published issue of two whose first has a photo; the desk's path and the photo's address.
async fn published_with_photo(site: &Site) -> (String, String) {
    let (mut editor, desk) = story::open_draft(site, "2025-22").await;
    story::add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    story::add_subject(&mut editor, &desk, &story::SECOND, "43112719790915204").await;
    open_form(&mut editor, &desk).await;
    let words = [("photo_reason", "群众只认得本人"), ("photo_alone", "on")];
    editor.submit_with("保存照片", &words, &[picture()]).await;
    editor.expect(200).sees("照片已保存");
    story::submit_draft(&mut editor, &desk).await;
    story::publish(site, &desk).await;
    let mut citizen = site.person();
    citizen.visit("/notices/2025-22/1").await;
    let photo = citizen.expect(200).page().attributes("figure.photo img", "src").concat();
    assert!(photo.starts_with("/photos/") && photo.ends_with(".jpg"), "{photo}");
    (desk, photo)
}

async fn an_8_a_photo_is_necessary_cut_and_seen_only_while_the_notice_is_in_force(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-22").await;
    story::add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    open_form(&mut editor, &desk).await;
    editor.submit_with("保存照片", &[("photo_reason", "群众只认得本人")], &[picture()]).await;
    editor
        .expect(422)
        .sees("还没有确认照片里没有别人")
        .sees("（规则 AN-8）")
        .finds_typed("photo_reason", "群众只认得本人");
    editor.submit_with("保存照片", &[("photo_reason", ""), ("photo_alone", "on")], &[picture()]).await;
    editor.expect(422).sees("还没有写明使用照片的必要理由").sees("（规则 AN-8）");
    let words = [("photo_reason", "群众只认得本人"), ("photo_alone", "on")];
    editor.submit("保存照片", &words).await;
    editor.expect(422).sees("请选择一张照片");
    let drawing = File { bytes: b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), ..picture() };
    editor.submit_with("保存照片", &words, &[drawing]).await;
    editor.expect(422).sees("只能上传 JPG、PNG 或 WebP");
    let cut = [("keep", "一半"), ("focus", "上方"), ("cover", "第 1 行右"), words[0], words[1]];
    editor.submit_with("保存照片", &cut, &[picture()]).await;
    editor.expect(200).sees("照片已保存").sees("公开时就是这个样子");

    let form = editor.page().path.split('?').next().unwrap_or_default().to_owned();
    let (status, kind, bytes) = editor.download(&format!("{form}.jpg")).await;
    assert_eq!((status, kind.as_str()), (200, "image/jpeg"));
    let shown = image::load_from_memory(&bytes).expect("a picture").into_rgb8();
    assert_eq!(shown.dimensions(), (600, 800));
    assert!(bytes.len() <= 40 * 1024, "{} bytes", bytes.len());
    assert!(!bytes.windows(8).any(|part| part == b"taken at"), "what the phone wrote beside it is gone");
    // a draft's photo is for the desk alone
    let draft = site.person().visit(&format!("{form}.jpg")).await.clone();
    assert!(draft.path.starts_with("/staff/sign-in"), "{}", draft.path);

    // covered once more, without a new upload; then it goes out
    editor.visit(&form).await;
    editor.submit("保存照片", &[("cover", "第 4 行左"), ("photo_alone", "on")]).await;
    editor.expect(200).sees("照片已保存");
    story::submit_draft(&mut editor, &desk).await;
    story::publish(&site, &desk).await;
    let mut citizen = site.person();
    citizen.visit("/notices/2025-22/1").await;
    let photo = citizen.page().attributes("figure.photo img", "src").concat();
    let (status, kind, public) = citizen.download(&photo).await;
    assert_eq!((status, kind.as_str()), (200, "image/jpeg"));
    assert_ne!(public, bytes, "the last cover is in it");
    // nobody keeps a copy that is good without asking
    let page = citizen.go(Method::GET, &photo, |r| r).await.clone();
    assert_eq!(page.header("cache-control"), "no-cache");
    let tag = page.header("etag").to_owned();
    assert_eq!(citizen.go(Method::GET, &photo, |r| r.header("if-none-match", &tag)).await.status, 304);
    site.clock.advance(200 * 24 * 3_600_000);
    assert_eq!(citizen.go(Method::GET, &photo, |r| r.header("if-none-match", &tag)).await.status, 410, "BN-12");
    site.close().await;
}

async fn one_withdrawn_subject_is_named_nowhere_at_the_next_request(engine: Engine) {
    let site = Site::demo(engine).await;
    let (desk, photo) = published_with_photo(&site).await;
    let file = photo.trim_start_matches("/photos/").trim_end_matches(".jpg").to_owned();
    let kept = site.data().join("files").join(&file[..2]).join(&file);
    assert!(kept.exists(), "{}", kept.display());
    // whatever may be kept anywhere is kept now, tags included
    let surfaces = [
        "/",
        "/notices",
        "/notices/2025-22",
        "/feed.atom",
        "/sitemap.xml",
        "/api/v1/notices",
        "/api/v1/notices/2025-22",
        "/search?q=钟离砚",
        "/notices/2025-22/card.png",
        "/verify/2025-22",
    ];
    let mut citizen = site.person();
    let mut tags = Vec::new();
    for path in surfaces {
        let page = citizen.visit(path).await;
        assert_eq!(page.status, 200, "{path}");
        tags.push(page.header("etag").to_owned());
    }
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    publisher.click("结束征集").await;
    publisher.submit("结束征集，马上撤下姓名", &[("reason", "公布有误")]).await;
    publisher.expect(200);

    for path in ["/notices/2025-22/1", photo.as_str()] {
        citizen.visit(path).await;
        citizen.expect(410).sees_not(NAME);
    }
    assert!(!kept.exists(), "the file itself is gone");
    for (path, tag) in surfaces.into_iter().zip(&tags) {
        let page = citizen.go(Method::GET, path, |r| r.header("if-none-match", tag)).await;
        let said = page.body.replace("value=\"钟离砚\"", "").replace("“钟离砚”", "").replace("「钟离砚」", "");
        let named = said.contains(NAME) || said.contains(&file) || said.contains("/notices/2025-22/1\"");
        let told = ["/notices", "/notices/2025-22", "/api/v1/notices/2025-22"].contains(&path);
        assert!(page.status != 304 || !told, "{path}: an old copy is called good");
        assert!(!named, "{path} still tells of the subject:\n{}", page.body);
    }
    site.close().await;
}

async fn an_8_withdrawing_an_issue_takes_its_photos_along(engine: Engine) {
    let site = Site::demo(engine).await;
    let (desk, photo) = published_with_photo(&site).await;
    story::withdraw(&site, &desk).await;
    let mut citizen = site.person();
    citizen.visit(&photo).await;
    citizen.expect(410);
    let file = photo.trim_start_matches("/photos/").trim_end_matches(".jpg");
    assert!(!site.data().join("files").join(&file[..2]).join(file).exists(), "the file itself is gone");
    let mut editor = site.staff("editor").await;
    editor.visit(&desk).await;
    editor.expect(200).sees_not("征集中");
    site.close().await;
}
