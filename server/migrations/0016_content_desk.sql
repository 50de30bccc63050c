-- The desk for told cases, campaigns, claim announcements and articles: what is written here reaches the public tables
-- only when it is published, so a correction in the making never shows.

CREATE TABLE content (
  id           TEXT   NOT NULL PRIMARY KEY,
  court_id     TEXT   NOT NULL,
  kind         TEXT   NOT NULL,
  slug         TEXT   NOT NULL,                       -- last part of the public address
  title        TEXT   NOT NULL,
  fields       TEXT   NOT NULL,                       -- JSON of what the form asks for
  state        TEXT   NOT NULL,
  corrects     TEXT   REFERENCES content (id),        -- the published record this one will replace
  author       TEXT,
  reviewer     TEXT,
  publisher    TEXT,
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  published_at BIGINT,
  gone_at      BIGINT,
  CHECK (reviewer IS NULL OR reviewer <> author),
  CHECK (publisher IS NULL OR publisher <> author)
);
CREATE INDEX content_by_state ON content (court_id, state, updated_at, id);
CREATE INDEX content_by_slug  ON content (court_id, kind, slug);

CREATE TABLE content_version (
  content_id TEXT   NOT NULL REFERENCES content (id),
  version    BIGINT NOT NULL,
  court_id   TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  actor      TEXT,
  state      TEXT   NOT NULL,
  note       TEXT   NOT NULL DEFAULT '',
  snapshot   TEXT   NOT NULL,
  sha256     TEXT   NOT NULL,
  PRIMARY KEY (content_id, version)
);
