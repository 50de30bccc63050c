//! What enforcement achieved, told as a case without names: lead → measure → result → sum.
use super::{
    date::PartialDate,
    money::Fen,
    refusal::{Refusal, ensure},
    scan,
};

coded! {
    pub enum OutcomeKind {
        Case = "case", "典型案例";
        News = "news", "执行动态";
    }
}

coded! {
    /// The steps of a timeline, in the order in which enforcement goes.
    pub enum Stage {
        Filed = "filed", "立案";
        Lead = "lead", "线索";
        Measure = "measure", "措施";
        Response = "response", "被执行人的回应";
        Result = "result", "结果";
        Recovered = "recovered", "执行到位";
    }
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub stage: Stage,
    pub when: Option<PartialDate>,
    pub text: String,
    /// Only for money that arrived.
    pub amount: Option<Fen>,
}

/// Timeline in order: dated events by date, an undated one stays after the one it was written behind.
/// Sorting by date alone would throw undated steps to one end.
pub fn in_order(events: Vec<Event>) -> Vec<Event> {
    let mut last = None;
    let mut keyed: Vec<(Option<PartialDate>, Event)> = events
        .into_iter()
        .map(|event| {
            last = event.when.or(last);
            (last, event)
        })
        .collect();
    keyed.sort_by_key(|(when, _)| *when);
    keyed.into_iter().map(|(_, event)| event).collect()
}

/// What arrived in all.
pub fn recovered(events: &[Event]) -> Fen {
    Fen::sum(events.iter().filter(|event| event.stage == Stage::Recovered).filter_map(|event| event.amount))
}

/// Whether a story may be published: no personal data, no humiliating words, each with its place (AN-10, EW-5), and at
/// least one step.
pub fn check(body: &str, events: &[Event]) -> Result<(), Refusal> {
    ensure(!events.is_empty(), || {
        Refusal::new("EW-1", "timeline", "还没有填写办理过程。", "请至少填写一步：线索、措施或者结果。")
    })?;
    let texts = std::iter::once(body).chain(events.iter().map(|event| event.text.as_str()));
    for text in texts {
        if let Some(hit) = scan::personal_data(text).into_iter().chain(scan::wording(text)).next() {
            return Err(hit.refusal());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(stage: Stage, when: &str, text: &str) -> Event {
        Event { stage, when: PartialDate::parse(when).ok(), text: text.into(), amount: None }
    }

    #[test]
    fn a_timeline_reads_in_order_and_keeps_undated_steps_in_place() {
        let events = vec![
            event(Stage::Filed, "2024", "立案"),
            event(Stage::Result, "2025-07-12", "拘留"),
            event(Stage::Lead, "2025-07", "线索"),
            event(Stage::Measure, "", "拘传"),
        ];
        let texts: Vec<String> = in_order(events).into_iter().map(|event| event.text).collect();
        assert_eq!(texts, ["立案", "线索", "拘传", "拘留"]);
    }

    #[test]
    fn only_money_that_arrived_is_counted() {
        let arrived = Event { amount: Some(Fen::yuan(50_000)), ..event(Stage::Recovered, "2025", "到账") };
        let owed = Event { amount: Some(Fen::yuan(420_000)), ..event(Stage::Filed, "2023", "立案") };
        assert_eq!(recovered(&[owed, arrived.clone(), arrived]), Fen::yuan(100_000));
    }

    #[test]
    fn an_10_and_ew_5_hold_for_stories() {
        let lead = vec![event(Stage::Lead, "2025", "获知行踪")];
        assert!(check("曾某尚未履行。", &lead).is_ok());
        assert_eq!(check("电话13812345678", &lead).unwrap_err().rule, "AN-10");
        assert_eq!(check("「湘执利剑2025」找到老赖", &lead).unwrap_err().rule, "EW-5");
        assert_eq!(check("正文", &[event(Stage::Lead, "", "车牌湘M12345")]).unwrap_err().rule, "AN-10");
        assert_eq!(check("正文", &[]).unwrap_err().rule, "EW-1");
    }
}
