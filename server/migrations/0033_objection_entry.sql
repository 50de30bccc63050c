-- DJ-14: which entry a request is about, so that "put right" can be held against the entry, and the entry's page says
-- that it is under dispute.
ALTER TABLE objection ADD COLUMN entry_no TEXT NOT NULL DEFAULT '';      -- public number, as d-2025-0312
CREATE INDEX objection_by_entry ON objection (court_id, entry_no, is_open);
