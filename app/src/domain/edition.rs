//! EW-1: the road of everything that is published, from draft to archive, with maker ≠ checker.
use super::{
    date::Instant,
    ids::{CourtId, StaffId},
    refusal::{Refusal, ensure},
    scan::Hit,
    staff::{Action, Matter, Permit, Publish, Review, Withdraw, Write},
};

coded! {
    pub enum EditionState {
        Draft = "draft", "草稿";
        LegalCheck = "legal_check", "待审核";
        PiiScan = "pii_scan", "待查个人信息";
        Approved = "approved", "待发布";
        Scheduled = "scheduled", "定时发布";
        Published = "published", "已发布";
        Corrected = "corrected", "已更正";
        Withdrawn = "withdrawn", "已撤下";
        Archived = "archived", "已归档";
    }
}

coded! {
    /// Why something leaves the public site by hand (EW-1); what else is to be said stands beside it.
    pub enum WithdrawReason {
        Wrong = "wrong", "内容有误";
        Settled = "settled", "已经履行、和解或者办结";
        Party = "party", "当事人提出异议或者申请";
        Unlawful = "unlawful", "依法不应当公开";
        Superior = "superior", "上级法院要求";
        Other = "other", "其他原因";
    }
}

impl EditionState {
    /// Only these are ever served to the public.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Corrected)
    }
    /// Withdrawn and archived records answer 410 and name nobody.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Archived)
    }
    /// What has to happen before the text can be changed.
    pub const fn way_to_edit(self) -> &'static str {
        match self {
            Self::Draft => "现在就可以修改。",
            Self::LegalCheck | Self::PiiScan | Self::Approved | Self::Scheduled => {
                "需要修改的，请审核人员先“退回修改”。"
            }
            Self::Published | Self::Corrected => "已经公开的内容有误时，请先“立即撤下”，再起草新的一期。",
            Self::Withdrawn | Self::Archived => "已经撤下的公告不再修改，请起草新的一期。",
        }
    }
    /// The text may still be changed without a correction.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft)
    }
}

/// Where a record stands on the road, and who took which step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub state: EditionState,
    /// Everyone who wrote any of it: none of them may review or publish it.
    pub makers: Vec<StaffId>,
    /// Who passed the legal check.
    pub reviewed_by: Option<StaffId>,
    pub published_by: Option<StaffId>,
    pub scheduled_for: Option<Instant>,
    pub published_at: Option<Instant>,
    /// When it left the public site.
    pub gone_at: Option<Instant>,
}

impl Edition {
    /// A new draft.
    pub fn draft(permit: &Permit<Write>) -> Self {
        Self {
            state: EditionState::Draft,
            makers: vec![permit.by()],
            reviewed_by: None,
            published_by: None,
            scheduled_for: None,
            published_at: None,
            gone_at: None,
        }
    }

    /// What a permit must be asked for: the makers are kept away from checking.
    pub fn matter(&self, court: CourtId) -> Matter {
        Matter::made_by(court, self.makers.iter().copied())
    }

    /// The matter of one kind of step: who reviewed does not publish either, so that three pairs of eyes see it.
    pub fn matter_of(&self, action: Action, court: CourtId) -> Matter {
        let reviewer = self.reviewed_by.filter(|_| action == Action::Publish);
        Matter::made_by(court, self.makers.iter().copied().chain(reviewer))
    }

    /// Another hand on the draft becomes a maker.
    pub fn edit(mut self, permit: &Permit<Write>) -> Result<Self, Refusal> {
        // the way out differs with the state, so it is said here
        self.must_be(&[EditionState::Draft], "修改")
            .map_err(|no| Refusal { fix: self.state.way_to_edit().into(), ..no })?;
        if !self.makers.contains(&permit.by()) {
            self.makers.push(permit.by());
        }
        Ok(self)
    }

    /// DRAFT → LEGAL_CHECK.
    pub fn submit(self, _permit: &Permit<Write>) -> Result<Self, Refusal> {
        self.must_be(&[EditionState::Draft], "提交审核")?;
        Ok(self.now(EditionState::LegalCheck))
    }

    /// Back to the makers, before anything is public; a reason is required.
    pub fn send_back(mut self, _permit: &Permit<Review>, reason: &str) -> Result<Self, Refusal> {
        use EditionState::*;
        self.must_be(&[LegalCheck, PiiScan, Approved, Scheduled], "退回修改")?;
        reasoned(reason)?;
        self.reviewed_by = None;
        self.scheduled_for = None;
        Ok(self.now(Draft))
    }

