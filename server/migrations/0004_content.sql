-- Everything a court publishes. One text for SQLite and PostgreSQL.
-- Instants: BIGINT ms UTC. Legal dates: TEXT YYYY-MM-DD ('' = not set). Money: BIGINT fen.
-- state of edited content is EW-1: draft legal_check pii_scan approved scheduled published corrected withdrawn archived.
-- Full identity numbers exist only as ciphertext (id_cipher) and keyed hash (id_hash); id_masked is what a page may show (AN-1).

CREATE TABLE notice_issue (
  id              TEXT    NOT NULL PRIMARY KEY,
  court_id        TEXT    NOT NULL,
  year            BIGINT  NOT NULL,
  no              BIGINT  NOT NULL CHECK (no > 0),
  title           TEXT    NOT NULL,
  kind            TEXT    NOT NULL,                    -- BN-11: property whereabouts both
  summary         TEXT    NOT NULL DEFAULT '',         -- one line without personal data, for cards and sharing
  body_md         TEXT    NOT NULL DEFAULT '',
  condition_text  TEXT    NOT NULL DEFAULT '',         -- BN-4: when the reward is paid
  -- BN-3: the creditor's written application, without which no notice exists
  applicant       TEXT    NOT NULL DEFAULT '',
  applied_on      TEXT    NOT NULL DEFAULT '',
  application_decided_on TEXT NOT NULL DEFAULT '',
  application_state TEXT  NOT NULL DEFAULT 'none',     -- none received approved refused withdrawn
  promise         TEXT    NOT NULL DEFAULT '',
  approval_no     TEXT    NOT NULL DEFAULT '',         -- EW-1: president's approval
  valid_from      TEXT    NOT NULL DEFAULT '',
  valid_until     TEXT    NOT NULL DEFAULT '',         -- last day in force
  state           TEXT    NOT NULL,
  author          TEXT,
  reviewer        TEXT,
  publisher       TEXT,
  version         BIGINT  NOT NULL DEFAULT 1,
  created_at      BIGINT  NOT NULL,
  updated_at      BIGINT  NOT NULL,
  published_at    BIGINT,
  withdrawn_at    BIGINT,
  UNIQUE (court_id, year, no),
  CHECK (reviewer IS NULL OR reviewer <> author),
  CHECK (publisher IS NULL OR publisher <> author)
);
CREATE INDEX notice_issue_by_state ON notice_issue (court_id, state, year, no);
CREATE INDEX notice_issue_by_end   ON notice_issue (court_id, state, valid_until);

CREATE TABLE notice_subject (
  id              TEXT    NOT NULL PRIMARY KEY,
  court_id        TEXT    NOT NULL,
  issue_id        TEXT    NOT NULL REFERENCES notice_issue (id),
  year            BIGINT  NOT NULL,                    -- copied from the issue: the list pages by these without a join scan
  no              BIGINT  NOT NULL,
  position        BIGINT  NOT NULL CHECK (position > 0),
  party_kind      TEXT    NOT NULL,                    -- person unit
  name            TEXT    NOT NULL,
  name_key        TEXT    NOT NULL,
  id_cipher       BYTEA,
  id_hash         BYTEA,
  id_masked       TEXT    NOT NULL DEFAULT '',
  sex             TEXT    NOT NULL DEFAULT '',         -- male female
  birth_year      BIGINT  NOT NULL DEFAULT 0,
  legal_rep       TEXT    NOT NULL DEFAULT '',
  county          TEXT    NOT NULL DEFAULT '',
  town            TEXT    NOT NULL DEFAULT '',         -- 6.1: township at the finest
  case_no         TEXT    NOT NULL,                    -- canonical, ASCII brackets
  filed_on        TEXT    NOT NULL DEFAULT '',
  basis_no        TEXT    NOT NULL DEFAULT '',
  basis_unit      TEXT    NOT NULL DEFAULT '',
  owed            BIGINT  NOT NULL DEFAULT 0,
  unpaid          BIGINT  NOT NULL DEFAULT 0,
  wanted          TEXT    NOT NULL DEFAULT '',         -- what the court wants to know
  kind            TEXT    NOT NULL,
  property_reward    TEXT NOT NULL DEFAULT '',         -- JSON of bounty::RewardRule, '' = none
  whereabouts_reward TEXT NOT NULL DEFAULT '',
  reward_max      BIGINT  NOT NULL DEFAULT 0,          -- fen; for the filter "at least"
  urgent          BOOLEAN NOT NULL DEFAULT FALSE,
  photo_id        TEXT,
  photo_reason    TEXT    NOT NULL DEFAULT '',         -- AN-8
  state           TEXT    NOT NULL,                    -- open ended withdrawn
  ended_at        BIGINT,
  UNIQUE (issue_id, position)
);
CREATE INDEX notice_subject_by_page ON notice_subject (court_id, state, year, no, position);
CREATE INDEX notice_subject_by_town ON notice_subject (court_id, town, year, no, position);
CREATE INDEX notice_subject_by_name ON notice_subject (court_id, name_key);
CREATE INDEX notice_subject_by_case ON notice_subject (court_id, case_no);
CREATE INDEX notice_subject_by_hash ON notice_subject (court_id, id_hash);

