package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal is and what a source may use. Immutable.
 *
 * @param postgres the database that holds the journal
 * @param redis a Redis to keep days in; null if there is none
 * @param schema what that database calls it
 * @param allocator where loaded tables live; the source takes child allocators of it, so its limit
 *     bounds the memory of all tables together
 * @param options settings of the strategy, by name, as {@link OptionType} has their values; each
 *     strategy documents its own, and reads them by {@link Options}
 */
public record SourceConfig(
    PostgresUrl postgres,
    @Nullable RedisUrl redis,
    JournalSchema schema,
    BufferAllocator allocator,
    Map<String, String> options) {

  public SourceConfig {
    requireNonNull(postgres, "postgres");
    requireLoadable(schema);
    requireNonNull(allocator, "allocator");
    options = Map.copyOf(options);
  }

  /** No loader heeds more than names yet: what a schema says besides would be lost unsaid. */
  private static void requireLoadable(JournalSchema schema) {
    var table = JournalSchema.GL_ENTRIES.table();
    Map<Column, String> plain =
        schema.columns().stream().collect(toMap(column -> column, Column::name));
    if (schema.isQuery()
        || !schema.withTable(table).withSqlNames(plain).equals(JournalSchema.GL_ENTRIES)) {
      throw new IllegalArgumentException(
          "only the shape of gl_entries can be loaded so far, with other names for its table and columns, not %s"
              .formatted(schema));
    }
  }

  /** No Redis, the default schema, no options. */
  public static SourceConfig of(PostgresUrl postgres, BufferAllocator allocator) {
    return new SourceConfig(postgres, null, JournalSchema.GL_ENTRIES, allocator, Map.of());
  }

  /** This configuration with another Redis, or none. */
  public SourceConfig withRedis(@Nullable RedisUrl other) {
    return new SourceConfig(postgres, other, schema, allocator, options);
  }

  /** This configuration with another schema. */
  public SourceConfig withSchema(JournalSchema other) {
    return new SourceConfig(postgres, redis, other, allocator, options);
  }

  /** This configuration with these options and no others. */
  public SourceConfig withOptions(Map<String, String> others) {
    return new SourceConfig(postgres, redis, schema, allocator, others);
  }

  /** Without the options' values, for one of them may be a secret. */
  @Override
  public String toString() {
    return "SourceConfig[postgres=%s, redis=%s, schema=%s, options=%s]"
        .formatted(postgres, redis, schema, new TreeSet<>(options.keySet()));
  }
}
