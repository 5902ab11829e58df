-- For a WITH RECURSIVE: what a journal is made of, and who counts its changes.
--
-- Triggers name the table where they count by the name of their function, which is that of the table.
-- So a table that was put in the journal's place without them has no versions, rather than those of
-- the one before. Nor has one where a single table of the tree isn't counted, or not ALWAYS: somebody
-- has switched triggers, and what was written meanwhile is not known. Nor one with policies that
-- filter for whoever asks: these may look at anything. Nor one of which the days of another column, or
-- of another zone, are counted: the function's comment says of which they are.
--
-- The shape is a text that changes with whatever changes entries or their reading without firing a
-- trigger: files, columns, partitions, a trigger that was off and is on again. A row of the catalogue
-- is told by who wrote it (xmin). It names the server's timeline, too, and whether it is a standby:
-- commits become visible in another order there, and a failover may lose some.
tables(oid) AS (
  SELECT ${journal}::oid
  UNION SELECT i.inhrelid FROM pg_inherits i JOIN tables ON i.inhparent = tables.oid),
-- By the index, one by one: how many tables there will be is no good guess, and they are few.
files AS MATERIALIZED (
  SELECT c.oid, c.xmin, c.relfilenode, c.relkind
  FROM tables, LATERAL (
    SELECT oid, xmin, relfilenode, relkind FROM pg_class WHERE oid = tables.oid OFFSET 0) c),
triggers AS MATERIALIZED (
  SELECT t.oid, t.xmin, t.tgfoid
  FROM tables, LATERAL (
    SELECT oid, xmin, tgfoid FROM pg_trigger
    WHERE tgrelid = tables.oid AND tgenabled = 'A' AND tgname IN (
      '${trigger}_insert', '${trigger}_update', '${trigger}_delete', '${trigger}_truncate')
    OFFSET 0) t),
counted(versions, shape) AS (
  SELECT
    v.oid::regclass,
    concat_ws(';',
      CASE WHEN pg_is_in_recovery()
        THEN 'standby ' || (SELECT min_recovery_end_timeline FROM pg_control_recovery())
        ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END,
      (SELECT string_agg(concat_ws(' ', oid, xmin, relfilenode), ',' ORDER BY oid) FROM files),
      (SELECT string_agg(concat_ws(' ', attnum, xmin), ',' ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = ${journal} AND attnum > 0),
      (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM triggers),
      obj_description(f.oid, 'pg_proc'))
  FROM (SELECT min(tgfoid) AS oid FROM triggers
        HAVING count(*) = 4 * (SELECT count(*) FROM tables) AND min(tgfoid) = max(tgfoid)) counting
  JOIN pg_proc f USING (oid)
  JOIN pg_class v ON v.relname = f.proname AND v.relnamespace = f.pronamespace
  WHERE NOT row_security_active(${journal}) AND obj_description(f.oid, 'pg_proc') = ${counted})
