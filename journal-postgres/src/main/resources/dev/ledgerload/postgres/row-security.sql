-- Which of the relations that a relation reads show rows by who asks, as far as the catalogue tells:
-- partitions and children, what is beneath views, and behind them. Not told is what functions do.
--
-- "stored" is what lies behind a materialized view: that has the rows of whoever refreshed it.
WITH RECURSIVE beneath(oid, stored) AS (
  SELECT (${relation})::oid, false
  UNION
  SELECT below.oid, b.stored OR c.relkind = 'm'
  FROM beneath b JOIN pg_class c ON c.oid = b.oid
  CROSS JOIN LATERAL (
    SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = b.oid
    UNION ALL
    SELECT d.refobjid
    FROM pg_rewrite r
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    WHERE r.ev_class = b.oid AND r.ev_type = '1'
      AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> b.oid) below(oid))
SELECT DISTINCT
  CASE WHEN c.relrowsecurity THEN 'the row-level security of ' ELSE 'the user that a view asks for: ' END
    || c.oid::regclass
FROM beneath b JOIN pg_class c ON c.oid = b.oid
WHERE (b.stored OR NOT ${stored_only})
  AND (c.relrowsecurity
    OR c.relkind = 'v' AND pg_get_viewdef(c.oid)
      ~ '[[:<:]](CURRENT_USER|CURRENT_ROLE|SESSION_USER|USER|current_setting|pg_has_role)[[:>:]]')
ORDER BY 1
