//! One database, one transaction, one macro.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::{StoreError, StoreResult, generation};

/// Readers beside the one writer of SQLite.
const SQLITE_READERS: u32 = 4;
/// Connections of one process to PostgreSQL.
const PG_CONNECTIONS: u32 = 16;
/// Texts kept ready a connection: batches of tips make one text a size.
const STATEMENTS: usize = 512;
const WAIT: Duration = Duration::from_secs(5);
/// Rest after which a connection to PostgreSQL is tried before use.
const RESTED: Duration = Duration::from_secs(2);

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// An embedded file: one writer, several readers that cannot write.
    Sqlite {
        /// Connections with `query_only`.
        read: SqlitePool,
        /// The only connection that writes.
        write: SqlitePool,
    },
    /// A server, needed as soon as more than one process runs.
    Postgres(PgPool),
}

/// An open transaction, for reading ([`Db::read`]) or writing ([`Db::begin`]). Dropped without commit, it rolls back.
/// [`Db::single`] gives one that was never begun, for a single statement.
pub enum Tx {
    /// On the embedded file.
    Sqlite(Held<sqlx::Sqlite>),
    /// On PostgreSQL.
    Postgres(Held<sqlx::Postgres>),
}

/// A connection, with or without a transaction open on it.
pub enum Held<D: sqlx::Database> {
    /// Until commit or rollback; `true` once public records were changed in it.
    Transaction(sqlx::Transaction<'static, D>, bool),
    /// Each statement stands alone.
    Single(PoolConnection<D>),
}

impl<D: sqlx::Database> Held<D> {
    /// The connection statements run on.
    pub fn connection(&mut self) -> &mut D::Connection {
        match self {
            Self::Transaction(tx, _) => tx,
            Self::Single(connection) => connection,
        }
    }

    fn public(&mut self) -> Option<&mut bool> {
        match self {
            Self::Transaction(_, public) => Some(public),
            Self::Single(_) => None,
        }
    }

    async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Transaction(tx, _) => tx.commit().await,
            Self::Single(_) => Ok(()),
        }
    }

    async fn rollback(self) -> sqlx::Result<()> {
        match self {
            Self::Transaction(tx, _) => tx.rollback().await,
            Self::Single(_) => Ok(()),
        }
    }
}

/// Runs an expression on whichever database the transaction is open on: `on!(tx, |c| sqlx::query(SQL).bind(1).execute(c).await)`.
/// The expression is compiled once per engine, so it may use portable types only; `c` is used once.
#[macro_export]
macro_rules! on {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx.by_ref() {
            $crate::store::Tx::Sqlite(inner) => {
                let $c: &mut sqlx::SqliteConnection = inner.connection();
                $body
            }
            $crate::store::Tx::Postgres(inner) => {
                let $c: &mut sqlx::PgConnection = inner.connection();
                $body
            }
        }
    };
}

/// Runs a statement that returns no rows and answers how many it touched: `exec!(tx, sqlx::query(SQL).bind(1))?`.
#[macro_export]
macro_rules! exec {
    ($tx:expr, $query:expr) => {
        $crate::on!($tx, |c| $query.execute(c).await.map(|done| done.rows_affected()))
            .map_err($crate::store::StoreError::from)
    };
}

