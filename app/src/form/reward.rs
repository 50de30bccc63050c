//! The reward of one debtor: none, a fixed sum, or a share of what arrives, flat, between bounds or by tiers (8.3).
use super::{Errors, fields::Fields, subject::money};
use crate::domain::{
    bounty::{RewardRule, Tier},
    money::Fen,
};

/// Highest percentage a reward may promise (8.3: practice goes up to 30 %).
const PERCENT_MAX: u32 = 30;
/// How the last tier begins: it has no upper bound.
const ABOVE: &str = "以上";

/// One of the two independent rewards (BN-11), as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RewardForm {
    pub mode: String,
    pub amount: String,
    pub percent: String,
    pub floor: String,
    pub cap: String,
    /// One tier a line: `10万元 10%`; the last `以上 1%`.
    pub tiers: String,
}

/// The names of a reward's fields, and what it is for in words.
pub(super) struct RewardFields {
    what: &'static str,
    amount: &'static str,
    percent: &'static str,
    floor: &'static str,
    cap: &'static str,
    tiers: &'static str,
}

pub(super) const PROPERTY: RewardFields = RewardFields {
    what: "财产线索",
    amount: "property_amount",
    percent: "property_percent",
    floor: "property_floor",
    cap: "property_cap",
    tiers: "property_tiers",
};
pub(super) const WHEREABOUTS: RewardFields = RewardFields {
    what: "行踪线索",
    amount: "whereabouts_amount",
    percent: "whereabouts_percent",
    floor: "whereabouts_floor",
    cap: "whereabouts_cap",
    tiers: "whereabouts_tiers",
};

impl RewardForm {
    pub(super) fn read(fields: &Fields, prefix: &str) -> Self {
        let text = |name: &str| fields.text(&format!("{prefix}_{name}"));
        Self {
            mode: text("mode"),
            amount: text("amount"),
            percent: text("percent"),
            floor: text("floor"),
            cap: text("cap"),
            tiers: text("tiers"),
        }
    }

    /// The form of a stored rule, so that saving it again changes nothing.
    pub fn of(rule: &RewardRule) -> Self {
        let cap_of = |cap: &Option<Fen>| cap.map(yuan).unwrap_or_default();
        match rule {
            RewardRule::Fixed { amount } => Self { mode: "fixed".into(), amount: yuan(*amount), ..Self::default() },
            RewardRule::Percent { bps, cap } => {
                Self { mode: "percent".into(), percent: percent(*bps), cap: cap_of(cap), ..Self::default() }
            }
            RewardRule::MinMax { bps, floor, cap } => Self {
                mode: "min_max".into(),
                percent: percent(*bps),
                floor: yuan(*floor),
                cap: yuan(*cap),
                ..Self::default()
            },
            RewardRule::Tiered { tiers, cap } => {
                let line = |t: &Tier| format!("{} {}%", t.up_to.map_or(ABOVE.into(), yuan), percent(t.bps));
                let tiers = tiers.iter().map(line).collect::<Vec<_>>().join("\n");
                Self { mode: "tiered".into(), tiers, cap: cap_of(cap), ..Self::default() }
            }
        }
    }

    pub(super) fn check(&self, e: &mut Errors, names: &RewardFields) -> Option<RewardRule> {
        let what = names.what;
        let (rule, field) = match self.mode.as_str() {
            "fixed" => {
                let amount = money(e, names.amount, &format!("{what}悬赏的固定金额"), &self.amount)?;
                (RewardRule::Fixed { amount }, names.amount)
            }
            "percent" => {
                let bps = self.rate(e, names);
                let cap = self.optional_cap(e, names).ok()?;
                (RewardRule::Percent { bps: bps?, cap }, names.percent)
            }
            "min_max" => {
                let bps = self.rate(e, names);
                let floor = money(e, names.floor, &format!("{what}悬赏的最低金额"), &self.floor);
                let cap = money(e, names.cap, &format!("{what}悬赏的最高金额"), &self.cap);
                (RewardRule::MinMax { bps: bps?, floor: floor?, cap: cap? }, names.floor)
            }
            "tiered" => {
                let tiers = tiers(&self.tiers);
                if tiers.is_none() {
                    e.push(names.tiers, format!("请每行写一段{what}悬赏，例如“10万元 10%”，最后一行写“以上 1%”"));
                }
                let cap = self.optional_cap(e, names).ok()?;
                (RewardRule::Tiered { tiers: tiers?, cap }, names.tiers)
            }
            _ => return None,
        };
        // what the fields cannot say one by one, the rule says of the whole
        rule.checked().map_err(|no| e.push(field, format!("{what}：{}", no.sentence()))).ok()
    }

