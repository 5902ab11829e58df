-- What counts the changes of each day of a journal.
--
-- A day's version is the sum over its rows and those of no day, which count for every day. Writers
-- only ever add rows, so none waits for another; of two snapshots the later sees all that the
-- earlier does, so the sum grows with every change that it shows.
CREATE TABLE IF NOT EXISTS ${versions} (
  trx_date date,
  version bigint NOT NULL
);

CREATE INDEX IF NOT EXISTS ${versions_index} ON ${versions} (trx_date);

COMMENT ON TABLE ${versions} IS 'ledgerload: a day''s version is the sum of its rows and of those without a day';

-- Runs as its owner: who may write to the journal needs no right on the versions.
CREATE OR REPLACE FUNCTION ${versions}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      INSERT INTO ${versions} (trx_date, version)
      SELECT DISTINCT ${day}, 1 FROM entries_after e WHERE ${day} IS NOT NULL;
    WHEN 'DELETE' THEN
      INSERT INTO ${versions} (trx_date, version)
      SELECT DISTINCT ${day}, 1 FROM entries_before e WHERE ${day} IS NOT NULL;
    WHEN 'UPDATE' THEN
      INSERT INTO ${versions} (trx_date, version)
      SELECT changed.day, 1
      FROM (SELECT ${day} AS day FROM entries_before e
            UNION SELECT ${day} FROM entries_after e) changed
      WHERE changed.day IS NOT NULL;
    ELSE
      INSERT INTO ${versions} (trx_date, version) VALUES (NULL, 1);
  END CASE;
  RETURN NULL;
END
$body$;

COMMENT ON FUNCTION ${versions}() IS ${counted};

REVOKE ALL ON FUNCTION ${versions}() FROM PUBLIC;
