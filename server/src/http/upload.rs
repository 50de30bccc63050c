//! Uploads: the parts of a form one at a time, as they arrive. A file that is too large, or one too many, is read to its
//! end but not kept, so that the rest of the form survives it.
use std::{future::Future, time::Duration};

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use tokio::time::{Instant, timeout_at};

use super::error::AppError;

/// Longest value of a button.
const BUTTON_BYTES: usize = 64;
/// Longest value of a short field.
const TEXT_BYTES: usize = 256;

/// One file of a form.
pub struct File {
    /// As the sender's phone calls it, cut to forty characters; for messages only, never for a path.
    pub name: String,
    /// `None` when the file was larger than allowed.
    pub bytes: Option<Vec<u8>>,
}

/// A part of a form that means something.
pub enum Part {
    File(File),
    /// A file beyond the number that may come; nothing of it was kept.
    Surplus,
    /// The value of the pressed button.
    Go(String),
    /// A short field that was asked for by its name.
    Text(&'static str, String),
}

/// Why a form came to no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    TooSlow,
    TooLarge,
    /// Not a multipart form, or its sender has left.
    Unreadable,
}

impl From<Broken> for AppError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::TooSlow => Self::Unavailable,
            Broken::TooLarge => Self::TooLarge,
            Broken::Unreadable => Self::BadRequest,
        }
    }
}

/// A multipart form that is still arriving.
pub struct Upload {
    form: Multipart,
    field: &'static str,
    texts: &'static [&'static str],
    /// Files that may still come.
    files: usize,
    /// Bytes of one file.
    most: usize,
    end: Instant,
}

impl Upload {
    /// Takes up to `files` files of the field `field` with up to `most` bytes each, all within `time` from now.
    pub fn new(form: Multipart, field: &'static str, files: usize, most: usize, time: Duration) -> Self {
        Self { form, field, texts: &[], files, most, end: Instant::now() + time }
    }

    /// Takes short fields of these names as well.
    pub fn texts(self, texts: &'static [&'static str]) -> Self {
        Self { texts, ..self }
    }

    /// The next file or button, `None` at the end. Empty file fields and unknown fields are left out.
    pub async fn next(&mut self) -> Result<Option<Part>, Broken> {
        while let Some(mut field) = in_time(self.end, self.form.next_field()).await? {
            if field.name() == Some("go") {
                let value = content(&mut field, BUTTON_BYTES, self.end).await?.unwrap_or_default();
                return Ok(Some(Part::Go(String::from_utf8_lossy(&value).into_owned())));
            }
            if let Some(text) = self.texts.iter().find(|text| field.name() == Some(text)) {
                let value = content(&mut field, TEXT_BYTES, self.end).await?.unwrap_or_default();
                return Ok(Some(Part::Text(text, String::from_utf8_lossy(&value).trim().to_owned())));
            }
            let wanted = field.name() == Some(self.field);
            let name = field.file_name().unwrap_or_default().chars().filter(|c| !c.is_control()).take(40).collect();
            let most = if wanted && self.files > 0 { self.most } else { 0 };
            let bytes = content(&mut field, most, self.end).await?;
            if !wanted || bytes.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            let Some(left) = self.files.checked_sub(1) else { return Ok(Some(Part::Surplus)) };
            self.files = left;
            return Ok(Some(Part::File(File { name, bytes })));
        }
        Ok(None)
    }

    /// Reads the rest and keeps nothing of it: a browser listens to an answer only when it has sent everything.
    pub async fn skip(&mut self) {
        self.files = 0;
        while let Ok(Some(_)) = self.next().await {}
    }
}

/// The bytes of a field; `None`, with the field read to its end, when there are more than `most`.
async fn content(field: &mut Field<'_>, most: usize, end: Instant) -> Result<Option<Vec<u8>>, Broken> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = in_time(end, field.chunk()).await? {
        bytes = bytes.filter(|b| b.len() + chunk.len() <= most);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

async fn in_time<T>(end: Instant, bytes: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Broken> {
    timeout_at(end, bytes).await.map_err(|_| Broken::TooSlow)?.map_err(|cause| refusal(&cause))
}

/// The library calls a connection that broke off a fault of its own; it is none of ours either.
fn refusal(cause: &MultipartError) -> Broken {
    if cause.status() == StatusCode::PAYLOAD_TOO_LARGE { Broken::TooLarge } else { Broken::Unreadable }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::Pin,
        task::{Context, Poll},
    };

    use axum::{
        body::Body,
        extract::FromRequest as _,
        http::{Request, header},
    };
    use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, ReadBuf};
    use tokio_util::io::ReaderStream;

    use super::*;

    const TIME: Duration = Duration::from_secs(60);

    async fn upload(body: Body) -> Upload {
        let request = Request::post("/").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        let form = Multipart::from_request(request.body(body).unwrap(), &()).await.unwrap();
        Upload::new(form, "photo", 2, 4, TIME)
    }

    fn part(name: &str, file: &str, content: &str) -> String {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n{content}\r\n")
    }

    async fn told(upload: &mut Upload) -> Vec<String> {
        let mut told = Vec::new();
        while let Some(part) = upload.next().await.unwrap() {
            told.push(match part {
                Part::File(File { name, bytes }) => format!("{name}:{:?}", bytes.map(|b| b.len())),
                Part::Surplus => "surplus".to_owned(),
                Part::Go(go) => format!("go {go}"),
                Part::Text(name, text) => format!("{name}={text}"),
            });
        }
        told
    }

    #[tokio::test]
    async fn only_as_many_files_are_kept_as_may_come() {
        let parts = [
            part("photo", "", ""),
            part("else", "x", "1234"),
            part("photo", "a", "12345"),
            part("photo", "b", "1234"),
            part("photo", "c", "1"),
            part("photo", "d", "12345"),
            "--b\r\nContent-Disposition: form-data; name=\"go\"\r\n\r\nnext\r\n--b--\r\n".to_owned(),
        ];
        let mut all = upload(Body::from(parts.concat())).await;
        assert_eq!(told(&mut all).await, ["a:None", "b:Some(4)", "surplus", "surplus", "go next"]);
        let mut skipped = upload(Body::from(parts.concat())).await;
        skipped.skip().await;
        assert!(told(&mut skipped).await.is_empty());
    }

    /// A connection that breaks off.
    struct Gone;

    impl AsyncRead for Gone {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
            Poll::Ready(Err(std::io::ErrorKind::ConnectionReset.into()))
        }
    }

    #[tokio::test]
    async fn a_sender_who_leaves_is_no_fault_of_ours() {
        let head = std::io::Cursor::new(part("photo", "a", "12").into_bytes());
        let mut upload = upload(Body::from_stream(ReaderStream::new(head.chain(Gone)))).await;
        let why = upload.next().await.err();
        assert_eq!(why, Some(Broken::Unreadable));
        assert_eq!(why.map(AppError::from).map(|e| e.status()), Some(StatusCode::BAD_REQUEST));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_for_ever_is_ended() {
        let (mut sender, body) = tokio::io::duplex(64);
        tokio::spawn(async move {
            let head = part("photo", "a", "");
            let mut open = sender.write_all(head.trim_end().as_bytes()).await.is_ok();
            while open {
                tokio::time::sleep(Duration::from_secs(5)).await;
                open = sender.write_all(b"\r\n\r\nx").await.is_ok();
            }
        });
        let mut upload = upload(Body::from_stream(ReaderStream::new(body))).await;
        assert_eq!(upload.next().await.err(), Some(Broken::TooSlow));
    }
}