-- EW-2: each version of an issue with its subjects, as the editor left it; no clear identity numbers.
CREATE TABLE notice_version (
  issue_id   TEXT   NOT NULL REFERENCES notice_issue (id),
  version    BIGINT NOT NULL,
  court_id   TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  actor      TEXT,
  state      TEXT   NOT NULL,
  note       TEXT   NOT NULL DEFAULT '',
  snapshot   TEXT   NOT NULL,
  sha256     TEXT   NOT NULL,
  PRIMARY KEY (issue_id, version)
);

CREATE TABLE campaign (
  id           TEXT    NOT NULL PRIMARY KEY,
  court_id     TEXT    NOT NULL,
  slug         TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  parent_slug  TEXT    NOT NULL DEFAULT '',
  year         BIGINT  NOT NULL,
  period       TEXT    NOT NULL,                       -- in words, as exact as the source
  started      TEXT    NOT NULL DEFAULT '',            -- partial date
  ended        TEXT    NOT NULL DEFAULT '',
  goal         TEXT    NOT NULL DEFAULT '',
  body_md      TEXT    NOT NULL DEFAULT '',
  source       TEXT    NOT NULL DEFAULT '',
  position     BIGINT  NOT NULL DEFAULT 0,
  state        TEXT    NOT NULL,
  author       TEXT,
  publisher    TEXT,
  version      BIGINT  NOT NULL DEFAULT 1,
  published_at BIGINT,
  updated_at   BIGINT  NOT NULL,
  UNIQUE (court_id, slug)
);
CREATE INDEX campaign_by_page ON campaign (court_id, state, year, position);
CREATE INDEX campaign_by_parent ON campaign (court_id, parent_slug, position);

CREATE TABLE outcome (
  id           TEXT    NOT NULL PRIMARY KEY,
  court_id     TEXT    NOT NULL,
  slug         TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  cause        TEXT    NOT NULL DEFAULT '',
  summary      TEXT    NOT NULL DEFAULT '',
  owed_text    TEXT    NOT NULL DEFAULT '',
  done_text    TEXT    NOT NULL DEFAULT '',
  arrived_text TEXT    NOT NULL DEFAULT '',
  body_md      TEXT    NOT NULL DEFAULT '',
  happened     TEXT    NOT NULL DEFAULT '',            -- partial date
  campaign_slug TEXT   NOT NULL DEFAULT '',
  source       TEXT    NOT NULL DEFAULT '',
  position     BIGINT  NOT NULL DEFAULT 0,
  state        TEXT    NOT NULL,
  author       TEXT,
  publisher    TEXT,
  version      BIGINT  NOT NULL DEFAULT 1,
  published_at BIGINT,
  updated_at   BIGINT  NOT NULL,
  UNIQUE (court_id, slug)
);
CREATE INDEX outcome_by_page ON outcome (court_id, state, published_at, slug);
CREATE INDEX outcome_by_campaign ON outcome (court_id, campaign_slug);

