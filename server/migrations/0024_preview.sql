-- A draft on a telephone: one record, half an hour, to be seen and nothing more. The address holds the token, the table its hash.

CREATE TABLE preview_link (
  token_hash TEXT   NOT NULL PRIMARY KEY,
  court_id   TEXT   NOT NULL,
  kind       TEXT   NOT NULL,                          -- notice or content
  object_id  TEXT   NOT NULL,
  by_staff   TEXT   NOT NULL REFERENCES staff (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX preview_link_by_end    ON preview_link (expires_at);
CREATE INDEX preview_link_by_object ON preview_link (court_id, object_id, by_staff);
