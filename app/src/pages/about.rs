//! `/about` and its three pages: who we are, how to tell the real site, privacy, accessibility.
use leptos::prelude::*;

use super::{Page, Section, Site};
use crate::components::{Fact, facts, help_lines, info_box};

pub fn about(site: &Site) -> Page {
    let court = site.court.clone();
    Page::new("关于本站", Section::Other, move || {
        view! {
            <h1>"关于本站"</h1>
            <p class="lead">"本站公开法院的执行信息，接收财产和行踪线索，并把处理结果告诉提供线索的人。"</p>
            {facts(vec![
                Fact::text("主办单位", court.owner.clone()),
                Fact::text("法院", court.name.clone()),
                Fact::phone("电话", &court.phone),
                Fact::nb("邮箱", court.hotline_email.clone()),
                Fact::text("地址", court.address.clone()),
                Fact::text("办公时间", court.hours.clone()),
                Fact::nb("网站备案", court.icp.clone()),
                Fact::nb("公安备案", court.police_record.clone()),
            ])}
            <section><h2>"更多"</h2><ul class="lines">
                <li><a href="/about/verify">"怎样辨别官网"</a></li>
                <li><a href="/about/privacy">"个人信息保护"</a></li>
                <li><a href="/about/accessibility">"无障碍说明"</a></li>
                <li><a href="/comply">"我是被执行人：怎样履行、怎样申请更正"</a></li>
            </ul></section>
            <section><h2>"开放数据"</h2>
                <p>"公告、案例、专项行动、数据和领款公告可以用程序读取，不含任何人的姓名。被执行人名单不提供下载，只能逐条查询。"</p>
                <ul class="lines">
                    <li><a href="/ledger">"公开记录：每次发布、更正和撤下"</a></li>
                    <li><a href="/feed.atom">"订阅更新（Atom）"</a></li>
                    <li><a href="/api/openapi.json">"数据接口说明（OpenAPI）"</a></li>
                    <li><a href="/sitemap.xml">"网站地图"</a></li>
                </ul>
            </section>
        }
    })
}

pub fn verify(site: &Site) -> Page {
    let court = site.court.clone();
    let demo = site.demo;
    Page::new("怎样辨别官网", Section::Other, move || {
        view! {
            <h1>"怎样辨别官网"</h1>
            {demo.then(|| info_box("这是演示网站，法院和公告都是虚构的。"))}
            <ol>
                <li>"看网址："{court.domain.clone()}"。地址栏应显示 https 和锁形标志。"</li>
                <li>"看备案：页面底部的备案号可以在工业和信息化部网站查到。"</li>
                <li>"打电话：用您从别处查到的法院电话核实，不要用可疑页面上的号码。"</li>
                <li>"看海报：扫描二维码后，网址应与上面相同，页面会显示公告是否有效。"</li>
            </ol>
            {info_box("法院不会要求您向个人账户转账，不会索要密码、验证码，办理任何事项不收手续费。")}
            {help_lines(&court)}
        }
    })
}

pub fn privacy(site: &Site) -> Page {
    let court = site.court.clone();
    Page::new("个人信息保护", Section::Other, move || {
        view! {
            <h1>"个人信息保护"</h1>
            <p class="lead">"浏览本站不需要注册。本站不使用统计脚本，不向第三方发送任何内容。"</p>
            <section><h2>"提供线索的人"</h2><ul>
                <li>"线索内容和身份分别加密。只有承办人员能打开线索；查看身份需要理由和第二人批准，并留下记录。"</li>
                <li>"照片里的位置信息会被自动删除，公开的地方不会出现您的照片。"</li>
                <li>"没有采用的线索，办结 6 个月后删除其中的个人信息。没有提交的草稿在 30 分钟后清除。"</li>
                <li>"身份和线索依法保密。只有领取悬赏金需要时，才会告诉申请执行人必要的部分。"</li>
            </ul></section>
            <section><h2>"公告和名单上的人"</h2><ul>
                <li>"只公开法律要求的内容。证件号码在服务器上遮挡，完整号码不会发送出来。"</li>
                <li>"不公开亲属、子女、工作单位和详细住址。"</li>
                <li>"到期、履行或者撤下后，个人信息立即停止公开，搜索引擎不收录。"</li>
            </ul></section>
            <section><h2>"您的权利"</h2>
                <p>"您可以查询、更正、删除自己的信息。请到执行窗口，或者拨打电话。"<a href="/comply#correct">"怎样申请更正"</a></p>
                {help_lines(&court)}
            </section>
            <section><h2>"小饼干（Cookie）"</h2>
                <p>"只用来记住大字版和颜色，以及填写线索时的临时会话。不用于跟踪。"</p>
            </section>
        }
    })
}

pub fn accessibility(site: &Site) -> Page {
    let court = site.court.clone();
    Page::new("无障碍说明", Section::Other, move || {
        view! {
            <h1>"无障碍说明"</h1>
            <p class="lead">"每个页面都可以用键盘和读屏软件使用，不需要脚本。"</p>
            <ul>
                <li>"大字版：按页面上方的「大字版」，文字和按钮变大，对比度提高。"</li>
                <li>"颜色：页面底部可以选浅色、深色，或者跟随手机。"</li>
                <li>"键盘：按 Tab 键移动，第一个链接可以跳到正文。"</li>
                <li>"放大：文字放大到两倍，页面不需要左右滚动。"</li>
                <li>"打印：每个页面都可以打印在 A4 纸上。"</li>
            </ul>
            <section><h2>"用不了的时候"</h2><p>"请告诉我们哪一页、哪一步有困难。我们在 5 个工作日内答复。"</p>{help_lines(&court)}</section>
        }
    })
}
