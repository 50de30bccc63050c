//! Identity numbers of persons (GB 11643) and units (GB 32100), rule 9.2.
use super::{date::LegalDate, refusal::Refusal, text::compact};

coded! {
    pub enum Sex {
        Male = "male", "男";
        Female = "female", "女";
    }
}

coded! {
    /// Documents that may carry an identity; only the first has a checksum we know.
    pub enum IdType {
        Resident = "resident", "居民身份证";
        Passport = "passport", "护照";
        HongKongMacao = "hk_macao", "港澳居民来往内地通行证";
        Taiwan = "taiwan", "台湾居民来往大陆通行证";
        ResidencePermit = "residence_permit", "港澳台居民居住证";
    }
}

/// A checked 公民身份号码. Never printed whole: `Debug` and `Display` are masked (AN-1, invariant 4).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ResidentId {
    digits: String,
    birth: LegalDate,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const EARLIEST_BIRTH: i16 = 1900;

impl ResidentId {
    /// Reads 18 characters in any width; checks the birth date and the check digit, not the area code.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits = compact(text).to_ascii_uppercase();
        if !shaped(&digits) {
            return Err(Refusal::new("9.2", "id_no", "身份证号应为 18 位。", "请核对身份证，最后一位可能是字母 X。"));
        }
        let birth = birth_of(&digits)
            .filter(|birth| birth.year() >= EARLIEST_BIRTH)
            .ok_or_else(|| Refusal::new("9.2", "id_no", "身份证号里的出生日期不对。", "请核对第 7 至 14 位。"))?;
        if !checksum_holds(&digits) {
            return Err(Refusal::new("9.2", "id_no", "身份证号没有写对，请逐位核对。", "有一位数字与校验码不符。"));
        }
        Ok(Self { digits, birth })
    }

    /// A number for a fictional person: `area` has six digits, `seq` three (odd is male).
    pub fn from_parts(area: &str, birth: LegalDate, seq: u16) -> Result<Self, Refusal> {
        let body = format!("{area}{:04}{:02}{:02}{seq:03}", birth.year(), birth.month(), birth.day());
        let check = resident_check(&body)
            .ok_or_else(|| Refusal::new("9.2", "id_no", "号码的组成不对。", "地区码 6 位，顺序码不超过 3 位。"))?;
        Self::parse(&format!("{body}{check}"))
    }

    /// Refuses a person not born yet.
    pub fn checked_on(self, today: LegalDate) -> Result<Self, Refusal> {
        if self.birth <= today {
            return Ok(self);
        }
        Err(Refusal::new("9.2", "id_no", "身份证号里的出生日期还没有到。", "请核对第 7 至 14 位。"))
    }

    /// AN-1: the first ten and the last four characters, as on the national portal.
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.digits[..10], &self.digits[14..])
    }

    /// The whole number, for sealing and keyed hashing only.
    pub fn reveal(&self) -> &str {
        &self.digits
    }
    pub fn birth(&self) -> LegalDate {
        self.birth
    }
    pub fn sex(&self) -> Sex {
        if self.digits.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }
    /// Full years on a day.
    pub fn age_on(&self, day: LegalDate) -> i16 {
        day.years_since(self.birth)
    }
}

impl std::fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResidentId({})", self.masked())
    }
}
impl std::fmt::Display for ResidentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

/// Age from which a person may be named in public (DJ-4, RC-9).
const ADULT: i16 = 18;

/// What is known of a person's birth. The day stands in the identity number; in clear only the year is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    Day(LegalDate),
    Year(i16),
    Unknown,
}

impl Birth {
    /// DJ-4: certainly of age on `day`. A year alone counts from its last day, so that doubt protects the child.
    pub fn is_adult_on(self, day: LegalDate) -> bool {
        let latest = match self {
            Self::Day(birth) => Some(birth),
            Self::Year(year) => LegalDate::new(year, 12, 31).ok(),
            Self::Unknown => None,
        };
        latest.is_some_and(|birth| day.years_since(birth) >= ADULT)
    }
}

