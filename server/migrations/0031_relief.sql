-- RC-7, GF-4: what somebody under 限消 asks for while it stands. Why they ask (illness, a funeral) lies sealed.

CREATE TABLE relief (
  id          TEXT   NOT NULL PRIMARY KEY,
  court_id    TEXT   NOT NULL,
  entry_id    TEXT   NOT NULL REFERENCES list_entry (id),
  kind        TEXT   NOT NULL,                         -- a code of relief::ReliefKind
  person_id   TEXT   NOT NULL DEFAULT '',              -- of a unit's person to be released
  reason      TEXT   NOT NULL DEFAULT '',              -- a code of list::LiftReason
  sealed      BYTEA  NOT NULL,                         -- purpose, papers, note of the decision
  state       TEXT   NOT NULL,
  received_on TEXT   NOT NULL,
  decided_on  TEXT   NOT NULL DEFAULT '',
  from_on     TEXT   NOT NULL DEFAULT '',
  until_on    TEXT   NOT NULL DEFAULT '',
  approval_no TEXT   NOT NULL DEFAULT '',
  by_staff    TEXT   NOT NULL REFERENCES staff (id),
  decided_by  TEXT   REFERENCES staff (id),            -- never who took it down (TW-4)
  suite       TEXT   NOT NULL,
  version     BIGINT NOT NULL DEFAULT 1,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);
CREATE INDEX relief_of_entry ON relief (entry_id, received_on, id);
CREATE INDEX relief_by_end   ON relief (court_id, state, until_on, id);
