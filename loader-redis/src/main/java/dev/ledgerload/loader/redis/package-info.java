/**
 * Keeps days in Redis, as Arrow streams compressed with LZ4, and loads them from there. Start at
 * {@link dev.ledgerload.loader.redis.RedisSourceProvider}.
 */
@NullMarked
package dev.ledgerload.loader.redis;

import org.jspecify.annotations.NullMarked;
