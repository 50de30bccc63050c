//! One sample of every public page, for the tests of this room: real words, and hostile text in every sink.
use super::*;
use crate::components::{Bar, BarList, Chip, Moment, NoticeCard, Pager, Reward, Stat, Status};
use crate::domain::content::ContentKind;
use crate::domain::date::LegalDate;
use crate::form::Errors;
use crate::text::markdown;

/// Text that must come out inert wherever a page prints it.
pub const HOSTILE: &str = "</textarea></title><script>alert('x')</script>\" onmouseover=\"x";

pub fn site() -> Site {
    Site {
        court: CourtView {
            name: "示例县人民法院".into(),
            short_name: "示例法院".into(),
            phone: "0700-1234567".into(),
            hotline_email: "zhixing@example.org".into(),
            address: "示例县城东大道 1 号诉讼服务中心一楼".into(),
            hours: "工作日 8:30 至 12:00，14:30 至 17:30".into(),
            domain: "zhixing.example.org".into(),
            icp: "示ICP备00000000号".into(),
            police_record: "示公网安备00000000000000号".into(),
            owner: "示例县人民法院执行局".into(),
            accounts: vec![account()],
        },
        demo: true,
        path: "/".into(),
        assets: Assets {
            css: "site.css".into(),
            staff_css: "staff.css".into(),
            boot: Some("boot.js".into()),
            quick_exit: Some("exit.js".into()),
            favicon: "favicon.svg".into(),
        },
        updated: "2025-12-01".into(),
        ..Site::default()
    }
}

fn card(n: i64, status: Status) -> NoticeCard {
    let open = status.is_open();
    NoticeCard {
        href: format!("/notices/2025-{n}"),
        number: format!("2025年第{n}期"),
        title: if open {
            "征集被执行人李某明财产线索".into()
        } else {
            format!("2025年第{n}期悬赏公告")
        },
        status,
        reward: Some(match n % 2 {
            0 => Reward::Formula("执行到位金额的 5%".into()),
            _ => Reward::Sum { figure: "50,000".into(), capitals: "伍万元整".into() },
        }),
        case_no: if open { format!("（2025）湘1199执{n}号") } else { String::new() },
        valid_until: "2026-03-31".into(),
    }
}

fn stat(label: &str, number: &str, unit: &str, definition: &str) -> Stat {
    Stat {
        label: label.into(),
        number: number.into(),
        unit: unit.into(),
        as_of: "2025-12-01".into(),
        definition: definition.into(),
        restated: String::new(),
    }
}

fn stats() -> Vec<Stat> {
    vec![
        stat("受理执行案件", "2403", "件", "/statistics#def-received"),
        stat("执结", "2251", "件", "/statistics#def-closed"),
        stat("执行到位", "1.98", "亿元", "/statistics#def-recovered"),
        stat("结案率", "93.67", "%", "/statistics#def-rate"),
    ]
}

fn outcome_card() -> outcomes::OutcomeCard {
    outcomes::OutcomeCard {
        href: "/outcomes/2025-001".into(),
        title: "千里奔袭，跨省追回被执行人曾某".into(),
        owed: "42万元本金及利息".into(),
        done: "在海南海口蹲守，拘传到案，司法拘留".into(),
        arrived: "案件取得实质性进展".into(),
        days: "12 天".into(),
        published_on: "2025-08-01".into(),
    }
}

fn articles() -> Vec<learn::ArticleCard> {
    vec![
        learn::ArticleCard {
            href: "/learn/hard-or-impossible".into(),
            title: "执行难和执行不能有什么区别？".into(),
            lead: "执行难是有财产但难以执行到，执行不能是确实没有财产可以执行。".into(),
        },
        learn::ArticleCard {
            href: "/learn/bounty".into(),
            title: "悬赏金由谁出，什么时候发？".into(),
            lead: "由申请执行人承担，线索被采用并实际执行到位后发放。".into(),
        },
    ]
}

fn claim_card() -> claims::ClaimCard {
    claims::ClaimCard {
        href: "/claims/2025-12".into(),
        title: "“示例法院喊你来领钱”执行案款集中兑现大会".into(),
        when: "12月1日 9:00 至 17:00".into(),
        place: "诉讼服务中心一楼".into(),
        published_on: "2025-11-24".into(),
    }
}

