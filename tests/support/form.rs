//! Filling in a form as it stands in the HTML: hidden fields, defaults and the pressed button go along, as a browser does it.
use scraper::{ElementRef, Html};

use crate::html::{selector, squeeze, words};

/// A file to attach.
#[derive(Debug, Clone)]
pub struct File {
    /// Name or label of the file input.
    pub field: String,
    /// File name as the phone sends it.
    pub name: String,
    /// MIME type as the phone sends it.
    pub mime: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What a press of the button would send.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    /// Where to; empty means the page's own address.
    pub action: String,
    /// POST, else GET.
    pub post: bool,
    /// `multipart/form-data`, else urlencoded.
    pub multipart: bool,
    /// Fields in document order.
    pub fields: Vec<(String, String)>,
    /// Name of each file input, for empty parts.
    pub file_inputs: Vec<String>,
}

/// Finds the form by CSS selector (begins with `form`, `.`, `#` or `[`) or by its button's words, and fills it.
/// A field is named by its `name` or by the words of its label; a choice by its value or its label.
pub fn fill(body: &str, which: &str, values: &[(&str, &str)]) -> Result<Filled, String> {
    let html = Html::parse_document(body);
    let (form, button) = find(&html, which)?;
    let mut filled = defaults(&html, form);
    if let Some(button) = button {
        press(button, &mut filled);
    }
    let mut fresh: Vec<String> = Vec::new();
    for (key, value) in values {
        set(&html, form, &mut filled, &mut fresh, key, value)?;
    }
    Ok(filled)
}

/// The value a field shows now: for "what was typed stays".
pub fn shown(body: &str, key: &str) -> Option<String> {
    let html = Html::parse_document(body);
    let forms: Vec<ElementRef<'_>> = html.select(&selector("form")).collect();
    forms.into_iter().find_map(|form| {
        let name = name_of(&html, form, key)?;
        defaults(&html, form).fields.into_iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    })
}

fn find<'a>(html: &'a Html, which: &str) -> Result<(ElementRef<'a>, Option<ElementRef<'a>>), String> {
    if which.starts_with("form") || which.starts_with(['.', '#', '[']) {
        let form = html.select(&selector(which)).next().ok_or_else(|| format!("no form {which}"))?;
        let submit = "button:not([type=button]):not([type=reset]), input[type=submit]";
        return Ok((form, form.select(&selector(submit)).next()));
    }
    let wanted = squeeze(which);
    let buttons = selector("button:not([type=button]):not([type=reset]), input[type=submit]");
    let label = |b: &ElementRef<'_>| {
        squeeze(b.value().attr("value").filter(|_| b.value().name() == "input").unwrap_or(&words(*b)))
    };
    let button = html
        .select(&buttons)
        .find(|b| label(b) == wanted)
        .or_else(|| html.select(&buttons).find(|b| label(b).contains(&wanted)))
        .ok_or_else(|| {
            let all: Vec<String> = html.select(&buttons).map(|b| label(&b)).collect();
            format!("no button 「{which}」; there are {all:?}")
        })?;
    let form = match button.value().attr("form") {
        Some(id) => html.select(&selector(&format!("form#{id}"))).next(),
        None => button.ancestors().filter_map(ElementRef::wrap).find(|e| e.value().name() == "form"),
    };
    Ok((form.ok_or_else(|| format!("button 「{which}」 is in no form"))?, Some(button)))
}

fn press(button: ElementRef<'_>, filled: &mut Filled) {
    let attr = |name| button.value().attr(name);
    if let Some(action) = attr("formaction") {
        filled.action = action.to_owned();
    }
    if let Some(name) = attr("name") {
        filled.fields.push((name.to_owned(), attr("value").unwrap_or_default().to_owned()));
    }
}

