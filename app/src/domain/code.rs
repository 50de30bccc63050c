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
}
