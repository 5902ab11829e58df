-- Whether a table that this transaction has read, by whatever name, isn't any more as its snapshot has
-- it: truncated, rewritten, or put in another's place since. Each that it has read is locked.
EXISTS (
  SELECT FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation
  WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation'
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (c.oid IS NULL OR c.relkind IN ('r', 'm') AND c.relfilenode <> 0
      AND c.relfilenode IS DISTINCT FROM pg_relation_filenode(c.oid)))
