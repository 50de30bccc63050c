//! What every handler shares: one value, cheap to clone.
use std::{ops::Deref, sync::Arc, time::Duration};

use anyhow::Context as _;
use app::{
    domain::review::Plan,
    pages::{CourtView, PaymentAccount},
};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Clock,
    config::Config,
    crypto::{random, server_key::ServerKey},
    files::{self, Files},
    http::{limits::Limit, page::PageCache, tips::PhotoDoor},
    jobs,
    store::{
        Db, StoreResult,
        court::{self, CourtRecord},
        draft, generation,
        tip_readers::TipReaders,
        tip_writer::TipWriter,
    },
};

/// How often the database is asked whether other processes changed what the public reads.
const CHANGES: Duration = Duration::from_millis(500);

/// Shared state of one process for one court.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

pub struct Inner {
    pub db: Db,
    pub clock: Clock,
    pub config: Config,
    /// The court this site speaks for.
    pub court: CourtRecord,
    /// What pages print about it.
    pub view: CourtView,
    /// The court's own steps of review (三审三校).
    pub review: Plan,
    pub server_key: ServerKey,
    pub cache: PageCache,
    pub tips: TipWriter,
    pub readers: TipReaders,
    pub files: Files,
    pub limits: Limits,
    pub photos: PhotoDoor,
    /// One table at a time is read, so that what they need of memory does not add up.
    pub tables: Arc<tokio::sync::Semaphore>,
    /// Tells this process from others over the same database.
    pub process: String,
}

/// Coarse limits by network, one for each kind of request that costs or tells something.
pub struct Limits {
    pub tips: Limit,
    pub status: Limit,
    pub sign_in: Limit,
    pub lookups: Limit,
    /// Pages of the lists of persons: enough to read, too few to copy them (EW-4).
    pub browse: Limit,
    /// Requests for correction.
    pub objections: Limit,
    pub photos: Limit,
}

impl Limits {
    fn new(config: &Config) -> Self {
        let each = config.tips_per_minute;
        Self {
            tips: Limit::per_minute(each),
            status: Limit::per_minute(each),
            sign_in: Limit::per_minute(each),
            lookups: Limit::per_minute(each.saturating_mul(4)),
            browse: Limit::per_minute(each.saturating_mul(6)),
            objections: Limit::per_minute((each / 3).max(1)),
            photos: Limit::per_minute(each),
        }
    }

    fn forget_quiet(&self) {
        for limit in
            [&self.tips, &self.status, &self.sign_in, &self.lookups, &self.browse, &self.objections, &self.photos]
        {
            limit.forget_quiet();
        }
    }
}

/// A state that is gone once the process ends.
pub struct WeakState(std::sync::Weak<Inner>);

impl WeakState {
    pub fn upgrade(&self) -> Option<AppState> {
        self.0.upgrade().map(AppState)
    }
}

impl Deref for AppState {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// Opens database, keys and files of one court; the schema must be this version's.
    /// Errors name what is missing and what to do about it.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let db = open_database(&config).await?;
        let server_key = server_key(&config)?;
        let mut tx = db.read().await?;
        let court = court::load_first(&mut tx).await?;
        let cache = PageCache::default();
        cache.hear(generation::load(&mut tx).await?);
        let photos = PhotoDoor::new(draft::photo_bytes(&mut tx).await?, config.draft_photo_bytes);
        tx.commit().await?;
        let court = court.context("this database holds no court yet; run `zhaoshi keys init` or `zhaoshi demo`")?;
        let files = Files::open(config.data.join("files")).context("the folder of tip files cannot be made")?;
        let tips = TipWriter::start(db.clone(), &court, &server_key, clock.clone())?;
        let inner = Inner {
            tips,
            readers: TipReaders::new(db.clone(), court.id),
            view: view(&court),
            review: plan(&court)?,
            limits: Limits::new(&config),
            photos,
            tables: Arc::new(tokio::sync::Semaphore::new(1)),
            process: hex::encode(random::bytes::<16>()),
            cache,
            db,
            clock,
            config,
            court,
            server_key,
            files,
        };
        let state = Self(Arc::new(inner));
        state.tidy_by_the_minute();
        state.listen_for_changes();
        Ok(state)
    }

    /// For a task that must not keep the process from ending.
    pub fn downgrade(&self) -> WeakState {
        WeakState(Arc::downgrade(&self.0))
    }

    /// Finishes what is being written and folds the log back into the file.
    pub async fn close(&self) {
        self.tips.finish().await;
        if let Err(cause) = jobs::leave(self).await {
            tracing::warn!(%cause, "another process goes on only when the lease runs out");
        }
        self.db.close().await;
    }

    /// What another process publishes or withdraws is off the pages of this one a moment later. A request never asks.
    fn listen_for_changes(&self) {
        let state = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut answered = true;
            loop {
                tokio::time::sleep(CHANGES).await;
                let Some(inner) = state.upgrade() else { return };
                let heard = inner.generation().await;
                match &heard {
                    Ok(generation) => inner.cache.hear(*generation),
                    Err(cause) if answered => tracing::warn!(%cause, "changes of other processes are not heard"),
                    Err(_) => {}
                }
                answered = heard.is_ok();
            }
        });
    }

    /// Quiet networks leave the limits, and the photos of unsent tips are counted.
    fn tidy_by_the_minute(&self) {
        let state = self.downgrade();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(60)).await;
                let Some(state) = state.upgrade() else { return };
                state.limits.forget_quiet();
                match state.draft_photo_bytes().await {
                    Ok(bytes) => state.photos.counted(bytes),
                    Err(cause) => tracing::warn!(%cause, "photos of drafts were not counted"),
                }
            }
        });
    }
}

