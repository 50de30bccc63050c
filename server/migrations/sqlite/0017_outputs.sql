CREATE TRIGGER public_ledger_no_update BEFORE UPDATE ON public_ledger
BEGIN SELECT RAISE(ABORT, 'public_ledger is append-only'); END;
CREATE TRIGGER public_ledger_no_delete BEFORE DELETE ON public_ledger
BEGIN SELECT RAISE(ABORT, 'public_ledger is append-only'); END;
-- INSERT OR REPLACE removes the old row without asking the triggers for DELETE. NEW.rowid is -1 where none is given.
CREATE TRIGGER public_ledger_no_replace BEFORE INSERT ON public_ledger
WHEN EXISTS (SELECT 1 FROM public_ledger WHERE (court_id = NEW.court_id AND seq = NEW.seq) OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'public_ledger is append-only'); END;
