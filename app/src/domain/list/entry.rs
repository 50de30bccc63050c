//! One entry's road: DRAFT → DECIDED → SERVED → GRACE → PUBLISHED → removed in one of five ways (§1, §2).
use super::{ListKind, PublishFacts, Term, Trigger, gaps, grace_until};
use crate::domain::{
    date::LegalDate,
    deadline::{Calendar, Due, Duty, UnknownYear},
    refusal::{Refusal, ensure},
};

coded! {
    pub enum EntryState {
        Draft = "draft", "草稿";
        Decided = "decided", "已作出决定";
        Served = "served", "已送达";
        Grace = "grace", "宽限期内";
        Published = "published", "公布中";
        Removed = "removed", "已删除";
        Expired = "expired", "期满已删除";
        EarlyRemoved = "early_removed", "提前删除";
        Revoked = "revoked", "已撤销";
        Lifted = "lifted", "已解除";
        Refused = "refused", "不予决定";
    }
}

impl EntryState {
    /// Public is PUBLISHED and nothing else: no list, search, feed or count by name in any other state (GF-2).
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published)
    }
    /// Answers 410 and names nobody.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Removed | Self::Expired | Self::EarlyRemoved | Self::Revoked | Self::Lifted)
    }
}

/// Where an entry stands. A correction (DJ-9) is one step that raises `version`, so that nothing wrong is public
/// in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub list: ListKind,
    pub state: EntryState,
    pub term: Term,
    pub decided_on: Option<LegalDate>,
    pub served_on: Option<LegalDate>,
    pub grace_until: Option<LegalDate>,
    pub published_on: Option<LegalDate>,
    pub trigger: Option<Trigger>,
    /// R4: both network queries.
    pub queries: Option<(LegalDate, LegalDate)>,
    /// Day of the fact that ends the entry: clocks of DJ-9, DJ-10 and DJ-11 start here.
    pub trigger_on: Option<LegalDate>,
    pub ended_on: Option<LegalDate>,
    pub version: u32,
}

impl Entry {
    pub fn draft(list: ListKind, term: Term) -> Self {
        Self {
            list,
            state: EntryState::Draft,
            term,
            decided_on: None,
            served_on: None,
            grace_until: None,
            published_on: None,
            trigger: None,
            queries: None,
            trigger_on: None,
            ended_on: None,
            version: 1,
        }
    }

