//! Step 5: everything once more, then send. The tip is durable before the receipt is shown, and sending twice is one tip.
use app::{
    domain::{
        date::{Instant, LegalDate},
        ids::{SubjectId, TipId},
        tip::{Lane, Medium, Urgency},
        tip_content::{DECLARATIONS, Declared, PersonContent, PhotoNote, TipContent},
    },
    form::Errors,
    pages::tips::{self as pages, CheckView},
};
use axum::{extract::State, response::Response};
use sha2::{Digest, Sha256};

use super::{
    answer,
    session::{Codes, Draft, Drafting, Kept, Session},
    subject, to,
};
use crate::{
    crypto::{
        random,
        readers::{Part, Reader, SealedPart},
        receipt::SenderKey,
        seal::{self, PublicKey, SecretKey},
    },
    files::FileName,
    http::{error::AppError, limits::Sender, page::Req},
    state::AppState,
    store::{
        StoreError,
        tip_new::{NewFile, NewTip},
    },
};

/// A draft whose every step passed its form.
struct Ready {
    content: TipContent,
    person: Option<PersonContent>,
    urgency: Urgency,
}

/// Checks all steps again, or names the step that is missing.
fn ready(draft: &Draft, now: Instant) -> Result<Ready, &'static str> {
    let today: LegalDate = now.date();
    let what = draft.what.validate(today).map_err(|_| "/tips/new/what")?;
    let (place, seen) = draft.place.validate(today).map_err(|_| "/tips/new/where")?;
    let you = draft.you.validate().map_err(|_| "/tips/new/you")?;
    let urgency = match what.expected {
        _ if what.now => Urgency::Now,
        Some(day) => Urgency::Dated(day),
        None => Urgency::Normal,
    };
    let content = TipContent {
        topic: what.topic,
        what: what.what,
        about: what.about,
        breaches: what.breaches,
        plate: what.plate,
        holder: what.holder,
        expected: what.expected.map(LegalDate::iso).unwrap_or_default(),
        now: what.now,
        place,
        seen,
        photos: Vec::new(),
        declared: Declared {
            privacy_version: you.privacy_version,
            at_ms: now.ms(),
            hash: hex::encode(Sha256::digest(DECLARATIONS.join("\n"))),
        },
    };
    Ok(Ready { content, person: you.person, urgency })
}

pub async fn get(State(state): State<AppState>, req: Req, Drafting(_, draft): Drafting) -> Result<Response, AppError> {
    let ready = match ready(&draft, state.clock.now()) {
        Ok(ready) => ready,
        Err(step) => return Ok(to(step)),
    };
    let view = CheckView {
        content: ready.content,
        person: ready.person,
        photos: draft.photos.len(),
        ended: !subject::still_open(&state, &draft.subject_code).await?,
        subject_zh: draft.subject_zh,
        errors: Errors::default(),
    };
    Ok(answer(&state, &req, false, &pages::check(&view)))
}

pub async fn post(
    State(state): State<AppState>,
    sender: Sender,
    Drafting(mut session, draft): Drafting,
) -> Result<Response, AppError> {
    let ready = match ready(&draft, state.clock.now()) {
        Ok(ready) => ready,
        Err(step) => return Ok(to(step)),
    };
    state.limits.tips.check(&sender)?;
    match file(&state, &mut session, &draft, ready).await {
        Ok(()) => Ok(to("/tips/receipt")),
        // the same form pressed twice: the other press may have filed it meanwhile
        Err(_) if session.read(&state).await? && session.data.receipt.is_some() => Ok(to("/tips/receipt")),
        Err(why) => Err(why),
    }
}

/// Files the tip and turns the draft into its receipt, in one commit.
async fn file(state: &AppState, session: &mut Session, draft: &Draft, ready: Ready) -> Result<(), AppError> {
    let codes = reserve(state, session).await?;
    let kept = Kept {
        codes: codes.clone(),
        subject_zh: draft.subject_zh.clone(),
        ended: !subject::still_open(state, &draft.subject_code).await?,
    };
    let tip = NewTip {
        session: Some(session.changed(state, |data| data.receive(&kept))?),
        ..sealed(state, session, draft, ready, &codes).await?
    };
    let names: Vec<String> = tip.files.iter().map(|f| f.name.clone()).collect();
    let filed = match state.tips.accept(tip).await {
        Ok(filed) => filed,
        Err(why) => {
            // only a refusal is certain; after any other error the tip may stand and need its files
            if matches!(why, StoreError::Conflict(_)) {
                remove(state, &names).await;
            }
            return Err(refusal(state, session, why).await);
        }
    };
    if filed.accepted.repeated {
        remove(state, &names).await;
    }
    if !filed.session_saved {
        // another request of this sender saved first: what it left becomes the receipt
        session.read(state).await?;
        session.change(state, |data| data.receive(&kept)).await?;
    }
    if draft.photos.is_empty() { Ok(()) } else { session.drop_photos(state).await }
}

