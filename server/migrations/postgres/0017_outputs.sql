CREATE TRIGGER public_ledger_append_only BEFORE UPDATE OR DELETE ON public_ledger
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER public_ledger_no_truncate BEFORE TRUNCATE ON public_ledger
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- ALWAYS ignores session_replication_role
ALTER TABLE public_ledger ENABLE ALWAYS TRIGGER public_ledger_append_only;
ALTER TABLE public_ledger ENABLE ALWAYS TRIGGER public_ledger_no_truncate;
