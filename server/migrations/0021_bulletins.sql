-- Announcements and the progress of cases with many victims, as the public reads them; and figures that were stated
-- again: what they said before, when it changed and why. figure_use says which text speaks of which figure.

CREATE TABLE bulletin (
  id           TEXT   NOT NULL PRIMARY KEY,
  court_id     TEXT   NOT NULL,
  kind         TEXT   NOT NULL,                       -- announcement disposal
  slug         TEXT   NOT NULL,
  title        TEXT   NOT NULL,
  summary      TEXT   NOT NULL,
  fields       TEXT   NOT NULL,                       -- JSON of what the form asks for
  state        TEXT   NOT NULL,
  published_at BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  UNIQUE (court_id, kind, slug)
);
CREATE INDEX bulletin_by_page ON bulletin (court_id, kind, state, published_at, slug);

ALTER TABLE figure ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE figure ADD COLUMN was TEXT NOT NULL DEFAULT '';
ALTER TABLE figure ADD COLUMN restated_at BIGINT;

CREATE TABLE figure_use (
  court_id TEXT NOT NULL,
  kind     TEXT NOT NULL,
  slug     TEXT NOT NULL,                             -- of the text
  figure   TEXT NOT NULL,                             -- slug of the figure
  printed  TEXT NOT NULL,                             -- what it said when the text was published
  PRIMARY KEY (court_id, kind, slug, figure)
);
CREATE INDEX figure_use_by_figure ON figure_use (court_id, figure);
