//! `coded!`: a closed set that is stored by a code, said in Chinese, and sent in JSON by its code.

/// Declares an enum with `ALL`, `code()`, `parse()` and `zh()`; serde uses the code.
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $zh:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every member, in the order the law or the form gives them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored form; never changes once data exists.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The member with this code.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// The words a reader sees.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    coded! {
        pub enum Fruit {
            Pear = "pear", "梨";
            Plum = "plum", "李";
        }
    }

    #[test]
    fn every_code_reads_back() {
        for &fruit in Fruit::ALL {
            assert_eq!(Fruit::parse(fruit.code()), Some(fruit));
            assert!(!fruit.zh().is_empty());
        }
        assert_eq!(Fruit::parse("李"), None);
    }

    /// Codes are data on disk: each set keeps its own apart, in characters that need no escaping.
    macro_rules! check_sets {
        ($($set:path),+ $(,)?) => {
            $({
                let codes: Vec<&str> = <$set>::ALL.iter().map(|member| member.code()).collect();
                let mut unique = codes.clone();
                unique.sort();
                unique.dedup();
                assert_eq!(unique.len(), codes.len(), stringify!($set));
                for (member, code) in <$set>::ALL.iter().zip(&codes) {
                    assert_eq!(<$set>::parse(code), Some(*member), stringify!($set));
                    let plain = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
                    assert!(plain && !code.is_empty(), stringify!($set));
                }
                assert_eq!(<$set>::parse(""), None);
            })+
        };
    }

    #[test]
    fn every_stored_set_reads_its_codes_back() {
        use crate::domain::*;
        check_sets![
            audit::EventKind,
            bounty::ApplicationState,
            campaign::CampaignState,
            claim::ClaimState,
            claim::DeferReason,
            claim::EscrowReason,
            claim::Payee,
            deadline::DayKind,
            deadline::Duty,
            edition::EditionState,
            figure::Unit,
            figure::Precision,
            id::Sex,
            id::IdType,
            list::ListKind,
            list::Ground,
            list::Trigger,
            list::InitiatedBy,
            list::Capacity,
            list::LiftReason,
            list::EntryState,
            list::Item,
            list::import::Column,
            list::import::RowState,
            list::import::ImportState,
            list::import::ExportReason,
            list::Portal,
            list::Question,
            list::Step,
            notice::BountyKind,
            notice::SubjectState,
            notice::EndReason,
            notice::PublicState,
            objection::Reason,
            objection::ObjectionState,
            outcome::OutcomeKind,
            outcome::Stage,
            placement::Channel,
            reward::Exclusion,
            reward::PaymentSource,
            reward::PayoutState,
            scan::HitKind,
            staff::Role,
            staff::Action,
            tip::TipKind,
            tip::Lane,
            tip::Medium,
            tip::AssetKind,
            tip::TipState,
            tip::Finding,
            tip::Measure,
            tip::PublicStatus,
            warning::WarningKind,
            warning::WarningState,
        ];
    }
}
