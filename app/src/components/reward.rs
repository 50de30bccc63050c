//! The reward line: gold, between two hairlines, like a ledger entry.
use leptos::prelude::*;

/// What is promised for a tip (BN-4, BN-11). Figures come formatted from the domain (`Fen::grouped`, `Fen::capitals`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reward {
    /// A fixed sum: `50,000` and `伍万元整`
    Sum { figure: String, capitals: String },
    /// A rule in words: 执行到位金额的 5%
    Formula(String),
}

/// One reward. `label` is 悬赏金, or 财产线索悬赏金 where two rules stand in one notice; ended rewards are grey.
pub fn reward_line(label: &str, reward: &Reward, open: bool) -> AnyView {
    let class = if open { "reward" } else { "reward reward--ended" };
    let label = label.to_owned();
    match reward.clone() {
        Reward::Sum { figure, capitals } => view! {
            <p class=class>
                <span>{label}</span>" "<b class="num">{figure}</b>" "<span>"元"</span>
                {(!capitals.is_empty()).then(|| view! { <span class="reward__capitals">{format!("人民币{capitals}")}</span> })}
            </p>
        }
        .into_any(),
        Reward::Formula(words) => {
            view! { <p class=class><span>{label}</span>" "<b class="reward__formula">{words}</b></p> }.into_any()
        }
    }
}
