//! One debtor of a bounty issue: who, which case, how much, what the court wants to know, what it is worth.
use super::{
    Errors, example,
    fields::Fields,
    issue::{date, limit, required},
    party::{PartyContext, party},
    reward::{PROPERTY, RewardForm, WHEREABOUTS},
};
use crate::domain::{bounty::RewardRule, case::CaseNo, date::LegalDate, money::Fen, refusal::cited};

pub use super::party::PartyInput;

/// As typed. The identity number is never sent back to the browser (invariant 4).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SubjectForm {
    pub party: String,
    pub name: String,
    pub id_no: String,
    pub legal_rep: String,
    pub county: String,
    pub town: String,
    pub case_no: String,
    pub filed_on: String,
    pub basis_no: String,
    pub basis_unit: String,
    pub owed: String,
    pub unpaid: String,
    pub wanted: String,
    pub property: RewardForm,
    pub whereabouts: RewardForm,
    pub urgent: bool,
    pub version: String,
}

impl std::fmt::Debug for SubjectForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SubjectForm(..)")
    }
}

/// The same, understood.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectInput {
    pub party: PartyInput,
    pub name: String,
    pub county: String,
    pub town: String,
    pub case_no: CaseNo,
    pub filed_on: LegalDate,
    pub basis_no: String,
    pub basis_unit: String,
    pub owed: Fen,
    pub unpaid: Fen,
    pub wanted: String,
    pub property: Option<RewardRule>,
    pub whereabouts: Option<RewardRule>,
    pub urgent: bool,
}

/// What the check must know beside the form.
#[derive(Clone, Copy)]
pub struct SubjectContext {
    pub today: LegalDate,
    /// A number is already stored, so that an empty field keeps it.
    pub has_id: bool,
}

impl SubjectForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            party: fields.text("party"),
            name: fields.text("name"),
            id_no: fields.text("id_no"),
            legal_rep: fields.text("legal_rep"),
            county: fields.text("county"),
            town: fields.text("town"),
            case_no: fields.text("case_no"),
            filed_on: fields.text("filed_on"),
            basis_no: fields.text("basis_no"),
            basis_unit: fields.text("basis_unit"),
            owed: fields.text("owed"),
            unpaid: fields.text("unpaid"),
            wanted: fields.text("wanted"),
            property: RewardForm::read(fields, "property"),
            whereabouts: RewardForm::read(fields, "whereabouts"),
            urgent: fields.has("urgent"),
            version: fields.text("version"),
        }
    }

    pub fn check(&self, at: SubjectContext) -> Result<SubjectInput, Errors> {
        let mut e = Errors::default();
        required(&mut e, "name", &self.name, 60, "请填写被执行人的姓名或名称");
        let party = self.party(&mut e, at);
        self.place(&mut e);
        let case_no = CaseNo::parse(&self.case_no).ok();
        if case_no.is_none() {
            e.push("case_no", format!("请填写完整案号，例如（{}）湘1199执12号", at.today.year()));
        }
        let missing = format!("请填写立案日期，{}", example(at.today.add_months(-6)));
        let filed_on = date(&mut e, "filed_on", &self.filed_on, &missing);
        if filed_on.is_some_and(|d| d > at.today) {
            e.push("filed_on", "立案日期不能晚于今天");
        }
        required(&mut e, "basis_no", &self.basis_no, 80, "请填写依据文书的文号");
        required(&mut e, "basis_unit", &self.basis_unit, 60, "请填写作出文书的单位");
        let (owed, unpaid) = self.sums(&mut e);
        required(&mut e, "wanted", &self.wanted, 300, "请写明想知道什么");
        let property = self.property.check(&mut e, &PROPERTY);
        let whereabouts = self.whereabouts.check(&mut e, &WHEREABOUTS);
        if property.is_none() && whereabouts.is_none() && e.is_empty() {
            e.push("property_mode", format!("请至少填写一项悬赏：财产线索或者行踪线索{}", cited("BN-4")));
        }
        match (party, case_no, filed_on, owed, unpaid) {
            (Some(party), Some(case_no), Some(filed_on), Some(owed), Some(unpaid)) if e.is_empty() => {
                Ok(SubjectInput {
                    party,
                    name: self.name.clone(),
                    county: self.county.clone(),
                    town: self.town.clone(),
                    case_no,
                    filed_on,
                    basis_no: self.basis_no.clone(),
                    basis_unit: self.basis_unit.clone(),
                    owed,
                    unpaid,
                    wanted: self.wanted.clone(),
                    property,
                    whereabouts,
                    urgent: self.urgent,
                })
            }
            _ => Err(e),
        }
    }

    fn party(&self, e: &mut Errors, at: SubjectContext) -> Option<PartyInput> {
        party(
            e,
            &self.party,
            &self.id_no,
            &self.legal_rep,
            PartyContext { today: at.today, keep: at.has_id, rule: "DJ-4" },
        )
    }

    /// 6.1: nothing finer than a township.
    fn place(&self, e: &mut Errors) {
        required(e, "county", &self.county, 30, "请填写县区");
        limit(e, "town", &self.town, 20);
        if self.town.chars().any(|c| c.is_numeric())
            || ["村", "组", "号", "栋", "室"].iter().any(|w| self.town.ends_with(w))
        {
            e.push("town", "住址只写到乡镇或者街道");
        }
    }

    fn sums(&self, e: &mut Errors) -> (Option<Fen>, Option<Fen>) {
        let owed = money(e, "owed", "应履行金额", &self.owed);
        let unpaid = money(e, "unpaid", "未履行金额", &self.unpaid);
        if let (Some(Fen(owed)), Some(Fen(unpaid))) = (owed, unpaid)
            && unpaid > owed
        {
            e.push("unpaid", "未履行金额不能大于应履行金额");
        }
        (owed, unpaid)
    }
}

