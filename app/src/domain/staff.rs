//! Who works here and what they may do. A right is a value: [`Permit`] can only be made by a rule (SE-2, TW-4).
use super::{
    ids::{CourtId, StaffId},
    refusal::Refusal,
};
use std::marker::PhantomData;

coded! {
    pub enum Role {
        Editor = "editor", "编辑";
        Reviewer = "reviewer", "审核";
        Publisher = "publisher", "签发（院长或授权）";
        Intake = "intake", "线索登记";
        Officer = "officer", "执行法官/助理";
        Reward = "reward", "悬赏金经办";
        Auditor = "auditor", "审计";
        Admin = "admin", "系统管理";
    }
}

coded! {
    /// Everything that needs a right.
    pub enum Action {
        Write = "write", "起草和修改";
        Review = "review", "审核";
        Publish = "publish", "批准发布";
        Withdraw = "withdraw", "撤下";
        RegisterTip = "register_tip", "登记线索";
        ReadTip = "read_tip", "查看线索";
        TriageTip = "triage_tip", "分流线索";
        HandleTip = "handle_tip", "办理线索";
        Unmask = "unmask", "查看线索人身份";
        CalculateReward = "calculate_reward", "核算悬赏金";
        ApproveReward = "approve_reward", "批准悬赏金";
        PayReward = "pay_reward", "发放悬赏金";
        HandleCase = "handle_case", "登记执行措施和预处罚通知";
        HandleObjection = "handle_objection", "办理纠正申请";
        Erase = "erase", "删除";
        ReadAudit = "read_audit", "查看审计记录";
        Manage = "manage", "管理账号和设置";
    }
}

impl Action {
    /// Roles that hold the right; nobody else does.
    pub const fn roles(self) -> &'static [Role] {
        use Role::*;
        match self {
            Self::Write => &[Editor],
            Self::Review | Self::HandleObjection => &[Reviewer, Publisher],
            Self::Publish | Self::ApproveReward => &[Publisher],
            // taking down at once must never wait for one person
            Self::Withdraw => &[Publisher, Reviewer],
            Self::RegisterTip | Self::TriageTip => &[Intake],
            Self::HandleCase => &[Officer],
            Self::ReadTip => &[Intake, Officer],
            Self::HandleTip => &[Officer, Intake],
            Self::Unmask => &[Officer, Reward],
            Self::CalculateReward | Self::PayReward => &[Reward],
            Self::Erase => &[Publisher, Officer],
            Self::ReadAudit => &[Auditor],
            Self::Manage => &[Admin],
        }
    }

    /// TW-4: who did the work before may not take this step.
    pub const fn two_persons(self) -> bool {
        matches!(
            self,
            Self::Review | Self::Publish | Self::Unmask | Self::ApproveReward | Self::PayReward | Self::Erase
        )
    }
}

/// A signed-in member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub id: StaffId,
    pub court: CourtId,
    pub name: String,
    pub roles: Vec<Role>,
}

/// What a step is about: the court that owns it, and those who made it and so may not check it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    pub court: CourtId,
    pub makers: Vec<StaffId>,
}

impl Matter {
    /// A record with no maker to keep apart.
    pub fn of(court: CourtId) -> Self {
        Self { court, makers: Vec::new() }
    }
    pub fn made_by(court: CourtId, makers: impl IntoIterator<Item = StaffId>) -> Self {
        Self { court, makers: makers.into_iter().collect() }
    }
}

/// A type that names one action, so that a function can ask for exactly that permit.
pub trait Act {
    const ACTION: Action;
}

macro_rules! acts {
    ($($name:ident)+) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name;
        impl Act for $name {
            const ACTION: Action = Action::$name;
        }
    )+};
}
acts! { Write Review Publish Withdraw RegisterTip ReadTip TriageTip HandleTip Unmask CalculateReward ApproveReward PayReward Erase ReadAudit Manage }

/// Proof that a person may take one kind of step on one matter. Only [`Who::permit`] makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit<A> {
    by: StaffId,
    act: PhantomData<A>,
}

impl<A> Permit<A> {
    /// Who acts.
    pub fn by(&self) -> StaffId {
        self.by
    }
}

impl Who {
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether any role of this person holds the right (for menus; a step needs a permit).
    pub fn may(&self, action: Action) -> bool {
        action.roles().iter().any(|role| self.has(*role))
    }

    /// SE-2: administration and audit need two ways to prove who one is. All others are asked to, and may.
    pub fn needs_second_factor(&self) -> bool {
        [Role::Admin, Role::Auditor].iter().any(|role| self.has(*role))
    }

