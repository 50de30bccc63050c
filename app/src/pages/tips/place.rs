//! Step 2: where and when. Every field may stay empty.
use leptos::prelude::*;

use super::parts::{line, step_head};
use crate::{
    components::form::{Checkbox, button, error_summary, post_form},
    domain::date::LegalDate,
    form::{Errors, tip, tip_where::WhereForm},
    pages::Page,
};

#[derive(Clone, Debug)]
pub struct PlaceView {
    pub form: WhereForm,
    pub errors: Errors,
    /// Examples of dates must be dates the form takes.
    pub today: LegalDate,
}

pub fn place(view: &PlaceView) -> Page {
    let PlaceView { form, errors, today } = view.clone();
    super::page(!errors.is_empty(), move || {
        let body = view! {
            {place_fields(&form, &errors)}
            {time_fields(&form, &errors, today)}
            {button("继续", "go", "next", "btn")}
        };
        view! {
            {error_summary(&errors)}
            {step_head(2, "/tips/new/what")}
            <h1>"在哪里、什么时候？"</h1>
            <p class="hint">"知道多少写多少，都可以不填"</p>
            {post_form("/tips/new/where", body.into_any())}
        }
    })
}

fn place_fields(form: &WhereForm, errors: &Errors) -> impl IntoView + use<> {
    let unknown = Checkbox::new("place_unknown", "地点我不清楚").checked(tip::ticked(&form.place_unknown));
    view! {
        <h2>"地点"</h2>
        {line("province", "省", &form.province).narrow().errors(errors).view()}
        {line("county", "县（市、区）", &form.county).narrow().errors(errors).view()}
        {line("town", "乡镇（街道）", &form.town).narrow().errors(errors).view()}
        {line("place", "具体位置", &form.place).hint("小区、楼栋、店名、路口都可以").errors(errors).view()}
        {unknown.view()}
    }
}

fn time_fields(form: &WhereForm, errors: &Errors, today: LegalDate) -> impl IntoView + use<> {
    let unknown = Checkbox::new("when_unknown", "时间我不清楚").checked(tip::ticked(&form.when_unknown));
    view! {
        <h2>"时间"</h2>
        {line("date", "看到的日期", &form.date).hint(&WhereForm::date_example(today)).narrow().errors(errors).view()}
        {line("period", "或者大概的时间", &form.period).hint("例如 上个月中旬，每天早上六点多").errors(errors).view()}
        {unknown.view()}
    }
}
