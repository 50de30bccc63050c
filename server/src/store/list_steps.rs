//! What the desk writes into an entry. Maker ≠ checker stands here a second time, in the statement itself (TW-4).
use app::domain::{
    ids::{CourtId, StaffId},
    ledger::Action,
};
use sha2::{Digest, Sha256};

use super::{
    OrCorrupt as _, StoreResult, Tx, list::EntryRow, list_desk::FileRow, list_parts, list_search, public_ledger,
};
use crate::exec;

const SAVE_DRAFT: &str = "UPDATE list_entry SET party_kind = $4, name = $5, name_key = $6, id_cipher = $7, id_hash = $8, id_masked = $9, sex = $10, birth_year
    = $11, uscc = $12, legal_rep = $13, case_no = $14, filed_on = $15, basis_no = $16, basis_unit = $17, duty
    = $18, performance = $19, grounds = $20, linked_no = $21, initiated_by = $22, applied_on = $23, warned_on
    = $24, reasons = $25, extension = $26, extension_reason = $27, answers = $28, debtor = $29, student = $30,
    considerations = $31, items = $32, period = $33, consequences = $34, due_on = $35, author = $36,
    created_at = $37, updated_at = $38,
    version = version + 1 WHERE court_id = $1 AND id = $2 AND version = $3 AND state = 'draft'";
const STEP: &str = "UPDATE list_entry SET state = $6, decision_no = $7, decided_on = $8, president = $9, served_on = $10, service_method = $11,
    published_on = $12, expires_on = $13, grace_until = $14, removal_trigger = $15, removal_due = $16,
    trigger_on = $17, query_first = $18, query_second = $19, due_on = $20, ended_on = $21, end_no = $22,
    end_reason = $23, portal = $24, portal_on = $25, correction = $26, correction_reason = $27, correction_on
    = $28, correction_by = $29, corrected_on = $30, decider = $31, publisher = $32, updated_at = $33, name =
    $34, name_key = $35, legal_rep = $36, filed_on = $37, basis_no = $38, basis_unit = $39, duty = $40,
    performance = $41, wrong_on = $42,
    version = version + 1 WHERE court_id = $1 AND id = $2 AND version = $3 AND state = $4
    AND ($5 = '' OR (COALESCE(author, '') <> $5 AND ($6 <> 'published' OR COALESCE(decider, '') <> $5) AND NOT EXISTS (SELECT 1 FROM list_version v WHERE v.court_id = $1
      AND v.entry_id = $2 AND v.actor = $5 AND v.state = 'draft')))";

/// Saves a draft that was loaded with this version; the stored version becomes one higher. `false` when somebody else
/// saved first, or it is no draft any more: nothing was written.
pub async fn save_draft(tx: &mut Tx, court: CourtId, file: &FileRow) -> StoreResult<bool> {
    tx.changes_public();
    let changed = exec!(
        tx,
        sqlx::query(SAVE_DRAFT)
            .bind(court.to_string())
            .bind(&file.entry.id)
            .bind(file.entry.version)
            .bind(&file.entry.party_kind)
            .bind(&file.entry.name)
            .bind(&file.entry.name_key)
            .bind(&file.entry.id_cipher)
            .bind(&file.entry.id_hash)
            .bind(&file.entry.id_masked)
            .bind(&file.entry.sex)
            .bind(file.entry.birth_year)
            .bind(&file.entry.uscc)
            .bind(&file.entry.legal_rep)
            .bind(&file.entry.case_no)
            .bind(&file.entry.filed_on)
            .bind(&file.entry.basis_no)
            .bind(&file.entry.basis_unit)
            .bind(&file.entry.duty)
            .bind(&file.entry.performance)
            .bind(&file.entry.grounds)
            .bind(&file.entry.linked_no)
            .bind(&file.initiated_by)
            .bind(&file.applied_on)
            .bind(&file.warned_on)
            .bind(&file.reasons)
            .bind(file.extension)
            .bind(&file.extension_reason)
            .bind(&file.answers)
            .bind(file.debtor)
            .bind(file.student)
            .bind(&file.considerations)
            .bind(&file.entry.items)
            .bind(&file.entry.period)
            .bind(&file.consequences)
            .bind(&file.due_on)
            .bind(&file.author)
            .bind(file.created_at)
            .bind(file.entry.updated_at)
    )?;
    if changed == 1 {
        list_search::refresh(tx, court, &file.entry.id).await?;
    }
    Ok(changed == 1)
}

