//! Sealed files in a local folder: written durably before any row names them, found by random names only.
pub mod framed;
pub mod photo;
pub mod picture;

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The folder of sealed files. Cheap to clone. Every method blocks a worker of the blocking pool, never the runtime.
#[derive(Clone, Debug)]
pub struct Files {
    root: Arc<Path>,
}

/// Random name of a stored file: 32 lower-case hex digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    pub fn from_random(bytes: [u8; 16]) -> FileName {
        FileName(hex::encode(bytes))
    }

    /// Accepts only names this room made, so that no stored or sent text can leave the folder.
    pub fn parse(text: &str) -> Option<FileName> {
        let plain = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        plain.then(|| FileName(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes a folder that nobody else on the machine can look into; one that exists stays as it is.
pub fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

impl Files {
    /// Opens the folder, making it where it is missing.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Files> {
        let root = root.into();
        private_folder(&root)?;
        Ok(Files { root: root.into() })
    }

    /// Durable when it returns: temporary file, fsync, rename, fsync of the folder.
    pub async fn put(&self, name: &FileName, bytes: Vec<u8>) -> io::Result<()> {
        let path = self.path(name);
        blocking(move || write_durably(&path, &bytes)).await
    }

    /// The bytes, or `None` when no such file is kept.
    pub async fn get(&self, name: &FileName) -> io::Result<Option<Vec<u8>>> {
        let path = self.path(name);
        blocking(move || match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        })
        .await
    }

    /// Removes the file; one that is gone already is no error.
    pub async fn delete(&self, name: &FileName) -> io::Result<()> {
        let path = self.path(name);
        blocking(move || match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        })
        .await
    }

    /// AN-8: the file of a row that names it no more. A failure leaves nothing that anybody can reach.
    pub async fn forget(&self, name: Option<&str>) {
        let Some(name) = name.and_then(FileName::parse) else { return };
        if let Err(cause) = self.delete(&name).await {
            tracing::error!(%cause, "a photo that is no longer shown could not be deleted");
        }
    }

    /// The same for several.
    pub async fn forget_all(&self, names: &[String]) {
        for name in names {
            self.forget(Some(name)).await;
        }
    }

    /// Two hex digits a folder, so that no folder grows beyond what tools can list.
    fn path(&self, name: &FileName) -> PathBuf {
        self.root.join(&name.0[..2]).join(&name.0)
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    if !folder.exists() {
        private_folder(folder)?;
        if let Some(root) = folder.parent() {
            File::open(root)?.sync_all()?;
        }
    }
    let temporary = path.with_extension("tmp");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_the_folder() {
        for bad in ["", "../../etc/passwd", "a", &"A".repeat(32), &"/".repeat(32)] {
            assert!(FileName::parse(bad).is_none(), "{bad}");
        }
        let name = FileName::from_random([7; 16]);
        assert_eq!(FileName::parse(name.as_str()), Some(name));
    }

    #[tokio::test]
    async fn what_is_put_is_found_and_goes_when_deleted() {
        let root = std::env::temp_dir().join(format!("zhaoshi-files-{}", std::process::id()));
        let files = Files::open(&root).unwrap();
        let name = FileName::from_random([1; 16]);
        assert_eq!(files.get(&name).await.unwrap(), None);
        files.put(&name, b"sealed".to_vec()).await.unwrap();
        assert_eq!(files.get(&name).await.unwrap().as_deref(), Some(&b"sealed"[..]));
        files.delete(&name).await.unwrap();
        files.delete(&name).await.unwrap();
        assert_eq!(files.get(&name).await.unwrap(), None);
        fs::remove_dir_all(root).unwrap();
    }
}
