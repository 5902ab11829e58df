-- Holds all that totals need, by the day and, of a day, in the order in which entries are grouped: a
-- day is one range of it, and the table isn't looked at where its pages are known to be visible to all
-- (VACUUM notes that). Only what meets the schema's filter is in it.
CREATE INDEX ${index}
ON ${journal} (${day}, ${keys})
INCLUDE (${measures})${filter};
