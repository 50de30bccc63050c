-- Where issues were posted outside this site, and the public ledger of what was published, corrected and withdrawn.

-- BN-4, BN-12, RC-8: one row a posting; it is open until somebody has seen that it is gone.
CREATE TABLE placement (
  id            TEXT   NOT NULL PRIMARY KEY,
  court_id      TEXT   NOT NULL,
  issue_id      TEXT   NOT NULL REFERENCES notice_issue (id),
  channel       TEXT   NOT NULL,                       -- a code of placement::Channel
  name          TEXT   NOT NULL,                       -- account, paper or place
  url           TEXT   NOT NULL DEFAULT '',
  posted_at     BIGINT NOT NULL,
  taken_down_at BIGINT,
  proof         TEXT   NOT NULL DEFAULT '',            -- how it is known that it came down
  created_by    TEXT   NOT NULL REFERENCES staff (id),
  created_at    BIGINT NOT NULL,
  closed_by     TEXT   REFERENCES staff (id)
);
CREATE INDEX placement_by_issue ON placement (court_id, issue_id, posted_at);
CREATE INDEX placement_by_open  ON placement (court_id, taken_down_at, posted_at);

-- Read by everybody, so no column may hold a person's data. Rows are only ever added: the triggers of this version's
-- sqlite/ and postgres/ texts refuse the rest.
CREATE TABLE public_ledger (
  court_id TEXT   NOT NULL REFERENCES court (id),
  seq      BIGINT NOT NULL CHECK (seq > 0),            -- gap-free within the court
  at       BIGINT NOT NULL,
  action   TEXT   NOT NULL,                            -- a code of ledger::Action
  record   TEXT   NOT NULL,                            -- kind and public number: notice/2025-21
  content  TEXT   NOT NULL,                            -- SHA-256 of the version the court keeps (EW-2), hex
  prev     TEXT   NOT NULL,                            -- hex
  hash     TEXT   NOT NULL,                            -- hex
  PRIMARY KEY (court_id, seq)
);
CREATE INDEX public_ledger_by_record ON public_ledger (court_id, record, seq);

-- The end of the chain: one row a court, locked by whoever appends.
CREATE TABLE public_ledger_head (
  court_id TEXT   NOT NULL PRIMARY KEY REFERENCES court (id),
  seq      BIGINT NOT NULL,
  hash     TEXT   NOT NULL
);

-- Open data goes through the records in the order of their last change.
CREATE INDEX notice_issue_by_change ON notice_issue (court_id, updated_at, year, no);
CREATE INDEX outcome_by_change      ON outcome (court_id, updated_at, slug);
CREATE INDEX campaign_by_change     ON campaign (court_id, updated_at, slug);
CREATE INDEX claim_by_change        ON claim (court_id, updated_at, slug);
