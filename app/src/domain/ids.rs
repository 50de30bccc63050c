//! Keys of records: one type a noun, so that one can never stand for another.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }
            pub const fn uuid(self) -> Uuid {
                self.0
            }
            /// Reads the hyphenated form and no other, so that one record has one address.
            pub fn parse(text: &str) -> Option<Self> {
                let id = Uuid::try_parse(text).ok()?;
                (id.to_string() == text).then_some(Self(id))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id! {
    /// A court, the tenant of every record.
    CourtId
    StaffId
    CaseId
    /// A bounty issue (第N期).
    IssueId
    /// A person or unit sought in an issue.
    SubjectId
    TipId
    OutcomeId
    CampaignId
    FigureId
    ClaimId
    ArticleId
    /// An entry of one of the two lists.
    EntryId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_only_their_own_form() {
        let id = TipId::from_uuid(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00ff));
        assert_eq!(TipId::parse(&id.to_string()), Some(id));
        assert_eq!(TipId::parse(&id.to_string().to_uppercase()), None);
        assert_eq!(TipId::parse(&id.uuid().simple().to_string()), None);
        assert_eq!(TipId::parse("1"), None);
    }
}
