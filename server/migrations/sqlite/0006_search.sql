-- rowid is search_doc.doc; tokens are made by our own bigram tokeniser, so unicode61 only has to split at spaces
CREATE VIRTUAL TABLE search_text USING fts5 (tokens, tokenize = "unicode61 remove_diacritics 0");
