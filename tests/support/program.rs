//! The real program as its own process, for what a test in one process cannot do: kill it, weigh it, time it.
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// A running `zhaoshi serve`; killed on drop.
pub struct Program {
    /// Where it listens.
    pub address: SocketAddr,
    /// Everything it logged.
    pub log: PathBuf,
    process: Child,
}

/// False, with a printed reason, when the program cannot be built here.
pub fn available() -> bool {
    match built() {
        Ok(_) => true,
        Err(why) => {
            crate::skipped("program", why);
            false
        }
    }
}

/// The program of this build. Cargo builds no other package's program for a test, so it is asked once.
fn built() -> Result<&'static PathBuf, &'static String> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let build = || {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--workspace", "--bins", "--tests", "--quiet"]).stdin(Stdio::null()).stdout(Stdio::null());
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let status = cargo.current_dir(here).status().map_err(|e| format!("cargo: {e}"))?;
        let me = std::env::current_exe().map_err(|e| e.to_string())?;
        let file = me.ancestors().nth(2).map(|dir| dir.join("zhaoshi")).unwrap_or_default();
        match status.success() && file.exists() {
            true => Ok(file),
            false => Err(format!("cargo build made no {}", file.display())),
        }
    };
    BUILT.get_or_init(build).as_ref()
}

impl Program {
    /// Serves an existing court and waits until it answers.
    pub async fn serve(data: &Path, database_url: &str) -> Self {
        let file = built().unwrap_or_else(|why| panic!("{why}"));
        Self::start(file, "serve", data, database_url).await
    }

    /// Starts `file command` on a free port and waits until `/healthz` answers.
    pub async fn start(file: &Path, command: &str, data: &Path, database_url: &str) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port");
        let log = data.join(format!("log-{}.txt", crate::temp::serial()));
        let output = std::fs::File::create(&log).unwrap_or_else(|e| panic!("{}: {e}", log.display()));
        let errors = output.try_clone().expect("a second handle of the log");
        let mut program = Command::new(file);
        program.args([command, "--listen", &free.to_string(), "--database", database_url, "--data"]).arg(data);
        program.env("ZHAOSHI_TIPS_PER_MINUTE", "1000000").env_remove("ZHAOSHI_SKIP_BROWSER");
        program.stdin(Stdio::null()).stdout(output).stderr(errors);
        let process = program.spawn().unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let mut started = Self { address: free, log, process };
        started.wait().await;
        started
    }

    async fn wait(&mut self) {
        for _ in 0..3000 {
            if tokio::net::TcpStream::connect(self.address).await.is_ok() {
                return;
            }
            if let Ok(Some(status)) = self.process.try_wait() {
                panic!("the program ended: {status}\n{}", std::fs::read_to_string(&self.log).unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the program does not listen:\n{}", std::fs::read_to_string(&self.log).unwrap_or_default());
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// SIGKILL, and waits until it is gone.
    pub async fn kill_nine(&mut self) {
        self.process.kill().expect("our own child can be killed");
        self.process.wait().expect("our own child can be waited for");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Gone already is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
