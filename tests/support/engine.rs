//! SQLite and PostgreSQL, one fresh database a test.
use crate::postgres::Cluster;
use crate::temp::{TempDir, serial};

/// The database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary folder (never `:memory:`, which has no WAL).
    Sqlite,
    /// A database of its own in the process's private cluster.
    Postgres,
}

/// An empty database; SQLite's file goes on drop, PostgreSQL's with the cluster.
#[derive(Debug)]
pub struct Database {
    /// What the server's `--database` takes.
    pub url: String,
    /// Which engine it is.
    pub engine: Engine,
    folder: TempDir,
}

impl Engine {
    /// False, with a printed reason, when this machine cannot run the engine.
    pub fn available(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => match Cluster::shared() {
                Ok(_) => true,
                Err(why) => {
                    crate::skipped("postgres", &why);
                    false
                }
            },
        }
    }

    /// A fresh, empty database.
    pub async fn database(self) -> Database {
        let folder = TempDir::new("db");
        let url = match self {
            Self::Sqlite => format!("sqlite://{}", folder.path().join("court.db").display()),
            Self::Postgres => {
                let cluster = Cluster::shared().expect("PostgreSQL was found a moment ago");
                let name = format!("t{}_{}", std::process::id(), serial());
                cluster.create(&name).await
            }
        };
        Database { url, engine: self, folder }
    }
}

impl Database {
    /// The folder that holds the SQLite file; free for the test's other files on either engine.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}