fn head(status: Status, hostile: bool) -> notices::IssueHead {
    notices::IssueHead {
        slug: "2025-21".into(),
        number: "2025年第21期".into(),
        kind: if hostile { HOSTILE.into() } else { "财产线索".into() },
        status,
        published_on: "2025-11-20".into(),
        valid_until: "2026-03-31".into(),
        conditions: String::new(),
        basis: vec!["《最高人民法院关于民事执行中财产调查若干问题的规定》第二十一条".into()],
        department: "执行局".into(),
        card: String::new(),
        history: vec![Moment { title: "发布公告".into(), when: "2025年11月20日".into(), ..Moment::default() }],
    }
}

fn subject(status: Status, hostile: bool) -> notices::Subject {
    let person = notices::PersonFacts {
        name: if hostile { HOSTILE.into() } else { "李某明".into() },
        sex: "男".into(),
        birth_year: "1985年".into(),
        id_masked: "4311991985****1234".into(),
        court: "示例县人民法院".into(),
        case_no: "（2025）湘1199执21号".into(),
        filed_on: "2025-03-05".into(),
        basis_doc: "（2024）湘1199民初345号民事判决书".into(),
        owed: "42万元".into(),
        unpaid: "38万元".into(),
        wanted: vec!["名下或者由他人代持的车辆、房产".into(), "正在收取的租金、工程款".into()],
        photo: String::new(),
    };
    notices::Subject {
        slug: "1".into(),
        status,
        title: if hostile { HOSTILE.into() } else { "征集被执行人李某明财产线索".into() },
        rewards: vec![("悬赏金".into(), Reward::Sum { figure: "50,000".into(), capitals: "伍万元整".into() })],
        examples: vec!["实际执行到位10万元，悬赏金为5,000元".into()],
        person: Some(person),
    }
}

fn issue(status: Status, hostile: bool) -> Page {
    let subject = subject(status, hostile);
    let view = notices::IssueView {
        head: head(status, hostile),
        title: subject.title.clone(),
        body: markdown::render(if hostile { HOSTILE } else { "**注意：**线索请写明时间和地点。" }),
        subjects: vec![subject],
    };
    notices::issue(view, &site())
}

fn list_row(which: lists::Which, text: &str) -> lists::ListRow {
    lists::ListRow {
        href: format!("{}/d-2025-0312", which.path()),
        which,
        number: "d-2025-0312".into(),
        name: text.into(),
        id_masked: "4311991985****1234".into(),
        born: "男，1985年".into(),
        region: "湖南省".into(),
        as_person: String::new(),
        case_no: "（2025）湘1199执312号".into(),
        reason: "违反财产报告制度".into(),
        decision_no: "（2025）湘1199执312号之一".into(),
        from: "2025-04-01".into(),
        until: "2027-04-01".into(),
        court: "示例县人民法院".into(),
    }
}

fn entry(text: &str) -> Page {
    let view = lists::EntryView {
        which: lists::Which::Dishonest,
        number: "d-2025-0312".into(),
        name: text.into(),
        is_unit: false,
        sex: "男".into(),
        birth_year: "1985年".into(),
        id_masked: "4311991985****1234".into(),
        representative: String::new(),
        region: "示例县".into(),
        court: "示例县人民法院".into(),
        case_no: "（2025）湘1199执312号".into(),
        filed_on: "2025-03-05".into(),
        basis_doc: "（2024）湘1199民初345号民事判决书".into(),
        basis_unit: "示例县人民法院".into(),
        duty: "偿还借款本金 42 万元及利息".into(),
        performance: "全部未履行".into(),
        grounds: vec!["违反财产报告制度".into()],
        decision_no: "（2025）湘1199执312号之一".into(),
        decided_on: "2025-04-01".into(),
        published_on: "2025-04-02".into(),
        until: "2027-04-01".into(),
        corrected_on: String::new(),
        items: Vec::new(),
        period: String::new(),
        persons: Vec::new(),
        portal: String::new(),
    };
    lists::entry(view, &site())
}

fn lookup(results: Option<Vec<lists::ListRow>>, q: &str, wrong: bool) -> Page {
    let mut errors = Errors::default();
    if wrong {
        errors.push("q", "请输入完整的姓名，至少两个字");
    }
    lists::lookup(lists::LookupView {
        q: q.into(),
        list: String::new(),
        errors,
        results,
        dishonest_total: 412,
        restricted_total: 445,
    })
}

