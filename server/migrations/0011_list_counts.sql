-- Counting a list of a million entries reads this index alone: the day an entry ends stands in it too.
DROP INDEX list_entry_by_page;
CREATE INDEX list_entry_by_page ON list_entry (court_id, list, state, published_on, public_no, expires_on);
