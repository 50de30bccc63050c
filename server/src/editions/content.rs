//! A record of the content desk: what stands in its way, and how it gets before the public.
use app::{
    domain::{
        content::{ContentKind, Shape, Values, belongs, claim_days, gaps as own_gaps, named, possible_names, value},
        date::{Instant, LegalDate},
        edition::{Edition, EditionState},
        figure_text::{restated_gap, unknown},
        ids::{CourtId, StaffId},
        refusal::Refusal,
    },
    text::markdown::pictures,
};

use crate::{
    bound,
    editions::Why,
    store::{
        OrCorrupt as _, StoreResult, Tx, audit, campaign,
        content::{self, ContentRow, VersionRow},
        content_image,
        desk::SENT_BACK,
        figure, publish_plan,
    },
};

/// One record with everything its page and its steps need.
pub struct Case {
    pub row: ContentRow,
    pub kind: ContentKind,
    pub values: Values,
    pub versions: Vec<VersionRow>,
    pub edition: Edition,
}

impl Case {
    /// The desk's page of it.
    pub fn href(&self) -> String {
        format!("/staff/content/{}", self.row.id)
    }

    /// Where the public reads it.
    pub fn address(&self) -> String {
        let (folder, slug) = (self.kind.folder(), &self.row.slug);
        match self.kind {
            ContentKind::Figure => format!("/{folder}/{}#def-{slug}", value(&self.values, "year")),
            _ => format!("/{folder}/{slug}"),
        }
    }
}

/// The record with this id, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<Case>> {
    let Some(row) = content::load(tx, court, id).await? else { return Ok(None) };
    let versions = content::versions(tx, court, &row.id).await?;
    let staff_id = |id: &Option<String>| id.as_deref().and_then(StaffId::parse);
    let state = EditionState::parse(&row.state).or_corrupt("content.state")?;
    let edition = Edition {
        state,
        makers: makers(&row, &versions),
        reviewed_by: staff_id(&row.reviewer),
        published_by: staff_id(&row.publisher),
        scheduled_for: publish_plan::time(tx, court, (state, &row.id)).await?,
        published_at: row.published_at.map(Instant),
        gone_at: row.gone_at.map(Instant),
    };
    Ok(Some(Case { kind: row.kind()?, values: row.values()?, versions, edition, row }))
}

/// Everyone who wrote any version of the draft.
fn makers(row: &ContentRow, versions: &[VersionRow]) -> Vec<StaffId> {
    let wrote = versions.iter().filter(|v| v.state == "draft" && !v.note.starts_with(SENT_BACK));
    let ids = wrote.filter_map(|v| v.actor.as_deref()).chain(row.author.as_deref());
    let mut makers: Vec<StaffId> = ids.filter_map(StaffId::parse).collect();
    makers.sort();
    makers.dedup();
    makers
}

/// The gates before publication: what the kind asks for, what no public text may hold, and names on record (AN-7).
pub async fn gaps(tx: &mut Tx, court: CourtId, case: &Case, today: LegalDate) -> StoreResult<Vec<Refusal>> {
    let mut found = own_gaps(case.kind, &case.values);
    let known = content::persons_among(tx, court, &possible_names(&case.values)).await?;
    found.extend(named(case.kind, &case.values, &known));
    found.extend(unknown(case.kind, &case.values, &bound::printed(tx, court, case.kind, &case.values).await?));
    if case.kind == ContentKind::Figure {
        let slug = &case.row.slug;
        let public = figure::printed(tx, court, std::slice::from_ref(slug)).await?;
        found.extend(restated_gap(&case.values, public.get(slug).map(String::as_str)));
    }
    if case.kind.specs().iter().any(|spec| spec.shape == Shape::Campaign) {
        let all = campaign::load_all(tx, court).await?;
        let known: Vec<_> = all.into_iter().map(|row| (row.slug, row.parent_slug)).collect();
        found.extend(belongs(case.kind, &case.row.slug, &case.values, &known));
    }
    found.extend(claim_days(case.kind, &case.values, today));
    for name in images(case) {
        if !content_image::exists(tx, court, &name).await? {
            let fix = "请在“图片”里重新上传，或者从正文去掉那一行。";
            found.push(Refusal::new("EW-1", "body", format!("正文里的图片 {name} 已经没有了。"), fix));
        }
    }
    Ok(found)
}

