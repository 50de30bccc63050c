//! Fictional persons from a seeded generator: the same seed gives the same people on every machine.
//!
//! Their identity numbers pass the checksum but begin with 431199, a division that does not exist.
use app::domain::date::LegalDate;

/// The demo's invented division code; the court code 湘1199 follows it.
const DIVISION: &str = "431199";
const SURNAMES: [&str; 40] = [
    "钟", "雷", "盘", "欧", "骆", "尹", "龚", "柏", "毛", "阳", "蒋", "唐", "邓", "何", "廖", "黎", "文", "贺", "向", "肖",
    "彭", "罗", "谢", "韦", "莫", "段", "邹", "易", "柳", "严", "俞", "卜", "滕", "申", "覃", "桂", "宁", "冼", "甘", "欧阳",
];
const GIVEN: [&str; 48] = [
    "远", "松", "岭", "禾", "溪", "川", "垣", "渡", "桥", "舟", "砚", "穗", "岚", "樵", "泽", "峤", "坪", "耘", "汀", "澜",
    "柯", "屿", "邈", "栎", "朔", "湄", "棠", "陌", "筠", "芷", "苇", "茗", "虔", "蔚", "衡", "谷", "钧", "铎", "霁", "颂",
    "驰", "骁", "曦", "昀", "暄", "翊", "聿", "珩",
];

/// A small deterministic generator (SplitMix64). Not for secrets.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n` − 1.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// A number from `low` to `high`, both possible.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high.abs_diff(low) + 1).cast_signed()
    }

    /// One of the choices.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap_or(0)]
    }
}

/// A person who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    /// 18 characters with a valid check character.
    pub id: String,
    pub female: bool,
    pub born: LegalDate,
}

/// The next person: born 1958 to 1999, so of age at any date the demo can be started.
pub fn person(dice: &mut Dice) -> Person {
    let born = born(dice);
    let sequence = dice.between(100, 989);
    let mut name = dice.pick(&SURNAMES).to_string();
    name.push_str(dice.pick(&GIVEN));
    if dice.below(4) > 0 {
        name.push_str(dice.pick(&GIVEN));
    }
    let body = format!("{DIVISION}{:04}{:02}{:02}{sequence:03}", born.year(), born.month(), born.day());
    let id = format!("{body}{}", check_character(&body));
    Person { name, id, female: sequence % 2 == 0, born }
}

fn born(dice: &mut Dice) -> LegalDate {
    loop {
        let year = i16::try_from(dice.between(1958, 1999)).unwrap_or(1970);
        let month = i8::try_from(dice.between(1, 12)).unwrap_or(1);
        let day = i8::try_from(dice.between(1, 28)).unwrap_or(1);
        if let Ok(date) = LegalDate::new(year, month, day) {
            return date;
        }
    }
}

/// ISO 7064 MOD 11-2 over the first 17 digits (9.2).
fn check_character(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::id::ResidentId;

    #[test]
    fn everyone_is_valid_of_age_and_repeatable() {
        let today = LegalDate::new(2025, 1, 1).unwrap();
        let people = |seed| {
            let mut dice = Dice::new(seed);
            (0..1000).map(|_| person(&mut dice)).collect::<Vec<_>>()
        };
        for someone in people(7) {
            assert!(ResidentId::parse(&someone.id).is_ok(), "{}", someone.id);
            assert!(today.years_since(someone.born) >= 18);
            assert!(someone.id.starts_with(DIVISION));
        }
        assert_eq!(people(7), people(7));
        assert_ne!(people(7), people(8));
    }
}
