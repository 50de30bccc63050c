//! `zhaoshi staff`: accounts of the back office. A password is typed or piped in, never an argument.
use std::{
    io::{BufRead as _, Write as _},
    path::Path,
};

use anyhow::{Context as _, bail};
use app::{
    domain::staff::{Role, check_roles},
    form::login::password_rule,
};
use clap::Subcommand;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::Place;
use crate::{
    clock::Clock,
    state::open_database,
    store::{
        audit, court, session,
        staff::{self, NewStaff},
    },
};

#[derive(Subcommand)]
pub enum Command {
    /// Make an account; its first password is read from the input and must be changed at the first sign-in.
    Add {
        /// Name to sign in with.
        login: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// editor, reviewer, publisher, intake, officer, reward, auditor or admin; may be repeated.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Forget the second factor of somebody who lost their telephone, and end their session. Make sure who asks.
    ResetFactor {
        /// Name they sign in with.
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// Print all accounts with their roles.
    List {
        #[command(flatten)]
        place: Place,
    },
}

pub async fn run(command: Command, file: Option<&Path>) -> anyhow::Result<()> {
    match command {
        Command::Add { login, name, roles, place } => add(&login, &name, &roles, &place, file).await,
        Command::ResetFactor { login, place } => reset_factor(&login, &place, file).await,
        Command::List { place } => list(&place, file).await,
    }
}

async fn add(login: &str, name: &str, roles: &[String], place: &Place, file: Option<&Path>) -> anyhow::Result<()> {
    let roles = read_roles(roles)?;
    let password = read_password(login)?;
    let config = place.settings(file)?;
    let db = open_database(&config).await?;
    let now = Clock::System.now();
    let prepared = staff::prepare(NewStaff { login, name, roles: &roles, password, must_change: true }).await?;
    let mut tx = db.begin().await?;
    let court =
        court::load_first(&mut tx).await?.context("this database holds no court yet; run `zhaoshi keys init`")?;
    let made = staff::create(&mut tx, court.id, prepared, now).await;
    let id = made.context("the account was not made; is the login taken?")?;
    let object = id.to_string();
    let event = audit::Event { at: now, actor: None, kind: "staff_created", object: ("staff", &object), note: "" };
    audit::append(&mut tx, court.id, event).await?;
    tx.commit().await?;
    db.close().await;
    println!("{login}: made; the password must be changed at the first sign-in");
    Ok(())
}

async fn reset_factor(login: &str, place: &Place, file: Option<&Path>) -> anyhow::Result<()> {
    let db = open_database(&place.settings(file)?).await?;
    let now = Clock::System.now();
    let mut tx = db.begin().await?;
    let court = court::load_first(&mut tx).await?.context("this database holds no court")?;
    let account = staff::by_login(&mut tx, court.id, login).await?.with_context(|| format!("no account {login}"))?;
    let id = account.who.id;
    staff::reset_totp(&mut tx, court.id, id).await?;
    session::end_all(&mut tx, court.id, id).await?;
    let object = id.to_string();
    let event = audit::Event { at: now, actor: None, kind: "totp_reset", object: ("staff", &object), note: "" };
    audit::append(&mut tx, court.id, event).await?;
    tx.commit().await?;
    db.close().await;
    println!("{login}: second factor forgotten; the password alone signs in until another one is enrolled");
    Ok(())
}

fn read_roles(codes: &[String]) -> anyhow::Result<Vec<Role>> {
    let mut roles = Vec::with_capacity(codes.len());
    for code in codes {
        let role = Role::parse(code).with_context(|| {
            let known: Vec<&str> = Role::ALL.iter().map(|r| r.code()).collect();
            format!("role {code} is not one of {}", known.join(", "))
        })?;
        roles.push(role);
    }
    roles.sort();
    roles.dedup();
    check_roles(&roles).map_err(|r| anyhow::anyhow!("{}{}（{}）", r.message, r.fix, r.rule))?;
    Ok(roles)
}

fn read_password(login: &str) -> anyhow::Result<SecretString> {
    print!("password: ");
    std::io::stdout().flush()?;
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if let Err(why) = password_rule(password, login) {
        bail!("{why}");
    }
    Ok(SecretString::from(password))
}

async fn list(place: &Place, file: Option<&Path>) -> anyhow::Result<()> {
    let db = open_database(&place.settings(file)?).await?;
    let mut tx = db.read().await?;
    let court =
        court::load_first(&mut tx).await?.context("this database holds no court yet; run `zhaoshi keys init`")?;
    for account in staff::list(&mut tx, court.id).await? {
        let roles: Vec<&str> = account.roles.iter().map(|r| r.code()).collect();
        let factor = if account.second_factor { "second factor" } else { "password only" };
        let active = if account.active { "" } else { "  (inactive)" };
        println!("{}  {}  {}  {factor}{active}", account.login, account.name, roles.join(","));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn se_2_admin_is_held_alone() {
        let codes = |list: &[&str]| list.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        assert!(read_roles(&codes(&["editor", "reviewer"])).is_ok());
        assert!(read_roles(&codes(&["admin", "editor"])).is_err());
        assert!(read_roles(&codes(&["boss"])).unwrap_err().to_string().contains("editor"));
    }
}
