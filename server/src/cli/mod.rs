//! Command line: one file a command that needs more than a call.
mod audit;
mod calendar;
mod import;
mod keys;
mod receipt;
mod serve;
mod staff;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, ConfigError};

/// 昭示: a people's court's enforcement notices, outcomes, figures and tips.
#[derive(Parser)]
#[command(name = "zhaoshi", version)]
pub struct Cli {
    /// Settings file (TOML); the environment and flags stand above it.
    #[arg(long, env = "ZHAOSHI_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the court of this database.
    Serve(Place),
    /// Serve the demo court, and fill its database at the first start (the default command).
    Demo(Place),
    /// Bring the database to this version's shape.
    Migrate(Place),
    /// Load a bundle of records (JSON); a second time changes nothing.
    Import {
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Staff accounts.
    #[command(subcommand)]
    Staff(staff::Command),
    /// The court's recovery key.
    #[command(subcommand)]
    Keys(keys::Command),
    /// The working-day calendar.
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Proofs of filing.
    #[command(subcommand)]
    Receipt(receipt::Command),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::Command),
}

/// Where the data is and where to listen.
#[derive(Args, Clone, Default)]
pub struct Place {
    /// Folder of the database file, keys and files.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Address to listen on.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// sqlite:PATH or postgres://USER@HOST/NAME.
    #[arg(long)]
    database: Option<String>,
}

impl Place {
    /// Flags over environment over file over defaults.
    fn settings(&self, file: Option<&std::path::Path>) -> Result<Config, ConfigError> {
        let mut config = Config::load(file)?;
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        if let Some(database) = &self.database {
            config.database_url.clone_from(database);
        }
        config.checked()
    }
}

/// Runs one command to its end.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let file = cli.config.as_deref();
    match cli.command.unwrap_or(Command::Demo(Place::default())) {
        Command::Serve(place) => serve::serve(place.settings(file)?).await,
        Command::Demo(place) => {
            let config = Config { demo: true, ..place.settings(file)? };
            serve::demo(config).await
        }
        Command::Migrate(place) => serve::migrate(&place.settings(file)?).await,
        Command::Import { file: bundle, place } => serve::import(&place.settings(file)?, &bundle).await,
        Command::Staff(command) => staff::run(command, file).await,
        Command::Keys(command) => keys::run(command, file).await,
        Command::Calendar(command) => calendar::run(command, file).await,
        Command::Receipt(command) => receipt::run(&command),
        Command::Audit(command) => audit::run(command, file).await,
    }
}