/// Whether 18 characters carry the check digit of GB 11643, whatever their birth date.
pub fn checksum_holds(digits: &str) -> bool {
    shaped(digits) && resident_check(&digits[..17]) == digits.chars().last()
}

fn shaped(digits: &str) -> bool {
    digits.is_ascii()
        && digits.len() == 18
        && digits[..17].bytes().all(|b| b.is_ascii_digit())
        && matches!(digits.as_bytes()[17], b'0'..=b'9' | b'X')
}

fn birth_of(digits: &str) -> Option<LegalDate> {
    LegalDate::new(digits[6..10].parse().ok()?, digits[10..12].parse().ok()?, digits[12..14].parse().ok()?).ok()
}

fn resident_check(body: &str) -> Option<char> {
    if body.len() != 17 {
        return None;
    }
    let sum = body.chars().zip(WEIGHTS).try_fold(0, |sum, (c, weight)| Some(sum + c.to_digit(10)? * weight))?;
    "10X98765432".chars().nth((sum % 11) as usize)
}

/// A checked 统一社会信用代码. Public register data, shown whole (AN-3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc(String);

const USCC_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

impl Uscc {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let code = compact(text).to_ascii_uppercase();
        let area_is_digits = code.get(2..8).is_some_and(|area| area.bytes().all(|b| b.is_ascii_digit()));
        let holds =
            code.is_ascii() && code.len() == 18 && area_is_digits && uscc_check(&code[..17]) == code.chars().last();
        if holds {
            return Ok(Self(code));
        }
        Err(Refusal::new(
            "9.2",
            "uscc",
            "统一社会信用代码没有写对。",
            "共 18 位，不含字母 I、O、S、V、Z，请对照营业执照逐位核对。",
        ))
    }

    /// A code for a fictional unit from its first 17 characters.
    pub fn from_body(body: &str) -> Result<Self, Refusal> {
        let check = uscc_check(body).map(String::from).unwrap_or_default();
        Self::parse(&format!("{body}{check}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Uscc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn uscc_check(body: &str) -> Option<char> {
    if body.len() != 17 {
        return None;
    }
    let sum =
        body.chars().zip(USCC_WEIGHTS).try_fold(0, |sum, (c, weight)| Some(sum + USCC_ALPHABET.find(c)? * weight))?;
    USCC_ALPHABET.chars().nth((31 - sum % 31) % 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn id_9_2_resident_vectors() {
        let id = ResidentId::parse("11010519491231002x").unwrap();
        assert_eq!((id.birth().iso().as_str(), id.sex()), ("1949-12-31", Sex::Female));
        assert!(ResidentId::parse("１１０１０５１９４９１２３１００２Ｘ").is_ok());
        assert!(checksum_holds("440524188001010014"));
        assert!(ResidentId::parse("440524188001010014").unwrap_err().message.contains("出生日期"));
        for text in [
            "110105194912310021",
            "11010519490231002X",
            "1101051949123100",
            "",
            "11010519491231002Y",
            "一一0105194912310",
        ] {
            assert_eq!(ResidentId::parse(text).unwrap_err().rule, "9.2", "{text}");
        }
    }

    #[test]
    fn id_9_2_births_from_1900_on_are_believed() {
        let born = |text| ResidentId::from_parts("431199", LegalDate::parse(text).unwrap(), 1);
        assert!(born("1900-01-01").is_ok());
        assert!(born("1899-12-31").is_err());
    }

    #[test]
    fn id_9_2_a_birth_to_come_is_refused() {
        let today = LegalDate::parse("2025-12-01").unwrap();
        let unborn = ResidentId::from_parts("431199", today.add_days(1), 1).unwrap();
        assert!(unborn.checked_on(today).is_err());
        assert!(ResidentId::from_parts("431199", today, 1).unwrap().checked_on(today).is_ok());
    }

    #[test]
    fn id_9_2_unknown_areas_are_not_refused() {
        let birth = LegalDate::parse("1980-01-01").unwrap();
        assert!(ResidentId::from_parts("999999", birth, 7).is_ok());
        assert!(ResidentId::from_parts("4311", birth, 7).is_err());
        assert!(ResidentId::from_parts("431199", birth, 1000).is_err());
    }

    #[test]
    fn an_1_hides_month_and_day_everywhere() {
        let id = ResidentId::from_parts("342301", LegalDate::parse("1964-08-15").unwrap(), 322).unwrap();
        assert!(id.masked().starts_with("3423011964****322"));
        assert_eq!(id.to_string(), id.masked());
        assert!(!format!("{id:?}").contains("0815"));
        assert!(!format!("{id:#?}").contains("0815"));
    }

    #[test]
    fn dj_4_age_is_computed_from_the_number() {
        let id = ResidentId::from_parts("431199", LegalDate::parse("2008-03-01").unwrap(), 1).unwrap();
        assert_eq!(id.age_on(LegalDate::parse("2026-02-28").unwrap()), 17);
        assert_eq!(id.age_on(LegalDate::parse("2026-03-01").unwrap()), 18);
    }

    #[test]
    fn id_9_2_uscc_vectors() {
        for code in ["11320000MB151840XJ", "91350100M000100Y43"] {
            assert_eq!(Uscc::parse(code).unwrap().as_str(), code);
        }
        assert_eq!(Uscc::parse(" 91350100m000100y43").unwrap().to_string(), "91350100M000100Y43");
        for code in ["91350100M000100Y4Z", "91350100M000100Y44", "9135010OM000100Y43", "", "91350100M000100Y4"] {
            assert_eq!(Uscc::parse(code).unwrap_err().rule, "9.2", "{code}");
        }
    }

    proptest! {
        #[test]
        fn id_9_2_every_single_wrong_digit_is_noticed(y in 1930i16..2020, m in 1i8..=12, d in 1i8..=28, seq in 0u16..1000, at in 0usize..17, add in 1u8..10) {
            let id = ResidentId::from_parts("431199", LegalDate::new(y, m, d).unwrap(), seq).unwrap();
            prop_assert_eq!(&ResidentId::parse(id.reveal()).unwrap(), &id);
            let mut wrong = id.reveal().as_bytes().to_vec();
            wrong[at] = b'0' + (wrong[at] - b'0' + add) % 10;
            prop_assert!(ResidentId::parse(std::str::from_utf8(&wrong).unwrap()).is_err());
        }
        #[test]
        fn id_9_2_uscc_every_single_wrong_character_is_noticed(body in "[159][1-3][0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}", at in 0usize..17, add in 1usize..31) {
            let code = Uscc::from_body(&body).unwrap();
            prop_assert_eq!(&Uscc::parse(code.as_str()).unwrap(), &code);
            let mut wrong: Vec<char> = code.as_str().chars().collect();
            let place = USCC_ALPHABET.find(wrong[at]).unwrap();
            wrong[at] = USCC_ALPHABET.chars().nth((place + add) % 31).unwrap();
            prop_assert!(Uscc::parse(&wrong.iter().collect::<String>()).is_err());
        }
        #[test]
        fn no_identity_text_panics(text in "\\PC{0,24}") {
            let _ = ResidentId::parse(&text);
            let _ = Uscc::parse(&text);
        }
    }

    #[test]
    fn dj_4_a_year_alone_protects_whoever_may_be_a_child() {
        let day = |text: &str| LegalDate::parse(text).unwrap();
        let today = day("2025-12-15");
        assert!(Birth::Day(day("2007-12-15")).is_adult_on(today));
        assert!(!Birth::Day(day("2007-12-16")).is_adult_on(today));
        assert!(!Birth::Year(2007).is_adult_on(today) && Birth::Year(2007).is_adult_on(day("2025-12-31")));
        assert!(Birth::Year(2006).is_adult_on(today));
        assert!(!Birth::Unknown.is_adult_on(today));
    }
}
