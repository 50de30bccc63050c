//! Each kind of record of a bundle into its public table and the search index.
use app::domain::{
    content::value,
    date::{Instant, LegalDate},
    ids::CourtId,
};

use super::{Article, Bulletin, Campaign, Claim, FigureRecord, Outcome};
use crate::{
    crypto::random,
    store::{
        OrCorrupt as _, StoreResult, Tx, article, bulletin, campaign, claim, figure, outcome,
        search::{self, Doc},
    },
};

fn id(now: Instant) -> String {
    random::uuid(now.ms()).to_string()
}

const PUBLISHED: &str = "published";

/// Nine in the morning of the given day, or now.
fn published(on: &str, now: Instant) -> i64 {
    LegalDate::parse(on).map_or(now, |day| day.start().plus_minutes(9 * 60)).ms()
}

pub(super) async fn put_campaign(tx: &mut Tx, court: CourtId, r: &Campaign, now: Instant) -> StoreResult<()> {
    let row = campaign::CampaignRow {
        id: id(now),
        slug: r.slug.clone(),
        title: r.title.clone(),
        parent_slug: r.parent.clone(),
        year: r.year,
        period: r.period.clone(),
        started: r.started.clone(),
        ended: r.ended.clone(),
        goal: r.goal.clone(),
        body_md: r.body_md.clone(),
        source: r.source.clone(),
        position: r.position,
        state: PUBLISHED.into(),
        published_at: Some(published(&r.published_on, now)),
        updated_at: now.ms(),
    };
    campaign::put(tx, court, &row).await?;
    index(tx, court, "campaign", &format!("/campaigns/{}", r.slug), &r.title, &r.goal, &r.body_md, now).await
}

pub(super) async fn put_outcome(tx: &mut Tx, court: CourtId, r: &Outcome, now: Instant) -> StoreResult<()> {
    let row = outcome::OutcomeRow {
        id: id(now),
        slug: r.slug.clone(),
        title: r.title.clone(),
        kind: r.kind.clone(),
        cause: r.cause.clone(),
        summary: r.summary.clone(),
        owed_text: r.owed_text.clone(),
        done_text: r.done_text.clone(),
        arrived_text: r.arrived_text.clone(),
        body_md: r.body_md.clone(),
        happened: r.happened.clone(),
        campaign_slug: r.campaign.clone(),
        source: r.source.clone(),
        position: 0,
        state: PUBLISHED.into(),
        published_at: Some(published(&r.published_on, now)),
        updated_at: now.ms(),
    };
    let steps: Vec<outcome::StepRow> = r
        .steps
        .iter()
        .map(|s| outcome::StepRow {
            stage: s.stage.clone(),
            happened: s.happened.clone(),
            title: s.title.clone(),
            text: s.text.clone(),
        })
        .collect();
    outcome::put(tx, court, &row, &steps).await?;
    index(tx, court, "outcome", &format!("/outcomes/{}", r.slug), &r.title, &r.summary, &r.body_md, now).await
}

pub(super) async fn put_figure(
    tx: &mut Tx,
    court: CourtId,
    r: &FigureRecord,
    position: i64,
    now: Instant,
) -> StoreResult<()> {
    let row = figure::FigureRow {
        id: id(now),
        slug: r.slug.clone(),
        year: r.year,
        section: r.section.clone(),
        label: r.label.clone(),
        value: r.value,
        unit: r.unit.clone(),
        precision: r.precision.clone(),
        period_from: r.period_from.clone(),
        period_to: r.period_to.clone(),
        as_of: r.as_of.clone(),
        scope: r.scope.clone(),
        source: r.source.clone(),
        printed: r.printed.clone(),
        definition: r.definition.clone(),
        campaign_slug: r.campaign.clone(),
        on_home: r.home,
        position,
        note: r.note.clone(),
        ..figure::FigureRow::default()
    };
    figure::put(tx, court, &row, now.ms()).await
}

pub(super) async fn put_claim(tx: &mut Tx, court: CourtId, r: &Claim, now: Instant) -> StoreResult<()> {
    let row = claim::ClaimRow {
        id: id(now),
        slug: r.slug.clone(),
        title: r.title.clone(),
        held_on: r.held_on.clone(),
        hours: r.hours.clone(),
        place: r.place.clone(),
        contact: r.contact.clone(),
        phone: r.phone.clone(),
        documents: r.documents.join("\n"),
        deadline: r.deadline.clone(),
        consequence: r.consequence.clone(),
        body_md: r.body_md.clone(),
        source: r.source.clone(),
        state: PUBLISHED.into(),
        published_at: Some(published(&r.published_on, now)),
        updated_at: now.ms(),
    };
    let items: Vec<claim::ItemRow> = r
        .items
        .iter()
        .map(|item| claim::ItemRow {
            payee: item.payee.clone(),
            case_no: app::domain::case::normal(&item.case_no),
            check_hash: None,
            state: if item.state.is_empty() { "announced".into() } else { item.state.clone() },
        })
        .collect();
    claim::put(tx, court, &row, &items).await?;
    index(tx, court, "claim", &format!("/claims/{}", r.slug), &r.title, &r.place, &r.body_md, now).await
}

pub(super) async fn put_article(tx: &mut Tx, court: CourtId, r: &Article, now: Instant) -> StoreResult<()> {
    let row = article::ArticleRow {
        id: id(now),
        slug: r.slug.clone(),
        title: r.title.clone(),
        summary: r.summary.clone(),
        body_md: r.body_md.clone(),
        position: r.position,
        state: PUBLISHED.into(),
        published_at: Some(now.ms()),
        updated_at: now.ms(),
    };
    article::put(tx, court, &row).await?;
    index(tx, court, "article", &format!("/learn/{}", r.slug), &r.title, &r.summary, &r.body_md, now).await
}

pub(super) async fn put_bulletin(tx: &mut Tx, court: CourtId, r: &Bulletin, now: Instant) -> StoreResult<()> {
    let Some(kind) = r.kind() else { return Ok(()) };
    let of = |id: &str| value(&r.values, id).to_owned();
    let row = bulletin::BulletinRow {
        id: id(now),
        kind: r.kind.clone(),
        slug: r.slug.clone(),
        title: of("title"),
        summary: of("summary"),
        fields: serde_json::to_string(&r.values).or_corrupt("bulletin")?,
        state: PUBLISHED.into(),
        published_at: now.ms(),
        updated_at: now.ms(),
    };
    bulletin::put(tx, court, &row).await?;
    let url = format!("/{}/{}", kind.folder(), r.slug);
    index(tx, court, kind.code(), &url, &row.title, &row.summary, &of("body"), now).await
}

#[expect(clippy::too_many_arguments, reason = "one line a record, all of them text")]
async fn index(
    tx: &mut Tx,
    court: CourtId,
    kind: &str,
    url: &str,
    title: &str,
    excerpt: &str,
    body: &str,
    now: Instant,
) -> StoreResult<()> {
    let shown_on = now.date().iso();
    let doc = Doc { kind, url, title, excerpt, shown_on: &shown_on, body, ..Doc::default() };
    search::put(tx, court, &doc).await
}
