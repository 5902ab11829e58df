-- Holds all that totals need, in the order in which they are grouped: a day is one range of it, and
-- the table isn't looked at where its pages are known to be visible to all (VACUUM notes that).
CREATE INDEX ${index}
ON ${journal} (${trx_date}, ${acc_debit} COLLATE "C", ${acc_credit} COLLATE "C")
INCLUDE (${amount});
