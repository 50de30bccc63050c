//! Hashes, compresses and embeds the files a page may ask for.
use std::{
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// The public sheet in the order of its rules; `style/components/*.css` stand between these two.
const SHEET: [&str; 3] = ["tokens.css", "base.css", "layout.css"];
const SHEET_END: [&str; 2] = ["helpers.css", "print.css"];
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const BOOT: &str = include_str!("boot.js");
const QUICK_EXIT: &str = include_str!("quick_exit.js");

struct Asset {
    /// Name of the generated constant, for the few assets a page asks for by name.
    key: &'static str,
    url: String,
    mime: &'static str,
    bytes: Vec<u8>,
    immutable: bool,
}

/// Writes `assets.rs` and its files to `out`; `bundle` is empty when pages go without islands.
pub fn write(root: &Path, out: &Path, bundle: Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let style = root.join("style");
    println!("cargo:rerun-if-changed={}", style.display());
    let staff = minified(&read_or_empty(&style.join("staff.css"))?);
    let mut assets = vec![
        hashed("CSS", "site.css", CSS, sheet(&style)?),
        hashed("STAFF_CSS", "staff.css", CSS, staff),
        hashed("QUICK_EXIT", "exit.js", JS, QUICK_EXIT.into()),
    ];
    assets.extend(bundle_assets(bundle));
    assets.extend(public_files(&root.join("public"))?);
    let mut source = table(&assets, &out.join("assets"))?;
    for key in ["CSS", "STAFF_CSS", "QUICK_EXIT"] {
        let url = url_of(&assets, key).unwrap_or_default();
        let _ = writeln!(source, "/// Address of this asset.\npub const {key}: &str = {url:?};");
    }
    let boot = url_of(&assets, "BOOT");
    let _ = writeln!(
        source,
        "/// Address of the islands' boot script, where the bundle was built.\npub const BOOT: Option<&str> = {boot:?};"
    );
    fs::write(out.join("assets.rs"), source)
}

fn url_of<'a>(assets: &'a [Asset], key: &str) -> Option<&'a str> {
    assets.iter().find(|a| a.key == key).map(|a| a.url.as_str())
}

fn table(assets: &[Asset], folder: &Path) -> io::Result<String> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let mut source = String::from("/// Every embedded file.\npub static ASSETS: &[Asset] = &[\n");
    for (i, asset) in assets.iter().enumerate() {
        let file = |ending: &str| folder.join(format!("{i}{ending}"));
        fs::write(file(""), &asset.bytes)?;
        fs::write(file(".br"), brotli(&asset.bytes)?)?;
        fs::write(file(".gz"), gzip(&asset.bytes)?)?;
        let _ = writeln!(
            source,
            "Asset {{ url: {:?}, mime: {:?}, immutable: {}, etag: {:?}, plain: include_bytes!({:?}), br: include_bytes!({:?}), gz: include_bytes!({:?}) }},",
            asset.url,
            asset.mime,
            asset.immutable,
            format!("\"{}\"", hash(&asset.bytes)),
            file(""),
            file(".br"),
            file(".gz"),
        );
    }
    source.push_str("];\n");
    Ok(source)
}

fn bundle_assets(bundle: Vec<(String, Vec<u8>)>) -> Vec<Asset> {
    if bundle.is_empty() {
        return Vec::new();
    }
    let mut all = Sha256::new();
    all.update(BOOT);
    bundle.iter().for_each(|(_, bytes)| all.update(bytes));
    let version = hex::encode(all.finalize());
    let under = |key, name: &str, mime, bytes| Asset {
        key,
        url: format!("/pkg/{}/{name}", &version[..12]),
        mime,
        bytes,
        immutable: true,
    };
    let mut assets = vec![under("BOOT", "boot.js", JS, BOOT.into())];
    for (name, bytes) in bundle {
        let mime = if name.ends_with(".wasm") { "application/wasm" } else { JS };
        assets.push(under("", &name, mime, bytes));
    }
    assets
}

fn hashed(key: &'static str, name: &str, mime: &'static str, bytes: Vec<u8>) -> Asset {
    let url = format!("/pkg/{}/{name}", &hash(&bytes)[..12]);
    Asset { key, url, mime, bytes, immutable: true }
}

/// Files of `public/`, each at its own address; notes for developers stay out.
fn public_files(folder: &Path) -> io::Result<Vec<Asset>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for path in files(folder)? {
        let relative = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        let mime = match path.extension().and_then(|e| e.to_str()) {
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            Some("ico") => "image/x-icon",
            Some("txt") => "text/plain; charset=utf-8",
            _ => continue,
        };
        let bytes = fs::read(&path)?;
        found.push(Asset { key: "", url: format!("/{relative}"), mime, bytes, immutable: false });
    }
    Ok(found)
}

fn sheet(folder: &Path) -> io::Result<Vec<u8>> {
    let mut css = String::new();
    for name in SHEET {
        css += &read_or_empty(&folder.join(name))?;
    }
    for path in files(&folder.join("components"))? {
        css += &fs::read_to_string(path)?;
    }
    for name in SHEET_END {
        css += &read_or_empty(&folder.join(name))?;
    }
    Ok(minified(&css))
}

fn read_or_empty(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        other => other,
    }
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(found);
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Comments and indentation removed; the rest stays readable in a browser's inspector.
fn minified(css: &str) -> Vec<u8> {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        plain += &rest[..start];
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    plain += rest;
    let lines = plain.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.fold(String::new(), |all, line| all + line + "\n").into_bytes()
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))[..32].to_string()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes)?;
    packer.finish()
}
