//! The order in which tips are looked at: the lead that goes stale first stands first.
use super::{
    date::{Instant, LegalDate},
    tip::{TipKind, TipState, Urgency},
};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// A tip that nobody has opened for this long raises an alarm.
pub const UNREAD_ALARM_MS: i64 = DAY_MS;
/// A person seen "now" is likely gone after this long; the lead then counts as an ordinary whereabouts lead.
const NOW_LASTS_MS: i64 = 12 * HOUR_MS;

/// What the queue knows of a tip without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub kind: TipKind,
    pub urgency: Urgency,
    pub state: TipState,
    pub received_at: Instant,
    /// Arrival number on its subject (BN-5); breaks ties.
    pub seq: i64,
    pub opened: bool,
    /// The sender wrote something that nobody has read.
    pub unread_reply: bool,
    /// The day for verification from the deadline register; `None` when the calendar year is not loaded.
    pub verify_by: Option<LegalDate>,
}

/// Why a tip stands where it stands, most perishable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    ThereNow,
    ExpectedToday,
    Overdue,
    UnreadTooLong,
    ExpectedSoon,
    DueSoon,
    UnreadReply,
    Whereabouts,
    Ordinary,
    WaitingForSender,
    Done,
}

/// A place in the queue. Smaller stands first.
///
/// The rule in words: the person is there now > expected today > past the limit for verification > unread for a day >
/// expected within three days > due within a day > the sender has replied > whereabouts (people move, houses do not) >
/// everything else > waiting for the sender > finished. Within a tier, the sooner the moment that matters, the earlier;
/// then the earlier arrival; then the smaller number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub tier: Tier,
    /// The moment that matters within the tier.
    moment: Instant,
    received_at: Instant,
    seq: i64,
    /// Shown beside the tip.
    pub reason: String,
}

const SOON_DAYS: i32 = 3;

/// Where a tip stands at `now`, and why.
pub fn rank(tip: &Waiting, now: Instant) -> Rank {
    let (tier, moment, reason) = place(tip, now);
    Rank { tier, moment, received_at: tip.received_at, seq: tip.seq, reason }
}

fn place(tip: &Waiting, now: Instant) -> (Tier, Instant, String) {
    let today = now.date();
    if matches!(tip.state, TipState::Result | TipState::Feedback) || tip.state.is_over() {
        return (Tier::Done, tip.received_at, tip.state.zh().to_owned());
    }
    if tip.state == TipState::NeedInfo && !tip.unread_reply {
        return (Tier::WaitingForSender, tip.received_at, "等待提供人补充".to_owned());
    }
    if let Some(found) = perishing(tip, now) {
        return found;
    }
    if let Some(due) = tip.verify_by.filter(|_| !tip.state_is_acting()) {
        if today > due {
            return (Tier::Overdue, due.start(), format!("超过核查期限 {} 天", due.days_until(today)));
        }
        if due <= today.add_days(1) && tip.opened {
            let when = if due == today { "今天" } else { "明天" };
            return (Tier::DueSoon, due.start(), format!("{when}到核查期限"));
        }
    }
    if tip.unread_reply {
        return (Tier::UnreadReply, tip.received_at, "提供人有新留言".to_owned());
    }
    if tip.kind == TipKind::Whereabouts {
        return (Tier::Whereabouts, tip.received_at, "行踪线索，容易过时".to_owned());
    }
    let reason = if tip.opened { "按收到先后" } else { "未读，按收到先后" };
    (Tier::Ordinary, tip.received_at, reason.to_owned())
}