impl Inner {
    async fn generation(&self) -> StoreResult<i64> {
        let mut tx = self.db.single().await?;
        generation::load(&mut tx).await
    }

    async fn draft_photo_bytes(&self) -> StoreResult<u64> {
        let mut tx = self.db.single().await?;
        draft::photo_bytes(&mut tx).await
    }
}

/// Opens the database and brings it to this version's shape.
pub async fn open_database(config: &Config) -> anyhow::Result<Db> {
    files::private_folder(&config.data)
        .with_context(|| format!("setting data: the folder {} cannot be made", config.data.display()))?;
    let db = Db::open(&config.database_url).await.context("setting DATABASE_URL: no database answers there")?;
    db.migrate().await.context("the database could not be brought to this version")?;
    Ok(db)
}

/// The server's own key, made at the first start.
pub fn server_key(config: &Config) -> anyhow::Result<ServerKey> {
    let path = &config.server_key;
    ServerKey::load_or_create(path).with_context(|| format!("{} cannot be used as server key", path.display()))
}

/// What pages print about a court, kept as JSON beside it. Missing entries stay empty and hidden.
#[derive(Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct CourtSettings {
    /// As people say it: 蓝山法院.
    pub short_name: String,
    /// Of the enforcement window.
    pub phone: String,
    pub hotline_email: String,
    pub address: String,
    /// When the window is open: 工作日 9:00 至 12:00.
    pub hours: String,
    /// Of this site, without scheme.
    pub domain: String,
    /// ICP record number (WS-3).
    pub icp: String,
    /// Record number of the public security organ.
    pub police_record: String,
    /// 主办单位.
    pub owner: String,
    /// 三审三校: names of one to three steps of review, such as `["初审一校", "复审二校", "终审三校"]`; one when missing.
    pub review_steps: Vec<String>,
    /// The accounts that money for a case is paid into (CM-3).
    pub accounts: Vec<AccountSettings>,
}

/// One of them: 户名, 开户银行, 账号, 用途.
#[derive(Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountSettings {
    pub holder: String,
    pub bank: String,
    pub number: String,
    pub purpose: String,
}

fn plan(court: &CourtRecord) -> anyhow::Result<Plan> {
    let s: CourtSettings = serde_json::from_str(&court.settings).unwrap_or_default();
    Plan::new(&s.review_steps).map_err(|refusal| anyhow::anyhow!("court settings, review_steps: {refusal}"))
}

fn account(a: AccountSettings) -> PaymentAccount {
    PaymentAccount { holder: a.holder, bank: a.bank, number: a.number, purpose: a.purpose }
}

fn view(court: &CourtRecord) -> CourtView {
    let s: CourtSettings = serde_json::from_str(&court.settings).unwrap_or_default();
    CourtView {
        name: court.name.clone(),
        short_name: s.short_name,
        phone: s.phone,
        hotline_email: s.hotline_email,
        address: s.address,
        hours: s.hours,
        domain: s.domain,
        icp: s.icp,
        police_record: s.police_record,
        owner: s.owner,
        accounts: s.accounts.into_iter().map(account).collect(),
    }
}
