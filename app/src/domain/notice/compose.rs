//! What an issue brings that the last one did not: for whoever puts a new issue together.

/// A debtor as far as two issues are compared. `key` tells the same debtor in the same case, whatever else changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    pub key: String,
    pub position: i64,
    pub name: String,
    /// Label and value of what may have changed since, in one order for all.
    pub told: Vec<(&'static str, String)>,
}

/// A debtor beside the last issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Not in the last issue.
    New { position: i64, name: String },
    /// In both; what changed, as label, then, now.
    Kept { position: i64, name: String, differences: Vec<(&'static str, String, String)> },
    /// In the last issue only.
    Left { position: i64, name: String },
}

/// Every debtor of the new issue in its order, then those who are left out.
pub fn changes(last: &[Sought], new: &[Sought]) -> Vec<Change> {
    let now = new.iter().map(|sought| match last.iter().find(|before| before.key == sought.key) {
        None => Change::New { position: sought.position, name: sought.name.clone() },
        Some(before) => Change::Kept {
            position: sought.position,
            name: sought.name.clone(),
            differences: differences(before, sought),
        },
    });
    let left = last.iter().filter(|before| new.iter().all(|sought| sought.key != before.key));
    now.chain(left.map(|before| Change::Left { position: before.position, name: before.name.clone() })).collect()
}

fn differences(before: &Sought, now: &Sought) -> Vec<(&'static str, String, String)> {
    let pairs = before.told.iter().zip(&now.told).filter(|(a, b)| a != b);
    pairs.map(|((label, then), (_, now))| (*label, then.clone(), now.clone())).collect()
}

/// Moves one of an ordered whole a place up, or to the very top; one that is not there moves nothing.
pub fn moved_up<'a>(mut ids: Vec<&'a str>, id: &str, to_top: bool) -> Vec<&'a str> {
    if let Some(at) = ids.iter().position(|other| *other == id) {
        let to = if to_top { 0 } else { at.saturating_sub(1) };
        ids[to..=at].rotate_right(1);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(key: &str, position: i64, unpaid: &str) -> Sought {
        Sought { key: key.into(), position, name: format!("{key}某"), told: vec![("未履行", unpaid.into())] }
    }

    #[test]
    fn each_debtor_is_new_kept_or_left_out() {
        let last = [sought("甲", 1, "10万元"), sought("乙", 2, "20万元"), sought("丙", 3, "30万元")];
        let new = [sought("丙", 1, "25万元"), sought("丁", 2, "5万元"), sought("甲", 3, "10万元")];
        let expected = [
            Change::Kept {
                position: 1,
                name: "丙某".into(),
                differences: vec![("未履行", "30万元".into(), "25万元".into())],
            },
            Change::New { position: 2, name: "丁某".into() },
            Change::Kept { position: 3, name: "甲某".into(), differences: Vec::new() },
            Change::Left { position: 2, name: "乙某".into() },
        ];
        assert_eq!(changes(&last, &new), expected);
        assert!(changes(&[], &[]).is_empty());
    }

    #[test]
    fn one_moves_and_the_others_keep_their_order() {
        let ids = || vec!["a", "b", "c", "d"];
        assert_eq!(moved_up(ids(), "c", false), ["a", "c", "b", "d"]);
        assert_eq!(moved_up(ids(), "d", true), ["d", "a", "b", "c"]);
        assert_eq!(moved_up(ids(), "a", false), ids());
        assert_eq!(moved_up(ids(), "x", true), ids());
    }
}
