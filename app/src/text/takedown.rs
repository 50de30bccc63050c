//! The text to send to whoever posted a notice for the court. It names nobody and gives no reason about anybody.
use crate::domain::placement::{Channel, Why};

/// Where it stands and why it has to go.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub court: &'a str,
    /// `2025年第21期`
    pub number: &'a str,
    pub phone: &'a str,
    pub channel: Channel,
    /// Account, paper or place
    pub name: &'a str,
    pub url: &'a str,
    pub why: Why,
}

/// Ready to be sent.
pub fn request(r: Request<'_>) -> String {
    let what = format!("{}执行悬赏公告", r.number);
    let address = if r.url.is_empty() { String::new() } else { format!("网址：{} 。", r.url) };
    let deed = match r.channel {
        Channel::Portal | Channel::Wechat | Channel::Weibo => "请马上删除，不要只是隐藏，转发和缓存的也请一并清理",
        Channel::Newspaper => "请停止继续刊登，并从电子版中删除",
        Channel::CourtBoard | Channel::Domicile => "请马上取下并销毁",
        Channel::Screen => "请马上停止播放，并从播放列表中删除",
        Channel::Other => "请马上撤下",
    };
    let instead = if r.why == Why::Outdated { "需要继续征集的，本院另送更新后的版本。" } else { "" };
    let call = if r.phone.is_empty() { String::new() } else { format!("电话：{}。", r.phone) };
    let why = r.why.zh().trim_start_matches("公告");
    format!(
        "请撤下：本院{what}{why}。贵处在{}（{}）发布的内容，{deed}。{address}办好后请回复撤下的时间。{instead}{call}{}",
        r.channel.zh(),
        r.name,
        r.court
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc_8_the_request_says_what_where_and_by_whom() {
        let text = request(Request {
            court: "示例县人民法院",
            number: "2025年第22期",
            phone: "0746-0000000",
            channel: Channel::Wechat,
            name: "示例发布",
            url: "https://mp.weixin.qq.com/s/x",
            why: Why::Withdrawn,
        });
        for part in ["请撤下", "2025年第22期", "已经撤下", "https://mp.weixin.qq.com/s/x", "马上删除", "示例县人民法院"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("更新后的版本"));
    }
}