fn year() -> Page {
    let bar = |label: &str, value: i64, shown: &str, highlight: bool| Bar {
        label: label.into(),
        value,
        shown: shown.into(),
        highlight,
    };
    statistics::year(statistics::YearView {
        year: 2025,
        years: vec![2025, 2024],
        tiles: stats(),
        charts: vec![BarList {
            caption: "为企业清收的账款最多，1797万元".into(),
            note: "单位：万元；数据截至2025年12月1日；来源：本院执行局".into(),
            bars: vec![
                bar("企业账款", 17_970_000, "1797", true),
                bar("交通事故受害人", 1_740_000, "174", false),
                bar("劳动者报酬", 1_709_300, "170.93", false),
                bar("劳务用工受害人", 877_000, "87.7", false),
            ],
        }],
        groups: vec![statistics::FigureGroup { title: "查人找物".into(), stats: stats() }],
        overlap: Some(statistics::Overlap {
            parts: vec![("为劳务用工受害人追收".into(), "87.7万元".into()), ("为企业清收".into(), "1797万元".into())],
            parts_sum: "2229.63万元".into(),
            whole: "1887.06万元".into(),
        }),
        definitions: vec![statistics::Definition {
            id: "def-rate".into(),
            term: "结案率".into(),
            text: "结案数除以受理数：2251 ÷ 2403 = 93.67%".into(),
        }],
        as_of: "2025-12-01".into(),
        source: "本院 2025 年执行工作纪实".into(),
        csv_href: "/statistics/2025.csv".into(),
    })
}

fn outcome(text: &str) -> Page {
    let step = |step, when: &str, text: &str| outcomes::StepView { step, when: when.into(), text: text.into() };
    outcomes::one(outcomes::OneView {
        number: "2025-001".into(),
        title: text.into(),
        cause: "民间借贷纠纷".into(),
        owed: "42万元本金及利息".into(),
        arrived: String::new(),
        days: String::new(),
        steps: vec![
            step(outcomes::Step::Lead, "2025年7月", "获知其在海南海口的行踪线索。"),
            step(outcomes::Step::Measure, "2025年7月", "凌晨蹲守，成功拘传。"),
            step(outcomes::Step::Result, "2025年7月", "司法拘留，依法移送公安机关审查。"),
        ],
        body: markdown::render("跨省追回，用时两天。"),
        published_on: "2025-08-01".into(),
        source: "湖南法治报".into(),
        department: "执行局".into(),
        campaign: Some(("/campaigns/2025-sword".into(), "「湘执利剑2025」".into())),
    })
}

fn campaign_card() -> campaigns::CampaignCard {
    campaigns::CampaignCard {
        href: "/campaigns/2025-winter".into(),
        name: "「秋冬风暴」节前集中执行专项行动".into(),
        from: "2025-01-10".into(),
        until: "2025-01-21".into(),
        goal: "利用春节返乡时机，集中执行涉民生案件。".into(),
    }
}

fn campaign() -> Page {
    campaigns::one(campaigns::OneView {
        card: campaign_card(),
        parent: None,
        figures: stats(),
        definitions: Vec::new(),
        body: markdown::render("12 天的集中攻坚。"),
        children: vec![campaign_card()],
        outcomes: vec![outcome_card()],
        source: "湖南法治报".into(),
        department: "执行局".into(),
    })
}

fn account() -> PaymentAccount {
    PaymentAccount {
        holder: "示例县人民法院".into(),
        bank: "示例银行示例县支行".into(),
        number: "0000 0000 0000 0000".into(),
        purpose: "执行案款".into(),
    }
}

fn claim() -> Page {
    claims::one(claims::OneView {
        number: "2025-12".into(),
        title: claim_card().title,
        published_on: "2025-11-24".into(),
        when: "12月1日 9:00 至 17:00".into(),
        place: "诉讼服务中心一楼".into(),
        phone: "0700-1234567".into(),
        access: "南门可以停车，有轮椅通道".into(),
        documents: vec![
            ("本人领取".into(), vec!["身份证原件".into(), "本人银行卡".into()]),
            ("委托他人领取".into(), vec!["经公证的授权委托书，写明代领案款".into()]),
        ],
        deadline: "2026-01-31".into(),
        consequence: "逾期未领取的，依法提存。".into(),
        payees: vec![claims::PayeeRow {
            case_no: "（2025）湘1199执88号".into(),
            payee: "张某".into(),
            officer: "王法官".into(),
            phone: "0700-1234568".into(),
        }],
        body: markdown::render(""),
        source: String::new(),
        department: "执行局".into(),
        accounts: vec![account()],
    })
}

