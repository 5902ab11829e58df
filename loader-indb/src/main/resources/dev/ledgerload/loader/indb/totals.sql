-- Groups ranked as dev.ledgerload.spi.Totals says: by their first sum, falling and with NULL last, then
-- by their keys with NULL last: texts by their bytes, so that no locale has a say.
--
-- Grouped by bytes too, which is what an index in that order gives presorted. A sum that isn't a
-- number is kept, whatever its sign, for the caller to refuse: NaN and Infinity rank first.
SELECT
  (row_number() OVER (ORDER BY ${order}))::integer AS ${rank},
  ${columns}
FROM (
${groups}
) AS g
WHERE ${kept}