/// Saves a step the domain allowed, from a state and version as they were seen. `checker` is who decides or publishes:
/// the statement refuses anyone who wrote any version of the draft. `false`: nothing was changed.
pub async fn step(
    tx: &mut Tx,
    court: CourtId,
    from: &FileRow,
    file: &FileRow,
    checker: Option<StaffId>,
) -> StoreResult<bool> {
    if from.entry.state == "published" || file.entry.state == "published" {
        tx.changes_public();
    }
    let changed = exec!(
        tx,
        sqlx::query(STEP)
            .bind(court.to_string())
            .bind(&from.entry.id)
            .bind(from.entry.version)
            .bind(&from.entry.state)
            .bind(checker.map(|c| c.to_string()).unwrap_or_default())
            .bind(&file.entry.state)
            .bind(&file.entry.decision_no)
            .bind(&file.entry.decided_on)
            .bind(file.entry.president)
            .bind(&file.entry.served_on)
            .bind(&file.entry.service_method)
            .bind(&file.entry.published_on)
            .bind(&file.entry.expires_on)
            .bind(&file.grace_until)
            .bind(&file.removal_trigger)
            .bind(&file.removal_due)
            .bind(&file.trigger_on)
            .bind(&file.query_first)
            .bind(&file.query_second)
            .bind(&file.due_on)
            .bind(&file.entry.ended_on)
            .bind(&file.end_no)
            .bind(&file.end_reason)
            .bind(&file.entry.portal)
            .bind(&file.entry.portal_on)
            .bind(&file.correction)
            .bind(&file.correction_reason)
            .bind(&file.correction_on)
            .bind(&file.correction_by)
            .bind(&file.entry.corrected_on)
            .bind(&file.decider)
            .bind(&file.publisher)
            .bind(file.entry.updated_at)
            .bind(&file.entry.name)
            .bind(&file.entry.name_key)
            .bind(&file.entry.legal_rep)
            .bind(&file.entry.filed_on)
            .bind(&file.entry.basis_no)
            .bind(&file.entry.basis_unit)
            .bind(&file.entry.duty)
            .bind(&file.entry.performance)
            .bind(&file.wrong_on)
    )?;
    if changed != 1 {
        return Ok(false);
    }
    if from.entry.name != file.entry.name {
        list_search::refresh(tx, court, &file.entry.id).await?;
    }
    follow(tx, court, &from.entry, file).await?;
    Ok(true)
}

/// Takes a released person out of an entry that stands (GF-4): a correction of what the public reads. `false`: nothing
/// was changed.
pub async fn release_person(
    tx: &mut Tx,
    court: CourtId,
    (from, to): (&FileRow, &FileRow),
    person: &str,
) -> StoreResult<bool> {
    if !step(tx, court, from, to, None).await? || !list_parts::release_person(tx, court, &to.entry.id, person).await? {
        return Ok(false);
    }
    note(tx, court, to, Action::Correct).await?;
    Ok(true)
}

/// What a correction may change of what the public reads (DJ-9).
fn told(e: &EntryRow) -> [&str; 7] {
    [&e.name, &e.legal_rep, &e.filed_on, &e.basis_no, &e.basis_unit, &e.duty, &e.performance]
}

/// What the public sees of it goes into the public ledger: the entry's number, never its name.
async fn follow(tx: &mut Tx, court: CourtId, from: &EntryRow, to: &FileRow) -> StoreResult<()> {
    let now = &to.entry;
    // DJ-7: what the portal has removed is not shown, whatever its state
    let shown = |e: &EntryRow| e.state == "published" && e.portal != "removed";
    let action = match (shown(from), shown(now)) {
        (false, true) => Action::Publish,
        (true, false) => Action::Withdraw,
        (true, true) if told(from) != told(now) => Action::Correct,
        _ => return Ok(()),
    };
    note(tx, court, to, action).await
}

/// One line of the public ledger: the entry's number, never its name.
async fn note(tx: &mut Tx, court: CourtId, to: &FileRow, action: Action) -> StoreResult<()> {
    let now = &to.entry;
    let kept = serde_json::to_vec(to).or_corrupt("list_entry")?;
    let (record, content) = (format!("list/{}", now.public_no), hex::encode(Sha256::digest(kept)));
    let entry = public_ledger::Entry { at: now.updated_at, action, record: &record, content: &content };
    public_ledger::append(tx, court, entry).await?;
    Ok(())
}