fn defaults(html: &Html, form: ElementRef<'_>) -> Filled {
    let attr = |name: &str| form.value().attr(name).unwrap_or_default();
    let mut filled = Filled {
        action: attr("action").to_owned(),
        post: attr("method").eq_ignore_ascii_case("post"),
        multipart: attr("enctype") == "multipart/form-data",
        ..Filled::default()
    };
    for control in controls(html, form) {
        let Some(name) = control.value().attr("name") else {
            continue;
        };
        if control.value().attr("disabled").is_some() {
            continue;
        }
        match kind(control) {
            "file" => filled.file_inputs.push(name.to_owned()),
            "submit" | "button" | "reset" | "image" => {}
            "radio" | "checkbox" if control.value().attr("checked").is_none() => {}
            _ => filled.fields.extend(value_of(control).map(|value| (name.to_owned(), value))),
        }
    }
    filled
}

/// The form's controls, those outside it that point to it by `form=` included.
fn controls<'a>(html: &'a Html, form: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let mut all: Vec<_> =
        form.select(&selector("input, select, textarea")).filter(|c| c.value().attr("form").is_none()).collect();
    if let Some(id) = form.value().id() {
        all.extend(html.select(&selector(&format!("[form=\"{id}\"]"))).filter(|c| c.value().name() != "button"));
    }
    all
}

fn kind(control: ElementRef<'_>) -> &str {
    match control.value().name() {
        "input" => control.value().attr("type").unwrap_or("text"),
        "select" => "select",
        _ => "textarea",
    }
}

fn value_of(control: ElementRef<'_>) -> Option<String> {
    match kind(control) {
        "select" => {
            let chosen = control.select(&selector("option[selected]")).next();
            let option = chosen.or_else(|| control.select(&selector("option")).next())?;
            Some(option_value(option))
        }
        "textarea" => {
            let text: String = control.text().collect();
            Some(text)
        }
        "radio" | "checkbox" => Some(control.value().attr("value").unwrap_or("on").to_owned()),
        _ => Some(control.value().attr("value").unwrap_or_default().to_owned()),
    }
}

fn option_value(option: ElementRef<'_>) -> String {
    option.value().attr("value").map_or_else(|| option.text().collect::<String>().trim().to_owned(), str::to_owned)
}

/// The label's words of a control: `<label for>`, else the label around it.
fn label_of(html: &Html, control: ElementRef<'_>) -> String {
    let by_id = control.value().id().and_then(|id| html.select(&selector(&format!("label[for=\"{id}\"]"))).next());
    let around = || control.ancestors().filter_map(ElementRef::wrap).find(|e| e.value().name() == "label");
    by_id.or_else(around).map(|label| squeeze(&words(label))).unwrap_or_default()
}

/// The `name` that `key` means: a name itself, or the label of a control, or the legend of a group.
fn name_of(html: &Html, form: ElementRef<'_>, key: &str) -> Option<String> {
    let all = controls(html, form);
    let name = |c: &ElementRef<'_>| c.value().attr("name").map(str::to_owned);
    if all.iter().any(|c| c.value().attr("name") == Some(key)) {
        return Some(key.to_owned());
    }
    let wanted = squeeze(key);
    let exact = all.iter().find(|c| label_of(html, **c) == wanted);
    let part = || all.iter().find(|c| label_of(html, **c).contains(&wanted));
    let legend = || {
        let group = form
            .select(&selector("fieldset"))
            .find(|f| f.select(&selector("legend")).next().is_some_and(|l| squeeze(&words(l)).contains(&wanted)))?;
        group.select(&selector("input, select, textarea")).next()
    };
    exact.or_else(part).and_then(name).or_else(|| legend().as_ref().and_then(name))
}

