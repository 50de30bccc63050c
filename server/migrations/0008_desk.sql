-- The publishing desk: a draft may be incomplete, and one subject of a published issue can be closed alone.

-- BN-3: the creditor's signed promise was seen in the case file; the words alone are no promise.
ALTER TABLE notice_issue ADD COLUMN promised BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE notice_issue SET promised = TRUE WHERE promise <> '';

-- BN-12: why a subject stopped being sought before its issue did. For the court only: no public page reads this table.
CREATE TABLE notice_subject_end (
  subject_id TEXT   NOT NULL REFERENCES notice_subject (id),
  court_id   TEXT   NOT NULL,
  issue_id   TEXT   NOT NULL REFERENCES notice_issue (id),
  state      TEXT   NOT NULL CHECK (state IN ('ended', 'withdrawn')),
  reason     TEXT   NOT NULL,                          -- a code of notice::EndReason
  note       TEXT   NOT NULL DEFAULT '',
  actor      TEXT   NOT NULL REFERENCES staff (id),
  at         BIGINT NOT NULL,
  PRIMARY KEY (subject_id, state)
);
CREATE INDEX notice_subject_end_by_issue ON notice_subject_end (court_id, issue_id, at);
