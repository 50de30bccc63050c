-- CM-1..4: money that has come in for a creditor, and its road to them. Payees are masked as on the announcement.

CREATE TABLE case_money (
  id             TEXT   NOT NULL PRIMARY KEY,
  court_id       TEXT   NOT NULL,
  case_no        TEXT   NOT NULL,                      -- canonical
  payee          TEXT   NOT NULL,                      -- 张某
  amount         BIGINT NOT NULL CHECK (amount > 0),   -- 分
  state          TEXT   NOT NULL,
  arrived_on     TEXT   NOT NULL,
  deferred_until TEXT   NOT NULL DEFAULT '',
  reason         TEXT   NOT NULL DEFAULT '',           -- of deferral or escrow, a code
  approval_no    TEXT   NOT NULL DEFAULT '',
  paid_on        TEXT   NOT NULL DEFAULT '',
  by_staff       TEXT   NOT NULL REFERENCES staff (id),
  version        BIGINT NOT NULL DEFAULT 1,
  created_at     BIGINT NOT NULL,
  updated_at     BIGINT NOT NULL
);
CREATE INDEX case_money_by_state ON case_money (court_id, state, arrived_on, id);
CREATE INDEX claim_item_by_case  ON claim_item (court_id, case_no, payee);
