//! Fictional persons and units from a seeded generator: the same seed gives the same people on every machine.
//!
//! Their numbers pass the checksum but begin with 431199, a division that does not exist.
use app::domain::{
    date::LegalDate,
    id::{ResidentId, Uscc},
    refusal::Refusal,
};

/// The demo's invented division; the court code 湘1199 follows it.
const DIVISION: &str = "431199";
const SURNAMES: [&str; 40] = [
    "钟", "雷", "盘", "欧", "骆", "尹", "龚", "柏", "毛", "阳", "蒋", "唐", "邓", "何", "廖", "黎", "文", "贺", "向",
    "肖", "彭", "罗", "谢", "韦", "莫", "段", "邹", "易", "柳", "严", "俞", "卜", "滕", "申", "覃", "桂", "宁", "冼",
    "甘", "欧阳",
];
const GIVEN: [&str; 48] = [
    "远", "松", "岭", "禾", "溪", "川", "垣", "渡", "桥", "舟", "砚", "穗", "岚", "樵", "泽", "峤", "坪", "耘", "汀",
    "澜", "柯", "屿", "邈", "栎", "朔", "湄", "棠", "陌", "筠", "芷", "苇", "茗", "虔", "蔚", "衡", "谷", "钧", "铎",
    "霁", "颂", "驰", "骁", "曦", "昀", "暄", "翊", "聿", "珩",
];
const TRADES: [&str; 6] =
    ["建材有限公司", "农业开发有限公司", "商贸有限公司", "木业有限公司", "运输有限公司", "餐饮管理有限公司"];

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

    /// A number from `low` to `high`, both possible.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high.abs_diff(low) + 1)).cast_signed()
    }

    /// One of the choices, of which there must be at least one.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[(self.next() % of.len() as u64) as usize]
    }
}

/// A person who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub id: ResidentId,
}

/// A company that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub name: String,
    pub uscc: Uscc,
    pub head: String,
}

/// The next person: born 1958 to 1999, so of age on any day the demo can be started.
pub fn person(dice: &mut Dice) -> Result<Person, Refusal> {
    let (year, month, day) = (dice.between(1958, 1999), dice.between(1, 12), dice.between(1, 28));
    let born = LegalDate::new(year as i16, month as i8, day as i8)?;
    let sequence = dice.between(100, 989) as u16;
    Ok(Person { name: name(dice), id: ResidentId::from_parts(DIVISION, born, sequence)? })
}

fn name(dice: &mut Dice) -> String {
    let mut name = format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN));
    if dice.between(0, 3) > 0 {
        name.push_str(dice.pick(&GIVEN));
    }
    name
}

/// The next company.
pub fn company(dice: &mut Dice) -> Result<Company, Refusal> {
    let body = format!("91{DIVISION}MA{:07}", dice.between(1_000_000, 9_999_999));
    let name_of_firm = format!("示例县{}{}{}", dice.pick(&GIVEN), dice.pick(&GIVEN), dice.pick(&TRADES));
    Ok(Company { name: name_of_firm, uscc: Uscc::from_body(&body)?, head: name(dice) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_valid_of_age_and_repeatable() {
        let today = LegalDate::new(2025, 1, 1).unwrap();
        let people = |seed| {
            let mut dice = Dice::new(seed);
            (0..1000).map(|_| person(&mut dice).unwrap()).collect::<Vec<_>>()
        };
        for someone in people(7) {
            assert!(ResidentId::parse(someone.id.reveal()).is_ok());
            assert!(someone.id.age_on(today) >= 18);
            assert!(someone.id.reveal().starts_with(DIVISION));
        }
        assert_eq!(people(7), people(7));
        assert_ne!(people(7), people(8));
    }

    #[test]
    fn companies_carry_valid_codes() {
        let mut dice = Dice::new(3);
        for _ in 0..100 {
            let company = company(&mut dice).unwrap();
            assert!(Uscc::parse(company.uscc.as_str()).is_ok());
        }
    }
}
