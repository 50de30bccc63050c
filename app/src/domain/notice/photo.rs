//! AN-8: the photo of a debtor in a bounty notice: only where it is necessary, nobody else in it, gone on closing.
use crate::domain::refusal::{Refusal, ensure};

/// Width and height of a shown photo, in pixels: three to four.
pub const PHOTO_WIDTH: u32 = 600;
pub const PHOTO_HEIGHT: u32 = 800;
/// Largest a shown photo may be.
pub const PHOTO_BYTES: usize = 40 * 1024;
/// A photo is covered by fields of this grid.
pub const COLUMNS: u32 = 3;
pub const ROWS: u32 = 4;
/// Longest reason, in characters.
const REASON_MAX: usize = 300;

coded! {
    /// How much of the picture is kept around the person.
    pub enum Keep {
        All = "all", "整张";
        Most = "most", "四分之三";
        Half = "half", "一半";
        Third = "third", "三分之一";
    }
}

coded! {
    /// Where in the picture the person is.
    pub enum Focus {
        Centre = "centre", "正中";
        Top = "top", "上方";
        Bottom = "bottom", "下方";
        Left = "left", "左侧";
        Right = "right", "右侧";
        TopLeft = "top_left", "左上";
        TopRight = "top_right", "右上";
        BottomLeft = "bottom_left", "左下";
        BottomRight = "bottom_right", "右下";
    }
}

/// A part of a picture, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// What is done with an uploaded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framing {
    pub keep: Keep,
    pub focus: Focus,
    /// Fields of the grid that are covered, counted from 0 in lines from the top left.
    pub covered: Vec<u32>,
}

impl Framing {
    /// The part of a picture that is kept: three to four, as large as it fits times what is kept.
    pub fn part(&self, width: u32, height: u32) -> Rect {
        // the largest part of this shape
        let fits = (width * PHOTO_HEIGHT / PHOTO_WIDTH).min(height);
        let share = |side: u32| match self.keep {
            Keep::All => side,
            Keep::Most => side * 3 / 4,
            Keep::Half => side / 2,
            Keep::Third => side / 3,
        };
        let tall = share(fits).max(1);
        let wide = (tall * PHOTO_WIDTH / PHOTO_HEIGHT).clamp(1, width.max(1));
        let (across, down) = self.focus.place();
        Rect { x: (width - wide) * across / 2, y: (height - tall) * down / 2, width: wide, height: tall }
    }

    /// The covered parts of the finished photo.
    pub fn covers(&self) -> Vec<Rect> {
        let (width, height) = (PHOTO_WIDTH / COLUMNS, PHOTO_HEIGHT / ROWS);
        let inside = self.covered.iter().filter(|field| **field < COLUMNS * ROWS);
        inside.map(|n| Rect { x: n % COLUMNS * width, y: n / COLUMNS * height, width, height }).collect()
    }
}

impl Focus {
    /// Across and down: 0 at the beginning, 1 in the middle, 2 at the end.
    const fn place(self) -> (u32, u32) {
        match self {
            Self::Centre => (1, 1),
            Self::Top => (1, 0),
            Self::Bottom => (1, 2),
            Self::Left => (0, 1),
            Self::Right => (2, 1),
            Self::TopLeft => (0, 0),
            Self::TopRight => (2, 0),
            Self::BottomLeft => (0, 2),
            Self::BottomRight => (2, 2),
        }
    }
}

/// The words of a field of the grid: `第 1 行左`.
pub fn field_zh(field: u32) -> String {
    let across = ["左", "中", "右"][(field % COLUMNS) as usize];
    format!("第 {} 行{across}", field / COLUMNS + 1)
}

/// AN-8: a state organ may show a face within what its duty needs, and nobody else's.
pub fn necessary(reason: &str, alone: bool) -> Result<(), Vec<Refusal>> {
    let mut found = Vec::new();
    let mut need = |held: Result<(), Refusal>| found.extend(held.err());
    need(ensure(!reason.trim().is_empty(), || {
        let fix = "请写明为什么只有文字不够，例如“被执行人长期外出，群众只认得本人”。";
        Refusal::new("AN-8", "photo_reason", "还没有写明使用照片的必要理由。", fix)
    }));
    need(ensure(reason.chars().count() <= REASON_MAX, || {
        Refusal::new("AN-8", "photo_reason", "理由太长。", "请写在 300 字以内。")
    }));
    need(ensure(alone, || {
        let fix = "请裁剪或者遮住旁人和孩子，再勾选。";
        Refusal::new("AN-8", "photo_alone", "还没有确认照片里没有别人。", fix)
    }));
    if found.is_empty() { Ok(()) } else { Err(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn framing(keep: Keep, focus: Focus) -> Framing {
        Framing { keep, focus, covered: Vec::new() }
    }

    #[test]
    fn the_part_is_where_the_person_is() {
        let whole = framing(Keep::All, Focus::Centre).part(1200, 800);
        assert_eq!(whole, Rect { x: 300, y: 0, width: 600, height: 800 });
        let corner = framing(Keep::Half, Focus::BottomRight).part(1200, 800);
        assert_eq!(corner, Rect { x: 900, y: 400, width: 300, height: 400 });
        let tall = framing(Keep::All, Focus::Top).part(600, 2000);
        assert_eq!(tall, Rect { x: 0, y: 0, width: 600, height: 800 });
    }

    #[test]
    fn covers_lie_on_the_grid_and_nowhere_else() {
        let covered = Framing { covered: vec![0, 11, 12], ..framing(Keep::All, Focus::Centre) }.covers();
        assert_eq!(
            covered,
            [Rect { x: 0, y: 0, width: 200, height: 200 }, Rect { x: 400, y: 600, width: 200, height: 200 }]
        );
        assert_eq!((field_zh(0), field_zh(11)), ("第 1 行左".into(), "第 4 行右".into()));
    }

    #[test]
    fn an_8_a_photo_needs_its_reason_and_nobody_else_in_it() {
        assert_eq!(necessary("群众只认得本人", true), Ok(()));
        let fields = |reason: &str, alone| {
            necessary(reason, alone).err().map(|r| r.iter().map(|r| r.field).collect::<Vec<_>>()).unwrap_or_default()
        };
        assert_eq!(fields(" ", false), ["photo_reason", "photo_alone"]);
        assert_eq!(fields(&"理".repeat(301), true), ["photo_reason"]);
    }

    proptest! {
        #[test]
        fn the_part_never_leaves_the_picture(
            width in 1_u32..20_000, height in 1_u32..20_000, keep in 0_usize..4, focus in 0_usize..9,
        ) {
            let part = framing(Keep::ALL[keep], Focus::ALL[focus]).part(width, height);
            prop_assert!(part.width >= 1 && part.height >= 1);
            prop_assert!(part.x + part.width <= width && part.y + part.height <= height, "{part:?}");
        }
    }
}