/// `what` names the sum, because the summary stands far from the field.
pub(super) fn money(e: &mut Errors, field: &'static str, what: &str, text: &str) -> Option<Fen> {
    match Fen::parse(text) {
        Ok(Fen(sum)) if sum > 0 => Some(Fen(sum)),
        _ => {
            e.push(field, format!("请填写{what}，例如 50000 元或者 5 万元"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> SubjectContext {
        SubjectContext { today: LegalDate::parse("2025-12-01").expect("a date"), has_id: false }
    }

    fn filled() -> SubjectForm {
        SubjectForm {
            party: "person".into(),
            name: "李某明".into(),
            id_no: "11010519491231002X".into(),
            county: "示例县".into(),
            town: "城关镇".into(),
            case_no: "（2025）湘1199执12号".into(),
            filed_on: "2025-06-05".into(),
            basis_no: "（2024）湘1199民初88号民事判决书".into(),
            basis_unit: "示例县人民法院".into(),
            owed: "50万元".into(),
            unpaid: "30万元".into(),
            wanted: "名下车辆现在停在哪里".into(),
            property: RewardForm { mode: "percent".into(), percent: "5".into(), ..RewardForm::default() },
            ..SubjectForm::default()
        }
    }

    #[test]
    fn dj_4_minors_are_refused() {
        assert!(filled().check(at()).is_ok());
        // born 2010-01-01, valid check digit
        let digits = "43112720100101001";
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = digits.chars().zip(weights).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
        let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
        let form = SubjectForm { id_no: format!("{digits}{check}"), ..filled() };
        let errors = form.check(at()).err().expect("refused");
        assert!(errors.get("id_no").is_some_and(|m| m.contains("DJ-4")));
    }

    #[test]
    fn an_empty_number_keeps_the_stored_one_only_if_there_is_one() {
        let form = SubjectForm { id_no: String::new(), ..filled() };
        assert!(form.check(at()).is_err());
        assert!(form.check(SubjectContext { has_id: true, ..at() }).is_ok());
    }

    #[test]
    fn places_stop_at_the_township() {
        for town in ["新田村", "城关镇8号", "3栋"] {
            let form = SubjectForm { town: town.into(), ..filled() };
            assert!(form.check(at()).err().is_some_and(|e| e.get("town").is_some()), "{town}");
        }
    }

    #[test]
    fn bn_4_a_reward_is_named() {
        let form = SubjectForm { property: RewardForm::default(), ..filled() };
        assert!(form.check(at()).err().is_some_and(|e| e.get("property_mode").is_some()));
    }

    #[test]
    fn a_missing_sum_says_which_one() {
        let form = SubjectForm { owed: String::new(), unpaid: "很多".into(), ..filled() };
        let errors = form.check(at()).err().expect("refused");
        assert_eq!(errors.get("owed"), Some("请填写应履行金额，例如 50000 元或者 5 万元"));
        assert_eq!(errors.get("unpaid"), Some("请填写未履行金额，例如 50000 元或者 5 万元"));
    }

    #[test]
    fn debug_shows_no_number() {
        assert!(!format!("{:?}", filled()).contains("1949"));
    }
}
