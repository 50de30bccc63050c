//! The paper key in the safe opens a tip with Debian's `age`, without our program.
use std::path::Path;
use std::process::Command;

use age::secrecy::ExposeSecret;
use server::on;
use tests::temp::TempDir;
use tests::{Engine, block_on, skipped};

use crate::world::World;

fn decrypt(key: &Path, file: &Path) -> Vec<u8> {
    let done = Command::new("age").arg("-d").arg("-i").arg(key).arg(file).output().expect("age runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn debian_age_opens_a_tip_with_the_recovery_key() {
    if Command::new("age").arg("--version").output().is_err() {
        return skipped("age", "no `age` command; install age");
    }
    block_on(async {
        let world = World::new(Engine::Sqlite).await;
        let sent = world.tip(None, "钥匙在保险柜里", Some("某某"));
        world.writer().accept(sent.tip).await.unwrap();
        let folder = TempDir::new("recovery");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("paper"), world.recovery.expose().expose_secret()).unwrap();
        let mut tx = world.read().await;
        let (content, person): (Vec<u8>, Vec<u8>) =
            on!(tx, |c| sqlx::query_as("SELECT content, person FROM tip").fetch_one(c).await).unwrap();
        let keys: Vec<(String, Vec<u8>)> = on!(tx, |c| {
            sqlx::query_as("SELECT part, sealed FROM tip_key WHERE reader = 'recovery'").fetch_all(c).await
        })
        .unwrap();
        for (part, sealed) in keys {
            std::fs::write(at("sealed-key"), sealed).unwrap();
            std::fs::write(at(&part), decrypt(&at("paper"), &at("sealed-key"))).unwrap();
        }
        for (part, sealed, words) in [("content", content, "钥匙在保险柜里"), ("person", person, "某某")] {
            std::fs::write(at("sealed"), sealed).unwrap();
            let plain = String::from_utf8(decrypt(&at(part), &at("sealed"))).unwrap();
            assert!(plain.contains(words), "{plain}");
        }
    });
}
