/**
 * What every cache of days needs: {@linkplain dev.ledgerload.cache.DayCache days} in memory,
 * bounded by bytes; {@linkplain dev.ledgerload.cache.SharedLoads loads} that many callers wait for;
 * a {@linkplain dev.ledgerload.cache.SourcePool pool} of what loads them. For loaders, not for
 * applications.
 */
@NullMarked
package dev.ledgerload.cache;

import org.jspecify.annotations.NullMarked;
