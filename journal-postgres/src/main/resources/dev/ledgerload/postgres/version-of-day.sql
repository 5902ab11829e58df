-- A day's version in this transaction's snapshot, in one round trip whether versions are installed
-- or not: a query that names their table would fail where there is none.
SELECT set_config('ledgerload.journal', ?, true), set_config('ledgerload.day', ?, true);

DO $$
DECLARE
  journal regclass := to_regclass(current_setting('ledgerload.journal'));
  versions regclass := (${versions_of_journal});
  version text := '';
BEGIN
  -- TRUNCATE doesn't wait for snapshots: one that is older finds the table empty, a state that
  -- never was; and a partition that was dropped is not read. The catalogue, read in the snapshot,
  -- still tells which tables there were and in which files; the function tells in which they are.
  IF EXISTS (
    WITH RECURSIVE tables(oid) AS (
      SELECT journal::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tables ON i.inhparent = tables.oid)
    SELECT FROM tables JOIN pg_class c USING (oid) WHERE nullif(c.relfilenode, 0) IS DISTINCT FROM pg_relation_filenode(c.oid))
  THEN
    RAISE 'the table was truncated, rewritten or dropped after the load had begun: load again'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF versions IS NOT NULL THEN
    EXECUTE format('SELECT sum(version)::text FROM %s WHERE trx_date = $1 OR trx_date IS NULL', versions)
    INTO version USING current_setting('ledgerload.day')::date;
  END IF;
  PERFORM set_config('ledgerload.version', version, true);
END
$$;

SELECT current_setting('ledgerload.version');
