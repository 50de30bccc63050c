//! What the tip forms share: cleaning what was typed, tolerant dates and phone numbers.
//! Nothing here tells the sender off; a form that is refused comes back as it was typed.
use super::Errors;
use crate::domain::date::LegalDate;

/// Trims, unifies line ends and drops control characters except line breaks.
pub fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// One line: as [`clean`], with line breaks turned into blanks.
pub fn line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// Full-width letters and digits (as Chinese keyboards type them) to ASCII.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// A date as people type it: `2025-11-02`, `2025/11/2`, `2025.11.2` or `2025年11月2日`.
pub fn date(text: &str) -> Option<LegalDate> {
    LegalDate::parse(&half_width(text)).ok()
}

/// A mainland mobile number: 11 digits beginning with 1, blanks, dashes and +86 allowed.
pub fn phone(text: &str) -> Option<String> {
    let digits: String = half_width(text).chars().filter(|c| c.is_ascii_digit()).collect();
    let digits = match digits.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => digits,
    };
    (digits.len() == 11 && digits.starts_with('1')).then_some(digits)
}

/// Refuses a text that is too long, naming its field: a summary of several such lines must tell them apart.
pub fn limit(field: &'static str, label: &str, text: &str, max: usize, errors: &mut Errors) {
    let count = text.chars().count();
    if count > max {
        errors.push(field, format!("{label}最多 {max} 个字，您写了 {count} 个，请写得简短些"));
    }
}

/// True for a ticked box or a pressed button's value.
pub fn ticked(value: &str) -> bool {
    value == "on"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_typed() {
        for typed in ["2025-11-02", "2025/11/2", "２０２５年１１月２日", " 2025.11.02 "] {
            assert_eq!(date(typed).map(|d| d.iso()).as_deref(), Some("2025-11-02"), "{typed}");
        }
        for wrong in ["", "11月2日", "2025-13-01", "2025-02-30", "20251102"] {
            assert!(date(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn phones_have_eleven_digits() {
        assert_eq!(phone("138 0013-8000").as_deref(), Some("13800138000"));
        assert_eq!(phone("+86 13800138000").as_deref(), Some("13800138000"));
        assert_eq!(phone("１３８００１３８０００").as_deref(), Some("13800138000"));
        assert!(phone("1380013800").is_none());
        assert!(phone("07461234567").is_none());
    }

    #[test]
    fn control_characters_go_line_breaks_stay() {
        assert_eq!(clean(" a\u{0}\r\nb\u{7} "), "a\nb");
        assert_eq!(line("a\r\nb"), "a b");
    }
}
