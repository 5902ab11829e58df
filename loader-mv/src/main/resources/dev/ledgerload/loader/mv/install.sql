-- The versions of the journal's days, that of all other days last, as far as they are kept. Asked
-- when the view is filled, not when it is made: versions may come and go. Only reads, and says that
-- it may do so beside parallel workers: else the view would be filled without any.
CREATE OR REPLACE FUNCTION ${versions}() RETURNS TABLE (trx_date date, version text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $body$
#variable_conflict use_column
DECLARE
  counting record;
BEGIN
  WITH RECURSIVE ${counting} SELECT * INTO counting FROM counted;
  IF counting.versions IS NULL THEN
    RETURN QUERY SELECT NULL::date, NULL::text;
  ELSE
    RETURN QUERY EXECUTE format(
      'WITH others AS (
         SELECT
           sum(version) FILTER (WHERE trx_date = ''-infinity'') AS start,
           coalesce(sum(version) FILTER (WHERE trx_date IS NULL), 0) AS changes
         FROM %2$s WHERE trx_date = ''-infinity'' OR trx_date IS NULL)
       SELECT v.trx_date, ${version_of_day}
       FROM %2$s v, others WHERE v.trx_date > ''-infinity'' GROUP BY v.trx_date, start, changes
       UNION ALL SELECT NULL, ${version_of_others} FROM others', counting.shape, counting.versions);
  END IF;
END
$body$;

-- A row a group and day. And, in the same snapshot, what they are a copy of: rows with as_of, one for
-- each day that has a version of its own and one, without a day, for all others. So the age lies
-- with the data whoever refreshes it, and a refresh rewrites few rows where few groups have changed.
--
-- REFRESH CONCURRENTLY pairs old rows with new by a unique index of columns, in which NULL equals
-- nothing; and keys may be NULL, or longer than an index takes. So the key is a digest, of a text that
-- tells NULL from the empty string, and that no session writes in a way of its own.
--
-- Joined to the marks are no groups, only their columns: so both halves have the same types, with the
-- same digits. That must not have them kept for two readers, for then no worker would help to find them.
--
-- Who is filtered by policies fails rather than fills the view with a part.
SET LOCAL row_security = off;

CREATE MATERIALIZED VIEW ${next} AS
WITH groups AS NOT MATERIALIZED (
${groups}
)
SELECT
  g.d AS ${day},
  ${columns},
  sha256(convert_to(ROW(g.d - DATE '2000-01-01', ${key_texts})::text, 'UTF8')) AS ${row_key},
  NULL::timestamptz AS ${as_of},
  NULL::text AS ${version},
  NULL::date AS ${window_from},
  NULL::boolean AS ${unfiltered}
FROM groups AS g
UNION ALL
SELECT
  v.trx_date,
  ${columns},
  sha256(convert_to(ROW(v.trx_date - DATE '2000-01-01')::text, 'UTF8')),
  now(), v.version, ${first_day}, current_setting('row_security') = 'off'
FROM ${versions}() AS v LEFT JOIN groups AS g ON false
WHERE v.trx_date IS NULL OR (v.trx_date >= ${first_day} AND v.trx_date < DATE 'infinity');

SET LOCAL row_security TO DEFAULT; -- pg_cron shows jobs by policies

CREATE UNIQUE INDEX ON ${next} (${row_key});
CREATE INDEX ON ${next} (${day});
ANALYZE ${next};

-- Refreshes unless another session does, and says so. Locks the journal before the refresh takes its
-- snapshot: one that is older than a TRUNCATE would find no entries. So it needs READ COMMITTED, in
-- which it takes one behind the lock, and doesn't trust that who calls it has that by default.
CREATE OR REPLACE FUNCTION ${refresh}() RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET row_security = off AS $body$
DECLARE
  by_who_asks text;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE 'a refresh needs isolation READ COMMITTED, not %', current_setting('transaction_isolation')
      USING ERRCODE = 'feature_not_supported';
  END IF;
  IF NOT ${ignores_row_security} THEN
    by_who_asks := array_to_string(ARRAY(${by_who_asks}), ', ');
    IF by_who_asks <> '' THEN
      RAISE 'rows are shown by who asks for them (%), and the view would show all of them', by_who_asks
        USING ERRCODE = 'feature_not_supported';
    END IF;
  END IF;
  IF NOT pg_try_advisory_xact_lock(hashtextextended('ledgerload mv', ${view_text}::regclass::oid::bigint)) THEN
    RETURN false;
  END IF;
  ${lock};
  IF (SELECT relispopulated FROM pg_class WHERE oid = ${view_text}::regclass) THEN
    REFRESH MATERIALIZED VIEW CONCURRENTLY ${view};
  ELSE
    REFRESH MATERIALIZED VIEW ${view};
  END IF;
  RETURN true;
END
$body$;
