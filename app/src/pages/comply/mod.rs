//! `/comply`: for the listed person. How to perform, how to ask for correction, within what time (DJ-10, DJ-13, DJ-14).
mod correct;
mod status;

pub use correct::{CorrectView, correct, receipt};
pub use status::{Found, StatusView, status};

use leptos::prelude::*;

use super::{Page, Section, Site};
use crate::components::{Fact, accounts, facts};

pub fn comply(site: &Site) -> Page {
    let court = site.court.clone();
    Page::new("我是被执行人", Section::Other, move || {
        view! {
            <h1>"我是被执行人：怎样履行、怎样申请更正"</h1>
            <section aria-labelledby="pay">
                <h2 id="pay">"怎样履行"</h2>
                <ol>
                    <li>"打电话或者到执行窗口，说明案号，核对还应履行多少。"</li>
                    <li>"一次付清有困难的，可以和申请执行人商量分期，达成执行和解协议。"</li>
                    <li>"付款到法院执行案款专户。付款时写明案号，保留凭证。"</li>
                    <li>"把凭证交给承办法官，确认案件办结。"</li>
                </ol>
            </section>
            {accounts(&court.accounts)}
            {facts(vec![
                Fact::phone("电话", &court.phone),
                Fact::text("窗口地址", court.address),
                Fact::text("办公时间", court.hours),
            ])}
            <section aria-labelledby="off">
                <h2 id="off">"什么时候删除名单信息"</h2>
                <p>"有下列情形之一的，法院在 3 个工作日内删除失信信息："</p>
                <ul>
                    <li>"已经履行完毕，或者法院已经执行完毕"</li>
                    <li>"达成执行和解协议并且已经履行完毕"</li>
                    <li>"申请执行人书面申请删除，法院审查同意"</li>
                    <li>"终结本次执行程序后，两次以上网络查询没有发现财产，也没有人提供有效线索"</li>
                    <li>"因审判监督或者破产程序，法院裁定中止执行"</li>
                    <li>"法院裁定不予执行，或者裁定终结执行"</li>
                </ul>
                <p>"有期限的失信信息，期限届满后 3 个工作日内删除。"</p>
            </section>
            <section aria-labelledby="correct">
                <h2 id="correct">"怎样申请更正"</h2>
                <p>"有三种情形可以申请：不应当纳入名单；公布的信息有误；应当删除而没有删除。"</p>
                <ol>
                    <li>"在网上"<a href="/comply/correct">"提交申请"</a>"，或者写一份纠正申请，写明案号、哪一项有误、理由，附上材料，交到执行窗口或者寄给法院。"</li>
                    <li>"法院自收到之日起 15 日内审查。理由成立的，3 个工作日内纠正；不成立的，作出驳回决定。"</li>
                    <li>"对驳回决定不服的，自决定书送达之日起 10 日内，可以向上一级法院申请复议。上一级法院 15 日内作出决定。复议期间不停止原决定的执行。"</li>
                </ol>
                <p><a class="btn" href="/comply/correct">"提交纠正申请"</a></p>
                <p>"想查阅、更正、删除法院保存的您的个人信息，也从这里提交。"<a href="/comply/status">"查看申请的办理情况"</a></p>
            </section>
        }
    })
}
