-- What happens by the calendar and not by a hand: working days, running deadlines, who among several processes acts.

-- TD-3: the days of a loaded year that differ from their weekday. A year that is not here and not built in is unknown.
CREATE TABLE calendar_year (
  court_id  TEXT   NOT NULL,
  year      BIGINT NOT NULL,
  source    TEXT   NOT NULL,                          -- the notice it was taken from
  loaded_by TEXT   NOT NULL,                          -- staff id, '' = command line
  loaded_at BIGINT NOT NULL,
  PRIMARY KEY (court_id, year)
);
CREATE TABLE calendar_day (
  court_id TEXT   NOT NULL,
  year     BIGINT NOT NULL,
  date     TEXT   NOT NULL,
  kind     TEXT   NOT NULL,                           -- holiday make_up
  PRIMARY KEY (court_id, date)
);
CREATE INDEX calendar_day_by_year ON calendar_day (court_id, year);

-- 9.4: every duty whose clock runs or ran. Days are '' while a year they reach into is unknown.
CREATE TABLE deadline (
  court_id    TEXT   NOT NULL,
  duty        TEXT   NOT NULL,
  object_kind TEXT   NOT NULL,
  object_id   TEXT   NOT NULL,
  began_on    TEXT   NOT NULL,
  label       TEXT   NOT NULL,                        -- what it is about, never a person's name
  target      TEXT   NOT NULL DEFAULT '',
  rolled      TEXT   NOT NULL DEFAULT '',
  alarm_on    TEXT   NOT NULL DEFAULT '',             -- TD-4: the earlier day for the court's own duties
  alarmed_at  BIGINT,
  closed_at   BIGINT,
  PRIMARY KEY (court_id, duty, object_kind, object_id, began_on)
);
CREATE INDEX deadline_open ON deadline (court_id, alarm_on, began_on) WHERE closed_at IS NULL;

-- One process among several does the work; its lease runs out soon after it dies.
CREATE TABLE job_leader (
  court_id TEXT   NOT NULL PRIMARY KEY,
  holder   TEXT   NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE TABLE job_run (
  court_id TEXT   NOT NULL,
  job      TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  done     BIGINT NOT NULL,                           -- records it changed since the first run
  trouble  TEXT   NOT NULL DEFAULT '',                -- why the last run failed, '' = it did not
  PRIMARY KEY (court_id, job)
);

-- A subject whose notice runs out is closed by nobody: NULL is the clock.
CREATE TABLE notice_subject_closed (
  subject_id TEXT   NOT NULL REFERENCES notice_subject (id),
  court_id   TEXT   NOT NULL,
  issue_id   TEXT   NOT NULL REFERENCES notice_issue (id),
  state      TEXT   NOT NULL CHECK (state IN ('ended', 'withdrawn')),
  reason     TEXT   NOT NULL,                          -- a code of notice::EndReason
  note       TEXT   NOT NULL DEFAULT '',
  actor      TEXT   REFERENCES staff (id),
  at         BIGINT NOT NULL,
  PRIMARY KEY (subject_id, state)
);
INSERT INTO notice_subject_closed (subject_id, court_id, issue_id, state, reason, note, actor, at)
  SELECT subject_id, court_id, issue_id, state, reason, note, actor, at FROM notice_subject_end;
DROP TABLE notice_subject_end;
CREATE INDEX notice_subject_closed_by_issue ON notice_subject_closed (court_id, issue_id, at);
CREATE INDEX notice_issue_by_last_day ON notice_issue (court_id, valid_until) WHERE state IN ('published', 'corrected');