CREATE TABLE outcome_step (
  court_id   TEXT   NOT NULL,
  outcome_id TEXT   NOT NULL REFERENCES outcome (id),
  position   BIGINT NOT NULL,
  stage      TEXT   NOT NULL,                          -- lead measure result sum
  happened   TEXT   NOT NULL DEFAULT '',
  title      TEXT   NOT NULL,
  text       TEXT   NOT NULL DEFAULT '',
  PRIMARY KEY (outcome_id, position)
);

-- FG-1: no figure without unit, precision, period, as-of, scope and source.
CREATE TABLE figure (
  id           TEXT    NOT NULL PRIMARY KEY,
  court_id     TEXT    NOT NULL,
  slug         TEXT    NOT NULL,
  year         BIGINT  NOT NULL,
  section      TEXT    NOT NULL,
  label        TEXT    NOT NULL,
  value        BIGINT  NOT NULL,                       -- counts: the count; money: fen; percent: hundredths
  unit         TEXT    NOT NULL,
  precision    TEXT    NOT NULL,
  period_from  TEXT    NOT NULL,
  period_to    TEXT    NOT NULL,
  as_of        TEXT    NOT NULL,
  scope        TEXT    NOT NULL,
  source       TEXT    NOT NULL,
  printed      TEXT    NOT NULL,                       -- as printed in the source (FG-2)
  definition   TEXT    NOT NULL DEFAULT '',
  campaign_slug TEXT   NOT NULL DEFAULT '',
  on_home      BOOLEAN NOT NULL DEFAULT FALSE,
  position     BIGINT  NOT NULL DEFAULT 0,
  approver     TEXT,
  published_at BIGINT,
  UNIQUE (court_id, slug)
);
CREATE INDEX figure_by_year ON figure (court_id, year, position);
CREATE INDEX figure_by_campaign ON figure (court_id, campaign_slug, position);

CREATE TABLE claim (
  id           TEXT    NOT NULL PRIMARY KEY,
  court_id     TEXT    NOT NULL,
  slug         TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  held_on      TEXT    NOT NULL,
  hours        TEXT    NOT NULL DEFAULT '',
  place        TEXT    NOT NULL DEFAULT '',
  contact      TEXT    NOT NULL DEFAULT '',
  phone        TEXT    NOT NULL DEFAULT '',
  documents    TEXT    NOT NULL DEFAULT '',            -- one line each
  deadline     TEXT    NOT NULL DEFAULT '',
  consequence  TEXT    NOT NULL DEFAULT '',
  body_md      TEXT    NOT NULL DEFAULT '',
  source       TEXT    NOT NULL DEFAULT '',
  state        TEXT    NOT NULL,
  author       TEXT,
  publisher    TEXT,
  version      BIGINT  NOT NULL DEFAULT 1,
  published_at BIGINT,
  updated_at   BIGINT  NOT NULL,
  UNIQUE (court_id, slug)
);
CREATE INDEX claim_by_day ON claim (court_id, state, held_on, slug);

-- CM-2: payees by masked name and case number only; no amount, no bank data.
CREATE TABLE claim_item (
  court_id   TEXT   NOT NULL,
  claim_id   TEXT   NOT NULL REFERENCES claim (id),
  position   BIGINT NOT NULL,
  payee      TEXT   NOT NULL,
  case_no    TEXT   NOT NULL,
  check_hash BYTEA,                                    -- keyed hash of name + last four of the identity number
  state      TEXT   NOT NULL,                          -- CM-4
  PRIMARY KEY (claim_id, position)
);
CREATE INDEX claim_item_by_hash ON claim_item (court_id, check_hash);

CREATE TABLE article (
  id           TEXT    NOT NULL PRIMARY KEY,
  court_id     TEXT    NOT NULL,
  slug         TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  summary      TEXT    NOT NULL DEFAULT '',
  body_md      TEXT    NOT NULL,
  position     BIGINT  NOT NULL DEFAULT 0,
  state        TEXT    NOT NULL,
  author       TEXT,
  publisher    TEXT,
  version      BIGINT  NOT NULL DEFAULT 1,
  published_at BIGINT,
  updated_at   BIGINT  NOT NULL,
  UNIQUE (court_id, slug)
);
CREATE INDEX article_by_page ON article (court_id, state, position);

