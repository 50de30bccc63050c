//! The real server in this process, on a port of its own, with the demo court and a clock that stands still.
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use app::domain::date::Instant;
use server::clock::Clock;
use server::config::Config;
use server::state::AppState;
use server::{demo, jobs, state};
use tokio::net::TcpListener;
use tokio::sync::{OnceCell, oneshot};
use tokio::task::JoinHandle;

use crate::factor::{Factor, enrol};
use crate::postgres::Cluster;
use crate::temp::{TempDir, serial};
use crate::{Engine, Person};

/// Monday, 15 December 2025, ten in the morning in Shanghai: a working day after the demo court's figures were drawn up.
pub const NOW: Instant = Instant(1_765_764_000_000);

/// A sign-in of the demo court.
#[derive(Debug, Clone)]
pub struct Account {
    /// `editor`, `reviewer`, …
    pub role: String,
    /// User name.
    pub login: String,
    /// First password.
    pub password: String,
}

/// A site that answers until it is closed or dropped.
pub struct Site {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its clock; `advance` moves it.
    pub clock: Clock,
    /// One account a role.
    pub accounts: Vec<Account>,
    /// The database's address, for reading it from outside.
    pub database_url: String,
    /// Second factors enrolled here, by role.
    factors: Mutex<BTreeMap<String, Factor>>,
    data: TempDir,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<anyhow::Result<()>>>,
}

/// The demo court made once for each engine; every test starts on a copy.
struct Template {
    folder: TempDir,
    /// PostgreSQL: the name of the database to copy.
    database: String,
    accounts: Vec<Account>,
}

impl Site {
    /// A copy of the demo court, with limits out of the way.
    pub async fn demo(engine: Engine) -> Self {
        Self::demo_with(engine, |_| {}).await
    }

    /// The same with other settings.
    pub async fn demo_with(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let template = template(engine).await;
        let (data, database_url) = copy(engine, template).await;
        Self::start(data, &database_url, template.accounts.clone(), change).await
    }

    /// The demo court with more in it, written before the site opens.
    pub async fn grown(engine: Engine, grow: impl AsyncFnOnce(&AppState)) -> Self {
        let template = template(engine).await;
        let (data, database_url) = copy(engine, template).await;
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = config(data.path(), &database_url, nowhere).checked().expect("settings of a test are right");
        let state = AppState::open(config, Clock::fixed(NOW)).await.expect("the demo court opens");
        grow(&state).await;
        state.close().await;
        Self::start(data, &database_url, template.accounts.clone(), |_| {}).await
    }

    /// A second process over the same database, with caches and a folder of its own.
    pub async fn beside(&self) -> Self {
        let data = TempDir::new("site");
        let key = "server.key";
        std::fs::copy(self.data.path().join(key), data.path().join(key)).expect("the first process has a key");
        Self::start(data, &self.database_url, self.accounts.clone(), |_| {}).await
    }

    async fn start(
        data: TempDir,
        database_url: &str,
        accounts: Vec<Account>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let mut config = config(data.path(), database_url, address);
        change(&mut config);
        let config = config.checked().expect("settings of a test are right");
        let clock = Clock::fixed(NOW);
        let (stop, stopped) = oneshot::channel::<()>();
        let database_url = config.database_url.clone();
        let serving = server::serve(config, listener, clock.clone(), async {
            // A dropped sender also means: end.
            let _ = stopped.await;
        });
        Self {
            address,
            clock,
            accounts,
            database_url,
            factors: Mutex::default(),
            data,
            stop: Some(stop),
            task: Some(tokio::spawn(serving)),
        }
    }

