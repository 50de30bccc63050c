//! The court's own accounts, wherever a page speaks of money (CM-3).
use leptos::prelude::*;

use super::{Fact, facts, info_box};
use crate::domain::claim::ANTI_FRAUD;
use crate::pages::PaymentAccount;

/// The anti-fraud sentence, and the accounts where the court has named them.
pub fn accounts(list: &[PaymentAccount]) -> AnyView {
    let one = |account: &PaymentAccount| {
        facts(vec![
            Fact::text("用途", account.purpose.clone()),
            Fact::text("户名", account.holder.clone()),
            Fact::text("开户银行", account.bank.clone()),
            Fact::nb("账号", account.number.clone()),
        ])
    };
    let named = (!list.is_empty()).then(|| {
        view! {
            <section aria-labelledby="accounts">
                <h2 id="accounts">"法院的账户"</h2>
                <p>"向法院付款，只付到下面的账户。别人说的其他账户都不是法院的，请打电话或者到窗口核对。"</p>
                {list.iter().map(one).collect::<Vec<_>>()}
            </section>
        }
    });
    view! { {info_box(ANTI_FRAUD)}{named} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::to_html;

    #[test]
    fn cm_3_the_sentence_stands_with_and_without_accounts() {
        let shown = |list: Vec<PaymentAccount>| to_html(move || accounts(&list));
        assert!(shown(Vec::new()).contains(ANTI_FRAUD) && !shown(Vec::new()).contains("账号"));
        let one = PaymentAccount { number: "1200 0000 0000 0000".into(), ..PaymentAccount::default() };
        assert!(shown(vec![one.clone()]).contains(ANTI_FRAUD) && shown(vec![one]).contains("1200 0000 0000 0000"));
    }
}
