-- The same of a view that has each day's account pairs summed already.
SELECT
  (row_number() OVER (
    ORDER BY v.total_amount DESC, v.acc_debit COLLATE "C", v.acc_credit COLLATE "C"))::integer
    AS journal_id,
  v.acc_debit AS account_debit,
  v.acc_credit AS account_credit,
  v.total_amount,
  v.entry_count AS entries
FROM ${view} AS v
WHERE v.trx_date = ? AND (v.total_amount > 0 OR v.total_amount = '-Infinity')
