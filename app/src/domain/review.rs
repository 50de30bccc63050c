//! 三审三校: the court's own steps of review, one to three, over the rule that maker, reviewers and publisher are different
//! people (TW-4). A text stands between `passed` steps and the next; sent back, it begins anew.
use super::{
    ids::StaffId,
    refusal::{Refusal, ensure},
};

/// Steps a court may set.
pub const MOST: usize = 3;
const NAME_MAX: usize = 10;

/// The steps by name, in order: `初审一校`, `复审二校`, `终审三校`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan(Vec<String>);

impl Default for Plan {
    /// What holds where the court has set nothing: one step.
    fn default() -> Self {
        Self(vec!["审核".to_owned()])
    }
}

impl Plan {
    /// None at all means the usual one step; a review cannot be switched off.
    pub fn new(names: &[String]) -> Result<Self, Refusal> {
        if names.is_empty() {
            return Ok(Self::default());
        }
        let fix = "请设 1 到 3 个审核环节，每个名称 1 到 10 个字，不能重复。";
        let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
        let fits = names.iter().all(|name| (1..=NAME_MAX).contains(&name.chars().count()));
        let twice = names.iter().enumerate().any(|(i, name)| names[..i].contains(name));
        ensure(names.len() <= MOST && fits && !twice, || {
            Refusal::new("EW-1", "review_steps", "审核环节设置不对。", fix)
        })?;
        Ok(Self(names))
    }

    pub fn names(&self) -> &[String] {
        &self.0
    }
}

/// What a pass led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// 1 is the first
    pub step: usize,
    pub name: String,
    /// Nothing is left to review.
    pub complete: bool,
}

/// Where one text stands in review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review<'a> {
    pub plan: &'a Plan,
    /// Everyone who wrote any of it
    pub makers: &'a [StaffId],
    /// Who passed it, step by step, since it was last handed over
    pub passed: Vec<StaffId>,
}

impl Review<'_> {
    /// The step it waits for; `None` once it has passed them all. A court that has shortened its plan asks no more.
    pub fn next(&self) -> Option<&str> {
        self.plan.0.get(self.passed.len()).map(String::as_str)
    }

    /// Whether this person may take the next step: no maker, and nobody who took one before.
    pub fn may_pass(&self, by: StaffId) -> Result<(), Refusal> {
        ensure(self.next().is_some(), || Refusal::step("EW-1", "已审核完毕", "再次审核"))?;
        self.not_maker(by)?;
        ensure(!self.passed.contains(&by), || {
            let done = "您已经审核过前面的环节，每个环节要由不同的人办理。";
            Refusal::new("TW-4", "maker", done, "请另一位审核人员办理。")
        })
    }

    /// One step further.
    pub fn pass(&mut self, by: StaffId) -> Result<Passed, Refusal> {
        self.may_pass(by)?;
        let name = self.next().unwrap_or_default().to_owned();
        self.passed.push(by);
        Ok(Passed { step: self.passed.len(), name, complete: self.next().is_none() })
    }

    /// Published only when every step is passed, by somebody who neither wrote nor reviewed it.
    pub fn may_publish(&self, by: StaffId) -> Result<(), Refusal> {
        if let Some(next) = self.next() {
            let message = format!("还没有通过“{next}”。");
            return Err(Refusal::new("EW-1", "checks", message, "请审核人员办理以后再签发。"));
        }
        self.not_maker(by)?;
        ensure(!self.passed.contains(&by), || {
            let done = "这份内容由您审核，不能再由您签发。";
            Refusal::new("TW-4", "maker", done, "请另一位签发人员办理。")
        })
    }

    fn not_maker(&self, by: StaffId) -> Result<(), Refusal> {
        ensure(!self.makers.contains(&by), || {
            let own = "这份内容由您起草，不能由您审核或者发布。";
            Refusal::new("TW-4", "maker", own, "请另一位审核或者签发人员办理。")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::staff::tests::staff;

    fn plan(names: &[&str]) -> Result<Plan, Refusal> {
        Plan::new(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>())
    }

    const NAMES: [&str; 3] = ["初审一校", "复审二校", "终审三校"];

    /// Every plan, every number of steps passed, every person: the maker 1, reviewers 2 to 4, and 9, who did nothing yet.
    #[test]
    fn tw_4_every_step_from_every_state_by_every_person() {
        for length in 1..=MOST {
            let plan = plan(&NAMES[..length]).unwrap();
            for passed in 0..=length {
                for person in [1, 2, 3, 4, 9] {
                    let by = staff(person);
                    let reviewed: Vec<_> = (2..).take(passed).map(staff).collect();
                    let seen = reviewed.contains(&by);
                    let mut review = Review { plan: &plan, makers: &[staff(1)], passed: reviewed.clone() };
                    let publish = review.may_publish(by).map_err(|r| r.rule);
                    let step = review.pass(by).map_err(|r| (r.rule, r.is_of_state()));
                    let at = format!("{length} steps, {passed} passed, person {person}");
                    if passed == length {
                        assert_eq!(step, Err(("EW-1", true)), "{at}");
                        assert_eq!(publish, if person == 1 || seen { Err("TW-4") } else { Ok(()) }, "{at}");
                        continue;
                    }
                    assert_eq!(publish, Err("EW-1"), "{at}");
                    if person == 1 || seen {
                        assert_eq!(step, Err(("TW-4", false)), "{at}");
                        assert_eq!(review.passed, reviewed, "{at}: nothing moved");
                    } else {
                        let (step, complete) = (step.unwrap(), passed + 1 == length);
                        assert_eq!((step.step, Some(&step.name)), (passed + 1, plan.names().get(passed)), "{at}");
                        assert_eq!((step.complete, review.passed.last()), (complete, Some(&by)), "{at}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_court_sets_one_to_three_steps_and_cannot_switch_review_off() {
        assert_eq!(plan(&[]).unwrap(), Plan::default());
        assert_eq!(Plan::default().names(), ["审核"]);
        assert_eq!(plan(&[" 初审 ", "终审"]).unwrap().names(), ["初审", "终审"]);
        for wrong in [&["一", "二", "三", "四"][..], &[""], &["审核", "审核"], &["一个长得不能再长的审核环节名称"]]
        {
            assert_eq!(plan(wrong).unwrap_err().field, "review_steps", "{wrong:?}");
        }
    }

    #[test]
    fn a_shorter_plan_asks_for_no_more_than_it_names() {
        let plan = Plan::default();
        let review = Review { plan: &plan, makers: &[staff(1)], passed: vec![staff(2), staff(3)] };
        assert_eq!(review.next(), None);
        assert!(review.may_publish(staff(9)).is_ok() && review.may_publish(staff(3)).is_err());
    }
}
