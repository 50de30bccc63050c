-- What colleagues say about one field of a draft, and who has passed it at which step of the court's own review.

CREATE TABLE remark (
  id          TEXT   NOT NULL PRIMARY KEY,
  court_id    TEXT   NOT NULL,
  kind        TEXT   NOT NULL,                         -- notice or content
  object_id   TEXT   NOT NULL,
  field       TEXT   NOT NULL,                         -- label of the field
  quote       TEXT   NOT NULL DEFAULT '',              -- the words meant, as they stood
  text        TEXT   NOT NULL,
  by_staff    TEXT   NOT NULL REFERENCES staff (id),
  at          BIGINT NOT NULL,
  resolved_by TEXT   REFERENCES staff (id),
  resolved_at BIGINT
);
CREATE INDEX remark_by_object ON remark (court_id, object_id, at, id);

CREATE TABLE review_pass (
  court_id  TEXT   NOT NULL,
  object_id TEXT   NOT NULL,
  step      BIGINT NOT NULL,                           -- 1 is the first
  by_staff  TEXT   NOT NULL REFERENCES staff (id),
  at        BIGINT NOT NULL,
  PRIMARY KEY (object_id, step),
  UNIQUE (object_id, by_staff)
);
