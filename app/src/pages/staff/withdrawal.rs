//! The fields with which something is taken off the public site, the same at every desk.
use leptos::prelude::*;

use crate::components::form::{Field, Select, button};
use crate::domain::edition::WithdrawReason;
use crate::form::{Errors, withdrawal::WithdrawalForm};

pub(super) fn withdrawal(typed: &WithdrawalForm, errors: &Errors) -> AnyView {
    let kinds = WithdrawReason::ALL.iter().map(|kind| (kind.code(), kind.zh()));
    let kind = Select::new("withdraw_kind", "撤下的原因").option("", "请选择").options(kinds);
    let reason = Field::area("withdraw_reason", "说明").hint("只在内部留存，公开页面不显示").rows(3);
    view! {
        {kind.value(&typed.kind).errors(errors).view()}
        {reason.value(&typed.reason).errors(errors).view()}
        {button("立即撤下", "go", "withdraw", "btn btn--warn")}
    }
    .into_any()
}
