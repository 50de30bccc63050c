//! P1 to P3: the cached home page beside nginx serving the same bytes, in turn.
use std::{
    io::Write as _,
    process::{Child, Command, Stdio},
};

use tests::temp::TempDir;

use super::{
    client::Client,
    site::{Site, cpu_micros, free_port},
    sums::{Readings, row},
};

const ROUNDS: usize = 5;
const SECONDS: u32 = 3;

/// nginx over one folder, with the precompressed page.
struct Nginx {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Nginx {
    async fn serving(gzip: &[u8], plain: &[u8]) -> Self {
        let folder = TempDir::new("nginx");
        let root = folder.path();
        std::fs::write(root.join("index.html.gz"), gzip).expect("page");
        std::fs::write(root.join("index.html"), plain).expect("page");
        let port = free_port();
        let mut config = std::fs::File::create(root.join("nginx.conf")).expect("configuration");
        write!(
            config,
            "daemon off; worker_processes 2; pid {r}/pid; error_log stderr crit;\n{user}\nevents {{ worker_connections 2048; }}\n\
             http {{ access_log off; types {{ text/html html; }} gzip_static on; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n\
             client_body_temp_path {r}/b; proxy_temp_path {r}/p; fastcgi_temp_path {r}/f; uwsgi_temp_path {r}/u; scgi_temp_path {r}/s;\n\
             server {{ listen 127.0.0.1:{port}; root {r}; }} }}\n",
            r = root.display(),
            user = if std::env::var("USER").is_ok_and(|u| u == "root") || is_root() { "user root;" } else { "" },
        )
        .expect("configuration");
        let child = Command::new("nginx")
            .arg("-c")
            .arg(root.join("nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx starts");
        for _ in 0..200 {
            if Client::open(port).await.is_ok() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        Self { child, port, _folder: folder }
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // the master ends its workers on SIGTERM, which `kill` does not send
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// Prints P1, P2 and P3 for 16 and 64 connections.
pub async fn rows() {
    let site = Site::fresh("").await;
    let mut client = Client::open(site.port).await.expect("the site listens");
    let gzip = client.get("/", "gzip").await.expect("home").body;
    let plain = client.get("/", "").await.expect("home").body;
    let nginx = Nginx::serving(&gzip, &plain).await;
    for connections in [16, 64] {
        let (mut rate, mut tail, mut cpu) = (Readings::default(), Readings::default(), Readings::default());
        let (mut ours_rate, mut ours_cpu) = (Readings::default(), Readings::default());
        for _ in 0..ROUNDS {
            let ours = load(site.port, connections, site.pid());
            let theirs = load(nginx.port, connections, nginx.child.id());
            rate.push(ours.rate / theirs.rate);
            tail.push(ours.p99_ms / theirs.p99_ms);
            cpu.push(ours.cpu_micros / theirs.cpu_micros);
            ours_rate.push(ours.rate);
            ours_cpu.push(ours.cpu_micros);
        }
        let at = format!("{connections} connections");
        row(
            "P1",
            &format!("requests/s over nginx, {at}"),
            &rate.text(2),
            &format!("must ≥ 0.80; {:.0}/s", ours_rate.median()),
        );
        row("P2", &format!("p99 over nginx, {at}"), &tail.text(2), "must ≤ 2.0");
        row(
            "P3",
            &format!("CPU a request over nginx, {at}"),
            &cpu.text(2),
            &format!("must ≤ 1.5; {:.0} µs", ours_cpu.median()),
        );
    }
}

struct Load {
    rate: f64,
    p99_ms: f64,
    cpu_micros: f64,
}

fn load(port: u16, connections: u32, pid: u32) -> Load {
    let before = cpu_micros(pid);
    let output = Command::new("wrk")
        .args([
            "-t1",
            &format!("-c{connections}"),
            &format!("-d{SECONDS}s"),
            "--latency",
            "-H",
            "Accept-Encoding: gzip",
        ])
        .arg(format!("http://127.0.0.1:{port}/"))
        .output()
        .expect("wrk runs");
    let spent = cpu_micros(pid) - before;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!text.contains("Non-2xx"), "{text}");
    let word = |label: &str| {
        let line = text.lines().find(|l| l.trim_start().starts_with(label));
        line.and_then(|l| l.split_whitespace().nth(1)).unwrap_or_default().to_owned()
    };
    let rate: f64 = word("Requests/sec:").parse().expect("wrk prints a rate");
    let requests: f64 = text
        .lines()
        .find(|l| l.contains("requests in"))
        .and_then(|l| l.split_whitespace().next()?.parse().ok())
        .expect("wrk prints a count");
    Load { rate, p99_ms: millis(&word("99%")), cpu_micros: spent / requests }
}

fn millis(text: &str) -> f64 {
    let number: f64 = text.trim_end_matches(|c: char| c.is_alphabetic()).parse().unwrap_or(f64::NAN);
    match text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.') {
        "us" => number / 1000.0,
        "s" => number * 1000.0,
        _ => number,
    }
}
