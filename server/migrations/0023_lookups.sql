-- Every clock of one record.
CREATE INDEX deadline_by_object ON deadline (court_id, object_kind, object_id);
-- What a draft that goes is asked for, and what an import that was never confirmed is purged by.
CREATE INDEX list_channel_of_entry ON list_channel (entry_id);
CREATE INDEX list_import_by_age ON list_import (created_at);
