-- Requests for correction and about personal data (DJ-13, DJ-14, PI-6). Who asks and what they write lies sealed.

CREATE TABLE objection (
  id          TEXT   NOT NULL PRIMARY KEY,
  court_id    TEXT   NOT NULL,
  ticket      TEXT   NOT NULL,
  verifier    BYTEA  NOT NULL,                        -- of the secret, as for tips
  about       TEXT   NOT NULL,                        -- a code of objection::About
  state       TEXT   NOT NULL,
  is_open     BOOLEAN NOT NULL,
  received_on TEXT   NOT NULL,
  decided_on  TEXT   NOT NULL DEFAULT '',
  served_on   TEXT   NOT NULL DEFAULT '',
  reconsideration_on TEXT NOT NULL DEFAULT '',
  decision_no TEXT   NOT NULL DEFAULT '',
  sealed      BYTEA  NOT NULL,                        -- name, phone, case, account
  answer      BYTEA,                                  -- what the applicant is told, sealed
  suite       TEXT   NOT NULL,
  version     BIGINT NOT NULL DEFAULT 1,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  UNIQUE (court_id, ticket)
);
CREATE INDEX objection_by_page ON objection (court_id, is_open, received_on, id);
