//! `/claims/check`: is there money for me? A full name and a case number together, compared with what is announced.
//! It tells no more than the announcement itself, which names its payees masked (CM-2).
use super::{
    mask::{Style, anonymise, name_middle, name_starred},
    text::compact,
};

/// Whether a masked payee of an announcement may be the one who asks. `张*三`, `张某`, `张某某`, `张某三` are all 张小三;
/// a unit is masked by leaving out what tells it apart, so the end of its name decides.
pub fn may_be(masked: &str, name: &str) -> bool {
    let (masked, name) = (compact(masked).replace('＊', "*"), compact(name));
    if name.chars().count() < 2 || masked.is_empty() {
        return false;
    }
    let unit = masked.strip_prefix('某').filter(|rest| rest.chars().count() > 1);
    if let Some(rest) = unit {
        return name.ends_with(rest) && name != rest;
    }
    let shapes =
        [name_starred(&name), name_middle(&name), anonymise(&name, Style::Judgment), anonymise(&name, Style::News)];
    masked == name || shapes.contains(&masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cm_2_a_masked_payee_is_known_by_its_own_full_name() {
        for (masked, name) in [
            ("张某", "张小三"),
            ("张*三", "张小三"),
            ("张＊三", "张 小三"),
            ("张某某", "张小三"),
            ("张某三", "张小三"),
            ("欧阳某", "欧阳修远"),
            ("某建材经营部", "飞云建材经营部"),
            ("飞云建材经营部", "飞云建材经营部"),
        ] {
            assert!(may_be(masked, name), "{masked} {name}");
        }
        for (masked, name) in [
            ("张某", "李四"),
            ("张*三", "张小四"),
            ("张某", "张"),
            ("某建材经营部", "建材经营部"),
            ("", "张三"),
            ("某建材经营部", "飞云酒店"),
        ] {
            assert!(!may_be(masked, name), "{masked} {name}");
        }
    }
}
