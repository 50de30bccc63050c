CREATE TABLE list_text (
  doc    BIGINT   NOT NULL PRIMARY KEY,
  tokens TSVECTOR NOT NULL
);
CREATE INDEX list_text_by_token ON list_text USING GIN (tokens);
