-- In plain SQL and without settings of its own, so that the planner puts the query in the place of
-- the call: what it costs is what the query costs, parallel workers included.
DROP FUNCTION IF EXISTS ${function}(date);

CREATE FUNCTION ${function}(date)
RETURNS TABLE (
  ${rank} integer,
  ${columns},
  ${time} double precision
)
LANGUAGE sql STABLE PARALLEL SAFE AS $body$
SELECT
  t.*,
  (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)::double precision
FROM (
${totals}
) AS t
$body$;
