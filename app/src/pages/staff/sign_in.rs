//! The door of the back office. It says the same whatever was wrong.
use leptos::prelude::*;

use crate::components::form::{Field, error_summary, hidden, post_form, submit};
use crate::components::info_box;
use crate::form::{Errors, login::SignInForm};
use crate::pages::{Page, Section, Shell};

/// Sign-in form; `note` says why one landed here (signed out, session ended), empty hides it.
pub fn sign_in(form: &SignInForm, errors: &Errors, note: &str) -> Page {
    let (login, next) = (form.login.clone(), form.next.clone());
    let (note, any) = (note.to_owned(), !errors.is_empty());
    let errors = errors.clone();
    Page::new("登录后台", Section::Other, move || {
        view! {
            <div class="desk desk--narrow">
                {error_summary(&errors)}
                <h1>"登录后台"</h1>
                {(!note.is_empty()).then(|| info_box(note))}
                {post_form("/staff/sign-in", view! {
                    {hidden("next", &next)}
                    {Field::text("login", "账号").value(&login).autocomplete("username").errors(&errors).view()}
                    {Field::password("password", "密码").autocomplete("current-password").errors(&errors).view()}
                    {Field::text("code", "动态码").optional().narrow().inputmode("numeric").autocomplete("one-time-code")
                        .hint("已开启动态码的账号填写手机上显示的 6 位数字").errors(&errors).view()}
                    {submit("登录")}
                }.into_any())}
                <p class="meta">"离开 15 分钟自动退出，一次登录最长 8 小时。同一账号只能在一处登录。"</p>
            </div>
        }
    })
    .noindex()
    .shell(Shell::Staff)
    .errors(any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::login::SIGN_IN_FAILED;

    #[test]
    fn the_password_never_comes_back() {
        let form = SignInForm {
            login: "zhang".into(),
            password: "S3cret-words".into(),
            code: "123456".into(),
            next: "/staff".into(),
        };
        let mut errors = Errors::default();
        errors.push("login", SIGN_IN_FAILED);
        let page = sign_in(&form, &errors, "");
        assert!(page.body.contains("zhang") && !page.body.contains("S3cret-words") && !page.body.contains("123456"));
        assert!(page.title.starts_with("有错误："));
    }
}
