//! Makes what the binary embeds: style sheets, the browser bundle, the public folder.
#[path = "build/assets.rs"]
mod assets;
#[path = "build/bundle.rs"]
mod bundle;

use std::{env, path::PathBuf};

fn main() {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let root = manifest.parent().expect("the workspace").to_path_buf();
    println!("cargo:rerun-if-env-changed=ZHAOSHI_SKIP_BROWSER");
    println!("cargo:rerun-if-changed={}", manifest.join("migrations").display());
    let release = env::var("PROFILE").is_ok_and(|p| p == "release");
    let bundle = match bundle::make(&root, &out) {
        Ok(files) => files,
        Err(why) if release => panic!("the browser bundle could not be made: {why}"),
        Err(why) => {
            println!("cargo:warning=pages are built without islands: {why}");
            Vec::new()
        }
    };
    assets::write(&root, &out, bundle).expect("assets are written to OUT_DIR");
    link_small(release);
}

/// Rendering code is generic over types that compile to the same instructions: they are folded into one. Only rust-lld,
/// the toolchain's own linker on this target, is known to do it.
fn link_small(release: bool) {
    let known = env::var("TARGET").is_ok_and(|target| target == "x86_64-unknown-linux-gnu");
    if release && known && env::var_os("RUSTC_LINKER").is_none() {
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    }
}
