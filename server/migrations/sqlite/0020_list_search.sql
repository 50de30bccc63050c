-- rowid is list_doc.doc; our own tokens, of which only the presence counts
CREATE VIRTUAL TABLE list_text USING fts5 (tokens, tokenize = "unicode61 remove_diacritics 0", detail = none);