fn set(
    html: &Html,
    form: ElementRef<'_>,
    filled: &mut Filled,
    fresh: &mut Vec<String>,
    key: &str,
    value: &str,
) -> Result<(), String> {
    let name = name_of(html, form, key).ok_or_else(|| {
        let known: Vec<String> = controls(html, form)
            .iter()
            .map(|c| format!("{}「{}」", c.value().attr("name").unwrap_or("-"), label_of(html, *c)))
            .collect();
        format!("no field 「{key}」 in the form; there are {}", known.join(", "))
    })?;
    let same: Vec<_> = controls(html, form).into_iter().filter(|c| c.value().attr("name") == Some(&name)).collect();
    let value = choice(html, &same, value)?;
    // The first mention replaces what the page had; a second one adds (check boxes).
    if !fresh.contains(&name) {
        filled.fields.retain(|(field, _)| *field != name);
        fresh.push(name.clone());
    }
    if let Some(value) = value {
        filled.fields.push((name, value));
    }
    Ok(())
}

/// Translates a label into the value that choosing it sends; an empty choice of a check box means unchecked.
fn choice(html: &Html, same: &[ElementRef<'_>], value: &str) -> Result<Option<String>, String> {
    let wanted = squeeze(value);
    let Some(first) = same.first() else {
        return Ok(Some(value.to_owned()));
    };
    match kind(*first) {
        "radio" | "checkbox" if value.is_empty() => Ok(None),
        "radio" | "checkbox" => {
            let by_value = same.iter().find(|c| value_of(**c).as_deref() == Some(value));
            let by_label = || same.iter().find(|c| label_of(html, **c).contains(&wanted));
            let found =
                by_value.or_else(by_label).or_else(|| same.first().filter(|_| same.len() == 1 && value == "on"));
            found.map(|c| value_of(*c)).ok_or_else(|| {
                let all: Vec<String> = same.iter().map(|c| label_of(html, *c)).collect();
                format!("no choice 「{value}」; there are {all:?}")
            })
        }
        "select" => {
            let css = selector("option");
            let options = || same.iter().flat_map(|s| s.select(&css));
            let by_value = options().find(|o| option_value(*o) == value);
            let found = by_value.or_else(|| options().find(|o| squeeze(&words(*o)).contains(&wanted)));
            found.map(|o| Some(option_value(o))).ok_or_else(|| format!("no option 「{value}」"))
        }
        _ => Ok(Some(value.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form method="post" action="/tips/new/what"><input type="hidden" name="v" value="7">
        <fieldset><legend>类型</legend><label><input type="radio" name="kind" value="move">行踪</label>
        <label><input type="radio" name="kind" value="car" checked>车辆</label></fieldset>
        <label for="what">您了解到什么情况？</label><textarea id="what" name="what">
南门</textarea><select name="town"><option value="">不清楚</option><option value="t1" selected>舂陵镇</option></select>
        <label><input type="checkbox" name="agree">同意</label><button name="go" value="next">继续</button><button name="go" value="back">返回</button></form>"#;

    fn pairs(filled: &Filled) -> Vec<(&str, &str)> {
        filled.fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
    }

    #[test]
    fn a_form_is_sent_as_a_browser_would() {
        let filled = fill(PAGE, "继续", &[]).unwrap();
        assert_eq!((filled.action.as_str(), filled.post, filled.multipart), ("/tips/new/what", true, false));
        assert_eq!(pairs(&filled), [("v", "7"), ("kind", "car"), ("what", "南门"), ("town", "t1"), ("go", "next")]);
    }

    #[test]
    fn fields_and_choices_go_by_their_labels() {
        let filled =
            fill(PAGE, "返回", &[("类型", "行踪"), ("您了解到", "看见了"), ("town", "不清楚"), ("同意", "on")])
                .unwrap();
        assert_eq!(
            pairs(&filled),
            [("v", "7"), ("go", "back"), ("kind", "move"), ("what", "看见了"), ("town", ""), ("agree", "on")]
        );
        assert_eq!(shown(PAGE, "what").as_deref(), Some("南门"));
    }

    #[test]
    fn an_unknown_field_names_those_there_are() {
        let error = fill(PAGE, "继续", &[("电话", "1")]).unwrap_err();
        assert!(error.contains("what「您了解到什么情况？」"), "{error}");
    }
}
