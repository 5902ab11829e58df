-- No version comes twice for other entries: all days start, or go on, from the clock's microseconds.
-- So a version is higher than any from before an uninstall, a restore or a failover.
INSERT INTO ${versions} (trx_date, version)
SELECT NULL, greatest(1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint - coalesce(sum(version), 0))
FROM ${versions} WHERE trx_date IS NULL;
