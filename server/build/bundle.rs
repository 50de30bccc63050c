//! The browser half of `app`, compiled to wasm and bound to JavaScript.
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const TARGET: &str = "wasm32-unknown-unknown";
/// What the wasm half is made of; anything else must not trigger a rebuild of it.
const INPUTS: [&str; 6] =
    ["app/src/islands", "app/src/api", "app/src/lib.rs", "app/Cargo.toml", "Cargo.toml", "Cargo.lock"];

/// Files of the bundle by name (`app.js`, `app_bg.wasm`), or why there are none.
pub fn make(root: &Path, out: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    for input in INPUTS {
        println!("cargo:rerun-if-changed={}", root.join(input).display());
    }
    if env::var_os("ZHAOSHI_SKIP_BROWSER").is_some_and(|v| !v.is_empty()) {
        return Err("ZHAOSHI_SKIP_BROWSER is set".into());
    }
    ensure_target()?;
    let wasm = compile(root, &browser_target_dir(out))?;
    bind(&wasm, &out.join("browser"))
}

/// Asks rustup for the wasm target when the toolchain does not have it yet.
fn ensure_target() -> Result<(), String> {
    let sysroot = output(Command::new(rustc()).args(["--print", "sysroot"]))?;
    let installed = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    if installed.is_dir() {
        return Ok(());
    }
    println!("cargo:warning=installing the {TARGET} target through rustup");
    output(Command::new("rustup").args(["target", "add", TARGET]))
        .map(drop)
        .map_err(|e| format!("rustup could not add {TARGET} ({e}); run: rustup target add {TARGET}"))
}

/// One wasm target folder for all profiles, beside the profile folders of the running build.
fn browser_target_dir(out: &Path) -> PathBuf {
    out.ancestors()
        .find(|p| p.file_name().is_some_and(|n| n == "build"))
        .and_then(|build| build.parent()?.parent())
        .unwrap_or(out)
        .join("browser-bundle")
}

fn compile(root: &Path, target_dir: &Path) -> Result<PathBuf, String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(root)
        .args(["rustc", "--locked", "-p", "app", "--lib", "--crate-type", "cdylib"])
        .args(["--target", TARGET, "--no-default-features", "--features", "browser"])
        .args(["--profile", "browser", "--target-dir"])
        .arg(target_dir);
    for (name, _) in env::vars_os() {
        if belongs_to_outer_build(&name.to_string_lossy()) {
            cargo.env_remove(&name);
        }
    }
    output(&mut cargo)?;
    Ok(target_dir.join(TARGET).join("browser/app.wasm"))
}

/// Flags, wrappers and package facts of the outer build would change or break the inner one.
fn belongs_to_outer_build(name: &str) -> bool {
    const KEPT: [&str; 3] = ["CARGO_HOME", "CARGO_NET_OFFLINE", "CARGO_HTTP_CAINFO"];
    const FLAGS: [&str; 9] = [
        "RUSTFLAGS",
        "RUSTC",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CLIPPY_ARGS",
        "TARGET",
        "HOST",
        "PROFILE",
        "OUT_DIR",
    ];
    let cargo_fact = name.starts_with("CARGO_") && !name.starts_with("CARGO_REGISTR") && !KEPT.contains(&name);
    cargo_fact || FLAGS.contains(&name)
}

fn bind(wasm: &Path, dir: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(wasm)
        .web(true)
        .map_err(|e| e.to_string())?
        .typescript(false)
        .omit_default_module_path(true)
        .out_name("app")
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(dir).map_err(|e| format!("{e:#}"))?;
    shrink(&dir.join("app_bg.wasm"));
    ["app.js", "app_bg.wasm"]
        .into_iter()
        .map(|name| {
            let bytes = fs::read(dir.join(name)).map_err(|e| format!("{name}: {e}"))?;
            Ok((name.to_string(), bytes))
        })
        .collect()
}

/// Optional: `wasm-opt` makes the bundle smaller where it is installed; a failure leaves the file as it was.
fn shrink(wasm: &Path) {
    let small = wasm.with_extension("opt");
    let made = Command::new("wasm-opt").args(["-Oz", "--all-features"]).arg(wasm).arg("-o").arg(&small).output();
    if made.is_ok_and(|o| o.status.success()) {
        let _ = fs::rename(&small, wasm);
    }
}

fn rustc() -> std::ffi::OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// Standard output of a finished command, or the last lines of what it complained about.
fn output(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|e| format!("{:?}: {e}", command.get_program()))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let lines: Vec<&str> = said.lines().collect();
    Err(lines[lines.len().saturating_sub(30)..].join("\n"))
}
