//! Signing in, the second factor and the change of a password (SE-2).
use super::{Errors, fields::Fields};

/// Shortest password, in characters (SE-2).
pub const PASSWORD_MIN: usize = 10;
/// Longest password taken, in bytes: hashing must not become a lever against the server.
pub const PASSWORD_MAX: usize = 256;

/// One sentence for every failed sign-in, so that it tells nobody which part was wrong.
pub const SIGN_IN_FAILED: &str = "账号、密码或动态码不对，或者账号已暂时锁定。连续 5 次不对会锁定 15 分钟";

/// What is asked at the door. The password is never printed and never sent back.
#[derive(Clone, Default)]
pub struct SignInForm {
    pub login: String,
    pub password: String,
    /// Six digits of the authenticator, empty for accounts without one.
    pub code: String,
    /// Where to go afterwards: a path of the back office only.
    pub next: String,
}

impl SignInForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            login: fields.text("login"),
            password: fields.raw("password").to_string(),
            code: digits(fields.raw("code")),
            next: safe_next(fields.raw("next")),
        }
    }

    /// Only what is plainly missing; whether it is right is one uniform answer later.
    pub fn check(&self) -> Result<(), Errors> {
        let mut errors = Errors::default();
        if self.login.is_empty() || self.login.len() > 64 {
            errors.push("login", "请输入账号");
        }
        if self.password.is_empty() || self.password.len() > PASSWORD_MAX {
            errors.push("password", "请输入密码");
        }
        errors.or(())
    }
}

/// A change of the password.
#[derive(Clone, Default)]
pub struct PasswordForm {
    pub old: String,
    pub new: String,
    pub again: String,
}

impl PasswordForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            old: fields.raw("old").to_string(),
            new: fields.raw("new").to_string(),
            again: fields.raw("again").to_string(),
        }
    }

    /// SE-2: length, three of four kinds of characters, not the login, not a common one.
    pub fn check(&self, login: &str) -> Result<(), Errors> {
        let mut errors = Errors::default();
        if self.old.is_empty() || self.old.len() > PASSWORD_MAX {
            errors.push("old", "请输入现在的密码");
        }
        if let Err(message) = password_rule(&self.new, login) {
            errors.push("new", message);
        } else if self.new == self.old {
            errors.push("new", "新密码不能与现在的密码相同");
        }
        if self.new != self.again {
            errors.push("again", "两次输入的新密码不一样，请再输入一次");
        }
        errors.or(())
    }
}

/// SE-2, in words that say how to fix it.
pub fn password_rule(password: &str, login: &str) -> Result<(), &'static str> {
    if password.chars().count() < PASSWORD_MIN {
        return Err("新密码至少 10 个字符");
    }
    if password.len() > PASSWORD_MAX {
        return Err("新密码太长，请控制在 80 个字符以内");
    }
    if kinds(password) < 3 {
        return Err("请在大写字母、小写字母、数字、符号中至少使用三种");
    }
    let lower = password.to_lowercase();
    if !login.is_empty() && lower.contains(&login.to_lowercase()) {
        return Err("新密码不能包含账号");
    }
    if COMMON.iter().any(|common| lower.contains(common)) {
        return Err("新密码太常见，请换一个");
    }
    Ok(())
}

const COMMON: [&str; 10] =
    ["password", "passw0rd", "p@ssw0rd", "p@ssword", "qwerty", "1q2w3e", "123456", "abc123", "iloveyou", "admin@"];

fn kinds(password: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    has(|c| c.is_ascii_uppercase())
        + has(|c| c.is_ascii_lowercase())
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_ascii_alphanumeric())
}

/// Digits only, full-width ones included; anything else in a code is a slip of the thumb.
pub fn digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
            _ => None,
        })
        .take(12)
        .collect()
}

/// A path inside the back office, or its home: never another site, never a line break.
pub fn safe_next(next: &str) -> String {
    let inside = next == "/staff" || next.starts_with("/staff/") || next.starts_with("/staff?");
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\' && b != b'"');
    if inside && plain && next.len() < 300 && !next.starts_with("/staff/sign-") {
        next.to_string()
    } else {
        "/staff".to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn se_2_password_rule() {
        assert!(password_rule("Shili-2025-zx", "zhang").is_ok());
        assert!(password_rule("Ab1!", "zhang").is_err());
        assert!(password_rule("abcdefghijk1", "zhang").is_err());
        assert!(password_rule("Zhang-Li-2025", "zhang").is_err());
        assert!(password_rule("Passw0rd-2025", "li").is_err());
    }

    #[test]
    fn next_stays_inside_the_back_office() {
        assert_eq!(safe_next("/staff/tips?tab=mine"), "/staff/tips?tab=mine");
        for outside in
            ["//evil.example", "/\\evil", "https://evil.example", "/", "/staffx", "/staff/sign-out", "/staff/\r\nX: y"]
        {
            assert_eq!(safe_next(outside), "/staff", "{outside}");
        }
    }

    #[test]
    fn codes_are_read_in_any_width() {
        assert_eq!(digits("１23 456"), "123456");
    }

    #[test]
    fn a_new_password_is_typed_twice_and_differs() {
        let form =
            PasswordForm { old: "Shili-2025-zx".into(), new: "Shili-2025-zx".into(), again: "Shili-2025".into() };
        let errors = form.check("li").unwrap_err();
        assert!(errors.get("new").is_some() && errors.get("again").is_some());
    }
}
