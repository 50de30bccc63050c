//! Who may open a tip. Content and person are sealed apart, each to its own fresh key, and each key is a set of small
//! age files, one a reader. Assigning or revoking touches these files only.

use app::domain::ids::StaffId;
use app::domain::refusal::Refusal;
use app::domain::staff::{Action, Role};

use super::receipt::SenderKey;
use super::seal::{self, PublicKey, SecretKey};
use super::{CryptoError, CryptoResult};

/// The two things sealed apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was seen, the messages, the files, the notes.
    Content,
    /// Who sent it.
    Person,
}

impl Part {
    /// The stored form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Person => "person",
        }
    }
}

/// The name on a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderId {
    /// A member of staff.
    Staff(StaffId),
    /// The court's paper key.
    Recovery,
    /// The sender, with the receipt secret.
    Sender,
}

impl std::fmt::Display for ReaderId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Staff(id) => id.fmt(f),
            Self::Recovery => f.write_str("recovery"),
            Self::Sender => f.write_str("sender"),
        }
    }
}

/// Someone to whom a part may be sealed. Staff become readers only through a role (SE-2), so no call can make the
/// system administrator or the auditor one.
#[derive(Debug, Clone)]
pub struct Reader {
    id: ReaderId,
    key: PublicKey,
}

impl Reader {
    /// Staff who may read tips.
    ///
    /// # Errors
    /// SE-2 for roles that do not read tips, and for administrators and auditors whatever else they hold.
    pub fn of_content(id: StaffId, roles: &[Role], key: PublicKey) -> Result<Self, Refusal> {
        Self::staff(id, roles, key, Action::ReadTip)
    }

    /// Staff who hold the vault of identities.
    ///
    /// # Errors
    /// SE-2, as for [`Reader::of_content`].
    pub fn of_person(id: StaffId, roles: &[Role], key: PublicKey) -> Result<Self, Refusal> {
        Self::staff(id, roles, key, Action::Unmask)
    }

    fn staff(id: StaffId, roles: &[Role], key: PublicKey, action: Action) -> Result<Self, Refusal> {
        let apart = roles.iter().any(|role| matches!(role, Role::Admin | Role::Auditor));
        if apart || !roles.iter().any(|role| action.roles().contains(role)) {
            let message = format!("这个账号的岗位不能{}。", action.zh());
            return Err(Refusal::new("SE-2", "role", message, "请选择线索登记或者执行岗位的人员。"));
        }
        Ok(Self { id: ReaderId::Staff(id), key })
    }

    /// The court's recovery key.
    pub fn recovery(key: &PublicKey) -> Self {
        Self { id: ReaderId::Recovery, key: key.clone() }
    }

    /// The holder of the receipt secret.
    pub fn sender(sender: &SenderKey) -> Self {
        Self { id: ReaderId::Sender, key: sender.key.public() }
    }

    /// Whose key file this will be.
    pub fn id(&self) -> ReaderId {
        self.id
    }

    /// The small age file that makes this reader one.
    pub fn key_file(&self, part: Part, secret: &SecretKey) -> CryptoResult<KeyFile> {
        Ok(KeyFile { part, reader: self.id, sealed: seal::seal_key(&self.key, secret)? })
    }
}

/// The secret key of a part, sealed to one reader.
#[derive(Debug, Clone)]
pub struct KeyFile {
    /// Which part's key.
    pub part: Part,
    /// For whom.
    pub reader: ReaderId,
    /// age file.
    pub sealed: Vec<u8>,
}

/// A part with all its readers, ready for the store.
#[derive(Debug, Clone)]
pub struct SealedPart {
    /// Later messages and files are sealed to this.
    pub public: PublicKey,
    /// age file of the text.
    pub cipher: Vec<u8>,
    /// One file a reader.
    pub keys: Vec<KeyFile>,
}

impl SealedPart {
    /// Seals `plain` to `key` (fresh for this tip; files are sealed to its public half beforehand) and the key to each
    /// reader. The key is then forgotten by the caller.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`] without any reader: nobody could ever open it.
    pub fn seal(part: Part, key: &SecretKey, plain: &[u8], readers: &[Reader]) -> CryptoResult<Self> {
        if readers.is_empty() {
            return Err(CryptoError::BadKey);
        }
        let public = key.public();
        let cipher = seal::seal(&public, plain)?;
        let keys = readers.iter().map(|reader| reader.key_file(part, key)).collect::<CryptoResult<_>>()?;
        Ok(Self { public, cipher, keys })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::random;

    fn person() -> (StaffId, SecretKey) {
        (StaffId::from_uuid(random::uuid(1)), SecretKey::generate())
    }

    #[test]
    fn every_reader_opens_and_nobody_else() {
        let (id, officer) = person();
        let recovery = SecretKey::generate();
        let readers =
            [Reader::of_content(id, &[Role::Officer], officer.public()).unwrap(), Reader::recovery(&recovery.public())];
        let sealed = SealedPart::seal(Part::Content, &SecretKey::generate(), "看见了".as_bytes(), &readers).unwrap();
        for (file, key) in sealed.keys.iter().zip([&officer, &recovery]) {
            let content = seal::open_key(key, &file.sealed).unwrap();
            assert_eq!(seal::open(&content, &sealed.cipher).unwrap().as_slice(), "看见了".as_bytes());
        }
        assert!(seal::open_key(&SecretKey::generate(), &sealed.keys[0].sealed).is_err());
        assert!(SealedPart::seal(Part::Content, &SecretKey::generate(), b"x", &[]).is_err());
    }

    #[test]
    fn se_2_admin_and_auditor_never_become_readers() {
        let (id, key) = person();
        for &role in Role::ALL {
            let reads = matches!(role, Role::Intake | Role::Officer);
            assert_eq!(Reader::of_content(id, &[role], key.public()).is_ok(), reads, "{role:?}");
        }
        for apart in [Role::Admin, Role::Auditor] {
            assert!(Reader::of_content(id, &[Role::Officer, apart], key.public()).is_err());
            assert!(Reader::of_person(id, &[Role::Reward, apart], key.public()).is_err());
        }
    }
}
