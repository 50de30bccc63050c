//! The script for village loudspeakers: a minute, no digits, no name.
use super::{
    record::NoticeRecord,
    spoken::{day, digits, number, reward},
};
use crate::domain::mask::Output;

/// About a minute at the pace of a loudspeaker.
pub const LIMIT: usize = 240;

/// What is read aloud; sentences that can be missed go first when it grows too long.
pub fn script(record: &NoticeRecord) -> String {
    let r = record.masked(Output::Script);
    let mut sentences: Vec<(bool, String)> = Vec::new();
    let mut say = |needed: bool, text: String| sentences.push((needed, text));
    if r.draft {
        say(true, "这是样稿，还没有发布，请不要播出。".into());
    }
    say(true, format!("各位乡亲，现在播送{}的悬赏公告，{}。", r.court, number_said(&r.slug)));
    say(true, format!("法院正在{}。", r.seeks()));
    for (label, rule) in r.subjects.first().map(|s| s.rewards.clone()).unwrap_or_default() {
        say(false, format!("{label}是{}。", reward(&rule)));
    }
    say(false, "线索被采用，并且执行到位以后发放。".into());
    if let Some(until) = r.valid_until {
        say(false, format!("公告有效期到{}。", day(until)));
    }
    say(true, "您可以不留姓名，法院为您保密。请把线索只告诉法院，不要自己跟踪、拦截。".into());
    if !r.phone.is_empty() {
        say(true, format!("电话：{}。", digits(&r.phone)));
        say(false, format!("再说一遍：{}。", digits(&r.phone)));
    }
    shortened(sentences)
}

fn shortened(mut sentences: Vec<(bool, String)>) -> String {
    loop {
        let text: String = sentences.iter().map(|(_, sentence)| sentence.as_str()).collect();
        let missed = sentences.iter().rposition(|(needed, _)| !needed);
        match missed {
            Some(at) if text.chars().count() > LIMIT => sentences.remove(at),
            _ => return text,
        };
    }
}

/// `2025-21` is 二零二五年第二十一期.
fn number_said(slug: &str) -> String {
    let Some((year, no)) = slug.split_once('-') else { return String::new() };
    format!("{}年第{}期", digits(year), no.parse().map(number).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::record::tests::{names_nobody, record};

    #[test]
    fn the_script_can_be_read_aloud_in_a_minute() {
        let text = script(&record());
        assert!(text.contains("二零二五年第二十二期") && text.contains("财产线索悬赏金是五万元"), "{text}");
        assert!(text.contains("零七四六，零零零零零零零") && text.contains("二零二六年三月三十一日"), "{text}");
        assert!(!text.chars().any(|c| c.is_ascii_digit()), "{text}");
        assert!(text.chars().count() <= LIMIT && names_nobody(&text), "{}: {text}", text.chars().count());
    }

    #[test]
    fn a_long_one_keeps_what_is_needed() {
        let record = NoticeRecord { court: "示例县人民法院".repeat(12), ..record() };
        let text = script(&record);
        assert!(text.chars().count() <= LIMIT && text.contains("不要自己跟踪") && text.contains("电话："), "{text}");
    }
}
