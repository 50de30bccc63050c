//! Drawings to PNG, with the fonts of this machine: none of ours is large enough to hold Chinese.
use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use app::text::card::FAMILIES;
use image::{
    ExtendedColorType, ImageEncoder as _,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Options, Tree,
        fontdb::{Database, Family, Query},
    },
};

/// The fonts of this machine, looked for once, and the family that draws Chinese.
struct Fonts {
    all: Arc<Database>,
    family: Option<&'static str>,
}

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut all = Database::new();
        all.load_system_fonts();
        let holds = |name: &&str| all.query(&Query { families: &[Family::Name(name)], ..Query::default() }).is_some();
        let family = FAMILIES.into_iter().find(|name| holds(name));
        Fonts { all: Arc::new(all), family }
    })
}

/// The family that text is drawn in; `None` when this machine has no Chinese font, and no text can be drawn.
pub async fn family() -> Option<&'static str> {
    tokio::task::spawn_blocking(|| fonts().family).await.ok().flatten()
}

/// Draws an SVG at its own size.
///
/// # Errors
/// For text that is no SVG, or a size that no memory holds.
pub async fn png(svg: String) -> anyhow::Result<Vec<u8>> {
    tokio::task::spawn_blocking(move || draw(&svg)).await.context("the drawing task ended")?
}

fn draw(svg: &str) -> anyhow::Result<Vec<u8>> {
    let options = Options { fontdb: fonts().all.clone(), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).context("a picture has a size")?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    small(&pixels)
}

/// Without the transparency that no drawing of ours has, and packed as tightly as may be: chats refuse large pictures.
fn small(pixels: &Pixmap) -> anyhow::Result<Vec<u8>> {
    let plain: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|rgba| [rgba[0], rgba[1], rgba[2]]).collect();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::NoFilter).write_image(
        &plain,
        pixels.width(),
        pixels.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_drawing_becomes_a_picture_of_its_size() {
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><rect width=\"8\" height=\"4\"/></svg>";
        let png = png(svg.into()).await.unwrap();
        let picture = image::load_from_memory(&png).unwrap();
        assert_eq!((picture.width(), picture.height()), (8, 4));
        assert!(draw("no drawing").is_err());
    }
}
