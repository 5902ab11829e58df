-- Since when it is counted, on a day that no entry has: the clock's microseconds. So no version from
-- before an uninstall or a restore comes again, and what was counted isn't taken for known when these
-- rows are gone.
DELETE FROM ${versions} WHERE trx_date = DATE '-infinity';

INSERT INTO ${versions} (trx_date, version)
VALUES (DATE '-infinity', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
