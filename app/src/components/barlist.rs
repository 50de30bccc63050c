//! A bar list is a real table: label, bar, number. Zero-based; the bar is an inline SVG, so it needs no style attribute.
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    /// Comparable value in one unit for all rows, for the length only
    pub value: i64,
    /// As printed, with its own unit where rows differ in precision: `1797万元`
    pub shown: String,
    /// At most one row, named in the caption
    pub highlight: bool,
}

#[derive(Clone, Debug)]
pub struct BarList {
    /// The finding: 为企业清收账款最多，1797万元
    pub caption: String,
    /// 单位：万元；数据截至…；来源：…
    pub note: String,
    pub bars: Vec<Bar>,
}

/// Longest bar takes 70 % of the cell; the rest is room for the number.
fn width(value: i64, max: i64) -> String {
    let tenths = if max <= 0 { 0 } else { value.clamp(0, max) * 700 / max };
    format!("{}.{}%", tenths / 10, tenths % 10)
}

pub fn bar_list(list: &BarList) -> AnyView {
    let max = list.bars.iter().map(|b| b.value).max().unwrap_or(0);
    let row = |bar: &Bar| {
        let class = bar.highlight.then_some("barlist__mark");
        view! {
            <tr class=class>
                <th scope="row">{bar.label.clone()}</th>
                <td>
                    <svg width=width(bar.value, max) height="16" aria-hidden="true"><rect width="100%" height="100%"/></svg>
                    <span class="num">{bar.shown.clone()}</span>
                </td>
            </tr>
        }
    };
    view! {
        <table class="barlist">
            <caption>{list.caption.clone()}<span class="meta">{list.note.clone()}</span></caption>
            <tbody>{list.bars.iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_zero_based_and_leave_room() {
        assert_eq!(width(41, 41), "70.0%");
        assert_eq!(width(0, 41), "0.0%");
        assert_eq!(width(1, 3), "23.3%");
        assert_eq!(width(5, 0), "0.0%");
    }
}
