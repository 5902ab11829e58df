package dev.ledgerload.testbed;

import dev.ledgerload.spi.RedisUrl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What every PostgreSQL that a testbed starts is told, in a container or not. */
final class ServerSettings {
  /*
   * Each setting removes a source of noise, or a difference between the providers; none makes one
   * way to load faster than on a server as it comes. What a loader gains from (work_mem, parallel
   * workers, planner costs) stays at the server's default: a loader that wants other values sets
   * them in its own session, where a user would have to do so too.
   *
   *  shared_buffers       a few million entries stay in the server's cache, so that cells measure
   *                       loading and not the disk; bigger would favour nothing more
   *  fsync, synchronous_commit, full_page_writes
   *                       on, as in production: a refresh or a write pays what it really costs
   *                       (Testcontainers switches one off)
   *  max_wal_size, checkpoint_timeout
   *                       no checkpoint falls into one measurement and not into the next
   *  autovacuum           off for the same reason; seeding vacuums and analyses what it wrote
   *  jit                  off: not every build of the server has it
   *  max_connections      the default; initdb may settle for fewer
   */
  private static final Map<String, String> POSTGRES = new LinkedHashMap<>();

  static {
    POSTGRES.put("shared_buffers", "1GB");
    POSTGRES.put("fsync", "on");
    POSTGRES.put("synchronous_commit", "on");
    POSTGRES.put("full_page_writes", "on");
    POSTGRES.put("max_wal_size", "8GB");
    POSTGRES.put("checkpoint_timeout", "1h");
    POSTGRES.put("autovacuum", "off");
    POSTGRES.put("jit", "off");
    POSTGRES.put("max_connections", "100");
    POSTGRES.put("timezone", "UTC");
  }

  private ServerSettings() {}

  /** In the order of the note above. */
  static Map<String, String> postgres() {
    return POSTGRES;
  }

  static RedisUrl redisUrl(String host, int port, String password) {
    return RedisUrl.of("redis://default:%s@%s:%d".formatted(password, host, port));
  }

  /** A password for a server that lives as long as this process. */
  static String password() {
    return UUID.randomUUID().toString().replace("-", ""); // from a SecureRandom
  }
}