    fn rate(&self, e: &mut Errors, names: &RewardFields) -> Option<u32> {
        let bps = bps(&self.percent);
        if bps.is_none() {
            e.push(names.percent, format!("请填写{}悬赏的百分比，0.01 到 {PERCENT_MAX}，最多两位小数", names.what));
        }
        bps
    }

    /// Empty means no cap; the error of what is no sum stands in `e`.
    fn optional_cap(&self, e: &mut Errors, names: &RewardFields) -> Result<Option<Fen>, ()> {
        if self.cap.is_empty() {
            return Ok(None);
        }
        money(e, names.cap, &format!("{}悬赏的最高金额", names.what), &self.cap).map(Some).ok_or(())
    }
}

fn yuan(sum: Fen) -> String {
    let text = format!("{}.{:02}", sum.0 / 100, sum.0 % 100);
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

fn percent(bps: u32) -> String {
    let text = format!("{}.{:02}", bps / 100, bps % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Lines of bound and rate; the order and the open end are the domain's to judge.
fn tiers(text: &str) -> Option<Vec<Tier>> {
    let line = |line: &str| {
        let (bound, rate) = line.trim().rsplit_once(char::is_whitespace)?;
        let bound = bound.trim();
        let up_to = if bound == ABOVE { None } else { Some(Fen::parse(bound).ok()?) };
        Some(Tier { up_to, bps: bps(rate)? })
    };
    let tiers: Vec<Tier> = text.lines().filter(|l| !l.trim().is_empty()).map(line).collect::<Option<_>>()?;
    (!tiers.is_empty()).then_some(tiers)
}

/// Percent text to hundredths of a percent, 0.01 to 30.
fn bps(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches(['%', '％']);
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 2 || whole.is_empty() || whole.len() > 3 {
        return None;
    }
    if !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let bps = whole.parse::<u32>().ok()? * 100 + format!("{part:0<2}").parse::<u32>().ok()?;
    (1..=PERCENT_MAX * 100).contains(&bps).then_some(bps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_to_two_places() {
        assert_eq!(bps("5"), Some(500));
        assert_eq!(bps("2.55%"), Some(255));
        for wrong in ["0", "31", "1.234", "", "x", "-1"] {
            assert_eq!(bps(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn reward_8_3_every_stored_rule_comes_back_as_it_was() {
        let tiers = vec![
            Tier { up_to: Some(Fen::yuan(100_000)), bps: 1000 },
            Tier { up_to: Some(Fen(100_000_050)), bps: 525 },
            Tier { up_to: None, bps: 100 },
        ];
        for rule in [
            RewardRule::Fixed { amount: Fen(5_000_050) },
            RewardRule::Percent { bps: 255, cap: None },
            RewardRule::Percent { bps: 3000, cap: Some(Fen::yuan(200_000)) },
            RewardRule::MinMax { bps: 800, floor: Fen::yuan(1_000), cap: Fen::yuan(80_000) },
            RewardRule::Tiered { tiers: tiers.clone(), cap: Some(Fen::yuan(500_000)) },
            RewardRule::Tiered { tiers, cap: None },
        ] {
            let mut errors = Errors::default();
            let again = RewardForm::of(&rule).check(&mut errors, &PROPERTY);
            assert_eq!((again, errors), (Some(rule), Errors::default()));
        }
    }

    #[test]
    fn reward_8_3_a_wrong_part_is_named_at_its_field() {
        let min_max = RewardForm {
            mode: "min_max".into(),
            percent: "5".into(),
            floor: "2000".into(),
            cap: "1000".into(),
            ..RewardForm::default()
        };
        let falling =
            RewardForm {
                mode: "tiered".into(), tiers: "10万元 5%\n5万元 3%\n以上 1%".into(), ..RewardForm::default()
            };
        let vague = RewardForm { mode: "tiered".into(), tiers: "很多 5%".into(), ..RewardForm::default() };
        for (form, field) in
            [(min_max, "whereabouts_floor"), (falling, "whereabouts_tiers"), (vague, "whereabouts_tiers")]
        {
            let mut errors = Errors::default();
            assert_eq!(form.check(&mut errors, &WHEREABOUTS), None);
            assert!(errors.get(field).is_some_and(|m| m.contains("行踪线索")), "{errors:?}");
        }
    }
}
