-- Tables that a clerk brought in for the two lists: read, looked at, taken over, taken back.

CREATE TABLE list_import (
  id         TEXT   NOT NULL PRIMARY KEY,
  court_id   TEXT   NOT NULL,
  list       TEXT   NOT NULL,                          -- dishonest restricted
  state      TEXT   NOT NULL,                          -- a code of list::import::ImportState
  actor      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  trouble    TEXT   NOT NULL DEFAULT '',               -- why the file could not be read
  sheet      TEXT   NOT NULL DEFAULT '',
  unused     TEXT   NOT NULL DEFAULT '',               -- heads of columns nobody reads
  total      BIGINT NOT NULL DEFAULT 0,                -- rows of the file; work to do while something runs
  done       BIGINT NOT NULL DEFAULT 0,
  adds       BIGINT NOT NULL DEFAULT 0,
  changes    BIGINT NOT NULL DEFAULT 0,
  sames      BIGINT NOT NULL DEFAULT 0,
  missings   BIGINT NOT NULL DEFAULT 0,                -- on our list, not in the file
  errors     BIGINT NOT NULL DEFAULT 0,
  added      BIGINT NOT NULL DEFAULT 0,
  changed    BIGINT NOT NULL DEFAULT 0,
  proposed   BIGINT NOT NULL DEFAULT 0,                -- changes of public entries wait for a second person (DJ-9)
  skipped    BIGINT NOT NULL DEFAULT 0                 -- overtaken between the preview and the confirmation
);
CREATE INDEX list_import_by_time ON list_import (court_id, created_at);

-- What the rows would do, a page of the preview each, sealed with the server's key: they hold names and numbers.
-- Gone with the confirmation, or after a day.
CREATE TABLE list_import_part (
  import_id TEXT    NOT NULL REFERENCES list_import (id),
  kind      TEXT    NOT NULL,                          -- a code of list::import::RowState
  part      BIGINT  NOT NULL,
  court_id  TEXT    NOT NULL,
  sealed    BYTEA   NOT NULL,
  applied   BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (import_id, kind, part)
);

-- What the confirmation did to which entry, and the version it left: undone only while that version stands.
CREATE TABLE list_import_row (
  import_id TEXT    NOT NULL REFERENCES list_import (id),
  entry_id  TEXT    NOT NULL,
  court_id  TEXT    NOT NULL,
  did       TEXT    NOT NULL,                          -- added changed proposed
  version   BIGINT  NOT NULL,
  was       BYTEA,                                     -- the draft before, sealed
  PRIMARY KEY (import_id, entry_id)
);
