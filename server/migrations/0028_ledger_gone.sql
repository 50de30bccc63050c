-- Who follows the open data asks what has gone since.
CREATE INDEX public_ledger_gone ON public_ledger (court_id, at, seq) WHERE action IN ('withdraw', 'archive');