    /// Lets what is due by now happen, as the running process would within a quarter of a minute.
    pub async fn due(&self) {
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = config(self.data.path(), &self.database_url, nowhere);
        let config = config.checked().expect("settings of a test are right");
        let state = AppState::open(config, self.clock.clone()).await.expect("the court opens a second time");
        // the site's own process may be at it
        while !jobs::tick(&state).await.expect("a round") {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        state.close().await;
    }

    /// The data folder: SQLite file, sealed files, server key.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Somebody who just opened their browser.
    pub fn person(&self) -> Person {
        Person::new(self.address)
    }

    /// The account of a role.
    #[track_caller]
    pub fn account(&self, role: &str) -> &Account {
        let known = || self.accounts.iter().map(|a| a.role.as_str()).collect::<Vec<_>>();
        self.accounts
            .iter()
            .find(|a| a.role == role)
            .unwrap_or_else(|| panic!("no account for {role}; there are {:?}", known()))
    }

    /// A member of staff at their desk, signed in; initial password changed and second factor enrolled where asked for.
    pub async fn staff(&self, role: &str) -> Person {
        let account = self.account(role);
        let mut person = self.person();
        let code = self.factors().get_mut(role).map(|factor| factor.fresh(&self.clock)).unwrap_or_default();
        person.visit("/staff/sign-in").await;
        let words = [("login", account.login.as_str()), ("password", &account.password), ("code", &code)];
        person.submit("登录", &words).await;
        person.expect(200);
        if person.page().has("input[name=again]") {
            let own = format!("{}-Ab3", account.password);
            let words = [("old", account.password.as_str()), ("new", own.as_str()), ("again", own.as_str())];
            person.submit("修改密码", &words).await;
            person.expect(200);
        }
        if person.page().path.starts_with("/staff/account/second-factor") {
            let factor = enrol(&mut person, &self.clock).await;
            self.factors().insert(role.to_owned(), factor);
        }
        if person.page().path.starts_with("/staff/sign-in") {
            person.fail(&format!("{role} cannot sign in"));
        }
        person
    }

    fn factors(&self) -> MutexGuard<'_, BTreeMap<String, Factor>> {
        self.factors.lock().expect("nobody panics while holding it")
    }

    /// Ends the server in order; an error in it fails the test. The data folder is left to look at.
    pub async fn close(mut self) -> TempDir {
        if let Some(stop) = self.stop.take() {
            // Already ended is what is wanted.
            let _ = stop.send(());
        }
        if let Some(task) = self.task.take() {
            task.await.expect("the server does not panic").expect("the server ends in order");
        }
        self.data
    }
}

/// A demo court without a site: for what happens by the clock, which the test turns by hand.
pub struct Court {
    /// Moved by the test.
    pub clock: Clock,
    config: Config,
    _data: TempDir,
}

impl Court {
    /// A copy of the demo court at [`NOW`].
    pub async fn demo(engine: Engine) -> Self {
        let (data, database_url) = copy(engine, template(engine).await).await;
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = config(data.path(), &database_url, nowhere).checked().expect("settings of a test are right");
        Self { clock: Clock::fixed(NOW), config, _data: data }
    }

    /// A process over this court; several may be open at once on PostgreSQL.
    pub async fn open(&self) -> AppState {
        AppState::open(self.config.clone(), self.clock.clone()).await.expect("the demo court opens")
    }
}

async fn copy(engine: Engine, template: &Template) -> (TempDir, String) {
    let data = TempDir::new("site");
    copy_folder(template.folder.path(), data.path());
    let database_url = match engine {
        Engine::Sqlite => String::new(),
        Engine::Postgres => {
            let cluster = Cluster::shared().expect("PostgreSQL was found a moment ago");
            cluster.copy(&template.database, &format!("s{}_{}", std::process::id(), serial())).await
        }
    };
    (data, database_url)
}

fn config(data: &Path, database_url: &str, address: SocketAddr) -> Config {
    Config {
        listen: address,
        public_url: format!("http://{address}"),
        data: data.to_owned(),
        database_url: database_url.to_owned(),
        demo: true,
        tips_per_minute: 1_000_000,
        ..Config::default()
    }
}

async fn template(engine: Engine) -> &'static Template {
    static SQLITE: OnceCell<Template> = OnceCell::const_new();
    static POSTGRES: OnceCell<Template> = OnceCell::const_new();
    let cell = if engine == Engine::Sqlite { &SQLITE } else { &POSTGRES };
    cell.get_or_init(|| make_template(engine)).await
}

async fn make_template(engine: Engine) -> Template {
    let folder = TempDir::new("court");
    let database = format!("court{}", std::process::id());
    let url = match engine {
        Engine::Sqlite => String::new(),
        Engine::Postgres => Cluster::shared().expect("PostgreSQL was found a moment ago").create(&database).await,
    };
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = config(folder.path(), &url, nowhere).checked().expect("settings of a test are right");
    let db = state::open_database(&config).await.expect("a fresh database opens");
    let key = state::server_key(&config).expect("a server key is made");
    let court = demo::seed(&db, &key, &Clock::fixed(NOW)).await.expect("the demo court is made");
    db.close().await;
    let court = court.expect("a fresh database holds no court");
    let accounts = court.accounts.iter().filter_map(|line| account(&line.to_string())).collect();
    Template { folder, database, accounts }
}

/// `role user password`
fn account(line: &str) -> Option<Account> {
    let mut words = line.split_whitespace().map(str::to_owned);
    Some(Account { role: words.next()?, login: words.next()?, password: words.next()? })
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap_or_else(|e| panic!("{}: {e}", to.display()));
    for entry in std::fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())).flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap_or_else(|e| panic!("{}: {e}", target.display()));
        }
    }
}
