-- The desk finds entries by parts of a name or a case number. The public never does (EW-4).
CREATE TABLE list_doc (
  doc      BIGINT NOT NULL PRIMARY KEY,
  court_id TEXT   NOT NULL,
  entry_id TEXT   NOT NULL UNIQUE
);
-- Numbers are given in turn: a text index takes rows in their order many times faster than in any other.
CREATE TABLE list_doc_last (
  one  BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  last BIGINT NOT NULL
);
INSERT INTO list_doc_last (one, last) VALUES (1, 0);
-- Entries that were there before their index; the clock works them off.
CREATE TABLE list_unindexed (
  court_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  PRIMARY KEY (court_id, entry_id)
);
INSERT INTO list_unindexed (court_id, entry_id) SELECT court_id, id FROM list_entry;