    /// LEGAL_CHECK → PII_SCAN.
    pub fn pass_legal_check(mut self, permit: &Permit<Review>) -> Result<Self, Refusal> {
        self.must_be(&[EditionState::LegalCheck], "通过审核")?;
        self.checker_is_not_maker(permit.by())?;
        self.reviewed_by = Some(permit.by());
        Ok(self.now(EditionState::PiiScan))
    }

    /// PII_SCAN → APPROVED; AN-10: any hit blocks until an editor has resolved it.
    pub fn pass_scan(self, hits: &[Hit]) -> Result<Self, Refusal> {
        self.must_be(&[EditionState::PiiScan], "通过个人信息检查")?;
        match hits.first() {
            None => Ok(self.now(EditionState::Approved)),
            Some(hit) => Err(hit.refusal()),
        }
    }

    /// APPROVED → SCHEDULED.
    pub fn schedule(mut self, permit: &Permit<Publish>, at: Instant, now: Instant) -> Result<Self, Refusal> {
        self.must_be(&[EditionState::Approved], "定时发布")?;
        self.checker_is_not_maker(permit.by())?;
        self.publisher_is_not_reviewer(permit.by())?;
        ensure(at > now, || {
            Refusal::new("EW-1", "scheduled_for", "发布时间已经过去。", "请选择以后的时间，或者直接发布。")
        })?;
        self.published_by = Some(permit.by());
        self.scheduled_for = Some(at);
        Ok(self.now(EditionState::Scheduled))
    }

    /// SCHEDULED → APPROVED: not at that time; it waits for the publisher again.
    pub fn unschedule(self, _permit: &Permit<Publish>) -> Result<Self, Refusal> {
        self.miss()
    }

    /// SCHEDULED → APPROVED when something stood in the way at its time.
    pub fn miss(mut self) -> Result<Self, Refusal> {
        self.must_be(&[EditionState::Scheduled], "取消定时发布")?;
        self.published_by = None;
        self.scheduled_for = None;
        Ok(self.now(EditionState::Approved))
    }

    /// LEGAL_CHECK → PUBLISHED without the review: an event of its own, with the reason. The scans and the second person
    /// stay (AN-10, TW-4); nobody can force their own words out.
    pub fn force(mut self, permit: &Permit<Publish>, reason: &str, now: Instant) -> Result<Self, Refusal> {
        self.must_be(&[EditionState::LegalCheck], "紧急发布")?;
        reasoned(reason)?;
        self.checker_is_not_maker(permit.by())?;
        self.published_by = Some(permit.by());
        self.published_at = Some(now);
        Ok(self.now(EditionState::Published))
    }

    /// APPROVED → PUBLISHED by hand.
    pub fn publish(mut self, permit: &Permit<Publish>, now: Instant) -> Result<Self, Refusal> {
        use EditionState::*;
        self.must_be(&[Approved, Scheduled], "发布")?;
        self.checker_is_not_maker(permit.by())?;
        self.publisher_is_not_reviewer(permit.by())?;
        self.published_by = Some(permit.by());
        self.published_at = Some(now);
        self.scheduled_for = None;
        Ok(self.now(Published))
    }

    /// SCHEDULED → PUBLISHED when its time has come; the publisher decided when scheduling.
    pub fn publish_due(mut self, now: Instant) -> Result<Self, Refusal> {
        self.must_be(&[EditionState::Scheduled], "按时发布")?;
        let due = self.scheduled_for.is_some_and(|at| at <= now);
        ensure(due, || Refusal::new("EW-1", "scheduled_for", "还没有到发布时间。", "到时间后会自动发布。"))?;
        self.published_at = Some(now);
        self.scheduled_for = None;
        Ok(self.now(EditionState::Published))
    }

    /// PUBLISHED → CORRECTED: a new version, written by `maker` and approved by someone else.
    pub fn correct(
        mut self,
        permit: &Permit<Publish>,
        maker: StaffId,
        reason: &str,
        now: Instant,
    ) -> Result<Self, Refusal> {
        use EditionState::*;
        self.must_be(&[Published, Corrected], "更正")?;
        reasoned(reason)?;
        if !self.makers.contains(&maker) {
            self.makers.push(maker);
        }
        self.checker_is_not_maker(permit.by())?;
        self.published_by = Some(permit.by());
        self.published_at = Some(now);
        Ok(self.now(Corrected))
    }

