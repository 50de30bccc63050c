//! The embedded list of migrations: one text for both engines, or one per engine where they truly differ.
use std::{collections::BTreeMap, fmt::Write as _, fs, io, path::Path};

type List = BTreeMap<i64, (String, String)>;

/// Writes `migrations.rs`: `SQLITE` and `POSTGRES`, each `&[(version, name, SQL)]` in order of version.
pub fn write(folder: &Path, out: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut source = String::new();
    for (constant, own) in [("SQLITE", "sqlite"), ("POSTGRES", "postgres")] {
        let mut list = List::new();
        collect(folder, &mut list)?;
        collect(&folder.join(own), &mut list)?;
        let _ = writeln!(
            source,
            "/// Migrations of this engine: (version, name, SQL).\npub static {constant}: &[(i64, &str, &str)] = &["
        );
        for (version, (name, path)) in list {
            let _ = writeln!(source, "({version}, {name:?}, include_str!({path:?})),");
        }
        source.push_str("];\n");
    }
    fs::write(out.join("migrations.rs"), source)
}

fn collect(folder: &Path, list: &mut List) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|e| e != "sql") {
            continue;
        }
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let named = stem.split_once('_').and_then(|(n, name)| Some((n.parse().ok()?, name)));
        let Some((version, name)) = named else {
            return Err(io::Error::other(format!("{stem}: name it NNNN_name.sql")));
        };
        let entry = (name.to_string(), path.to_string_lossy().into_owned());
        if let Some((other, _)) = list.insert(version, entry) {
            return Err(io::Error::other(format!("version {version} stands twice: {other}, {name}")));
        }
    }
    Ok(())
}
