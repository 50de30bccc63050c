//! Figures in running text (FG-1): what a text prints for them, and what happens to the text when a figure moves.
use std::collections::BTreeMap;

use app::domain::{
    content::{ContentKind, Values},
    date::Instant,
    figure_text::{bound, used},
    ids::CourtId,
};

use crate::{
    bundle_content::bundle,
    store::{StoreResult, Tx, content, figure, figure_use},
};

/// Printed form of every published figure the fields speak of, by address.
pub async fn printed(
    tx: &mut Tx,
    court: CourtId,
    kind: ContentKind,
    values: &Values,
) -> StoreResult<BTreeMap<String, String>> {
    figure::printed(tx, court, &used(kind, values)).await
}

/// Into the public tables, with the figures as they stand now. What they said is kept.
pub async fn publish(
    tx: &mut Tx,
    court: CourtId,
    (kind, slug): (ContentKind, &str),
    values: &Values,
    now: Instant,
) -> StoreResult<()> {
    let printed = printed(tx, court, kind, values).await?;
    bundle(kind, slug, &bound(values, &printed)).publish(tx, court, now).await?;
    figure_use::put(tx, court, (kind, slug), &printed.into_iter().collect::<Vec<_>>()).await
}

/// A figure was stated again: every public text that speaks of it says so too, and stays marked until somebody has read
/// it again and published it anew.
pub async fn follow(tx: &mut Tx, court: CourtId, figure: &str, now: Instant) -> StoreResult<()> {
    for (kind, slug) in figure_use::of_figure(tx, court, figure).await? {
        let Some(row) = content::shown(tx, court, &kind, &slug).await? else { continue };
        let (kind, values) = (row.kind()?, row.values()?);
        let printed = printed(tx, court, kind, &values).await?;
        bundle(kind, &slug, &bound(&values, &printed)).publish(tx, court, now).await?;
    }
    Ok(())
}
