//! Median, minimum, maximum; and how a row is printed.

/// Five or more readings of one measure.
#[derive(Default)]
pub struct Readings(Vec<f64>);

impl Readings {
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The value below which this share of the readings lies.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }

    /// `0.94 (0.91..0.97)` with this many decimals.
    pub fn text(&self, decimals: usize) -> String {
        format!("{:.*} ({:.*}..{:.*})", decimals, self.median(), decimals, self.at(0.0), decimals, self.at(1.0))
    }
}

/// One line of the table.
pub fn row(goal: &str, measure: &str, figure: &str, beside: &str) {
    println!("{goal} | {measure} | {figure} | {beside}");
}
