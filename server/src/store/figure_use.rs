//! Which public text speaks of which figure, and what the figure said when the text was published.
use app::domain::{content::ContentKind, ids::CourtId};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// A reference whose figure says something else by now.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MovedRow {
    /// Of the text at the desk
    pub id: String,
    pub title: String,
    pub figure: String,
    pub was: String,
    /// Empty when the figure was withdrawn
    pub now: String,
}

const CLEAR: &str = "DELETE FROM figure_use WHERE court_id = $1 AND kind = $2 AND slug = $3";
const PUT: &str = "INSERT INTO figure_use (court_id, kind, slug, figure, printed) VALUES ($1, $2, $3, $4, $5)";
const OF_FIGURE: &str = "SELECT kind, slug FROM figure_use WHERE court_id = $1 AND figure = $2 LIMIT 500";
const MOVED: &str = "SELECT c.id, c.title, u.figure, u.printed AS was, COALESCE(f.printed, '') AS now FROM figure_use u
    JOIN content c ON c.court_id = u.court_id AND c.kind = u.kind AND c.slug = u.slug AND c.state = 'published'
    LEFT JOIN figure f ON f.court_id = u.court_id AND f.slug = u.figure
    WHERE u.court_id = $1 AND (f.printed IS NULL OR f.printed <> u.printed) LIMIT 100";

/// A text was published, and spoke of these: address and what each printed.
pub async fn put(
    tx: &mut Tx,
    court: CourtId,
    (kind, slug): (ContentKind, &str),
    used: &[(String, String)],
) -> StoreResult<()> {
    clear(tx, court, kind, slug).await?;
    let court = court.to_string();
    for (figure, printed) in used {
        exec!(tx, sqlx::query(PUT).bind(&court).bind(kind.code()).bind(slug).bind(figure).bind(printed))?;
    }
    Ok(())
}

/// A text is off the public pages.
pub async fn clear(tx: &mut Tx, court: CourtId, kind: ContentKind, slug: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(CLEAR).bind(court.to_string()).bind(kind.code()).bind(slug))?;
    Ok(())
}

/// Kind and address of the texts that speak of a figure.
pub async fn of_figure(tx: &mut Tx, court: CourtId, figure: &str) -> StoreResult<Vec<(String, String)>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(OF_FIGURE).bind(court).bind(figure).fetch_all(c).await)?)
}

/// Published texts whose figures moved since.
pub async fn moved(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<MovedRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(MOVED).bind(court).fetch_all(c).await)?)
}
