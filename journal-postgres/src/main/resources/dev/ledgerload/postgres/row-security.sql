-- Which of the relations that a relation reads show rows by who asks, as far as the catalogue tells:
-- partitions and children, what is beneath views, and behind them. Not told is what functions do.
--
-- "stored" is what lies behind a materialized view: that has the rows of whoever refreshed it.
--
-- Each relation is looked up by itself (OFFSET 0), or the catalogue of a large database would be
-- read, and every view in it taken apart.
WITH RECURSIVE beneath(oid, stored, kind, is_secured) AS (
  SELECT c.oid, false, c.relkind, c.relrowsecurity FROM pg_class c WHERE c.oid = (${relation})
  UNION
  SELECT c.oid, b.stored OR b.kind = 'm', c.relkind, c.relrowsecurity
  FROM beneath b
  CROSS JOIN LATERAL (
    SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = b.oid
    UNION ALL
    SELECT d.refobjid
    FROM pg_rewrite r
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    WHERE r.ev_class = b.oid AND r.ev_type = '1'
      AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> b.oid) AS below(oid)
  CROSS JOIN LATERAL (
    SELECT oid, relkind, relrowsecurity FROM pg_class WHERE pg_class.oid = below.oid OFFSET 0) AS c)
SELECT DISTINCT
  CASE WHEN is_secured THEN 'the row-level security of ' ELSE 'the user that a view asks for: ' END
    || oid::regclass
FROM beneath
WHERE (stored OR NOT ${stored_only})
  AND (is_secured
    OR kind = 'v' AND pg_get_viewdef(oid)
      ~ '[[:<:]](CURRENT_USER|CURRENT_ROLE|SESSION_USER|USER|current_setting|pg_has_role)[[:>:]]')
ORDER BY 1
