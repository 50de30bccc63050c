//! Inline icons on a 16 grid, drawn in the colour of the text and never without a word beside them.
use leptos::prelude::*;

/// The whole set; a new icon is a decision of the design language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Dot,
    Clock,
    Check,
    Minus,
    Warning,
    Info,
    Shield,
    Camera,
    Lock,
    Search,
    Filter,
    Print,
    Copy,
    Phone,
    Pin,
    Menu,
    ArrowLeft,
    Exit,
}

impl Icon {
    const fn paths(self) -> &'static str {
        match self {
            Self::Dot => r#"<circle cx="8" cy="8" r="3" fill="currentColor"/>"#,
            Self::Clock => r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>"#,
            Self::Check => r#"<path d="M3 8.5l3.5 3.5L13 4.5"/>"#,
            Self::Minus => r#"<path d="M3 8h10"/>"#,
            Self::Warning => r#"<path d="M8 2L1.5 14h13zM8 6.5v3.5M8 12v.5"/>"#,
            Self::Info => r#"<circle cx="8" cy="8" r="6.5"/><path d="M8 7.5V11M8 4.8v.4"/>"#,
            Self::Shield => r#"<path d="M8 1.5l5.5 2V8c0 3-2.2 5.3-5.5 6.500C4.7 13.3 2.5 11 2.5 8V3.500z"/>"#,
            Self::Camera => r#"<path d="M1.5 4.500H5l1-2h4l1 2h3.500v9h-13z"/><circle cx="8" cy="8.5" r="2.5"/>"#,
            Self::Lock => r#"<path d="M3 7.500h10V14H3zM5 7.500V5a3 3 0 016 0v2.5"/>"#,
            Self::Search => r#"<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.500L14 14"/>"#,
            Self::Filter => r#"<path d="M2 4h12M4.5 8h7M6.5 12h3"/>"#,
            Self::Print => r#"<path d="M4 6V2h8v4M4 11.500H2V6h12v5.500h-2M4 9.500h8V14H4z"/>"#,
            Self::Copy => r#"<path d="M5.5 5.500H14V14H5.500zM2 10.500V2h8.5"/>"#,
            Self::Phone => r#"<path d="M3 2h3l1 3.5-1.5 1c.7 1.8 2 3.2 4 4l1-1.500L14 10v3c-6 1-12-5-11-11z"/>"#,
            Self::Pin => {
                r#"<path d="M8 14.500S3 10 3 6.500a5 5 0 0110 0C13 10 8 14.5 8 14.500z"/><circle cx="8" cy="6.5" r="1.5"/>"#
            }
            Self::Menu => r#"<path d="M2 4h12M2 8h12M2 12h12"/>"#,
            Self::ArrowLeft => r#"<path d="M14 8H3M7.5 3L2.5 8l5 5"/>"#,
            Self::Exit => r#"<path d="M6 2H2.500v12H6M6.5 8H14M10.5 4.500L14 8l-3.5 3.5"/>"#,
        }
    }
}

/// The icon, hidden from assistive technology: the word beside it says the same. Size and strokes stand in the markup
/// too, so that it looks the same where the stylesheet does not arrive.
pub fn icon(which: Icon) -> AnyView {
    view! {
        <svg class="i" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2"
            aria-hidden="true" inner_html=which.paths()></svg>
    }
    .into_any()
}
