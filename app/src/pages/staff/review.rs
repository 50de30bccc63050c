//! The court's steps of review on the page of a record.
use leptos::prelude::*;

use crate::components::{Moment, timeline};

/// One step; without a name in `who` nobody has passed it yet.
#[derive(Clone, Debug, Default)]
pub struct ReviewStep {
    pub name: String,
    pub who: String,
    pub when: String,
    /// The one it waits for, or will.
    pub next: bool,
}

/// Nothing where the court has one step only: then the button says it all.
pub(super) fn review_steps(steps: &[ReviewStep]) -> AnyView {
    if steps.len() < 2 {
        return ().into_any();
    }
    let moment = |step: &ReviewStep| Moment {
        title: if step.who.is_empty() {
            format!("{}：还没有办理", step.name)
        } else {
            format!("{}：通过", step.name)
        },
        when: step.when.clone(),
        who: step.who.clone(),
        current: step.next,
        ..Moment::default()
    };
    let moments: Vec<_> = steps.iter().map(moment).collect();
    view! {
        <section>
            <h2>"审核环节"</h2>
            <p class="meta">"每个环节由不同的人办理，起草人不审核，审核人不签发。"</p>
            {timeline(&moments)}
        </section>
    }
    .into_any()
}
