-- The court (tenant of every record) and its audit chain. One text for SQLite and PostgreSQL.
-- Instants: BIGINT ms UTC. suite: id of the cipher suite of the ciphertexts in the row.

CREATE TABLE court (
  id              TEXT   NOT NULL PRIMARY KEY,
  code            TEXT   NOT NULL UNIQUE,          -- 湘1199
  name            TEXT   NOT NULL,
  settings        TEXT   NOT NULL,                 -- JSON: what pages print about the court
  recovery_public TEXT   NOT NULL,                 -- age1…; its private half is on paper in the safe, nowhere else
  signing_public  BYTEA  NOT NULL,                 -- Ed25519, checks receipts and audit checkpoints
  signing_sealed  BYTEA  NOT NULL,                 -- its private half under the server key
  suite           TEXT   NOT NULL,
  created_at      BIGINT NOT NULL
);

-- Rows are only ever added: the triggers of this version's sqlite/ and postgres/ texts refuse the rest.
CREATE TABLE audit_event (
  court_id    TEXT   NOT NULL REFERENCES court (id),
  seq         BIGINT NOT NULL CHECK (seq > 0),     -- gap-free within the court
  at          BIGINT NOT NULL,
  actor       TEXT   NOT NULL,                     -- staff id, '' = the system
  kind        TEXT   NOT NULL,
  object_kind TEXT   NOT NULL,
  object_id   TEXT   NOT NULL,
  note        TEXT   NOT NULL,                     -- no personal data
  prev        BYTEA  NOT NULL,
  hash        BYTEA  NOT NULL,
  PRIMARY KEY (court_id, seq)
);
CREATE INDEX audit_event_by_object ON audit_event (court_id, object_kind, object_id, seq);
CREATE INDEX audit_event_by_actor  ON audit_event (court_id, actor, seq);

-- The end of the chain: one row a court, locked by whoever appends.
CREATE TABLE audit_head (
  court_id TEXT   NOT NULL PRIMARY KEY REFERENCES court (id),
  seq      BIGINT NOT NULL,
  hash     BYTEA  NOT NULL
);

CREATE TABLE audit_checkpoint (
  court_id  TEXT   NOT NULL REFERENCES court (id),
  seq       BIGINT NOT NULL,
  hash      BYTEA  NOT NULL,
  at        BIGINT NOT NULL,
  signature BYTEA  NOT NULL,
  suite     TEXT   NOT NULL,
  PRIMARY KEY (court_id, seq)
);