/// Fixes ticket and secret in the session before anything is sent, so that a repetition sends the same ones.
async fn reserve(state: &AppState, session: &mut Session) -> Result<Codes, AppError> {
    let fresh = Codes::generate();
    session
        .change(state, |data| data.draft.as_mut().map(|d| d.sending.get_or_insert(fresh.clone()).clone()))
        .await?
        .ok_or(AppError::Conflict)
}

/// A ticket that is taken is drawn again at the next press; everything else is the store's to say.
async fn refusal(state: &AppState, session: &mut Session, why: StoreError) -> AppError {
    if !matches!(why, StoreError::Conflict(_)) {
        return why.into();
    }
    let forget = session.change(state, |data| data.draft.iter_mut().for_each(|d| d.sending = None)).await;
    forget.err().unwrap_or(AppError::Unavailable)
}

/// Every word and picture sealed, files on disk, ready for the writer.
async fn sealed(
    state: &AppState,
    session: &Session,
    draft: &Draft,
    ready: Ready,
    codes: &Codes,
) -> Result<NewTip, AppError> {
    let Ready { mut content, person, urgency } = ready;
    let sender = codes.sender_key(state)?;
    let key = SecretKey::generate();
    let (notes, files) = store_photos(state, session, draft, &key.public()).await?;
    content.photos = notes;
    let readers = Readers::load(state, &sender).await?;
    let content_part = part(Part::Content, &key, &content, &readers.content)?;
    let person_part = person.map(|p| part(Part::Person, &SecretKey::generate(), &p, &readers.person)).transpose()?;
    let plate =
        (!content.plate.is_empty()).then(|| state.server_key.keyed_hash("plate", &state.court.code, &content.plate));
    Ok(NewTip {
        id: TipId::from_uuid(random::uuid(state.clock.now().ms())),
        idempotency: codes.ticket.clone(),
        subject: draft.subject.as_deref().and_then(SubjectId::parse),
        subject_label: draft.subject_code.clone(),
        kind: content.topic.kind(),
        lane: if person_part.is_some() { Lane::Named } else { Lane::Anonymous },
        urgency,
        medium: Medium::Web,
        received: None,
        registrar: None,
        ticket: codes.ticket()?,
        verifier: *sender.verifier(),
        content: content_part,
        person: person_part,
        hint_plate: plate,
        // the sender's own phone is identity: it leaves no trace outside the seal
        hint_phone: None,
        files,
        session: None,
    })
}

fn part<T: serde::Serialize>(
    part: Part,
    key: &SecretKey,
    plain: &T,
    readers: &[Reader],
) -> Result<SealedPart, AppError> {
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(plain).map_err(AppError::internal)?);
    SealedPart::seal(part, key, &plain, readers).map_err(AppError::internal)
}

/// To whom the two parts are sealed at first: intake on duty reads the content, the reward desk holds identities;
/// the paper key and the sender open both.
struct Readers {
    content: Vec<Reader>,
    person: Vec<Reader>,
}

impl Readers {
    async fn load(state: &AppState, sender: &SenderKey) -> Result<Self, AppError> {
        let on_duty = state.readers.on_duty().await?;
        let both = [Reader::recovery(&state.court.recovery), Reader::sender(sender)];
        let with = |staff: &[Reader]| staff.iter().chain(&both).cloned().collect();
        Ok(Self { content: with(&on_duty.content), person: with(&on_duty.person) })
    }
}

/// Turns the draft's photos into durable age files. The rows that name them come later, with the tip.
async fn store_photos(
    state: &AppState,
    session: &Session,
    draft: &Draft,
    to: &PublicKey,
) -> Result<(Vec<PhotoNote>, Vec<NewFile>), AppError> {
    let (mut notes, mut files) = (Vec::new(), Vec::new());
    for photo in &draft.photos {
        let jpeg = session.photo(state, &photo.id).await?.ok_or(AppError::Conflict)?;
        let to = to.clone();
        let sealed = tokio::task::spawn_blocking(move || seal::seal(&to, &jpeg))
            .await
            .map_err(AppError::internal)?
            .map_err(AppError::internal)?;
        let name = FileName::from_random(random::bytes());
        files.push(NewFile {
            name: name.as_str().to_owned(),
            media: "image/jpeg".to_owned(),
            size: sealed.len() as i64,
            digest: Sha256::digest(&sealed).into(),
        });
        notes.push(PhotoNote {
            file: name.as_str().to_owned(),
            width: photo.width,
            height: photo.height,
            bytes: photo.bytes,
            trace: photo.trace,
        });
        state.files.put(&name, sealed).await.map_err(unavailable)?;
    }
    Ok((notes, files))
}

/// A disk that is full or gone: the sender is told to try again, the cause goes to the log.
fn unavailable(cause: std::io::Error) -> AppError {
    tracing::error!(%cause, "a sealed file was not written");
    AppError::Unavailable
}

/// Takes back files that no row names. What cannot be removed is ciphertext to a key nobody holds.
async fn remove(state: &AppState, names: &[String]) {
    for name in names.iter().filter_map(|n| FileName::parse(n)) {
        if let Err(cause) = state.files.delete(&name).await {
            tracing::warn!(%cause, "a sealed file without a row was not removed");
        }
    }
}
