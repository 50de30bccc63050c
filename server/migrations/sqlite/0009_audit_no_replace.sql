-- INSERT OR REPLACE removes the old row without asking the triggers for DELETE. NEW.rowid is -1 where none is given.
CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event
WHEN EXISTS (SELECT 1 FROM audit_event WHERE (court_id = NEW.court_id AND seq = NEW.seq) OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_replace BEFORE INSERT ON audit_checkpoint
WHEN EXISTS (SELECT 1 FROM audit_checkpoint WHERE (court_id = NEW.court_id AND seq = NEW.seq) OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