    /// DRAFT → DECIDED; the decision takes effect on the day it is made (DJ-5).
    pub fn decide(mut self, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Draft, "作出决定")?;
        self.decided_on = Some(on);
        Ok(self.now(EntryState::Decided))
    }

    /// DRAFT → REFUSED: the court does not list, or the draft is given up; it was never public (DJ-5).
    pub fn refuse(mut self, reason: &str, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Draft, "不予决定")?;
        reasoned("DJ-5", reason)?;
        self.ended_on = Some(today);
        Ok(self.now(EntryState::Refused))
    }

    /// DECIDED → SERVED; signing without serving is forbidden (GF-1).
    pub fn serve(mut self, on: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Decided, "登记送达")?;
        ensure(self.decided_on.is_some_and(|decided| decided <= on), || {
            Refusal::new("DJ-5", "service_date", "送达日期早于决定日期。", "请核对两个日期。")
        })?;
        self.served_on = Some(on);
        Ok(self.now(EntryState::Served))
    }

    /// SERVED → GRACE, one to three months (GF-2).
    pub fn give_grace(mut self, until: LegalDate, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Served, "给予宽限期")?;
        let from = self.served_on.ok_or_else(|| self.refused("给予宽限期"))?;
        self.grace_until = Some(grace_until(from, until)?);
        ensure(until >= today, || {
            Refusal::new("GF-2", "grace_until", "宽限期的最后一天已经过去。", "不再给予宽限期的，请直接处理公布。")
        })?;
        Ok(self.now(EntryState::Grace))
    }

    /// SERVED or GRACE → PUBLISHED, when every gate is open; the first that is not refuses.
    pub fn publish(mut self, facts: &PublishFacts<'_>) -> Result<Self, Refusal> {
        use EntryState::*;
        ensure(matches!(self.state, Served | Grace), || self.refused("公布"))?;
        if let Some(refusal) = gaps(&self, facts).into_iter().next() {
            return Err(refusal);
        }
        self.published_on = Some(facts.today);
        Ok(self.now(Published))
    }

    /// DECIDED, SERVED or GRACE → REMOVED without ever having been public: the debtor performed in time.
    pub fn performed_in_time(mut self, on: LegalDate) -> Result<Self, Refusal> {
        use EntryState::*;
        ensure(matches!(self.state, Decided | Served | Grace), || self.refused("登记公布前已履行"))?;
        self.end(Trigger::R1, on);
        self.ended_on = Some(on);
        Ok(self.now(EntryState::Removed))
    }

    /// Records the fact that ends an open entry: it stays PUBLISHED, and the three working days of DJ-10 begin.
    /// R4 needs the dates of two network queries, neither later than the fact.
    pub fn found(
        mut self,
        trigger: Trigger,
        fact_on: LegalDate,
        queries: Option<(LegalDate, LegalDate)>,
    ) -> Result<Self, Refusal> {
        self.must_be(EntryState::Published, "登记删除情形")?;
        // a second fact would begin the three working days anew
        ensure(self.trigger.is_none(), || {
            let fix = "请按已登记的情形在期限内删除；登记错了的，请撤销或者更正。";
            Refusal::new("DJ-10", "trigger", "已经登记过删除情形。", fix)
        })?;
        ensure(!self.term.is_fixed(), || {
            Refusal::new("DJ-11", "trigger", "有期限的信息不适用这些删除情形。", "请按提前删除办理决定。")
        })?;
        let queried = queries.is_some_and(|(first, second)| first != second && first.max(second) <= fact_on);
        ensure(trigger != Trigger::R4 || queried, || {
            Refusal::new("DJ-10", "queries", "还没有填写两次网络查控的日期。", "请填写两次不同日期的查控记录。")
        })?;
        self.queries = queries;
        self.end(trigger, fact_on);
        Ok(self)
    }

    /// Takes back a fact that was registered by mistake; the entry stays PUBLISHED and its clock stops.
    pub fn take_back(mut self, reason: &str) -> Result<Self, Refusal> {
        self.must_be(EntryState::Published, "撤回登记的情形")?;
        ensure(self.trigger.is_some(), || Refusal::step("§1", "没有登记删除情形", "撤回登记的情形"))?;
        reasoned("DJ-10", reason)?;
        (self.trigger, self.trigger_on, self.queries) = (None, None, None);
        Ok(self)
    }

    /// PUBLISHED → REMOVED, after [`Self::found`]; an entry with a term goes through [`Self::remove_early`] (DJ-11).
    pub fn remove(mut self, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Published, "删除")?;
        ensure(self.trigger.is_some(), || {
            Refusal::new("DJ-10", "trigger", "还没有登记删除情形。", "请先登记属于哪一种情形和发生的日期。")
        })?;
        self.ended_on = Some(today);
        Ok(self.now(EntryState::Removed))
    }

    /// The clock that runs on a public entry: DJ-10 after a fact, DJ-11 after the last day of a term.
    pub fn due(&self, calendar: &Calendar) -> Result<Option<Due>, UnknownYear> {
        if self.state != EntryState::Published {
            return Ok(None);
        }
        match (self.trigger_on, self.term) {
            (Some(day), _) => Duty::RemoveEntry.due(day, calendar).map(Some),
            (None, Term::Fixed { expires_on, .. }) => Duty::RemoveExpired.due(expires_on, calendar).map(Some),
            (None, Term::Open) => Ok(None),
        }
    }

    /// PUBLISHED with a term → EARLY_REMOVED, by a decision with a reason (DJ-2).
    pub fn remove_early(mut self, decision_no: &str, reason: &str, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Published, "提前删除")?;
        ensure(self.term.is_fixed(), || {
            Refusal::new("DJ-2", "term", "没有期限的信息不用提前删除。", "请按删除情形办理。")
        })?;
        ensure(!decision_no.trim().is_empty() && !reason.trim().is_empty(), || {
            Refusal::new(
                "DJ-2",
                "decision_no",
                "提前删除要有决定书文号和理由。",
                "请填写文号，写明积极履行或者主动纠正的情况。",
            )
        })?;
        self.trigger_on = Some(today);
        self.ended_on = Some(today);
        Ok(self.now(EntryState::EarlyRemoved))
    }

    /// PUBLISHED → EXPIRED in the first minute of the day after the last day (DJ-11).
    pub fn expire(mut self, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Published, "期满删除")?;
        ensure(self.is_past_term(today), || {
            Refusal::new("DJ-11", "expires_on", "期限还没有届满。", "期满次日会自动删除。")
        })?;
        if let Term::Fixed { expires_on, .. } = self.term {
            self.trigger_on = Some(expires_on);
        }
        self.ended_on = Some(today);
        Ok(self.now(EntryState::Expired))
    }

    /// Whether the scheduler must hide it today.
    pub fn is_past_term(&self, today: LegalDate) -> bool {
        matches!(self.term, Term::Fixed { expires_on, .. } if today > expires_on)
    }

    /// DECIDED, SERVED, GRACE or PUBLISHED → REVOKED: wrongly decided; leaves every public surface (DJ-9).
    pub fn revoke(mut self, found_on: LegalDate, reason: &str, today: LegalDate) -> Result<Self, Refusal> {
        use EntryState::*;
        ensure(matches!(self.state, Decided | Served | Grace | Published), || self.refused("撤销"))?;
        reasoned("DJ-9", reason)?;
        self.trigger_on = Some(found_on);
        self.ended_on = Some(today);
        Ok(self.now(EntryState::Revoked))
    }

    /// PUBLISHED → PUBLISHED in a new version (DJ-9).
    pub fn correct(mut self, reason: &str) -> Result<Self, Refusal> {
        self.must_be(EntryState::Published, "更正")?;
        reasoned("DJ-9", reason)?;
        self.version += 1;
        Ok(self)
    }

    /// PUBLISHED 限制消费 → LIFTED, after every channel that announced it has announced the lifting (RC-8).
    pub fn lift(mut self, reason: &str, open_channels: usize, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(EntryState::Published, "解除")?;
        ensure(self.list == ListKind::Restricted, || {
            Refusal::new("RC-8", "list", "失信信息不能用解除限制消费的办法处理。", "请按删除情形办理。")
        })?;
        reasoned("RC-8", reason)?;
        same_scope(open_channels)?;
        self.trigger_on = Some(today);
        self.ended_on = Some(today);
        Ok(self.now(EntryState::Lifted))
    }

    fn end(&mut self, trigger: Trigger, fact_on: LegalDate) {
        self.trigger = Some(trigger);
        self.trigger_on = Some(fact_on);
    }
    fn now(mut self, state: EntryState) -> Self {
        self.state = state;
        self
    }
    fn refused(&self, wanted: &str) -> Refusal {
        Refusal::step("§1", self.state.zh(), wanted)
    }
    fn must_be(&self, state: EntryState, wanted: &str) -> Result<(), Refusal> {
        ensure(self.state == state, || self.refused(wanted))
    }
}

/// RC-8: an order ends within the same scope in which it was announced, whichever way it ends.
pub fn same_scope(open_channels: usize) -> Result<(), Refusal> {
    ensure(open_channels == 0, || {
        Refusal::new(
            "RC-8",
            "channels",
            format!("还有 {open_channels} 处没有同步解除。"),
            "请在原来公布的范围内逐一解除。",
        )
    })
}

fn reasoned(rule: &'static str, reason: &str) -> Result<(), Refusal> {
    ensure(!reason.trim().is_empty(), || Refusal::new(rule, "reason", "还没有写明原因。", "请写一句话说明原因。"))
}
