//! Where a record was posted outside this site, and when it came down there (BN-4, BN-12, RC-6, RC-8, GF-9).
use super::{
    date::{Instant, LegalDate},
    edition::EditionState,
    refusal::{Refusal, ensure},
};

coded! {
    pub enum Channel {
        Portal = "portal", "全国法院执行悬赏公告平台";
        Wechat = "wechat", "微信公众号";
        Weibo = "weibo", "微博";
        Newspaper = "newspaper", "报纸";
        CourtBoard = "court_board", "法院公告栏";
        Domicile = "domicile", "被执行人住所地张贴";
        Screen = "screen", "户外屏幕";
        Other = "other", "其他";
    }
}

impl Channel {
    /// Without an address on the web, a photo or note proves the posting.
    pub const fn has_url(self) -> bool {
        matches!(self, Self::Portal | Self::Wechat | Self::Weibo)
    }
}

coded! {
    /// BN-12, RC-8: why a posting has to come down.
    pub enum Why {
        Withdrawn = "withdrawn", "公告已经撤下";
        Ended = "ended", "公告已经结束";
        /// What was posted still names somebody who is not sought any more.
        Outdated = "outdated", "其中一名被执行人的征集已经结束";
    }
}

/// What a posting's issue is like today.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub state: EditionState,
    pub valid_until: Option<LegalDate>,
    /// Subjects still sought
    pub open: i64,
    /// Subjects that ended since the posting
    pub ended_since: i64,
}

impl Why {
    /// `None` while the posting may stay.
    pub fn of(issue: Standing, today: LegalDate) -> Option<Self> {
        let over = issue.open == 0 || issue.valid_until.is_some_and(|until| until < today);
        match (issue.state.is_gone(), over, issue.ended_since > 0) {
            (true, ..) => Some(Self::Withdrawn),
            (false, true, _) => Some(Self::Ended),
            (false, false, true) => Some(Self::Outdated),
            (false, false, false) => None,
        }
    }
}

/// One posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    pub channel: Channel,
    /// Name of the account, paper or place.
    pub name: String,
    pub url: Option<String>,
    pub posted_at: Instant,
    pub taken_down_at: Option<Instant>,
    /// How it is known that it came down.
    pub proof: Option<String>,
}

impl Placement {
    /// BN-4: a posting has a name, a time, and an address where there can be one.
    pub fn posted(channel: Channel, name: &str, url: Option<&str>, at: Instant) -> Result<Self, Refusal> {
        ensure(!name.trim().is_empty(), || {
            Refusal::new("BN-4", "name", "还没有写明发布在哪里。", "请填写账号、报纸或者地点的名称。")
        })?;
        let url = url.map(str::trim).filter(|url| !url.is_empty());
        let fits = match url {
            Some(url) => url.starts_with("https://") || url.starts_with("http://"),
            None => !channel.has_url(),
        };
        ensure(fits, || Refusal::new("BN-4", "url", "还没有填写网址。", "请复制文章的完整网址，以 https:// 开头。"))?;
        Ok(Self {
            channel,
            name: name.trim().to_owned(),
            url: url.map(str::to_owned),
            posted_at: at,
            taken_down_at: None,
            proof: None,
        })
    }

    /// Once; with how it is known.
    pub fn take_down(mut self, at: Instant, proof: &str) -> Result<Self, Refusal> {
        ensure(self.taken_down_at.is_none(), || Refusal::step("BN-12", "已撤下", "再次撤下"))?;
        ensure(at >= self.posted_at, || {
            Refusal::new("BN-12", "taken_down_at", "撤下时间早于发布时间。", "请核对时间。")
        })?;
        ensure(!proof.trim().is_empty(), || {
            Refusal::new("BN-12", "proof", "还没有写明怎样确认已经撤下。", "请写明查看的时间和方式。")
        })?;
        self.taken_down_at = Some(at);
        self.proof = Some(proof.trim().to_owned());
        Ok(self)
    }

    pub fn is_up(&self) -> bool {
        self.taken_down_at.is_none()
    }
}

/// Where the record still stands: the take-down list. RC-8: a lifting closes every one of these.
pub fn still_up(placements: &[Placement]) -> Vec<&Placement> {
    placements.iter().filter(|placement| placement.is_up()).collect()
}

const LIFTING_STAYS_DAYS: i32 = 7;

/// RC-8: the last day on which the announcement of a lifting may name the person.
pub fn lifting_named_until(announced_on: LegalDate) -> LegalDate {
    announced_on.add_days(LIFTING_STAYS_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_wechat() -> Placement {
        Placement::posted(Channel::Wechat, "示例县人民法院", Some(" https://example.cn/a "), Instant(5)).unwrap()
    }

    #[test]
    fn bn_4_a_posting_has_a_name_and_an_address() {
        assert_eq!(on_wechat().url.as_deref(), Some("https://example.cn/a"));
        let posted = |channel, name, url| Placement::posted(channel, name, url, Instant(5)).map_err(|r| r.field);
        assert_eq!(posted(Channel::Wechat, " ", None), Err("name"));
        assert_eq!(posted(Channel::Wechat, "账号", None), Err("url"));
        assert_eq!(posted(Channel::Wechat, "账号", Some("javascript:alert(1)")), Err("url"));
        assert!(posted(Channel::CourtBoard, "一楼大厅", None).is_ok());
    }

    #[test]
    fn bn_12_a_posting_comes_down_once_and_provably() {
        assert_eq!(on_wechat().take_down(Instant(4), "已查看").unwrap_err().field, "taken_down_at");
        assert_eq!(on_wechat().take_down(Instant(6), " ").unwrap_err().field, "proof");
        assert!(on_wechat().take_down(Instant(5), "已查看").is_ok());
        let down = on_wechat().take_down(Instant(6), "打开链接已不存在").unwrap();
        assert!(!down.is_up());
        assert_eq!(down.take_down(Instant(7), "再看").unwrap_err().rule, "BN-12");
    }

    #[test]
    fn bn_12_a_posting_comes_down_when_its_issue_or_one_of_its_persons_is_over() {
        let today = LegalDate::parse("2026-01-01").unwrap();
        let why = |state, until: &str, open, ended_since| {
            Why::of(Standing { state, valid_until: LegalDate::parse(until).ok(), open, ended_since }, today)
        };
        use EditionState::{Archived, Published, Withdrawn};
        assert_eq!(why(Published, "2026-01-01", 1, 0), None);
        assert_eq!(why(Published, "2025-12-31", 1, 0), Some(Why::Ended));
        assert_eq!(why(Published, "2026-03-01", 0, 1), Some(Why::Ended));
        assert_eq!(why(Published, "2026-03-01", 1, 1), Some(Why::Outdated));
        assert_eq!(why(Withdrawn, "2026-03-01", 1, 0), Some(Why::Withdrawn));
        assert_eq!(why(Archived, "2026-03-01", 1, 0), Some(Why::Withdrawn));
    }

    #[test]
    fn rc_8_what_is_still_up_is_listed() {
        let down = on_wechat().take_down(Instant(6), "已查看").unwrap();
        assert_eq!(still_up(&[down.clone(), on_wechat()]).len(), 1);
        assert!(still_up(&[down]).is_empty());
        let day = LegalDate::parse("2025-12-01").unwrap();
        assert_eq!(lifting_named_until(day).iso(), "2025-12-08");
    }
}
