//! How the processes over one database tell each other that public pages have changed.

use super::{StoreResult, Tx};
use crate::{exec, on};

const GROW: &str = "UPDATE public_generation SET value = value + 1";
const LOAD: &str = "SELECT value FROM public_generation";

/// The last statement of a transaction that changed public records ([`Tx::changes_public`] asks for it): whoever holds
/// this row has nothing left to wait for, so nobody waits in a circle.
pub(super) async fn grow(tx: &mut Tx) -> StoreResult<()> {
    exec!(tx, sqlx::query(GROW))?;
    Ok(())
}

/// A number that is another one after each change.
pub async fn load(tx: &mut Tx) -> StoreResult<i64> {
    Ok(on!(tx, |c| sqlx::query_scalar(LOAD).fetch_one(c).await)?)
}