-- Two separate lists; DJ-6 decides which columns may be shown.
CREATE TABLE list_entry (
  id            TEXT    NOT NULL PRIMARY KEY,
  court_id      TEXT    NOT NULL,
  list          TEXT    NOT NULL,                      -- dishonest restricted
  public_no     TEXT    NOT NULL,                      -- d-2025-0312, never reused
  party_kind    TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  name_key      TEXT    NOT NULL,
  id_cipher     BYTEA,
  id_hash       BYTEA,
  id_masked     TEXT    NOT NULL DEFAULT '',
  sex           TEXT    NOT NULL DEFAULT '',
  birth_year    BIGINT  NOT NULL DEFAULT 0,            -- DJ-4 is checked on the full date before storing
  uscc          TEXT    NOT NULL DEFAULT '',
  legal_rep     TEXT    NOT NULL DEFAULT '',
  case_no       TEXT    NOT NULL,
  filed_on      TEXT    NOT NULL,
  basis_no      TEXT    NOT NULL DEFAULT '',
  basis_unit    TEXT    NOT NULL DEFAULT '',
  duty          TEXT    NOT NULL DEFAULT '',
  performance   TEXT    NOT NULL DEFAULT '',           -- none part
  grounds       TEXT    NOT NULL DEFAULT '',           -- G1,G5
  decision_no   TEXT    NOT NULL,
  decided_on    TEXT    NOT NULL,
  president     BOOLEAN NOT NULL,                      -- DJ-5, RC-5: signed by the president
  served_on     TEXT    NOT NULL,
  service_method TEXT   NOT NULL DEFAULT '',
  published_on  TEXT    NOT NULL DEFAULT '',
  expires_on    TEXT    NOT NULL DEFAULT '',           -- '' = no fixed term
  state         TEXT    NOT NULL,
  removal_trigger TEXT  NOT NULL DEFAULT '',
  removal_due   TEXT    NOT NULL DEFAULT '',
  linked_no     TEXT    NOT NULL DEFAULT '',           -- RC-1: the other list's entry of the same debtor
  version       BIGINT  NOT NULL DEFAULT 1,
  updated_at    BIGINT  NOT NULL,
  UNIQUE (court_id, public_no)
);
CREATE INDEX list_entry_by_page ON list_entry (court_id, list, state, published_on, public_no);
CREATE INDEX list_entry_by_name ON list_entry (court_id, name_key);
CREATE INDEX list_entry_by_case ON list_entry (court_id, case_no);
CREATE INDEX list_entry_by_uscc ON list_entry (court_id, uscc);
CREATE INDEX list_entry_by_hash ON list_entry (court_id, id_hash);
CREATE INDEX list_entry_by_end  ON list_entry (court_id, state, expires_on);

-- One row a public record; search_text of the engine's own migration holds its bigrams under the same doc.
CREATE TABLE search_doc (
  doc           BIGINT NOT NULL PRIMARY KEY,
  court_id      TEXT   NOT NULL,
  kind          TEXT   NOT NULL,
  url           TEXT   NOT NULL,
  title         TEXT   NOT NULL,
  excerpt       TEXT   NOT NULL DEFAULT '',
  shown_on      TEXT   NOT NULL DEFAULT '',
  visible_until TEXT   NOT NULL DEFAULT '',            -- '' = no end
  UNIQUE (court_id, url)
);

-- Exact keys of a record: full name, canonical case number, issue number, pinyin initials of its title.
CREATE TABLE search_key (
  court_id TEXT   NOT NULL,
  key      TEXT   NOT NULL,
  doc      BIGINT NOT NULL REFERENCES search_doc (doc),
  PRIMARY KEY (court_id, key, doc)
);
CREATE INDEX search_key_by_doc ON search_key (doc);
