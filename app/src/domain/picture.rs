//! How an uploaded picture is cut to its subject and others in it are covered: by choice from short lists, so that it
//! works without a pointing device.

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

/// The shape in which pictures of one kind are shown, and the grid by which they are covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    /// Largest the finished file may be
    pub bytes: usize,
}

/// Upright, of one person: a debtor in a bounty notice (AN-8).
pub const PORTRAIT: Shape = Shape { width: 600, height: 800, columns: 3, rows: 4, bytes: 40 * 1024 };
/// Lying, of an occasion: in the text of a told case or a campaign.
pub const SCENE: Shape = Shape { width: 1200, height: 900, columns: 4, rows: 3, bytes: 120 * 1024 };

/// What is done with an uploaded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framing {
    pub shape: Shape,
    pub keep: Keep,
    pub focus: Focus,
    /// Fields of the grid that are covered, counted from 0 in lines from the top left.
    pub covered: Vec<u32>,
}

impl Framing {
    /// The part of a picture that is kept: of its shape, as large as it fits times what is kept.
    pub fn part(&self, width: u32, height: u32) -> Rect {
        let shape = self.shape;
        // the largest part of this shape
        let fits = (width * shape.height / shape.width).min(height);
        let share = |side: u32| match self.keep {
            Keep::All => side,
            Keep::Most => side * 3 / 4,
            Keep::Half => side / 2,
            Keep::Third => side / 3,
        };
        let tall = share(fits).max(1);
        let wide = (tall * shape.width / shape.height).clamp(1, width.max(1));
        let (across, down) = self.focus.place();
        Rect { x: (width - wide) * across / 2, y: (height - tall) * down / 2, width: wide, height: tall }
    }

    /// The covered parts of the finished photo.
    pub fn covers(&self) -> Vec<Rect> {
        let Shape { columns, rows, .. } = self.shape;
        let (width, height) = (self.shape.width / columns, self.shape.height / rows);
        let inside = self.covered.iter().filter(|field| **field < columns * rows);
        inside.map(|n| Rect { x: n % columns * width, y: n / columns * height, width, height }).collect()
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

impl Shape {
    /// How many fields the grid has.
    pub const fn fields(self) -> u32 {
        self.columns * self.rows
    }

    /// The words of a field of the grid: `第 1 行左`.
    pub fn field_zh(self, field: u32) -> String {
        let across: &[&str] =
            if self.columns == 4 { &["左", "中左", "中右", "右"] } else { &["左", "中", "右"] };
        let across = across.get((field % self.columns) as usize).copied().unwrap_or_default();
        format!("第 {} 行{across}", field / self.columns + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn framing(keep: Keep, focus: Focus) -> Framing {
        Framing { shape: PORTRAIT, keep, focus, covered: Vec::new() }
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
        assert_eq!((PORTRAIT.field_zh(0), PORTRAIT.field_zh(11)), ("第 1 行左".into(), "第 4 行右".into()));
        assert_eq!((SCENE.field_zh(1), SCENE.field_zh(11)), ("第 1 行中左".into(), "第 3 行右".into()));
    }

    proptest! {
        #[test]
        fn the_part_never_leaves_the_picture(
            width in 1_u32..20_000, height in 1_u32..20_000, keep in 0_usize..4, focus in 0_usize..9, scene in any::<bool>(),
        ) {
            let shape = if scene { SCENE } else { PORTRAIT };
            let part = Framing { shape, ..framing(Keep::ALL[keep], Focus::ALL[focus]) }.part(width, height);
            prop_assert!(part.width >= 1 && part.height >= 1);
            prop_assert!(part.x + part.width <= width && part.y + part.height <= height, "{part:?}");
        }
    }
}
