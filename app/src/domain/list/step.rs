//! What may be done with an entry where it stands, and which right each step asks for.
use super::{Entry, EntryState, ListKind};
use crate::domain::{
    ids::StaffId,
    refusal::{Refusal, ensure},
    staff::{self, Action, Matter, Who},
};

coded! {
    /// Everything the desk does with an entry.
    pub enum Step {
        Edit = "edit", "修改草稿";
        Decide = "decide", "作出决定";
        Refuse = "refuse", "不予决定";
        Serve = "serve", "登记送达";
        Grace = "grace", "给予宽限期";
        Publish = "publish", "公布";
        Performed = "performed", "登记公布前已履行";
        Found = "found", "登记删除情形";
        TakeBack = "take_back", "撤回登记的情形";
        Remove = "remove", "删除";
        RemoveEarly = "early", "提前删除";
        Expire = "expire", "期满删除";
        Wrong = "wrong", "登记发现错误";
        Cleared = "cleared", "登记核查无误";
        Revoke = "revoke", "撤销";
        Propose = "propose", "提出更正";
        Correct = "correct", "批准更正";
        Lift = "lift", "解除";
        Portal = "portal", "登记全国平台状态";
        Channel = "channel", "登记公布渠道";
        CloseChannel = "close", "登记渠道已撤下";
    }
}

/// The right a step asks for (TW-4: deciding and publishing are never its author's).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    Write,
    Review,
    Publish,
    Withdraw,
    /// Whoever works at the desk: a record of what happened outside, which must not wait for one person.
    Desk,
}

impl Right {
    /// Who may take such a step on this matter; the makers of a draft neither decide on it nor publish it.
    pub fn of(self, who: &Who, matter: &Matter) -> Result<StaffId, Refusal> {
        match self {
            Self::Write => who.permit::<staff::Write>(matter).map(|permit| permit.by()),
            Self::Review => who.permit::<staff::Review>(matter).map(|permit| permit.by()),
            Self::Publish => who.permit::<staff::Publish>(matter).map(|permit| permit.by()),
            Self::Withdraw => who.permit::<staff::Withdraw>(matter).map(|permit| permit.by()),
            Self::Desk => Self::Write.of(who, matter).or_else(|_| Self::Withdraw.of(who, matter)),
        }
    }

    /// The action whose holders are named when somebody else has to act.
    pub const fn action(self) -> Action {
        match self {
            Self::Write | Self::Desk => Action::Write,
            Self::Review => Action::Review,
            Self::Publish => Action::Publish,
            Self::Withdraw => Action::Withdraw,
        }
    }
}

impl Step {
    pub const fn right(self) -> Right {
        match self {
            Self::Edit | Self::Propose => Right::Write,
            Self::Decide | Self::Refuse | Self::Grace => Right::Review,
            Self::Publish | Self::Correct => Right::Publish,
            Self::Performed
            | Self::Cleared
            | Self::TakeBack
            | Self::Remove
            | Self::RemoveEarly
            | Self::Expire
            | Self::Revoke
            | Self::Lift => Right::Withdraw,
            Self::Serve | Self::Found | Self::Wrong | Self::Portal | Self::Channel | Self::CloseChannel => Right::Desk,
        }
    }

    /// The states a step may begin in; from any other it is refused before anything else is looked at.
    pub const fn states(self) -> &'static [EntryState] {
        use EntryState::*;
        match self {
            Self::Edit | Self::Decide | Self::Refuse => &[Draft],
            Self::Serve => &[Decided],
            Self::Grace => &[Served],
            Self::Publish => &[Served, Grace],
            Self::Performed => &[Decided, Served, Grace],
            Self::Found | Self::TakeBack | Self::Remove | Self::RemoveEarly | Self::Expire => &[Published],
            Self::Wrong | Self::Cleared | Self::Revoke => &[Decided, Served, Grace, Published],
            Self::Propose => &[Published],
            Self::Correct | Self::Lift | Self::Channel => &[Published],
            Self::Portal => &[Served, Published, Removed, Expired, EarlyRemoved, Revoked, Lifted],
            Self::CloseChannel => &[Published, Removed, Expired, EarlyRemoved, Revoked, Lifted],
        }
    }

    /// Whether the entry stands where this step makes sense; its other rules are asked when it is taken.
    pub fn begins_at(self, entry: &Entry) -> bool {
        let fixed = entry.term.is_fixed();
        let fits = match self {
            Self::Found => !fixed && entry.trigger.is_none(),
            Self::Remove | Self::TakeBack => entry.trigger.is_some(),
            Self::RemoveEarly | Self::Expire => fixed,
            Self::Lift => entry.list == ListKind::Restricted,
            _ => true,
        };
        fits && self.states().contains(&entry.state)
    }

    /// Refuses a step from a state it does not begin in.
    pub fn from_state(self, state: EntryState) -> Result<(), Refusal> {
        ensure(self.states().contains(&state), || Refusal::step("§1", state.zh(), self.zh()))
    }
}
