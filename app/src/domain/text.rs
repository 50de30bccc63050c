//! One normal form for what people type.
use unicode_normalization::UnicodeNormalization;

/// NFKC without any white space or signs that nobody sees: full-width digits, letters and brackets become ASCII.
pub fn compact(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !is_unseen(*c)).collect()
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A Chinese character of the basic block, extension A, or the supplementary planes (rare names).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// `12345` → `12,345`.
pub fn group_thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_spaces_disappear() {
        assert_eq!(compact(" （２０２５）湘 1127执1号\u{3000}"), "(2025)湘1127执1号");
        assert_eq!(compact("钟\u{200b}离\u{feff}砚"), "钟离砚");
    }

    #[test]
    fn thousands_are_grouped() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (n, text) in cases {
            assert_eq!(group_thousands(n), text);
        }
    }

    #[test]
    fn rare_characters_are_han() {
        assert!(is_han('㛃') && is_han('𠮷') && is_han('某') && !is_han('·') && !is_han('A'));
    }
}
