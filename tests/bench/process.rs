//! P8 and P9: how fast one process is up, and what it weighs.
use std::process::Command;

use tests::temp::TempDir;

use super::{
    site::Site,
    sums::{Readings, row},
};

/// Prints P8 (cold start over a filled database) and P9 (PSS idle and under 256 connections).
pub async fn rows() {
    let data = TempDir::new("bench-start");
    drop(Site::start(data.path(), "").await);
    let mut starts = Readings::default();
    for _ in 0..7 {
        let (site, time) = Site::start(data.path(), "").await;
        starts.push(time.as_secs_f64() * 1000.0);
        drop(site);
    }
    row("P8", "exec to first home page, demo court, ms", &starts.text(0), "must ≤ 300 (goal is set over 1 M rows)");
    let (site, _) = Site::start(data.path(), "").await;
    row("P9", "PSS idle, MiB", &format!("{:.1}", pss_mib(site.pid())), "must ≤ 64");
    let url = format!("http://127.0.0.1:{}/", site.port);
    let wrk = Command::new("wrk").args(["-t1", "-c256", "-d3s", &url]).stdout(std::process::Stdio::null()).spawn();
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    row("P9", "PSS under 256 connections, MiB", &format!("{:.1}", pss_mib(site.pid())), "must ≤ 128");
    if let Ok(mut wrk) = wrk {
        let _ = wrk.wait();
    }
}

fn pss_mib(pid: u32) -> f64 {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|l| l.strip_prefix("Pss:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}
