-- One row a day. A statement of its own, so that it sees what was committed before it got the lock;
-- rows that others add meanwhile are not touched, and readers see the many rows or the one.
WITH gone AS (DELETE FROM ${versions} RETURNING trx_date, version)
INSERT INTO ${versions} (trx_date, version)
SELECT trx_date, sum(version) FROM gone GROUP BY trx_date;
