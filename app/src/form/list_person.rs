//! One of the four kinds of persons of a restricted unit (RC-4).
use super::{
    Errors,
    fields::Fields,
    issue::required,
    party::{PartyContext, person},
};
use crate::domain::{date::LegalDate, id::ResidentId, list::Capacity};

/// As typed; the number is never sent back.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PersonForm {
    pub name: String,
    pub id_no: String,
    pub capacity: String,
    pub version: String,
}

impl std::fmt::Debug for PersonForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonForm(..)")
    }
}

/// The same, understood.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonInput {
    pub name: String,
    pub id: ResidentId,
    pub capacity: Capacity,
}

impl PersonForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            name: fields.text("name"),
            id_no: fields.text("id_no"),
            capacity: fields.text("capacity"),
            version: fields.text("version"),
        }
    }

    /// RC-9 holds for these persons, too: they are named in public.
    pub fn check(&self, today: LegalDate) -> Result<PersonInput, Errors> {
        let mut e = Errors::default();
        required(&mut e, "name", &self.name, 30, "请填写姓名");
        let id = person(&mut e, &self.id_no, PartyContext { today, keep: false, rule: "RC-9" });
        let capacity = Capacity::parse(&self.capacity);
        if capacity.is_none() {
            e.push("capacity", "请选择在单位的身份");
        }
        match (id, capacity) {
            (Some(id), Some(capacity)) if e.is_empty() => Ok(PersonInput { name: self.name.clone(), id, capacity }),
            _ => Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc_4_a_person_of_a_unit_has_a_name_a_number_and_a_capacity() {
        let today = LegalDate::parse("2025-12-15").expect("a date");
        let form = PersonForm {
            name: "端木澄".into(),
            id_no: "11010519491231002X".into(),
            capacity: "controller".into(),
            ..PersonForm::default()
        };
        assert!(form.check(today).ok().is_some_and(|p| p.capacity == Capacity::Controller));
        let errors = PersonForm::default().check(today).err().expect("refused");
        assert_eq!(errors.iter().map(|(f, _)| f).collect::<Vec<_>>(), ["name", "id_no", "capacity"]);
        assert_eq!(format!("{form:?}"), "PersonForm(..)");
    }
}
