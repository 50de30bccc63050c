-- When an approved record is to go before the public by itself, and what stood in the way when its time had come.

CREATE TABLE publish_plan (
  object_id   TEXT   NOT NULL PRIMARY KEY,
  court_id    TEXT   NOT NULL,
  kind        TEXT   NOT NULL,                         -- notice or content
  at          BIGINT NOT NULL,
  by_staff    TEXT   NOT NULL REFERENCES staff (id),   -- who decided
  approval_no TEXT   NOT NULL DEFAULT '',
  trouble     TEXT   NOT NULL DEFAULT ''               -- words for the desk; such a plan is not tried again
);
CREATE INDEX publish_plan_by_time ON publish_plan (court_id, trouble, at, object_id);
