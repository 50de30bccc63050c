//! Uploads: a file that is too large is read to its end but not kept, so that the rest of the form survives it.
use axum::extract::{Multipart, multipart::MultipartError};

use super::error::AppError;

/// One file of a form.
pub struct File {
    /// As the sender's phone calls it, cut to forty characters; for messages only, never for a path.
    pub name: String,
    /// `None` when the file was larger than allowed.
    pub bytes: Option<Vec<u8>>,
}

/// A multipart form: files of one field, and the value of its button.
#[derive(Default)]
pub struct Upload {
    pub files: Vec<File>,
    pub go: String,
}

/// Reads the form: files of the field `field` up to `max` bytes each, and `go`. Empty file fields are left out.
///
/// # Errors
/// [`AppError::TooLarge`] when the whole body is, [`AppError::BadRequest`] when it is not a multipart form.
pub async fn read(mut form: Multipart, field: &str, max: usize) -> Result<Upload, AppError> {
    let mut upload = Upload::default();
    while let Some(mut part) = form.next_field().await.map_err(refusal)? {
        if part.name() == Some("go") {
            upload.go = part.text().await.map_err(refusal)?.chars().take(20).collect();
            continue;
        }
        let wanted = part.name() == Some(field);
        let name = part.file_name().unwrap_or_default().chars().filter(|c| !c.is_control()).take(40).collect();
        let mut bytes = Some(Vec::new());
        while let Some(chunk) = part.chunk().await.map_err(refusal)? {
            bytes = bytes.filter(|b| wanted && b.len() + chunk.len() <= max);
            if let Some(bytes) = &mut bytes {
                bytes.extend_from_slice(&chunk);
            }
        }
        if wanted && bytes.as_ref().is_none_or(|b| !b.is_empty()) {
            upload.files.push(File { name, bytes });
        }
    }
    Ok(upload)
}

fn refusal(cause: MultipartError) -> AppError {
    AppError::from_status(cause.status()).unwrap_or(AppError::BadRequest)
}