/// The tiers that come from time running out on the lead itself.
fn perishing(tip: &Waiting, now: Instant) -> Option<(Tier, Instant, String)> {
    let today = now.date();
    let age = now.ms_since(tip.received_at);
    let unread_too_long = !tip.opened && age > UNREAD_ALARM_MS;
    match tip.urgency {
        Urgency::Now if age <= NOW_LASTS_MS => {
            Some((Tier::ThereNow, tip.received_at, format!("现在就在那里，{}收到", ago(age))))
        }
        Urgency::Dated(day) if day == today => Some((Tier::ExpectedToday, tip.received_at, "预计今天出现".to_owned())),
        _ if unread_too_long => Some((Tier::UnreadTooLong, tip.received_at, format!("{}收到，还没有人看过", ago(age)))),
        Urgency::Dated(day) if day > today && day <= today.add_days(SOON_DAYS) => {
            Some((Tier::ExpectedSoon, day.start(), format!("预计{}出现，还有 {} 天", day.zh(), today.days_until(day))))
        }
        Urgency::Now | Urgency::Dated(_) | Urgency::Normal => None,
    }
}

impl Waiting {
    /// Nothing unread longer than a day without an alarm.
    pub fn alarms(&self, now: Instant) -> bool {
        !self.opened && !self.state.is_over() && now.ms_since(self.received_at) > UNREAD_ALARM_MS
    }

    fn state_is_acting(&self) -> bool {
        matches!(self.state, TipState::Acting | TipState::Transferred)
    }
}

