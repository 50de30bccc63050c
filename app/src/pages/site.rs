//! What every page knows about the site and this request: court, display, addresses of the assets.

use crate::domain::staff::Action;

/// The court as configured. Empty text hides the line that would show it.
#[derive(Clone, Debug, Default)]
pub struct CourtView {
    pub name: String,
    pub short_name: String,
    pub phone: String,
    pub hotline_email: String,
    pub address: String,
    pub hours: String,
    pub domain: String,
    /// ICP record number (WS-3)
    pub icp: String,
    /// Record number of the public security organ
    pub police_record: String,
    /// 主办单位
    pub owner: String,
    pub accounts: Vec<PaymentAccount>,
}

/// An account of the court's own: the only ones that money for a case is paid into (CM-3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentAccount {
    /// 户名
    pub holder: String,
    pub bank: String,
    pub number: String,
    /// What it is for: 执行案款
    pub purpose: String,
}

/// 大字版 or standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    #[default]
    Standard,
    Care,
}

impl Mode {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Care => "care",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "standard" => Some(Self::Standard),
            "care" => Some(Self::Care),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// Addresses of the hashed assets.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    pub staff_css: String,
    /// `boot.js`; `None` when there is no browser bundle
    pub boot: Option<String>,
    /// The small plain script of the quick exit
    pub quick_exit: Option<String>,
    pub favicon: String,
}

/// Who is signed in, for the staff shell.
#[derive(Clone, Debug, Default)]
pub struct StaffChip {
    pub name: String,
    /// 经办人、审核人
    pub roles_zh: String,
    pub csrf: String,
    /// What this person may do: the menu shows no more than that.
    pub may: Vec<Action>,
    /// One page alone is open, until a password or second factor is set: no menu leads elsewhere.
    pub held: bool,
}

/// Built by the server for each request.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pub court: CourtView,
    pub demo: bool,
    pub mode: Mode,
    pub theme: Theme,
    /// Path and query of this request, for the display switch
    pub path: String,
    pub assets: Assets,
    /// ISO date of the last change of public content; empty hides the line
    pub updated: String,
    pub staff: Option<StaffChip>,
}