/// The names of the pictures its texts show, each once.
pub fn images(case: &Case) -> Vec<String> {
    let texts = case.kind.specs().iter().filter(|spec| spec.shape == Shape::Markdown);
    let all = texts.flat_map(|spec| pictures(value(&case.values, spec.id)));
    let mut names: Vec<String> = all.filter_map(|picture| picture.name().map(str::to_owned)).collect();
    names.sort();
    names.dedup();
    names
}

/// What a step changes, and what it is called.
pub struct Done<'a> {
    pub edition: Edition,
    /// Who reviews or publishes: never a maker (TW-4).
    pub checker: Option<StaffId>,
    /// Who takes it: the version names them.
    pub by: StaffId,
    /// Kind of the audit event
    pub event: &'static str,
    pub note: &'a str,
}

/// Saves a step the domain allowed, with its version and its event. `false`, and nothing is done: somebody else was
/// faster, or the checker is a maker.
pub async fn keep(tx: &mut Tx, court: CourtId, case: &Case, done: Done<'_>, now: Instant) -> StoreResult<bool> {
    let e = &done.edition;
    let to = ContentRow {
        state: e.state.code().into(),
        reviewer: e.reviewed_by.map(|id| id.to_string()),
        publisher: e.published_by.map(|id| id.to_string()),
        published_at: e.published_at.map(|at| at.ms()),
        gone_at: e.gone_at.map(|at| at.ms()),
        updated_at: now.ms(),
        ..case.row.clone()
    };
    if !content::step(tx, court, &case.row, &to, (done.checker, done.by, done.note)).await? {
        return Ok(false);
    }
    publish_plan::forget(tx, court, &case.row.id).await?;
    let (actor, object) = (Some(done.by), ("content", case.row.id.as_str()));
    audit::append(tx, court, audit::Event { at: now, actor, kind: done.event, object, note: "" }).await?;
    Ok(true)
}

/// Why a correction cannot be published any more.
pub const ORPHANED: &str = "要更正的内容已经撤下，不能再更正后公布。需要时请新建一份内容。";

/// What came of going public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Went {
    /// The pictures that nobody shows any more: their files are to go once this is committed
    Public(Vec<String>),
    /// Somebody else was faster, or the publisher is a maker
    Overtaken,
    /// What it corrects has been withdrawn meanwhile
    Orphaned,
}

/// Into the public tables by the door of every import, in place of what it corrects. Only [`Went::Public`] is to be
/// committed.
pub async fn go_public(
    tx: &mut Tx,
    court: CourtId,
    case: &Case,
    (edition, by): (Edition, StaffId),
    (why, now): (Why<'_>, Instant),
) -> StoreResult<Went> {
    let mut gone = Vec::new();
    content_image::show(tx, court, &case.row.id, &images(case)).await?;
    if let Some(old) = &case.row.corrects {
        if !content::supersede(tx, court, old, now).await? {
            return Ok(Went::Orphaned);
        }
        gone = content_image::hide(tx, court, old).await?;
    }
    bound::publish(tx, court, (case.kind, &case.row.slug), &case.values, now).await?;
    if case.kind == ContentKind::Figure {
        bound::follow(tx, court, &case.row.slug, now).await?;
    }
    let (event, note) = why.words(case.row.corrects.is_some());
    let kept = keep(tx, court, case, Done { edition, checker: Some(by), by, event, note: &note }, now).await?;
    Ok(if kept { Went::Public(gone) } else { Went::Overtaken })
}
