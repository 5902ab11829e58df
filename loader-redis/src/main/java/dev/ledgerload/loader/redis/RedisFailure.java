package dev.ledgerload.loader.redis;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** Says failures of Redis, the client and the wire in the contract's words. */
final class RedisFailure {
  private RedisFailure() {}

  /**
   * The exception for a failure.
   *
   * @param doing what was being done, as {@code "loading 2026-01-31 from redis://localhost:6379"}
   */
  static JournalLoadException of(String doing, Deadline deadline, Throwable failure) {
    if (failure instanceof MissException) {
      return failed(UNAVAILABLE, doing, String.valueOf(failure.getMessage()), null);
    }
    if (Thread.currentThread().isInterrupted()) { // which closed the connection
      return failed(TIMEOUT, doing, "the thread was interrupted", failure);
    }
    if (deadline.isPast()) {
      return failed(TIMEOUT, doing, "the timeout passed", failure);
    }
    if (failure instanceof OutOfMemoryException) {
      return failed(UNAVAILABLE, doing, OUT_OF_MEMORY, failure);
    }
    if (failure instanceof OutOfMemoryError) {
      var why = "this JVM has no memory left for it (%s): raise its limit (-Xmx, now %,d MiB)";
      long limit = Runtime.getRuntime().maxMemory() >> 20;
      return failed(UNAVAILABLE, doing, why.formatted(failure.getMessage(), limit), failure);
    }
    if (failure instanceof JedisDataException) {
      var said = String.valueOf(failure.getMessage());
      return failed(UNAVAILABLE, doing, "Redis says " + said + advice(said), failure);
    }
    return failed(UNAVAILABLE, doing, failure.getMessage() + CONNECTION_ADVICE, failure);
  }

  private static final String OUT_OF_MEMORY =
      "the allocator's limit is reached: close tables that are no longer needed, or raise it";

  static final String CONNECTION_ADVICE =
      ": start the server, or correct the Redis URL's host, port and scheme (rediss encrypts)";

  private static JournalLoadException failed(
      Kind kind, String doing, String why, @Nullable Throwable cause) {
    return new JournalLoadException(kind, RedisSourceProvider.STRATEGY, doing + ": " + why, cause);
  }

  private static String advice(String said) {
    var code = said.split(" ", 2)[0];
    return switch (code) {
      case "NOAUTH", "WRONGPASS" -> ": correct user and password in the Redis URL";
      case "NOPERM" -> ": grant this user the keys of the option prefix";
      case "OOM" -> ": raise its maxmemory, or have it evict (maxmemory-policy)";
      case "LOADING", "CLUSTERDOWN", "TRYAGAIN", "ASK", "MASTERDOWN" -> ": try again later";
      case "MISCONF" -> ": see its log; it can't save to its disk";
      case "READONLY" -> ": it is a replica; name its master in the Redis URL";
      default -> said.contains("AUTH") ? ": correct user and password in the Redis URL" : "";
    };
  }
}
