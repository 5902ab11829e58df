package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal is and what a source may use. Immutable.
 *
 * @param database where connections to the database come from that holds the journal
 * @param redis a Redis to keep days in; null if there is none
 * @param schema what that database calls it
 * @param allocator where loaded tables live; the source takes child allocators of it, so its limit
 *     bounds the memory of all tables together
 * @param options settings of the strategy, by name, as {@link OptionType} has their values; each
 *     strategy documents its own, and reads them by {@link Options}
 */
public record SourceConfig(
    ConnectionSource database,
    @Nullable RedisUrl redis,
    JournalSchema schema,
    BufferAllocator allocator,
    Map<String, String> options) {

  public SourceConfig {
    requireNonNull(database, "database");
    requireNonNull(schema, "schema");
    requireNonNull(allocator, "allocator");
    options = Map.copyOf(options);
  }

  /** No Redis, the default schema, no options. */
  public static SourceConfig of(ConnectionSource database, BufferAllocator allocator) {
    return new SourceConfig(database, null, JournalSchema.GL_ENTRIES, allocator, Map.of());
  }

  /** This configuration with another Redis, or none. */
  public SourceConfig withRedis(@Nullable RedisUrl other) {
    return new SourceConfig(database, other, schema, allocator, options);
  }

  /** This configuration with another schema. */
  public SourceConfig withSchema(JournalSchema other) {
    return new SourceConfig(database, redis, other, allocator, options);
  }

  /** This configuration with these options and no others. */
  public SourceConfig withOptions(Map<String, String> others) {
    return new SourceConfig(database, redis, schema, allocator, others);
  }

  /** Without the options' values, for one of them may be a secret. */
  @Override
  public String toString() {
    return "SourceConfig[database=%s, redis=%s, schema=%s, options=%s]"
        .formatted(database, redis, schema, new TreeSet<>(options.keySet()));
  }
}
