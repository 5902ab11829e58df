-- A day's version in this transaction's snapshot, in one round trip whether versions are installed
-- or not. A query that names their table would fail where there is none; so the name is put into a
-- query for query_to_xml, which needs no language to be installed. It is given as a name, which has a
-- greatest length: else the driver would wait for it before it sends the COMMIT that follows.
--
-- TRUNCATE doesn't wait for snapshots: one that is older finds the table empty, a state that never
-- was; and a partition that was dropped is not read. The catalogue, read in the snapshot, still
-- tells which tables there were and in which files; the function tells in which they are. Nor does a
-- table that others have put in the journal's place since show any of its rows; it isn't in the
-- catalogue as that was. What a view shows lies in other tables.
--
-- Days are counted by the server's clocks and loaded by the client's, so there is a version only where
-- they agree about the day.
WITH RECURSIVE ${counting}
SELECT
  EXISTS (
    SELECT FROM files
    WHERE nullif(relfilenode, 0) IS DISTINCT FROM pg_relation_filenode(oid))
  OR EXISTS (SELECT FROM tables WHERE oid IS NOT NULL AND oid NOT IN (SELECT oid FROM files))
  OR CASE WHEN EXISTS (SELECT FROM files WHERE relkind = 'v') THEN ${rewritten} ELSE false END,
  (SELECT substring(
      query_to_xml(
        format(
          'SELECT ${version} AS version FROM %2$s
           WHERE trx_date IN (%3$L, ''-infinity'') OR trx_date IS NULL',
          c.shape, c.versions, ?),
        false, false, '')::text
      FROM '<version>([^<]*)</version>')::name
    FROM counted c WHERE ${agree})
