-- A day's version in this transaction's snapshot, in one round trip whether versions are installed
-- or not. A query that names their table would fail where there is none; so the name is put into a
-- query for query_to_xml, which needs no language to be installed.
--
-- TRUNCATE doesn't wait for snapshots: one that is older finds the table empty, a state that never
-- was; and a partition that was dropped is not read. The catalogue, read in the snapshot, still
-- tells which tables there were and in which files; the function tells in which they are.
WITH RECURSIVE ${counting}
SELECT
  EXISTS (
    SELECT FROM files
    WHERE nullif(relfilenode, 0) IS DISTINCT FROM pg_relation_filenode(oid)),
  (SELECT substring(
      query_to_xml(
        format(
          'SELECT ${version} AS version FROM %2$s
           WHERE trx_date IN (%3$L, ''-infinity'') OR trx_date IS NULL',
          c.shape, c.versions, ?),
        false, false, '')::text
      FROM '<version>([^<]*)</version>')
    FROM counted c)
