//! Parts of forms: every one keeps what was typed, ties hint and message to its field, and needs no script.
//!
//! ```ignore
//! use crate::components::form::{Field, Radios, error_summary, post_form, submit};
//! let view = view! {
//!     {error_summary(&errors)}
//!     {post_form("/tips/new/what", view! {
//!         {Radios::new("kind", "线索是哪一类？").option("property", "房产、车辆等财产").chosen(&form.kind).errors(&errors).view()}
//!         {Field::area("what", "您了解到什么情况？").question().hint("时间、地点、看到了什么").value(&form.what).errors(&errors).view()}
//!         {submit("继续")}
//!     }.into_any())}
//! };
//! ```
mod button;
mod choice;
mod errors;
mod field;
mod select;
mod text_area;

pub use button::{button, hidden, post_form, submit, upload_form};
pub use choice::{Checkbox, Checks, Radios};
pub use errors::error_summary;
pub use field::Field;
pub use select::Select;
pub use text_area::TextArea;
