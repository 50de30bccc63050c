//! A picture as it is shown: cut to its subject, others covered for good, small enough for a village's network.
use std::time::Duration;

use app::domain::picture::{Framing, Rect, Shape};
use image::{DynamicImage, RgbImage, codecs::jpeg::JpegEncoder, imageops};

use super::photo::{self, Refused};

/// Tried one after the other until the photo is small enough.
const QUALITIES: [u8; 5] = [80, 70, 60, 50, 40];
/// How far the colours of a covered field run into each other: nothing of a face is left.
const COVER: f32 = 60.0;
/// The work is bounded by the size of the finished photo; this is for a machine that stands still.
const WORK_TIME: Duration = Duration::from_secs(30);

/// From an upload, or from a photo made before, to the photo as it is shown. Metadata never survives.
pub async fn make(original: Vec<u8>, framing: Framing) -> Result<Vec<u8>, Refused> {
    let clean = photo::clean(original).await?;
    let work = tokio::task::spawn_blocking(move || framed(&clean.jpeg, &framing));
    match tokio::time::timeout(WORK_TIME, work).await {
        Ok(Ok(done)) => done,
        _ => Err(Refused::Broken),
    }
}

fn framed(jpeg: &[u8], framing: &Framing) -> Result<Vec<u8>, Refused> {
    let picture = image::load_from_memory(jpeg).map_err(|_| Refused::Broken)?;
    let Shape { width, height, bytes, .. } = framing.shape;
    let part = framing.part(picture.width(), picture.height());
    let kept = picture.crop_imm(part.x, part.y, part.width, part.height);
    let mut shown = kept.resize_exact(width, height, imageops::FilterType::CatmullRom).into_rgb8();
    for cover in framing.covers() {
        hide(&mut shown, cover);
    }
    small(&shown, bytes)
}

fn hide(picture: &mut RgbImage, at: Rect) {
    let part = imageops::crop_imm(picture, at.x, at.y, at.width, at.height).to_image();
    // few points first: what is blurred is no longer the picture
    let few = DynamicImage::ImageRgb8(part).resize_exact(8, 8, imageops::FilterType::Triangle);
    let blurred = few.resize_exact(at.width, at.height, imageops::FilterType::Triangle).fast_blur(COVER);
    imageops::replace(picture, &blurred.into_rgb8(), i64::from(at.x), i64::from(at.y));
}

fn small(picture: &RgbImage, most: usize) -> Result<Vec<u8>, Refused> {
    let mut jpeg = Vec::new();
    for quality in QUALITIES {
        jpeg.clear();
        JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(picture).map_err(|_| Refused::Broken)?;
        if jpeg.len() <= most {
            return Ok(jpeg);
        }
    }
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use app::domain::picture::{Focus, Keep, PORTRAIT};
    use image::Rgb;

    use super::*;

    /// Left half red, right half noise that no quality makes small.
    fn sample() -> Vec<u8> {
        let noise = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(69_069);
        let picture = RgbImage::from_fn(1200, 1600, |x, y| {
            if x < 600 { Rgb([200, 10, 10]) } else { Rgb([(noise(x, y) >> 24) as u8, (noise(y, x) >> 24) as u8, 90]) }
        });
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&picture).unwrap();
        jpeg
    }

    #[tokio::test]
    async fn an_8_the_photo_is_cut_covered_and_small() {
        let covered = vec![2, 5, 8, 11];
        let framing = Framing { shape: PORTRAIT, keep: Keep::All, focus: Focus::Centre, covered };
        let jpeg = make(sample(), framing).await.unwrap();
        let shown = image::load_from_memory(&jpeg).unwrap().into_rgb8();
        assert_eq!(shown.dimensions(), (PORTRAIT.width, PORTRAIT.height));
        assert!(shown.get_pixel(100, 100).0[0] > 150, "the left half is as it was");
        // in a covered field neighbours differ by little, whatever stood there
        let jumps = (420..590).filter(|x| {
            let (a, b) = (shown.get_pixel(*x, 300).0, shown.get_pixel(x + 1, 300).0);
            a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > 24)
        });
        assert_eq!(jumps.count(), 0, "nothing of the covered part is left");
        let cut = Framing { shape: PORTRAIT, keep: Keep::Half, focus: Focus::Left, covered: Vec::new() };
        let left = make(sample(), cut).await.unwrap();
        assert!(left.len() <= PORTRAIT.bytes, "{} bytes", left.len());
    }

    #[tokio::test]
    async fn what_is_no_photo_is_refused() {
        let framing = Framing { shape: PORTRAIT, keep: Keep::All, focus: Focus::Centre, covered: Vec::new() };
        assert_eq!(make(b"<svg/>".to_vec(), framing).await, Err(Refused::WrongType));
    }
}