fn hostile_pages() -> Vec<(&'static str, Page)> {
    let hit =
        search::Hit { href: "/learn/x".into(), title: HOSTILE.into(), meta: HOSTILE.into(), excerpt: HOSTILE.into() };
    let answer = search::SearchView {
        q: HOSTILE.into(),
        groups: vec![search::HitGroup { name: HOSTILE.into(), hits: vec![hit] }],
        ..Default::default()
    };
    vec![
        ("hostile-notice", issue(Status::Open, true)),
        ("hostile-entry", entry(HOSTILE)),
        ("hostile-lookup", lookup(Some(vec![list_row(lists::Which::Restricted, HOSTILE)]), HOSTILE, true)),
        ("hostile-outcome", outcome(HOSTILE)),
        ("hostile-search", search::search(answer)),
        ("hostile-error", error::internal(HOSTILE)),
    ]
}

/// The tip channel, empty and refused; what was typed is hostile.
fn tip_pages() -> Vec<(&'static str, Page)> {
    let wrong = |field: &'static str| {
        let mut errors = Errors::default();
        errors.push(field, "请把了解到的情况写得再具体些，至少 10 个字");
        errors
    };
    let today = LegalDate::parse("2025-12-01").expect("a date");
    let what = tips::WhatView { form: Default::default(), errors: Errors::default(), today, subject_zh: None };
    let place = tips::PlaceView { form: Default::default(), errors: Errors::default(), today };
    let mut refused = tips::WhatView { errors: wrong("what"), ..what.clone() };
    refused.form.what = HOSTILE.into();
    refused.form.plate = HOSTILE.into();
    let start = tips::StartView {
        subject_zh: Some("2025年第21期悬赏公告".into()),
        court: site().court.name,
        phone: site().court.phone,
        ..Default::default()
    };
    let sentence = "已收到。编号已登记，先后顺序以收到时间为准。";
    vec![
        ("tip-start", tips::start(&start)),
        ("tip-what", tips::what(&what)),
        ("hostile-tip-what", tips::what(&refused)),
        ("tip-where", tips::place(&place)),
        ("tip-photos", tips::photos(&tips::PhotosView::default())),
        ("tip-you", tips::you(&tips::YouView { errors: wrong("lane"), ..Default::default() })),
        ("tip-check", tips::check(&tips::CheckView::default())),
        ("tip-unfinished", tips::unfinished(&tips::UnfinishedView::default())),
        (
            "tip-receipt",
            tips::receipt(&tips::ReceiptView {
                ticket: "7KQ4M-2XT9W".into(),
                secret: ["7KQ4", "M2XT", "9WBH", "D6RP"].map(String::from),
                seq: 3,
                ..Default::default()
            }),
        ),
        ("tip-status", tips::status(&tips::StatusView { errors: wrong("secret"), ..Default::default() })),
        (
            "tip-thread",
            tips::thread(&tips::ThreadView {
                ticket: "7KQ4M-2XT9W".into(),
                state_zh: sentence.into(),
                open: true,
                ..Default::default()
            }),
        ),
        ("tip-expired", tips::expired()),
    ]
}

