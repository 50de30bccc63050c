//! Settings: defaults, then a file, then the environment, then flags. Each is documented once, here.
use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// All settings of one process. A mistake stops the start with the setting's name and what it should be.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to listen on. `ZHAOSHI_LISTEN`, default 127.0.0.1:3000.
    pub listen: SocketAddr,
    /// Address people use, with scheme; `https://…` makes cookies Secure and turns HSTS on.
    /// `ZHAOSHI_PUBLIC_URL`, default `http://127.0.0.1:3000`.
    pub public_url: String,
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`. `DATABASE_URL`, default `sqlite:{data}/zhaoshi.db`.
    pub database_url: String,
    /// Folder for the SQLite file and tip files, made for this user only. `ZHAOSHI_DATA`, default `./data`.
    pub data: PathBuf,
    /// File of the server's own key. Keep it apart from the data folder, whose copies it protects.
    /// `ZHAOSHI_SERVER_KEY`, default `{data}/server.key`.
    pub server_key: PathBuf,
    /// Demo court: strip on every page, seeded records. `ZHAOSHI_DEMO`, default false (`zhaoshi demo` sets it).
    pub demo: bool,
    /// True behind a reverse proxy that sets X-Forwarded-For. `ZHAOSHI_BEHIND_PROXY`, default false.
    pub behind_proxy: bool,
    /// Tips, status look-ups and photos accepted from one network in a minute. `ZHAOSHI_TIPS_PER_MINUTE`, default 30.
    pub tips_per_minute: u32,
    /// Bytes that photos of tips not yet sent may take together; above it only text is accepted, 0 accepts no photos.
    /// `ZHAOSHI_DRAFT_PHOTO_BYTES`, default 2147483648.
    pub draft_photo_bytes: u64,
    /// Page that the quick exit leads to. `ZHAOSHI_EXIT_URL`, default `https://www.weather.com.cn/`.
    pub exit_url: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            public_url: String::new(),
            database_url: String::new(),
            data: PathBuf::from("./data"),
            server_key: PathBuf::new(),
            demo: false,
            behind_proxy: false,
            tips_per_minute: 30,
            draft_photo_bytes: 2 * 1024 * 1024 * 1024,
            exit_url: "https://www.weather.com.cn/".into(),
        }
    }
}

/// A setting that cannot be used: its name, and what it should be.
#[derive(Debug, thiserror::Error)]
#[error("setting {name}: {should}")]
pub struct ConfigError {
    pub name: String,
    pub should: String,
}

impl ConfigError {
    fn new(name: &str, should: impl Into<String>) -> Self {
        Self { name: name.into(), should: should.into() }
    }
}

impl Config {
    /// Reads the file, where one is named, and the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder();
        if let Some(path) = file {
            builder = builder.add_source(config::File::from(path).format(config::FileFormat::Toml));
        }
        let environment = config::Environment::with_prefix("ZHAOSHI").try_parsing(true);
        let read = builder
            .add_source(environment.source(Some(own_environment())))
            .build()
            .and_then(config::Config::try_deserialize::<Self>);
        let mut settings = read.map_err(|e| named(&e))?;
        if let Ok(url) = std::env::var("DATABASE_URL") {
            settings.database_url = url;
        }
        Ok(settings)
    }

    /// Fills what follows from other settings and refuses what cannot work.
    pub fn checked(mut self) -> Result<Self, ConfigError> {
        if self.database_url.is_empty() {
            self.database_url = format!("sqlite:{}", self.data.join("zhaoshi.db").display());
        }
        if self.server_key.as_os_str().is_empty() {
            self.server_key = self.data.join("server.key");
        }
        if self.public_url.is_empty() {
            self.public_url = format!("http://{}", self.listen);
        }
        let scheme = |url: &str, known: &[&str]| known.iter().any(|s| url.starts_with(s));
        if !scheme(&self.database_url, &["sqlite:", "postgres://", "postgresql://"]) {
            let should = "should be sqlite:PATH or postgres://USER@HOST/NAME";
            return Err(ConfigError::new("DATABASE_URL", should));
        }
        if !scheme(&self.public_url, &["http://", "https://"]) {
            let should = "should be the site's address, such as https://zhixing.example.cn";
            return Err(ConfigError::new("public_url", should));
        }
        if !scheme(&self.exit_url, &["http://", "https://"]) {
            return Err(ConfigError::new("exit_url", "should be a web address"));
        }
        if self.tips_per_minute == 0 {
            return Err(ConfigError::new("tips_per_minute", "should be a number above 0"));
        }
        Ok(self)
    }

    /// The server key lies in the folder it protects: whoever copies one has the other.
    pub fn key_beside_data(&self) -> bool {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        real(self.server_key.parent().unwrap_or(Path::new("/"))).starts_with(real(&self.data))
    }

    /// Served over TLS: cookies are Secure, browsers are told to stay on https.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Switches of the build and of the tests share the prefix but are no settings.
fn own_environment() -> std::collections::HashMap<String, String> {
    std::env::vars()
        .filter(|(name, _)| {
            name.starts_with("ZHAOSHI_")
                && name != "ZHAOSHI_SKIP_BROWSER"
                && name != "ZHAOSHI_LOG"
                && name != "ZHAOSHI_CONFIG"
        })
        .collect()
}

fn named(cause: &config::ConfigError) -> ConfigError {
    match cause {
        config::ConfigError::Type { key: Some(key), expected, .. } => {
            ConfigError::new(key, format!("should be {expected}"))
        }
        config::ConfigError::At { key: Some(key), error, .. } => ConfigError::new(key, error.to_string()),
        other => ConfigError::new("configuration", other.to_string()),
    }
}

impl fmt::Debug for Config {
    /// The database address may hold a password and stays out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("public_url", &self.public_url)
            .field("data", &self.data)
            .field("demo", &self.demo)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_setting_is_named_with_what_it_should_be() {
        let wrong = Config { database_url: "mysql://x".into(), ..Config::default() };
        let said = wrong.checked().expect_err("mysql is not supported").to_string();
        assert_eq!(said, "setting DATABASE_URL: should be sqlite:PATH or postgres://USER@HOST/NAME");
    }

    #[test]
    fn the_server_key_may_lie_apart_from_the_data() {
        let settings = |key: &str| Config { data: "/no/data".into(), server_key: key.into(), ..Config::default() };
        let usual = settings("").checked().expect("a default");
        assert_eq!(usual.server_key, Path::new("/no/data/server.key"));
        assert!(usual.key_beside_data());
        assert!(settings("/no/data/keys/server.key").key_beside_data());
        assert!(!settings("/no/data-keys/server.key").key_beside_data());
    }

    #[test]
    fn the_database_password_is_not_printed() {
        let config = Config { database_url: "postgres://u:geheim@h/d".into(), ..Config::default() };
        assert!(!format!("{config:?}").contains("geheim"));
    }
}
