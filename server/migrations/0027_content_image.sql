-- Pictures in the texts of the content desk: whose draft they were made for, and which record shows them.

CREATE TABLE content_image (
  name       TEXT   NOT NULL PRIMARY KEY,              -- random; the file's too
  court_id   TEXT   NOT NULL,
  content_id TEXT   NOT NULL REFERENCES content (id),
  alt        TEXT   NOT NULL,                          -- what it shows, in words
  by_staff   TEXT   NOT NULL REFERENCES staff (id),
  at         BIGINT NOT NULL
);
CREATE INDEX content_image_by_content ON content_image (court_id, content_id, at, name);

CREATE TABLE content_image_use (
  name       TEXT NOT NULL REFERENCES content_image (name),
  content_id TEXT NOT NULL REFERENCES content (id),
  court_id   TEXT NOT NULL,
  PRIMARY KEY (name, content_id)
);
CREATE INDEX content_image_use_by_content ON content_image_use (court_id, content_id, name);