/// Every public page by name.
pub fn pages() -> Vec<(&'static str, Page)> {
    let site = site();
    let home = home::HomeView {
        notices: vec![card(21, Status::Open), card(20, Status::Soon), card(19, Status::Open)],
        claims: vec![claim_card()],
        announcements: articles(),
        disposals: articles(),
        year: 2025,
        stats: stats(),
        outcome: Some(outcome_card()),
        articles: articles(),
    };
    let announcement = bulletins::AnnouncementView {
        title: "集中发放案款说明会".into(),
        summary: "请已经登记的申请人到会。".into(),
        held_on: "2025-12-29".into(),
        phone: "0746-0000000".into(),
        ..bulletins::AnnouncementView::default()
    };
    let moment = |title: &str, current| Moment { title: title.into(), current, ..Moment::default() };
    let disposal = bulletins::DisposalView {
        title: "某投资公司案".into(),
        road: vec![moment("登记核对", false), moment("清理和处置财产", true)],
        history: vec![moment("完成登记", false)],
        sums: vec![("已经追回".into(), "3400万元".into())],
        as_of: "2025-11-30".into(),
        register: "带身份证登记。".into(),
        register_until: "2026-01-31".into(),
        contact: "执行局综合组".into(),
        phone: "0746-0000000".into(),
        ..bulletins::DisposalView::default()
    };
    let notices = notices::ListView {
        cards: (2..=21).rev().map(|n| card(n, if n > 14 { Status::Open } else { Status::Ended })).collect(),
        total: 21,
        filter: notices::NoticeFilter { status: "open".into(), ..Default::default() },
        chips: vec![Chip { words: "征集中".into(), href_without: "/notices".into() }],
        pager: Pager { path: "/notices".into(), query: "status=open".into(), page: 2, pages: 4 },
    };
    let rows = vec![list_row(lists::Which::Restricted, "李某明"), list_row(lists::Which::Dishonest, "李某明")];
    let one_list = lists::OneListView {
        which: lists::Which::Dishonest,
        rows: vec![list_row(lists::Which::Dishonest, "李某明")],
        total: 412,
        year: "2025".into(),
        kind: String::new(),
        years: vec!["2025".into()],
        chips: vec![Chip { words: "2025年".into(), href_without: "/lists/dishonest".into() }],
        first: String::new(),
        next: "/lists/dishonest?year=2025&after=2025-04-02_d-2025-0312".into(),
    };
    let article = learn::OneView {
        title: "执行难和执行不能有什么区别？".into(),
        lead: articles()[0].lead.clone(),
        body: markdown::render("## 执行难\n\n**注意：**有财产但难以执行到。\n\n- 隐匿\n- 转移"),
        laws: vec![("《民事诉讼法》第二百五十条".into(), markdown::render("被执行人未按执行通知履行……"))],
        published_on: "2025-06-01".into(),
        source: String::new(),
        department: "执行局".into(),
        related: articles(),
    };
    let poster = verify::VerifyView {
        number: "2025年第21期".into(),
        status: Status::Open,
        valid_until: "2026-03-31".into(),
        href: "/notices/2025-21".into(),
    };
    let subject_view = notices::SubjectView {
        head: head(Status::Open, false),
        subject: subject(Status::Open, false),
        sum: notices::SumView::default(),
    };
    let mut all = vec![
        ("home", home::home(home, &site)),
        ("home-empty", home::home(home::HomeView::default(), &site)),
        ("notices", notices::list(notices)),
        ("notices-empty", notices::list(notices::ListView::default())),
        ("notice", issue(Status::Open, false)),
        ("notice-ended", issue(Status::Ended, false)),
        ("subject", notices::subject(subject_view, &site)),
        ("lists", lookup(None, "", false)),
        ("lists-found", lookup(Some(rows), "李某明", false)),
        ("lists-none", lookup(Some(Vec::new()), "李某明", false)),
        ("lists-error", lookup(None, "李", true)),
        ("list", lists::one_list(one_list)),
        ("entry", entry("李某明")),
        (
            "outcomes",
            outcomes::list(outcomes::ListView { cards: vec![outcome_card()], total: 1, pager: Pager::default() }),
        ),
        ("outcome", outcome("千里奔袭，跨省追回被执行人曾某")),
        ("campaigns", campaigns::list(campaigns::ListView { cards: vec![campaign_card()] })),
        ("campaign", campaign()),
        ("statistics", year()),
        ("statistics-empty", statistics::empty()),
        ("claims", claims::list(claims::ListView { cards: vec![claim_card()], accounts: vec![account()] })),
        ("claim", claim()),
        ("announcements", bulletins::list(ContentKind::Announcement, articles())),
        ("announcement", bulletins::announcement(announcement)),
        ("disposals", bulletins::list(ContentKind::Disposal, Vec::new())),
        ("disposal", bulletins::disposal(disposal)),
        ("learn", learn::list(learn::ListView { articles: articles() })),
        ("article", learn::one(article)),
        (
            "search",
            search::search(search::SearchView {
                q: "车".into(),
                refused: "请至少输入两个字。".into(),
                ..Default::default()
            }),
        ),
        ("verify", verify::verify(poster)),
        ("comply", comply::comply(&site)),
        ("about", about::about(&site)),
        ("about-verify", about::verify(&site)),
        ("about-privacy", about::privacy(&site)),
        ("about-accessibility", about::accessibility(&site)),
        ("e400", error::bad_request()),
        ("e403", error::forbidden_cross_site()),
        ("e403-staff", error::forbidden("管理员")),
        ("e404", error::not_found()),
        ("e405", error::method_not_allowed()),
        ("e409", error::conflict("王书记员")),
        ("e410", error::gone()),
        ("e413", error::too_large()),
        ("e415", error::wrong_type()),
        ("e429", error::too_many(20)),
        ("e500", error::internal("0193-abcd")),
        ("e503", error::unavailable()),
    ];
    all.extend(hostile_pages());
    all.extend(tip_pages());
    all
}
