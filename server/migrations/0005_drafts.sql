-- Answers between the steps of the tip form, and the open thread of a sender: sealed with a key that only the
-- sender's cookie holds. Half an hour, then the row goes. Nothing here can be read by the server at rest.
CREATE TABLE tip_draft (
  id_hash    TEXT   NOT NULL PRIMARY KEY,
  court_id   TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  sealed     BYTEA  NOT NULL,
  expires_ms BIGINT NOT NULL
);
CREATE INDEX tip_draft_expires ON tip_draft (expires_ms);

-- One sealed photo of a draft; the order of upload stands in the draft itself.
CREATE TABLE tip_draft_photo (
  id         TEXT   NOT NULL PRIMARY KEY,
  id_hash    TEXT   NOT NULL,
  court_id   TEXT   NOT NULL,
  sealed     BYTEA  NOT NULL,
  expires_ms BIGINT NOT NULL
);
CREATE INDEX tip_draft_photo_draft ON tip_draft_photo (id_hash);
CREATE INDEX tip_draft_photo_expires ON tip_draft_photo (expires_ms);
