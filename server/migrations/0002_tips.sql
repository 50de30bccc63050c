-- Tips. One text for SQLite and PostgreSQL. In clear stand only what the queue needs to order and route; every word,
-- name and contact is an age file (suite of the row). Arrival numbers come from tip_counter, one locked row a subject.

CREATE TABLE tip_counter (
  court_id TEXT   NOT NULL REFERENCES court (id),
  subject  TEXT   NOT NULL,                          -- subject id, '' = tips without a notice
  last_seq BIGINT NOT NULL,
  PRIMARY KEY (court_id, subject)
);

CREATE TABLE tip (
  id              TEXT    NOT NULL PRIMARY KEY,
  court_id        TEXT    NOT NULL REFERENCES court (id),
  subject         TEXT    NOT NULL,                  -- subject id, '' = without a notice
  subject_label   TEXT    NOT NULL,                  -- public name of the subject, 2025-21/3; never a person's name
  seq             BIGINT  NOT NULL CHECK (seq > 0),  -- BN-5: arrival within the subject, gap-free, never changed
  ticket          TEXT    NOT NULL,
  verifier        BYTEA   NOT NULL,
  idempotency     TEXT    NOT NULL,
  kind            TEXT    NOT NULL,
  lane            TEXT    NOT NULL,
  urgency         TEXT    NOT NULL,                  -- now, normal, dated:YYYY-MM-DD
  medium          TEXT    NOT NULL,
  registrar       TEXT,                              -- staff who wrote down a call, visit or letter
  received_at     BIGINT  NOT NULL,                  -- when the court had it
  entered_at      BIGINT  NOT NULL,                  -- when the row was written
  state           TEXT    NOT NULL,
  state_at        BIGINT  NOT NULL,
  finding         TEXT,
  measure         TEXT,
  is_open         BOOLEAN NOT NULL,
  rank_at         BIGINT  NOT NULL,                  -- the moment from which it loses worth: order of the queue
  version         BIGINT  NOT NULL,
  first_read_at   BIGINT,
  assigned_to     TEXT,
  team            TEXT    NOT NULL,
  duplicate_of    TEXT,
  suite           TEXT    NOT NULL,
  content_public  TEXT    NOT NULL,
  content         BYTEA   NOT NULL,
  person_public   TEXT,
  person          BYTEA,                             -- NULL until someone gives a name
  hint_plate      BYTEA,                             -- keyed hashes: equal plates and phones, nothing else
  hint_phone      BYTEA,
  content_size    BIGINT  NOT NULL,
  file_count      BIGINT  NOT NULL,
  file_size       BIGINT  NOT NULL,
  message_count   BIGINT  NOT NULL,
  unread_by_court BIGINT  NOT NULL,
  unread_by_sender BIGINT NOT NULL,
  last_message_at BIGINT,
  UNIQUE (court_id, subject, seq),
  UNIQUE (court_id, ticket),
  UNIQUE (court_id, idempotency)
);
CREATE INDEX tip_queue ON tip (court_id, rank_at, id) WHERE is_open;
CREATE INDEX tip_by_assignee ON tip (court_id, assigned_to, rank_at, id) WHERE is_open;
CREATE INDEX tip_by_plate ON tip (court_id, hint_plate) WHERE hint_plate IS NOT NULL;
CREATE INDEX tip_by_phone ON tip (court_id, hint_phone) WHERE hint_phone IS NOT NULL;

-- One small age file a reader: it holds the secret key of a part. Assigning adds a row, revoking removes one.
CREATE TABLE tip_key (
  tip_id     TEXT   NOT NULL REFERENCES tip (id),
  court_id   TEXT   NOT NULL,
  part       TEXT   NOT NULL CHECK (part IN ('content', 'person')),
  reader     TEXT   NOT NULL,                        -- staff id, 'recovery' or 'sender'
  sealed     BYTEA  NOT NULL,
  suite      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tip_id, part, reader)
);
CREATE INDEX tip_key_by_reader ON tip_key (court_id, reader, tip_id);

-- Both ways; sealed to the content key, so sender, assignee and recovery key read, and the server does not.
CREATE TABLE tip_message (
  tip_id      TEXT   NOT NULL REFERENCES tip (id),
  court_id    TEXT   NOT NULL,
  seq         BIGINT NOT NULL,
  author      TEXT   NOT NULL,                       -- staff id, '' = the sender
  idempotency TEXT   NOT NULL,
  sealed      BYTEA  NOT NULL,
  suite       TEXT   NOT NULL,
  sent_at     BIGINT NOT NULL,
  PRIMARY KEY (tip_id, seq),
  UNIQUE (tip_id, idempotency)
);

-- Inside notes, sealed to the content key; the sender's key file opens them too, so they are never sent out.
CREATE TABLE tip_note (
  id         TEXT   NOT NULL PRIMARY KEY,
  tip_id     TEXT   NOT NULL REFERENCES tip (id),
  court_id   TEXT   NOT NULL,
  author     TEXT   NOT NULL,
  visibility TEXT   NOT NULL CHECK (visibility IN ('officer', 'team')),
  sealed     BYTEA  NOT NULL,
  suite      TEXT   NOT NULL,
  written_at BIGINT NOT NULL
);
CREATE INDEX tip_note_by_tip ON tip_note (tip_id, written_at, id);

-- Sealed files: the bytes lie in the folder of files under a random name, written before the row.
CREATE TABLE tip_file (
  name       TEXT   NOT NULL PRIMARY KEY,
  tip_id     TEXT   NOT NULL REFERENCES tip (id),
  court_id   TEXT   NOT NULL,
  message    BIGINT,                                 -- seq of the message it came with; NULL = with the tip
  media      TEXT   NOT NULL,
  size       BIGINT NOT NULL,                        -- of the sealed file
  digest     BYTEA  NOT NULL,                        -- SHA-256 of the sealed file
  suite      TEXT   NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX tip_file_by_tip ON tip_file (tip_id, created_at, name);
