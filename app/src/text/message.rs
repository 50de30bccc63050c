//! The short message: 70 characters, which is what one SMS holds in Chinese. It names nobody.
use super::record::NoticeRecord;
use crate::domain::mask::Output;

/// Characters of one message.
pub const LIMIT: usize = 70;

/// Says as much as fits, the most needed first: which notice, what is sought, whom to call.
pub fn message(record: &NoticeRecord) -> String {
    let r = record.masked(Output::Message);
    let mark = if r.draft { "（样稿）" } else { "" };
    let head = |name: &str| format!("【{name}】{mark}{}悬赏公告：{}", r.number, r.seeks());
    let reward = match r.fixed_reward() {
        Some((sum, true)) => format!("，最高{}元", sum.grouped()),
        Some((sum, false)) => format!("，悬赏金{}元", sum.grouped()),
        None => "，悬赏金按公告计算".to_owned(),
    };
    let until = if r.until_zh().is_empty() { String::new() } else { format!("，至{}止", r.until_zh()) };
    let call = if r.phone.is_empty() { "。".to_owned() } else { format!("。线索请拨{}", r.phone) };
    let signature = r.signature();
    let shorter = [
        format!("{}{reward}{until}{call}，可匿名，法院保密。", head(signature)),
        format!("{}{reward}{until}{call}，可匿名。", head(signature)),
        format!("{}{reward}{until}{call}", head(signature)),
        format!("{}{reward}{call}", head(signature)),
        format!("{}{call}", head(signature)),
    ];
    let fits = |text: &&String| text.chars().count() <= LIMIT;
    let cut = || shorter[shorter.len() - 1].chars().take(LIMIT).collect();
    shorter.iter().find(fits).cloned().unwrap_or_else(cut)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::record::tests::{names_nobody, record};

    #[test]
    fn the_message_says_which_notice_and_whom_to_call() {
        let text = message(&record());
        assert_eq!(
            text,
            "【示例法院】2025年第22期悬赏公告：征集财产和行踪线索，最高50,000元，至2026年3月31日止。\
             线索请拨0746-0000000"
        );
        assert!(names_nobody(&text));
    }

    proptest! {
        #[test]
        fn a_message_fits_into_one_sms(court in "[一-龥]{2,30}", phone in "[0-9-]{0,20}", kind in "[一-龥]{2,12}") {
            let record = NoticeRecord { short_court: court, phone, kind, ..record() };
            prop_assert!(message(&record).chars().count() <= LIMIT);
        }
    }
}
