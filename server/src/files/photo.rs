//! A sender's photo: type by content, size and pixels bounded, turned upright, stored again as JPEG without metadata.
//! Only two pictures are decoded at a time, so that text tips never wait behind photos.
use std::{io::Cursor, time::Duration};

use app::domain::tip_content::{PHOTO_BYTES_MAX, PhotoTrace};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, codecs::jpeg::JpegEncoder, metadata::Orientation};
use tokio::{sync::Semaphore, time::timeout};

/// Longest side of a stored picture, in pixels: a number plate across a street stays readable.
const SIDE_MAX: u32 = 2560;
/// Longest side accepted, and the pixels: a phone of 64 megapixels makes 9248 × 6944.
const SIDE_ACCEPTED: u32 = 16_384;
const PIXELS_ACCEPTED: u64 = 65_000_000;
/// The memory a decoder may take: as many pixels with four bytes each.
const DECODE_BYTES: u64 = 4 * PIXELS_ACCEPTED;
const JPEG_QUALITY: u8 = 82;
/// Longest wait for a decoder.
const WAIT: Duration = Duration::from_secs(20);

static DECODERS: Semaphore = Semaphore::const_new(2);

/// A picture ready to be sealed.
#[derive(Clone, Debug)]
pub struct Clean {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub trace: PhotoTrace,
}

/// Why a photo was refused; each has its sentence for the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    TooLarge,
    WrongType,
    TooManyPixels,
    Broken,
    /// Nothing is wrong with the photo: too many others wait.
    Busy,
}

impl Refused {
    pub fn zh(self) -> &'static str {
        match self {
            Refused::TooLarge => "照片不能超过 10 MB，请换一张再传",
            Refused::WrongType => "只能上传 JPG、PNG 或 WebP 格式的照片（苹果手机会自动转换）",
            Refused::TooManyPixels => "这张照片的尺寸太大，请用手机截一张图再传",
            Refused::Broken => "这张照片没有传上来，其他内容都还在。请再试一次，或者跳过照片",
            Refused::Busy => "现在传照片的人太多，请过半分钟再试；其他内容都还在，也可以跳过照片",
        }
    }
}

/// Checks and re-encodes one photo off the runtime.
pub async fn clean(original: Vec<u8>) -> Result<Clean, Refused> {
    if original.len() > PHOTO_BYTES_MAX {
        return Err(Refused::TooLarge);
    }
    if !accepted_type(&original) {
        return Err(Refused::WrongType);
    }
    let turn = timeout(WAIT, DECODERS.acquire()).await;
    let _turn = turn.map_err(|_| Refused::Busy)?.map_err(|_| Refused::Broken)?;
    tokio::task::spawn_blocking(move || re_encode(&original)).await.unwrap_or(Err(Refused::Broken))
}

/// By the first bytes, never by name or by what the browser says.
fn accepted_type(bytes: &[u8]) -> bool {
    infer::get(bytes).is_some_and(|t| matches!(t.mime_type(), "image/jpeg" | "image/png" | "image/webp"))
}

fn re_encode(original: &[u8]) -> Result<Clean, Refused> {
    let mut reader = ImageReader::new(Cursor::new(original)).with_guessed_format().map_err(|_| Refused::Broken)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_ACCEPTED);
    limits.max_image_height = Some(SIDE_ACCEPTED);
    limits.max_alloc = Some(DECODE_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > SIDE_ACCEPTED || pixels > PIXELS_ACCEPTED || decoder.total_bytes() > DECODE_BYTES {
        return Err(Refused::TooManyPixels);
    }
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    if picture.width().max(picture.height()) > SIDE_MAX {
        picture = picture.thumbnail(SIDE_MAX, SIDE_MAX);
    }
    // turned when small: turning makes a second copy
    picture.apply_orientation(orientation);
    let picture = picture.into_rgb8();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY).encode_image(&picture).map_err(|_| Refused::Broken)?;
    Ok(Clean {
        jpeg,
        width: picture.width(),
        height: picture.height(),
        trace: exif.as_deref().map(trace).unwrap_or_default(),
    })
}

fn refusal(error: image::ImageError) -> Refused {
    match error {
        image::ImageError::Limits(_) => Refused::TooManyPixels,
        image::ImageError::Unsupported(_) => Refused::WrongType,
        _ => Refused::Broken,
    }
}

