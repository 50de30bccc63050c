-- Staff accounts, their sessions and their work at the publishing desk.
-- A person's private key is an age file under their password; the server at rest cannot open it.
CREATE TABLE staff (
  id TEXT NOT NULL PRIMARY KEY,
  court_id TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  public_key TEXT NOT NULL,
  sealed_key BYTEA NOT NULL,
  totp_sealed BYTEA,
  totp_confirmed BOOLEAN NOT NULL DEFAULT FALSE,
  totp_last_step BIGINT NOT NULL DEFAULT 0,
  failed_count BIGINT NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0,
  password_changed BIGINT NOT NULL,
  must_change BOOLEAN NOT NULL DEFAULT TRUE,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  created_at BIGINT NOT NULL,
  UNIQUE (court_id, login)
);

CREATE TABLE staff_role (
  staff_id TEXT NOT NULL REFERENCES staff (id),
  court_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('editor','reviewer','publisher','intake','officer','reward','auditor','admin')),
  PRIMARY KEY (staff_id, role)
);
CREATE INDEX staff_role_by_role ON staff_role (court_id, role, staff_id);

-- the last five password hashes, so that an old one is not taken again (SE-2)
CREATE TABLE staff_password (
  staff_id TEXT NOT NULL REFERENCES staff (id),
  court_id TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  password_hash TEXT NOT NULL,
  PRIMARY KEY (staff_id, changed_at)
);

-- one session per account: the key is the person, a new login replaces the old row
CREATE TABLE staff_session (
  staff_id TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
  court_id TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  sealed_key BYTEA NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE INDEX staff_session_by_seen ON staff_session (court_id, seen_at);
