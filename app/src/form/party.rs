//! Who a record is about: a person with a checked number, or a unit. The number goes in and never comes back.
use super::{Errors, issue::limit};
use crate::domain::{
    date::LegalDate,
    id::{Birth, ResidentId, Uscc},
    refusal::cited,
};

/// A person with a checked number, or a unit; `None` keeps the number already stored.
#[derive(Clone, PartialEq, Eq)]
pub enum PartyInput {
    Person { id: Option<ResidentId> },
    Unit { uscc: Option<Uscc>, legal_rep: String },
}

/// What the check must know beside the form.
#[derive(Clone, Copy)]
pub(super) struct PartyContext {
    pub today: LegalDate,
    /// An empty field keeps what is stored, or leaves a draft without a number.
    pub keep: bool,
    /// The rule that protects children here.
    pub rule: &'static str,
}

/// The kind comes from `party`, the number from `id_no`, a unit's head from `legal_rep`: also the names of the fields.
pub(super) fn party(e: &mut Errors, kind: &str, id_no: &str, legal_rep: &str, at: PartyContext) -> Option<PartyInput> {
    match kind {
        "person" if id_no.is_empty() && at.keep => Some(PartyInput::Person { id: None }),
        "person" => person(e, id_no, at).map(|id| PartyInput::Person { id: Some(id) }),
        "unit" => unit(e, id_no, legal_rep, at),
        _ => {
            e.push("party", "请选择自然人或者单位");
            None
        }
    }
}

/// DJ-4, RC-9: nobody under eighteen is named, and there is no way around it.
pub(super) fn person(e: &mut Errors, id_no: &str, at: PartyContext) -> Option<ResidentId> {
    match ResidentId::parse(id_no) {
        Ok(id) if id.clone().checked_on(at.today).is_ok() && !Birth::Day(id.birth()).is_adult_on(at.today) => {
            let words = "未满 18 周岁的人不得公开，请改用不公开的方式处理";
            e.push("id_no", format!("{words}{}", cited(at.rule)));
            None
        }
        Ok(id) if id.clone().checked_on(at.today).is_ok() => Some(id),
        _ => {
            e.push("id_no", "身份证号码应为 18 位，请核对出生日期和最后一位");
            None
        }
    }
}

fn unit(e: &mut Errors, id_no: &str, legal_rep: &str, at: PartyContext) -> Option<PartyInput> {
    limit(e, "legal_rep", legal_rep, 30);
    let uscc = match Uscc::parse(id_no) {
        _ if id_no.is_empty() && at.keep => None,
        Ok(code) => Some(code),
        Err(_) => {
            e.push("id_no", "统一社会信用代码应为 18 位，请核对最后一位");
            return None;
        }
    };
    Some(PartyInput::Unit { uscc, legal_rep: legal_rep.to_owned() })
}