impl Db {
    /// Opens `sqlite:PATH` (made if missing) or `postgres://…`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when nothing answers there; a message that names the accepted forms for another scheme.
    pub async fn open(url: &str) -> StoreResult<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Self::open_sqlite(Path::new(path.trim_start_matches("//"))).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url).await;
        }
        Err(StoreError::Unavailable("database must be sqlite:PATH or postgres://…".into()))
    }

    async fn open_sqlite(path: &Path) -> StoreResult<Self> {
        make_private(path)?;
        let base = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(WAIT)
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENTS);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(WAIT * 2)
            .test_before_acquire(false) // a file cannot hang up
            // the pages that one batch of an import touches, in a dozen indexes: 2 MiB would spill them again and again
            .connect_with(base.clone().pragma("cache_size", "-32768"))
            .await?;
        // statistics of a few rows of each index, where they are missing or long out of date
        sqlx::raw_sql("PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002").execute(&write).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .acquire_timeout(WAIT)
            .test_before_acquire(false)
            .connect_with(base.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { read, write })
    }

    async fn open_postgres(url: &str) -> StoreResult<Self> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("zhaoshi")
            .statement_cache_capacity(STATEMENTS)
            .options([("synchronous_commit", "on"), ("statement_timeout", "15s"), ("lock_timeout", "5s")]);
        Ok(Self::Postgres(pg_pool(PG_CONNECTIONS).connect_with(options).await?))
    }

    /// The same database for one task that writes all day: on PostgreSQL a connection of its own, which is asked for at
    /// the first use and keeps the texts of its batches prepared. SQLite has one writing connection anyway.
    pub fn for_one_writer(&self) -> Self {
        match self {
            Self::Sqlite { .. } => self.clone(),
            Self::Postgres(pool) => {
                Self::Postgres(pg_pool(1).connect_lazy_with(pool.connect_options().as_ref().clone()))
            }
        }
    }

    /// A transaction that may write. On SQLite it takes the write lock at once (BEGIN IMMEDIATE), so it can never fail
    /// half-way for having read first. Never open a second one while holding the first.
    pub async fn begin(&self) -> StoreResult<Tx> {
        match self {
            Self::Sqlite { write, .. } => {
                Ok(Tx::Sqlite(Held::Transaction(write.begin_with("BEGIN IMMEDIATE").await?, false)))
            }
            Self::Postgres(pool) => Ok(Tx::Postgres(Held::Transaction(pool.begin().await?, false))),
        }
    }

    /// A transaction that sees one moment and refuses to write.
    pub async fn read(&self) -> StoreResult<Tx> {
        match self {
            Self::Sqlite { read, .. } => Ok(Tx::Sqlite(Held::Transaction(read.begin().await?, false))),
            Self::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Ok(Tx::Postgres(Held::Transaction(pool.begin_with(begin).await?, false)))
            }
        }
    }

    /// For one statement that reads: it sees one moment by itself, so begin and rollback would be two trips for nothing.
    pub async fn single(&self) -> StoreResult<Tx> {
        match self {
            Self::Sqlite { read, .. } => Ok(Tx::Sqlite(Held::Single(read.acquire().await?))),
            Self::Postgres(pool) => Ok(Tx::Postgres(Held::Single(pool.acquire().await?))),
        }
    }

    /// Ends all connections; on SQLite the log is folded back into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// True when one statement gets through, for the health page.
    pub async fn answers(&self) -> bool {
        let Ok(mut tx) = self.read().await else {
            return false;
        };
        on!(tx, |c| sqlx::query("SELECT 1").execute(c).await.is_ok())
    }

    /// `sqlite` or `postgres`, for messages and for the folder of migrations.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// Makes the file where it is missing, for our eyes only; SQLite gives its log the mode of the file.
fn make_private(path: &Path) -> StoreResult<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => {
            Err(StoreError::Unavailable(format!("{}: {cause}", path.display())))
        }
        _ => Ok(()),
    }
}

/// A connection is asked whether it still stands only after a rest: a server that was restarted is noticed, and a burst
/// does not pay one more trip each time.
fn pg_pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new().max_connections(connections).acquire_timeout(WAIT).test_before_acquire(false).before_acquire(
        |connection, rest| {
            Box::pin(async move {
                if rest.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        },
    )
}

impl Tx {
    /// What `on!` matches on: works for a `Tx` and for a `&mut Tx`.
    pub fn by_ref(&mut self) -> &mut Self {
        self
    }

    fn public(&mut self) -> Option<&mut bool> {
        match self {
            Self::Sqlite(inner) => inner.public(),
            Self::Postgres(inner) => inner.public(),
        }
    }

    /// What the public reads is another with this transaction: the commit tells every process over this database.
    pub fn changes_public(&mut self) {
        if let Some(public) = self.public() {
            *public = true;
        }
    }

    /// Makes everything durable: returns after the log is on disk.
    pub async fn commit(mut self) -> StoreResult<()> {
        if self.public().is_some_and(|public| *public) {
            generation::grow(&mut self).await?;
        }
        match self {
            Self::Sqlite(inner) => inner.commit().await?,
            Self::Postgres(inner) => inner.commit().await?,
        }
        Ok(())
    }

    /// Gives everything up now rather than at drop.
    pub async fn rollback(self) -> StoreResult<()> {
        match self {
            Self::Sqlite(inner) => inner.rollback().await?,
            Self::Postgres(inner) => inner.rollback().await?,
        }
        Ok(())
    }
}
