-- The desk of the two lists: what the court knows of an entry beside what DJ-6 lets it show.
-- No date of birth is added: DJ-4 is asked again at publication from the sealed number itself, so that there is no second
-- copy of it to keep or to leak.

-- DJ-5: who asked and when, the risk warning of the enforcement notice, and why the court decided so.
ALTER TABLE list_entry ADD COLUMN initiated_by TEXT NOT NULL DEFAULT '';       -- applicant ex_officio
ALTER TABLE list_entry ADD COLUMN applied_on TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN warned_on TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN reasons TEXT NOT NULL DEFAULT '';
-- DJ-2, DJ-3, GF-3: extension in years, the four answers (y n -), debtor of the case itself, student.
ALTER TABLE list_entry ADD COLUMN extension BIGINT NOT NULL DEFAULT 0;
ALTER TABLE list_entry ADD COLUMN extension_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN answers TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN debtor BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE list_entry ADD COLUMN student BOOLEAN NOT NULL DEFAULT FALSE;
-- RC-2, RC-3, RC-5: what an order restricts.
ALTER TABLE list_entry ADD COLUMN considerations TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN items TEXT NOT NULL DEFAULT '';              -- c1,c9
ALTER TABLE list_entry ADD COLUMN period TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN consequences TEXT NOT NULL DEFAULT '';
-- GF-2, DJ-7.
ALTER TABLE list_entry ADD COLUMN grace_until TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN portal TEXT NOT NULL DEFAULT 'pending';      -- pending listed removed
ALTER TABLE list_entry ADD COLUMN portal_on TEXT NOT NULL DEFAULT '';
-- DJ-9..DJ-11, RC-8: how an entry ends. end_reason and end_no stay inside the court.
ALTER TABLE list_entry ADD COLUMN trigger_on TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN query_first TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN query_second TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN ended_on TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN end_no TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';
-- DJ-9: a correction waits here until somebody else puts it into force. JSON of the fields it changes.
ALTER TABLE list_entry ADD COLUMN correction TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN correction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN correction_on TEXT NOT NULL DEFAULT '';
ALTER TABLE list_entry ADD COLUMN correction_by TEXT;
ALTER TABLE list_entry ADD COLUMN corrected_on TEXT NOT NULL DEFAULT '';
-- The next day on which somebody has to act; entries without one stand last.
ALTER TABLE list_entry ADD COLUMN due_on TEXT NOT NULL DEFAULT '9999-12-31';
ALTER TABLE list_entry ADD COLUMN author TEXT;
ALTER TABLE list_entry ADD COLUMN decider TEXT CHECK (decider IS NULL OR decider <> author);
ALTER TABLE list_entry ADD COLUMN publisher TEXT CHECK (publisher IS NULL OR publisher <> author);
ALTER TABLE list_entry ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
UPDATE list_entry SET due_on = expires_on WHERE expires_on <> '';

-- What hides an entry stands in the index that counts and pages (DJ-7, DJ-11).
DROP INDEX list_entry_by_page;
CREATE INDEX list_entry_by_page ON list_entry (court_id, list, state, published_on, public_no, expires_on, portal);
CREATE INDEX list_entry_by_kind ON list_entry (court_id, list, state, party_kind, published_on, public_no);
CREATE INDEX list_entry_by_due ON list_entry (court_id, list, due_on, public_no);
CREATE INDEX list_entry_by_step ON list_entry (court_id, list, state, due_on, public_no);
CREATE INDEX list_entry_by_link ON list_entry (court_id, linked_no);

-- RC-4: persons of a restricted unit; none of them is a debtor for that reason.
CREATE TABLE list_person (
  id         TEXT   NOT NULL PRIMARY KEY,
  court_id   TEXT   NOT NULL,
  entry_id   TEXT   NOT NULL REFERENCES list_entry (id),
  position   BIGINT NOT NULL CHECK (position > 0),
  capacity   TEXT   NOT NULL,                          -- a code of list::Capacity
  name       TEXT   NOT NULL,
  name_key   TEXT   NOT NULL,
  id_cipher  BYTEA  NOT NULL,
  id_hash    BYTEA  NOT NULL,
  id_masked  TEXT   NOT NULL,
  UNIQUE (entry_id, position)
);
CREATE INDEX list_person_by_name ON list_person (court_id, name_key);
CREATE INDEX list_person_by_hash ON list_person (court_id, id_hash);

-- RC-6, RC-8: where an entry was announced, so that its end is announced in the same places.
CREATE TABLE list_channel (
  id           TEXT NOT NULL PRIMARY KEY,
  court_id     TEXT NOT NULL,
  entry_id     TEXT NOT NULL REFERENCES list_entry (id),
  name         TEXT NOT NULL,
  url          TEXT NOT NULL DEFAULT '',
  announced_on TEXT NOT NULL,
  closed_on    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX list_channel_by_entry ON list_channel (court_id, entry_id, announced_on);

-- EW-2: each version of an entry with its persons; no clear identity numbers.
CREATE TABLE list_version (
  entry_id   TEXT   NOT NULL REFERENCES list_entry (id),
  version    BIGINT NOT NULL,
  court_id   TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  actor      TEXT,
  state      TEXT   NOT NULL,
  note       TEXT   NOT NULL DEFAULT '',
  snapshot   TEXT   NOT NULL,
  sha256     TEXT   NOT NULL,
  PRIMARY KEY (entry_id, version)
);

-- The last public number given in a year; a number is never given twice.
CREATE TABLE list_number (
  court_id TEXT   NOT NULL,
  list     TEXT   NOT NULL,
  year     BIGINT NOT NULL,
  last     BIGINT NOT NULL,
  PRIMARY KEY (court_id, list, year)
);
