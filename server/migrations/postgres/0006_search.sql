-- tokens are made by our own bigram tokeniser, so 'simple' only has to split at spaces
CREATE TABLE search_text (
  doc    BIGINT   NOT NULL PRIMARY KEY REFERENCES search_doc (doc),
  tokens TSVECTOR NOT NULL
);
CREATE INDEX search_text_by_token ON search_text USING GIN (tokens);
