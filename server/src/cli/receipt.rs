//! `zhaoshi receipt verify`: checks a proof of filing offline.
use anyhow::anyhow;
use clap::Subcommand;

use crate::crypto::receipt::Proof;

#[derive(Subcommand)]
pub enum Command {
    /// Check a proof of filing against the court's public key (both as text).
    Verify {
        /// The line from the receipt, `zhaoshi-receipt|…`.
        proof: String,
        /// The court's public key, 64 hex digits, as printed on the page that tells the real site.
        #[arg(long)]
        key: String,
    },
}

pub fn run(command: &Command) -> anyhow::Result<()> {
    let Command::Verify { proof, key } = command;
    let key = super::audit::read_key(key)?;
    let proof = Proof::verify(proof, &key).map_err(|_| anyhow!("this proof does not verify"))?;
    let at = app::domain::date::Instant(proof.at).zh_second();
    println!("{}  {}  {}  第{}条  {at}", proof.court, proof.ticket, proof.subject, proof.seq);
    Ok(())
}
