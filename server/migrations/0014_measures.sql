-- What the court did, one typed record each, and the warnings before it. Nothing here is public; figures are sums.

CREATE TABLE measure (
  id          TEXT    NOT NULL PRIMARY KEY,
  court_id    TEXT    NOT NULL,
  kind        TEXT    NOT NULL,                       -- a code of measure::MeasureKind
  on_day      TEXT    NOT NULL,
  case_no     TEXT    NOT NULL DEFAULT '',            -- canonical; '' for a monthly count
  campaign    TEXT    NOT NULL DEFAULT '',            -- slug of the campaign it belongs to
  quantity    BIGINT  NOT NULL CHECK (quantity > 0),
  persons     BIGINT  NOT NULL DEFAULT 0,
  amount      BIGINT  NOT NULL DEFAULT 0,             -- fen
  days        BIGINT  NOT NULL DEFAULT 0,
  of_unit     BOOLEAN NOT NULL DEFAULT FALSE,
  decision_no TEXT    NOT NULL DEFAULT '',
  author      TEXT,
  created_at  BIGINT  NOT NULL,
  voided_at   BIGINT,                                 -- a wrong record is struck out, never changed
  voided_by   TEXT,
  void_reason TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX measure_by_day ON measure (court_id, on_day, id);
CREATE INDEX measure_by_campaign ON measure (court_id, campaign, on_day) WHERE campaign <> '';

CREATE TABLE measure_claimant (
  measure_id TEXT NOT NULL REFERENCES measure (id),
  court_id   TEXT NOT NULL,
  claimant   TEXT NOT NULL,
  PRIMARY KEY (measure_id, claimant)
);
CREATE INDEX measure_claimant_by_kind ON measure_claimant (court_id, claimant, measure_id);

-- 预处罚 (PW-1..3): private; the public sees how many performed, and how much (PW-2).
CREATE TABLE warning (
  id          TEXT   NOT NULL PRIMARY KEY,
  court_id    TEXT   NOT NULL,
  kind        TEXT   NOT NULL,
  number      TEXT   NOT NULL,
  basis       TEXT   NOT NULL,
  case_no     TEXT   NOT NULL,
  name_sealed BYTEA  NOT NULL,                        -- whom it warns: never public, so never in clear
  issued_on   TEXT   NOT NULL,
  deadline    TEXT   NOT NULL,
  served_on   TEXT   NOT NULL DEFAULT '',
  state       TEXT   NOT NULL,
  ended_on    TEXT   NOT NULL DEFAULT '',             -- performed, withdrawn or escalated
  decision_no TEXT   NOT NULL DEFAULT '',
  amount      BIGINT NOT NULL DEFAULT 0,              -- fen, paid after it
  author      TEXT,
  suite       TEXT   NOT NULL,
  version     BIGINT NOT NULL DEFAULT 1,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  UNIQUE (court_id, number)
);
CREATE INDEX warning_by_page ON warning (court_id, state, deadline, id);
CREATE INDEX warning_by_end  ON warning (court_id, state, ended_on);