/// `刚刚`, `20 分钟前`, `3 小时前`, `2 天前`.
fn ago(ms: i64) -> String {
    match ms {
        ..60_000 => "刚刚".to_owned(),
        60_000..HOUR_MS => format!("{} 分钟前", ms / 60_000),
        HOUR_MS..DAY_MS => format!("{} 小时前", ms / HOUR_MS),
        _ => format!("{} 天前", ms / DAY_MS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    /// 2025-12-01 10:00 in Shanghai.
    fn now() -> Instant {
        day("2025-12-01").start().plus_minutes(600)
    }

    fn tip() -> Waiting {
        Waiting {
            kind: TipKind::Property,
            urgency: Urgency::Normal,
            state: TipState::Registered,
            received_at: now().plus_minutes(-60),
            seq: 1,
            opened: true,
            unread_reply: false,
            verify_by: Some(day("2025-12-08")),
        }
    }

    fn place_of(tip: Waiting) -> (Tier, String) {
        let rank = rank(&tip, now());
        (rank.tier, rank.reason)
    }

    #[test]
    fn queue_every_tier_with_its_reason() {
        let yesterday = now().plus_minutes(-25 * 60);
        let cases = [
            (Waiting { urgency: Urgency::Now, ..tip() }, Tier::ThereNow, "现在就在那里，1 小时前收到"),
            (Waiting { urgency: Urgency::Dated(day("2025-12-01")), ..tip() }, Tier::ExpectedToday, "预计今天出现"),
            (Waiting { verify_by: Some(day("2025-11-29")), ..tip() }, Tier::Overdue, "超过核查期限 2 天"),
            (
                Waiting { opened: false, received_at: yesterday, ..tip() },
                Tier::UnreadTooLong,
                "1 天前收到，还没有人看过",
            ),
            (
                Waiting { urgency: Urgency::Dated(day("2025-12-03")), ..tip() },
                Tier::ExpectedSoon,
                "预计2025年12月3日出现，还有 2 天",
            ),
            (Waiting { verify_by: Some(day("2025-12-02")), ..tip() }, Tier::DueSoon, "明天到核查期限"),
            (Waiting { verify_by: Some(day("2025-12-01")), ..tip() }, Tier::DueSoon, "今天到核查期限"),
            (Waiting { unread_reply: true, ..tip() }, Tier::UnreadReply, "提供人有新留言"),
            (Waiting { kind: TipKind::Whereabouts, ..tip() }, Tier::Whereabouts, "行踪线索，容易过时"),
            (tip(), Tier::Ordinary, "按收到先后"),
            (Waiting { opened: false, ..tip() }, Tier::Ordinary, "未读，按收到先后"),
            (Waiting { state: TipState::NeedInfo, ..tip() }, Tier::WaitingForSender, "等待提供人补充"),
            (Waiting { state: TipState::NeedInfo, unread_reply: true, ..tip() }, Tier::UnreadReply, "提供人有新留言"),
            (Waiting { state: TipState::Closed, ..tip() }, Tier::Done, "已办结"),
            (Waiting { state: TipState::Withdrawn, urgency: Urgency::Now, ..tip() }, Tier::Done, "提供人已撤回"),
        ];
        for (tip, tier, reason) in cases {
            assert_eq!(place_of(tip), (tier, reason.to_owned()), "{tip:?}");
        }
    }

    #[test]
    fn queue_a_sighting_goes_stale() {
        let old = Waiting {
            urgency: Urgency::Now,
            kind: TipKind::Whereabouts,
            received_at: now().plus_minutes(-13 * 60),
            ..tip()
        };
        assert_eq!(place_of(old).0, Tier::Whereabouts);
        let past = Waiting { urgency: Urgency::Dated(day("2025-11-30")), ..tip() };
        assert_eq!(place_of(past).0, Tier::Ordinary);
        let far = Waiting { urgency: Urgency::Dated(day("2025-12-05")), ..tip() };
        assert_eq!(place_of(far).0, Tier::Ordinary);
    }

    #[test]
    fn queue_verification_ends_when_action_begins() {
        let acting = Waiting { state: TipState::Acting, verify_by: Some(day("2025-11-01")), ..tip() };
        assert_eq!(place_of(acting).0, Tier::Ordinary);
        let unknown_calendar = Waiting { verify_by: None, ..tip() };
        assert_eq!(place_of(unknown_calendar).0, Tier::Ordinary);
    }

    #[test]
    fn queue_alarms_after_a_day_unread() {
        let unread = |minutes: i64| Waiting { opened: false, received_at: now().plus_minutes(-minutes), ..tip() };
        assert!(!unread(24 * 60).alarms(now()));
        assert!(unread(24 * 60 + 1).alarms(now()));
        assert!(!Waiting { opened: true, ..unread(9_999) }.alarms(now()));
        assert!(!Waiting { state: TipState::Withdrawn, ..unread(9_999) }.alarms(now()));
    }

    #[test]
    fn bn_5_within_a_tier_the_earlier_arrival_stands_first() {
        let first = Waiting { received_at: now().plus_minutes(-90), seq: 9, ..tip() };
        assert!(rank(&first, now()) < rank(&tip(), now()));
        assert!(rank(&tip(), now()) < rank(&Waiting { seq: 2, ..tip() }, now()));
        let sooner = Waiting { urgency: Urgency::Dated(day("2025-12-02")), ..tip() };
        let later = Waiting { urgency: Urgency::Dated(day("2025-12-03")), ..first };
        assert!(rank(&sooner, now()) < rank(&later, now()));
    }

    #[test]
    fn queue_the_sender_s_time_is_told_in_words() {
        let cases =
            [(0, "刚刚"), (-5, "刚刚"), (20 * 60_000, "20 分钟前"), (3 * HOUR_MS, "3 小时前"), (2 * DAY_MS, "2 天前")];
        for (ms, words) in cases {
            assert_eq!(ago(ms), words);
        }
    }

    proptest! {
        #[test]
        fn queue_the_order_is_total(minutes in proptest::collection::vec((0i64..5_000, 0usize..4, 0usize..12, any::<bool>(), any::<bool>()), 2..20)) {
            let tips: Vec<Waiting> = minutes.iter().enumerate().map(|(seq, &(ago, kind, state, opened, reply))| Waiting {
                kind: TipKind::ALL[kind],
                state: TipState::ALL[state],
                received_at: now().plus_minutes(-ago),
                seq: seq as i64,
                opened,
                unread_reply: reply,
                ..tip()
            }).collect();
            let mut ranks: Vec<Rank> = tips.iter().map(|tip| rank(tip, now())).collect();
            ranks.sort();
            prop_assert!(ranks.windows(2).all(|pair| pair[0] < pair[1] && pair[0].tier <= pair[1].tier));
        }
    }
}
