//! The release binary serving the demo court in a folder of its own.
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tests::temp::TempDir;

use super::client::Client;

pub struct Site {
    child: Child,
    pub port: u16,
    _data: Option<TempDir>,
}

/// The release binary beside this bench.
pub fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("the bench's own path");
    let release = here.ancestors().find(|p| p.ends_with("release")).expect("a bench runs from target/release");
    release.join("zhaoshi")
}

pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

impl Site {
    /// A fresh demo court; `database` empty means an embedded file.
    pub async fn fresh(database: &str) -> Self {
        let data = TempDir::new("bench");
        let mut site = Self::start(data.path(), database).await.0;
        site._data = Some(data);
        site
    }

    /// Starts over this folder; the time is from exec to the first complete home page.
    pub async fn start(data: &Path, database: &str) -> (Self, Duration) {
        Self::with_log(data, database, "error", Stdio::inherit()).await
    }

    /// The same, with every statement written into a file.
    pub async fn logged(data: &Path, database: &str) -> (Self, PathBuf) {
        let path = data.join("statements.log");
        let file = std::fs::File::create(&path).expect("a log file");
        let (site, _) = Self::with_log(data, database, "error,sqlx::query=debug", file.into()).await;
        (site, path)
    }

    async fn with_log(data: &Path, database: &str, level: &str, log: Stdio) -> (Self, Duration) {
        let port = free_port();
        let mut command = Command::new(binary());
        command.args(["demo", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(data);
        if !database.is_empty() {
            command.args(["--database", database]);
        }
        command.env("ZHAOSHI_TIPS_PER_MINUTE", "10000000").env("ZHAOSHI_LOG", level);
        command.stderr(log);
        let begin = Instant::now();
        let child = command.stdout(Stdio::null()).spawn().expect("the release binary starts");
        let site = Self { child, port, _data: None };
        loop {
            if let Ok(mut client) = Client::open(port).await
                && let Ok(answer) = client.get("/", "").await
                && answer.status == 200
            {
                return (site, begin.elapsed());
            }
            assert!(begin.elapsed() < Duration::from_secs(60), "the site did not answer within a minute");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// User and system time of a process and its children so far, in microseconds.
pub fn cpu_micros(pid: u32) -> f64 {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let own = std::iter::once(pid).chain(children.split_whitespace().filter_map(|c| c.parse().ok()));
    own.map(ticks).sum::<f64>() * 10_000.0
}

/// Clock ticks of 10 ms, fields 14 and 15 of /proc/PID/stat.
fn ticks(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(2).filter_map(|f| f.parse::<f64>().ok()).sum()
}