    /// The right to act on `matter`: same court, a role that holds it, and not the maker where two persons are needed.
    pub fn permit<A: Act>(&self, matter: &Matter) -> Result<Permit<A>, Refusal> {
        let action = A::ACTION;
        if matter.court != self.court {
            return Err(Refusal::new("SE-2", "court", "这条记录不属于您所在的法院。", "请退出后用该院的账号登录。"));
        }
        if !self.may(action) {
            return Err(Refusal::new(
                "SE-2",
                "role",
                format!("您的岗位不能{}。", action.zh()),
                format!("请联系{}办理。", who_can(action)),
            ));
        }
        if action.two_persons() && matter.makers.contains(&self.id) {
            return Err(Refusal::new(
                "TW-4",
                "maker",
                format!("这项工作由您经手，不能再由您{}。", action.zh()),
                format!("请另一位{}办理。", who_can(action)),
            ));
        }
        Ok(Permit { by: self.id, act: PhantomData })
    }
}

/// `签发（院长或授权）、审核`: said when permission is missing.
pub fn who_can(action: Action) -> String {
    action.roles().iter().map(|role| role.zh()).collect::<Vec<_>>().join("、")
}

/// SE-2: system administration and audit are each held alone, so neither reads tips nor edits what it oversees.
pub fn check_roles(roles: &[Role]) -> Result<(), Refusal> {
    let mut seen = roles.to_vec();
    seen.sort();
    seen.dedup();
    if seen.is_empty() {
        return Err(Refusal::new("SE-2", "roles", "还没有选择岗位。", "请至少选择一个岗位。"));
    }
    let alone = [Role::Admin, Role::Auditor].into_iter().find(|role| seen.contains(role));
    match alone {
        Some(role) if seen.len() > 1 => {
            Err(Refusal::new("SE-2", "roles", format!("“{}”不能兼任其他岗位。", role.zh()), "请分配给不同的人员。"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use uuid::Uuid;

    pub(crate) const COURT: CourtId = CourtId::from_uuid(Uuid::from_u128(1));

    pub(crate) fn staff(n: u128) -> StaffId {
        StaffId::from_uuid(Uuid::from_u128(n))
    }

    /// Staff member `n` with these roles.
    pub(crate) fn who(n: u128, roles: &[Role]) -> Who {
        Who { id: staff(n), court: COURT, name: format!("职员{n}"), roles: roles.to_vec() }
    }

    /// A permit for tests of other rules, from someone who holds every role and made nothing.
    pub(crate) fn permit<A: Act>() -> Permit<A> {
        who(99, Role::ALL).permit(&Matter::of(COURT)).unwrap()
    }

    #[test]
    fn se_2_each_action_is_held_by_its_roles_only() {
        for &action in Action::ALL {
            for &role in Role::ALL {
                assert_eq!(who(1, &[role]).may(action), action.roles().contains(&role));
            }
            assert!(!who(1, &[]).may(action));
        }
    }

    #[test]
    fn se_2_admin_and_auditor_read_no_tips() {
        for role in [Role::Admin, Role::Auditor] {
            let person = who(1, &[role]);
            for action in [Action::ReadTip, Action::HandleTip, Action::Unmask, Action::Publish, Action::Write] {
                assert!(!person.may(action));
            }
            assert_eq!(person.permit::<ReadTip>(&Matter::of(COURT)).unwrap_err().rule, "SE-2");
        }
    }

    #[test]
    fn se_2_administration_and_audit_need_a_second_factor() {
        let needing: Vec<_> = Role::ALL.iter().filter(|role| who(1, &[**role]).needs_second_factor()).collect();
        assert_eq!(needing, [&Role::Auditor, &Role::Admin]);
    }

    #[test]
    fn se_2_another_court_is_refused() {
        let other = Matter::of(CourtId::from_uuid(Uuid::from_u128(2)));
        assert_eq!(who(1, Role::ALL).permit::<Publish>(&other).unwrap_err().field, "court");
    }

    #[test]
    fn tw_4_the_maker_never_checks() {
        let maker = who(1, Role::ALL);
        let own = Matter::made_by(COURT, [staff(1)]);
        assert_eq!(maker.permit::<Publish>(&own).unwrap_err().rule, "TW-4");
        assert_eq!(maker.permit::<Review>(&own).unwrap_err().rule, "TW-4");
        assert_eq!(maker.permit::<Unmask>(&own).unwrap_err().rule, "TW-4");
        assert_eq!(maker.permit::<PayReward>(&own).unwrap_err().rule, "TW-4");
        assert_eq!(maker.permit::<Erase>(&own).unwrap_err().rule, "TW-4");
        assert!(maker.permit::<Write>(&own).is_ok());
        assert_eq!(who(2, &[Role::Publisher]).permit::<Publish>(&own).unwrap().by(), staff(2));
    }

    #[test]
    fn se_2_admin_and_audit_are_held_alone() {
        assert!(check_roles(&[Role::Admin]).is_ok());
        assert!(check_roles(&[Role::Editor, Role::Reviewer]).is_ok());
        for roles in
            [&[Role::Admin, Role::Auditor][..], &[Role::Admin, Role::Editor], &[Role::Auditor, Role::Intake], &[]]
        {
            assert_eq!(check_roles(roles).unwrap_err().rule, "SE-2");
        }
    }
}
