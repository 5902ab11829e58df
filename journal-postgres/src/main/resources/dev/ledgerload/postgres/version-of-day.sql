-- A day's version in this transaction's snapshot, in one round trip whether versions are installed
-- or not. A query that names their table would fail where there is none; so this one, whose plan the
-- server keeps, finds the table, and the block behind it names it.
--
-- TRUNCATE doesn't wait for snapshots: one that is older finds the table empty, a state that never
-- was; and a partition that was dropped is not read. The catalogue, read in the snapshot, still
-- tells which tables there were and in which files; the function tells in which they are.
SELECT
  set_config('ledgerload.versions', coalesce((${versions_of_journal})::text, ''), true),
  set_config('ledgerload.rewritten', EXISTS (
    WITH RECURSIVE tables(oid) AS (
      SELECT to_regclass(?)::oid
      UNION SELECT i.inhrelid FROM pg_inherits i JOIN tables ON i.inhparent = tables.oid)
    SELECT FROM tables JOIN pg_class c USING (oid)
    WHERE nullif(c.relfilenode, 0) IS DISTINCT FROM pg_relation_filenode(c.oid))::text, true),
  set_config('ledgerload.day', ?, true),
  set_config('ledgerload.version', '', true);

DO $$
DECLARE
  version text;
BEGIN
  IF current_setting('ledgerload.rewritten')::boolean THEN
    RAISE 'the table was truncated, rewritten or dropped after the load had begun: load again'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF current_setting('ledgerload.versions') <> '' THEN
    EXECUTE format(
      'SELECT sum(version)::text FROM %s WHERE trx_date = $1 OR trx_date IS NULL',
      current_setting('ledgerload.versions'))
    INTO version USING current_setting('ledgerload.day')::date;
    PERFORM set_config('ledgerload.version', version, true);
  END IF;
END
$$;

SELECT current_setting('ledgerload.version');
