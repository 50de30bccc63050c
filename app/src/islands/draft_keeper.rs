//! Beside a long text: how it will look, and a draft that saves itself. The form is complete without it.
use leptos::prelude::*;

/// Shows the Markdown field `field` (element id) as `preview` renders it, and with `keeps` saves the form around it by
/// its own address once the writer pauses. Where nothing could be saved, it says so and the button remains.
#[island]
pub fn DraftKeeper(field: String, preview: String, keeps: bool) -> impl IntoView {
    let state = RwSignal::new(String::new());
    let shown = RwSignal::new(String::new());
    #[cfg(feature = "browser")]
    browser::keep(&field, preview, keeps, state, shown);
    #[cfg(not(feature = "browser"))]
    let _ = (&field, preview, keeps);
    view! {
        <p class="draft__state meta" role="status">{move || state.get()}</p>
        <section class="draft__preview" hidden=move || shown.get().is_empty() aria-label="预览">
            <p class="meta">"预览"</p>
            <div class="prose" inner_html=move || shown.get()></div>
        </section>
    }
}

#[cfg(feature = "browser")]
mod browser {
    use std::{cell::Cell, rc::Rc, time::Duration};

    use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};

    /// A writer who stops this long wants to look; this long, to think.
    const LOOK: Duration = Duration::from_millis(600);
    const THINK: Duration = Duration::from_secs(5);

    type Timer = Rc<Cell<Option<TimeoutHandle>>>;

    pub fn keep(field: &str, preview: String, keeps: bool, state: RwSignal<String>, shown: RwSignal<String>) {
        let area = document().get_element_by_id(field);
        let Some(area) = area.and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) else { return };
        let Some(form) = area.form() else { return };
        let look = {
            let area = area.clone();
            let form = form.clone();
            move || {
                let (text, form, url) = (area.value(), form.clone(), preview.clone());
                spawn_local(async move {
                    if let Some(html) = rendered(&form, &url, &text).await {
                        shown.set(html);
                    }
                });
            }
        };
        let save = {
            let form = form.clone();
            move || {
                let form = form.clone();
                spawn_local(async move { state.set(saved(&form).await) });
            }
        };
        if !area.value().is_empty() {
            look();
        }
        let (looks, thinks) = (Timer::default(), Timer::default());
        {
            let thinks = thinks.clone();
            on(&form, "submit", move || stop(&thinks));
        }
        on(&form, "input", move || {
            again(&looks, LOOK, look.clone());
            if keeps {
                state.set("未保存".to_owned());
                again(&thinks, THINK, save.clone());
            }
        });
    }

    fn on(form: &web_sys::HtmlFormElement, event: &str, act: impl FnMut() + 'static) {
        let listener = Closure::<dyn FnMut()>::new(act);
        let _ = form.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        // the form lives as long as the page
        listener.forget();
    }

    fn stop(timer: &Timer) {
        if let Some(waiting) = timer.take() {
            waiting.clear();
        }
    }

    fn again(timer: &Timer, pause: Duration, act: impl Fn() + 'static) {
        stop(timer);
        timer.set(set_timeout_with_handle(act, pause).ok());
    }

    async fn rendered(form: &web_sys::HtmlFormElement, url: &str, text: &str) -> Option<String> {
        let fields = web_sys::UrlSearchParams::new().ok()?;
        fields.append("csrf", &value(form, "csrf")?);
        fields.append("text", text);
        let answer = post(url, &fields).await?;
        if answer.ok() { body(&answer).await } else { None }
    }

    /// What to tell the writer.
    async fn saved(form: &web_sys::HtmlFormElement) -> String {
        let failed = || "没有存上，请点“保存草稿”再试".to_owned();
        let fields = web_sys::FormData::new_with_form(form).ok();
        let fields = fields.and_then(|all| web_sys::UrlSearchParams::new_with_str_sequence_sequence(&all).ok());
        let action = form.get_attribute("action").unwrap_or_default();
        let (Some(fields), Some(url)) = (fields, action.split('#').next()) else { return failed() };
        fields.append("autosave", "1");
        let Some(answer) = post(url, &fields).await else { return failed() };
        match answer.status() {
            200 => {}
            409 => return "同事刚刚改过这份草稿，您写的还没有保存。请点“保存草稿”比较两份内容".to_owned(),
            422 => return "未保存：有一处填写还不能保存，请点“保存草稿”查看".to_owned(),
            _ => return failed(),
        }
        let text = body(&answer).await.unwrap_or_default();
        let Some((version, at)) = text.trim().split_once(' ') else { return failed() };
        set_value(form, "version", version);
        format!("已保存 {at}")
    }

    /// `None` when there was no answer, or one from another page: the session has ended.
    async fn post(url: &str, fields: &web_sys::UrlSearchParams) -> Option<web_sys::Response> {
        let asked = web_sys::RequestInit::new();
        asked.set_method("POST");
        asked.set_body(fields);
        let answer = JsFuture::from(window().fetch_with_str_and_init(url, &asked)).await.ok()?;
        let answer: web_sys::Response = answer.dyn_into().ok()?;
        (!answer.redirected()).then_some(answer)
    }

    async fn body(answer: &web_sys::Response) -> Option<String> {
        JsFuture::from(answer.text().ok()?).await.ok().as_ref().and_then(JsValue::as_string)
    }

    fn input(form: &web_sys::HtmlFormElement, name: &str) -> Option<web_sys::HtmlInputElement> {
        form.query_selector(&format!("input[name={name}]")).ok()??.dyn_into().ok()
    }

    fn value(form: &web_sys::HtmlFormElement, name: &str) -> Option<String> {
        input(form, name).map(|field| field.value())
    }

    fn set_value(form: &web_sys::HtmlFormElement, name: &str, text: &str) {
        if let Some(field) = input(form, name) {
            field.set_value(text);
        }
    }
}
