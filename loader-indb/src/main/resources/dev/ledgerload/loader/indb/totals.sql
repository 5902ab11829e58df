-- A day's account pairs with a positive sum, ranked as dev.ledgerload.spi.Totals says: by falling
-- amount, then by the bytes of the accounts with NULL last, so that no locale has a say.
--
-- Grouped by bytes too, which is what an index in that order gives presorted. A sum that isn't a
-- number is kept, whatever its sign, for the caller to refuse: NaN and Infinity rank first.
SELECT
  (row_number() OVER (
    ORDER BY sum(e.${amount}) DESC, e.${acc_debit} COLLATE "C", e.${acc_credit} COLLATE "C"))::integer
    AS journal_id,
  e.${acc_debit} COLLATE "C" AS account_debit,
  e.${acc_credit} COLLATE "C" AS account_credit,
  sum(e.${amount}) AS total_amount,
  count(*) AS entries
FROM ${journal} AS e
WHERE e.${trx_date} = ${day}
GROUP BY e.${acc_debit} COLLATE "C", e.${acc_credit} COLLATE "C"
HAVING sum(e.${amount}) > 0 OR sum(e.${amount}) = '-Infinity'
