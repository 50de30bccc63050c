//! A private PostgreSQL cluster for one test process: a temporary folder, a Unix socket, nothing on the network.
//!
//! A small shell waits on a pipe that only this process holds. When the process ends, however it ends, the pipe closes, and the
//! shell stops the cluster and removes its folder. So a killed test run leaves nothing behind.
use std::io::Read;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, postgres::PgConnectOptions};

/// Stops the server in order and removes the folder when standard input closes.
const KEEPER: &str = r#"exec 3<&0
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=300 -c fsync="$3" -c synchronous_commit=on \
    -c full_page_writes="$3" -c shared_buffers=64MB -c max_wal_size=2GB -c timezone=UTC </dev/null >"$2/log" 2>&1 3<&- &
pid=$!
read -r _ <&3
kill -INT $pid 2>/dev/null
wait $pid
rm -rf "$2"
"#;

/// A running cluster.
#[derive(Debug)]
pub struct Cluster {
    /// Where databases are created from.
    options: PgConnectOptions,
    /// TEST_POSTGRES_URL, when the cluster is somebody else's.
    existing: Option<String>,
    folder: PathBuf,
    /// Holds the pipe.
    keeper: Option<Child>,
}

/// Whether commits reach the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// fsync off: for tests that do not pull the plug.
    Fast,
    /// fsync on: for measurements.
    Real,
}

impl Cluster {
    /// The process's cluster, started on first use. `Err` says what is missing.
    pub fn shared() -> Result<&'static Self, String> {
        static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
        SHARED
            .get_or_init(|| match std::env::var("TEST_POSTGRES_URL") {
                Ok(url) => Self::existing(&url),
                Err(_) => Self::start(Durability::Fast),
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    fn existing(url: &str) -> Result<Self, String> {
        let options = url.parse().map_err(|e| format!("TEST_POSTGRES_URL: {e}"))?;
        Ok(Self { options, existing: Some(url.to_owned()), folder: PathBuf::new(), keeper: None })
    }

    /// Makes and starts a cluster of its own; `initdb` refuses root, so root becomes `postgres` for it.
    pub fn start(durability: Durability) -> Result<Self, String> {
        let bin = binaries().ok_or("no initdb found; install postgresql")?;
        let user = unprivileged()?;
        let name = format!("zhaoshi-pg-{}-{}", std::process::id(), crate::temp::serial());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        initdb(&bin, &folder, user)?;
        let fsync = if durability == Durability::Real { "on" } else { "off" };
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&bin).arg(&folder).arg(fsync);
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Its own group: Ctrl-C reaches the tests only, whose end then closes the pipe.
        let keeper = as_user(&mut keeper, user).process_group(0).spawn();
        let cluster = Self {
            options: PgConnectOptions::new_without_pgpass()
                .socket(&folder)
                .port(5432)
                .username("zhaoshi")
                .database("postgres"),
            existing: None,
            folder,
            keeper: Some(keeper.map_err(|e| format!("sh: {e}"))?),
        };
        cluster.wait_until_up()?;
        Ok(cluster)
    }

    fn wait_until_up(&self) -> Result<(), String> {
        let socket = self.folder.join(".s.PGSQL.5432");
        let begin = Instant::now();
        // The socket appears before the server accepts; `create` retries what comes too early.
        while !socket.exists() {
            if begin.elapsed() > Duration::from_secs(60) {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not start:\n{log}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Creates an empty database and returns its address.
    pub async fn create(&self, name: &str) -> String {
        self.admin(&format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")).await;
        self.url(name)
    }

    /// Creates a database that is a copy of `template`, to which nobody may be connected.
    pub async fn copy(&self, template: &str, name: &str) -> String {
        self.admin(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        self.url(name)
    }

    /// Forgets a database.
    pub async fn drop(&self, name: &str) {
        self.admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }

    async fn admin(&self, statement: &str) {
        let mut tries = 0;
        let mut connection = loop {
            match self.options.connect().await {
                Ok(connection) => break connection,
                Err(_) if tries < 200 => tries += 1,
                Err(e) => panic!("PostgreSQL does not answer: {e}"),
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        };
        // Names come from this file's callers, made of a process id and a counter.
        let done = connection.execute(AssertSqlSafe(statement.to_owned())).await;
        done.unwrap_or_else(|e| panic!("{statement}: {e}"));
        // The work is done; a failed goodbye changes nothing.
        let _ = connection.close().await;
    }

    /// The address of database `name`, as the server's configuration takes it.
    pub fn url(&self, name: &str) -> String {
        match &self.existing {
            None => format!("postgres://zhaoshi@localhost/{name}?host={}&port=5432", self.folder.display()),
            Some(url) => {
                let (address, settings) = url.split_once('?').unwrap_or((url, ""));
                let host_end = address.find("://").map_or(0, |at| at + 3);
                let server = address[host_end..].find('/').map_or(address, |at| &address[..host_end + at]);
                format!("{server}/{name}?{settings}")
            }
        }
    }

    /// The folder with the socket, for `psql -h` and `pgbench -h`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            drop(keeper.stdin.take());
            // It removes the folder itself; how it ended says nothing new.
            let _ = keeper.wait();
        }
    }
}

/// The newest installed server's programs.
pub fn binaries() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|dir| dir.join("initdb").exists() && dir.join("postgres").exists())
    })
}

/// The user and group to run the server as: `None` when we are not root.
fn unprivileged() -> Result<Option<(u32, u32)>, String> {
    let id = |flag: &str, who: &[&str]| -> Result<u32, String> {
        let out = Command::new("id").arg(flag).args(who).output().map_err(|e| format!("id: {e}"))?;
        String::from_utf8_lossy(&out.stdout).trim().parse().map_err(|_| format!("no user {who:?} to run PostgreSQL as"))
    };
    if id("-u", &[])? != 0 {
        return Ok(None);
    }
    Ok(Some((id("-u", &["postgres"])?, id("-g", &["postgres"])?)))
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/")
}

fn initdb(bin: &Path, folder: &Path, user: Option<(u32, u32)>) -> Result<(), String> {
    let mut command = Command::new(bin.join("initdb"));
    command.args(["--no-sync", "--auth=trust", "--username=zhaoshi", "--encoding=UTF8", "--locale=C"]);
    command.arg("-D").arg(folder.join("data"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = as_user(&mut command, user).spawn().map_err(|e| format!("initdb: {e}"))?;
    let mut said = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        // What it said is only for the message below.
        let _ = stderr.read_to_string(&mut said);
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        other => Err(format!("initdb: {other:?}\n{said}")),
    }
}