    /// Off the public site at once; one person is enough, so that nothing wrong stays up for want of a second.
    pub fn withdraw(mut self, _permit: &Permit<Withdraw>, reason: &str, now: Instant) -> Result<Self, Refusal> {
        use EditionState::*;
        self.must_be(&[Published, Corrected], "撤下")?;
        reasoned(reason)?;
        self.gone_at = Some(now);
        Ok(self.now(Withdrawn))
    }

    /// Ended in the ordinary way and put away.
    pub fn archive(mut self, _permit: &Permit<Withdraw>, now: Instant) -> Result<Self, Refusal> {
        use EditionState::*;
        self.must_be(&[Published, Corrected], "归档")?;
        self.gone_at = Some(now);
        Ok(self.now(Archived))
    }

    fn now(mut self, state: EditionState) -> Self {
        self.state = state;
        self
    }

    fn must_be(&self, states: &[EditionState], wanted: &str) -> Result<(), Refusal> {
        ensure(states.contains(&self.state), || Refusal::step("EW-1", self.state.zh(), wanted))
    }

    /// Again here, because a record may have gained makers since the permit was given.
    fn checker_is_not_maker(&self, checker: StaffId) -> Result<(), Refusal> {
        ensure(!self.makers.contains(&checker), || {
            Refusal::new("TW-4", "maker", "这份内容由您起草，不能由您审核或者发布。", "请另一位审核或者签发人员办理。")
        })
    }
}

impl Edition {
    fn publisher_is_not_reviewer(&self, publisher: StaffId) -> Result<(), Refusal> {
        ensure(self.reviewed_by != Some(publisher), || {
            Refusal::new("TW-4", "maker", "这份内容由您审核，不能再由您签发。", "请另一位签发人员办理。")
        })
    }
}

