//! Ends of the session: too long away, or left on purpose.
use leptos::prelude::*;

use crate::pages::Page;

/// The half hour is over; what was typed is gone.
pub fn expired() -> Page {
    super::page(false, || {
        view! {
            <h1>"填写已结束"</h1>
            <p>"页面停留超过 30 分钟，为了您的安全，填写的内容已清除，请重新开始"</p>
            <p><a class="btn" href="/tips/new">"提供线索"</a></p>
            <p><a href="/tips/status">"我已提交过，查看回复"</a></p>
        }
    })
}