/// Which kinds of metadata the original carried: position, time, maker or model of the device.
fn trace(exif: &[u8]) -> PhotoTrace {
    let Ok(exif) = exif::Reader::new().read_raw(exif.to_vec()) else {
        return PhotoTrace::default();
    };
    let mut found = PhotoTrace::default();
    for field in exif.fields() {
        match field.tag {
            exif::Tag(exif::Context::Gps, _) => found.place = true,
            exif::Tag::DateTime | exif::Tag::DateTimeOriginal | exif::Tag::DateTimeDigitized => {
                found.time = true;
            }
            exif::Tag::Make | exif::Tag::Model | exif::Tag::BodySerialNumber => {
                found.device = true;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
    use image::{ImageFormat, RgbImage};

    fn plain(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::from_pixel(width, height, image::Rgb([200, 40, 40])).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A JPEG with a position, a model and "turn right by 90 degrees".
    fn telling() -> Vec<u8> {
        let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
        let degrees = Value::Rational(vec![Rational { num: 25, denom: 1 }; 3]);
        let fields = [
            field(Tag::GPSLatitude, degrees),
            field(Tag::Model, Value::Ascii(vec![b"SecretPhone".to_vec()])),
            field(Tag::Orientation, Value::Short(vec![6])),
        ];
        let mut writer = Writer::new();
        fields.iter().for_each(|f| writer.push_field(f));
        let mut raw = Cursor::new(Vec::new());
        writer.write(&mut raw, false).unwrap();
        let raw = raw.into_inner();
        let jpeg = plain(ImageFormat::Jpeg, 40, 20);
        let length = u16::try_from(raw.len() + 8).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xFF, 0xE1], &length, b"Exif\0\0", &raw, &jpeg[2..]].concat()
    }

    fn holds(haystack: &[u8], needle: &[u8]) -> bool {
        haystack.windows(needle.len()).any(|w| w == needle)
    }

    #[tokio::test]
    async fn metadata_is_noted_and_gone_and_the_picture_stands_upright() {
        let original = telling();
        assert!(holds(&original, b"SecretPhone"));
        let clean = clean(original).await.unwrap();
        assert_eq!(clean.trace, PhotoTrace { place: true, time: false, device: true });
        assert!(!holds(&clean.jpeg, b"SecretPhone") && !holds(&clean.jpeg, b"Exif"));
        assert_eq!((clean.width, clean.height), (20, 40));
    }

    #[tokio::test]
    async fn three_types_are_taken_by_content() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let clean = clean(plain(format, 30, 10)).await.unwrap();
            assert!(accepted_type(&clean.jpeg));
            assert_eq!(clean.trace, PhotoTrace::default());
        }
        let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".to_vec();
        assert_eq!(clean(gif).await.unwrap_err(), Refused::WrongType);
        assert_eq!(clean(b"<html>".to_vec()).await.unwrap_err(), Refused::WrongType);
        assert_eq!(clean(Vec::new()).await.unwrap_err(), Refused::WrongType);
    }

    #[tokio::test]
    async fn cut_off_and_oversized_are_refused_by_name() {
        let mut cut = plain(ImageFormat::Png, 300, 300);
        cut.truncate(cut.len() / 2);
        assert_eq!(clean(cut).await.unwrap_err(), Refused::Broken);
        for (width, height) in [(65_535, 1), (10_000, 10_000), (16_000, 4_100)] {
            assert_eq!(clean(claiming(width, height)).await.unwrap_err(), Refused::TooManyPixels, "{width} × {height}");
        }
        // what phones of 50 and 64 megapixels make is only broken off here
        for (width, height) in [(8_192, 6_144), (9_248, 6_944)] {
            assert_eq!(clean(claiming(width, height)).await.unwrap_err(), Refused::Broken, "{width} × {height}");
        }
        let heavy = vec![0xFF; PHOTO_BYTES_MAX + 1];
        assert_eq!(clean(heavy).await.unwrap_err(), Refused::TooLarge);
    }

    /// A PNG of one pixel whose header claims another size; the check sum of the header is made to fit.
    fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut bomb = plain(ImageFormat::Png, 1, 1);
        bomb[16..20].copy_from_slice(&width.to_be_bytes());
        bomb[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&sum.to_be_bytes());
        bomb
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_a_decoder_without_end() {
        let taken = DECODERS.acquire_many(2).await.unwrap();
        assert_eq!(clean(plain(ImageFormat::Png, 3, 3)).await.unwrap_err(), Refused::Busy);
        drop(taken);
        assert!(clean(plain(ImageFormat::Png, 3, 3)).await.is_ok());
    }

    #[tokio::test]
    async fn large_pictures_shrink_to_the_longest_side() {
        let clean = clean(plain(ImageFormat::Jpeg, 5120, 100)).await.unwrap();
        assert_eq!((clean.width, clean.height), (2560, 50));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, b| {
            (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
        })
    }
}