fn reasoned(reason: &str) -> Result<(), Refusal> {
    ensure(!reason.trim().is_empty(), || Refusal::new("EW-1", "reason", "还没有写明原因。", "请写一句话说明原因。"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        scan,
        staff::{
            Role,
            tests::{COURT, permit, staff, who},
        },
    };
    use EditionState::*;

    fn at(state: EditionState) -> Edition {
        Edition {
            state,
            makers: vec![staff(1)],
            reviewed_by: None,
            published_by: None,
            scheduled_for: (state == Scheduled).then_some(Instant(5)),
            published_at: None,
            gone_at: None,
        }
    }

    const NOW: Instant = Instant(10);

    type Step = fn(Edition) -> Result<Edition, Refusal>;

    fn steps() -> Vec<(&'static str, Vec<EditionState>, EditionState, Step)> {
        vec![
            ("edit", vec![Draft], Draft, |e| e.edit(&permit())),
            ("submit", vec![Draft], LegalCheck, |e| e.submit(&permit())),
            ("send_back", vec![LegalCheck, PiiScan, Approved, Scheduled], Draft, |e| e.send_back(&permit(), "缺送达")),
            ("pass_legal_check", vec![LegalCheck], PiiScan, |e| e.pass_legal_check(&permit())),
            ("pass_scan", vec![PiiScan], Approved, |e| e.pass_scan(&[])),
            ("schedule", vec![Approved], Scheduled, |e| e.schedule(&permit(), Instant(11), NOW)),
            ("unschedule", vec![Scheduled], Approved, |e| e.unschedule(&permit())),
            ("miss", vec![Scheduled], Approved, Edition::miss),
            ("force", vec![LegalCheck], Published, |e| e.force(&permit(), "当晚要征集行踪", NOW)),
            ("publish", vec![Approved, Scheduled], Published, |e| e.publish(&permit(), NOW)),
            ("publish_due", vec![Scheduled], Published, |e| e.publish_due(NOW)),
            ("correct", vec![Published, Corrected], Corrected, |e| e.correct(&permit(), staff(1), "数字有误", NOW)),
            ("withdraw", vec![Published, Corrected], Withdrawn, |e| e.withdraw(&permit(), "已履行", NOW)),
            ("archive", vec![Published, Corrected], Archived, |e| e.archive(&permit(), NOW)),
        ]
    }

    #[test]
    fn ew_1_every_step_from_every_state() {
        let mut reached = vec![Draft];
        for (name, from, to, step) in steps() {
            for &state in EditionState::ALL {
                match step(at(state)) {
                    Ok(edition) => {
                        assert!(from.contains(&state), "{name} from {state:?}");
                        assert_eq!(edition.state, to, "{name}");
                        reached.push(to);
                    }
                    Err(refusal) => {
                        assert!(!from.contains(&state), "{name} from {state:?}: {refusal}");
                        assert_eq!((refusal.rule, refusal.field), ("EW-1", "state"));
                    }
                }
            }
        }
        assert!(EditionState::ALL.iter().all(|state| reached.contains(state)));
    }

    #[test]
    fn tw_4_the_author_neither_reviews_nor_publishes() {
        let author = who(1, Role::ALL);
        let draft = Edition::draft(&author.permit(&Matter::of(COURT)).unwrap());
        let matter = draft.matter(COURT);
        assert_eq!(author.permit::<Publish>(&matter).unwrap_err().rule, "TW-4");
        assert_eq!(author.permit::<Review>(&matter).unwrap_err().rule, "TW-4");
        // a permit won before the author took part does not help
        let early = author.permit::<Publish>(&Matter::of(COURT)).unwrap();
        assert_eq!(at(Approved).publish(&early, NOW).unwrap_err().rule, "TW-4");
        let early = author.permit::<Review>(&Matter::of(COURT)).unwrap();
        assert_eq!(at(LegalCheck).pass_legal_check(&early).unwrap_err().rule, "TW-4");
        let early = author.permit::<Publish>(&Matter::of(COURT)).unwrap();
        assert_eq!(at(Approved).schedule(&early, Instant(11), NOW).unwrap_err().rule, "TW-4");
        let early = author.permit::<Publish>(&Matter::of(COURT)).unwrap();
        assert_eq!(at(LegalCheck).force(&early, "急", NOW).unwrap_err().rule, "TW-4");
    }

    #[test]
    fn tw_4_the_reviewer_does_not_publish() {
        let both = who(2, &[Role::Reviewer, Role::Publisher]);
        let reviewed = Edition { reviewed_by: Some(staff(2)), ..at(Approved) };
        let matter = reviewed.matter_of(Action::Publish, COURT);
        assert_eq!(both.permit::<Publish>(&matter).unwrap_err().rule, "TW-4");
        assert!(both.permit::<Review>(&reviewed.matter_of(Action::Review, COURT)).is_ok());
        // a permit won before the review does not help
        let early = both.permit::<Publish>(&Matter::of(COURT)).unwrap();
        assert_eq!(reviewed.clone().publish(&early, NOW).unwrap_err().rule, "TW-4");
        assert_eq!(reviewed.schedule(&early, Instant(11), NOW).unwrap_err().rule, "TW-4");
    }

    #[test]
    fn tw_4_who_touches_the_draft_becomes_a_maker() {
        let edited = at(Draft).edit(&who(2, &[Role::Editor]).permit(&Matter::of(COURT)).unwrap()).unwrap();
        assert_eq!(edited.makers, [staff(1), staff(2)]);
        let own_correction = at(Published).correct(&permit(), staff(99), "更正", NOW);
        assert_eq!(own_correction.unwrap_err().rule, "TW-4");
    }

    #[test]
    fn an_10_a_hit_blocks_publication() {
        let hits = scan::personal_data("电话13812345678");
        assert_eq!(at(PiiScan).pass_scan(&hits).unwrap_err().rule, "AN-10");
    }

    #[test]
    fn ew_1_reasons_and_times_are_required() {
        assert_eq!(at(Published).withdraw(&permit(), " ", NOW).unwrap_err().field, "reason");
        assert_eq!(at(LegalCheck).send_back(&permit(), "").unwrap_err().field, "reason");
        assert_eq!(at(Published).correct(&permit(), staff(1), "", NOW).unwrap_err().field, "reason");
        assert_eq!(at(Approved).schedule(&permit(), NOW, NOW).unwrap_err().field, "scheduled_for");
        assert_eq!(at(LegalCheck).force(&permit(), " ", NOW).unwrap_err().field, "reason");
        assert_eq!(at(Scheduled).publish_due(Instant(4)).unwrap_err().field, "scheduled_for");
    }

    #[test]
    fn ew_1_only_published_is_public() {
        let public: Vec<_> = EditionState::ALL.iter().filter(|s| s.is_public()).collect();
        assert_eq!(public, [&Published, &Corrected]);
        let gone: Vec<_> = EditionState::ALL.iter().filter(|s| s.is_gone()).collect();
        assert_eq!(gone, [&Withdrawn, &Archived]);
        assert!(Draft.is_editable() && !Approved.is_editable());
    }

    #[test]
    fn ew_1_who_may_not_edit_now_is_told_the_way() {
        let no = at(LegalCheck).edit(&permit()).unwrap_err();
        assert!(no.is_of_state() && no.message.contains("待审核") && no.fix.contains("退回修改"), "{no}");
        assert!(at(Published).edit(&permit()).unwrap_err().fix.contains("立即撤下"));
    }
}
