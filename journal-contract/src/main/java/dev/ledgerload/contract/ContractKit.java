package dev.ledgerload.contract;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.testbed.JournalEntry;
import dev.ledgerload.testbed.SeededJournal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What a contract test works with. One for each test; what it opened is gone when it is closed. */
final class ContractKit implements AutoCloseable {
  /** A day that purpose-made tables have entries on. */
  static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final Set<JournalSchema> PUBLISHED = new HashSet<>();

  private final JournalSourceProvider provider;
  private final Map<String, String> options;
  private final Grain grain;
  private final Consumer<SourceConfig> publisher;
  private final RootAllocator allocator = new RootAllocator();
  private final List<JournalSource> sources = new ArrayList<>();

  /**
   * @param grain what the sources are tested to load
   * @param publisher makes what a journal holds visible to them
   */
  ContractKit(
      JournalSourceProvider provider,
      Map<String, String> options,
      Grain grain,
      Consumer<SourceConfig> publisher) {
    this.provider = provider;
    this.options = options;
    this.grain = grain;
    this.publisher = publisher;
  }

  ContractDatabase database() {
    return ContractDatabase.shared();
  }

  String strategy() {
    return provider.strategy();
  }

  /** All of a day, at the grain that is tested. */
  JournalQuery query(LocalDate day) {
    return switch (grain) {
      case ENTRY -> JournalQuery.entries(day);
      case GROUP -> JournalQuery.groups(day);
    };
  }

  /** The digest that a day's table must have. */
  long digest(SeededJournal journal, JournalTable table) {
    return journal.oracle().digest(table.day(), grain, table.columns());
  }

  /** The seeded journal, ready to be loaded. */
  JournalSchema seeded() {
    return published(ContractDatabase.PLAIN);
  }

  /** What {@link #big()} names. */
  SeededJournal bigJournal() {
    return switch (grain) {
      case ENTRY -> ContractDatabase.BIG_JOURNAL;
      case GROUP -> ContractDatabase.MANY_PAIRS_JOURNAL;
    };
  }

  /** A day of more rows than may wait on their way, ready to be loaded. */
  JournalSchema big() {
    return switch (grain) {
      case ENTRY -> published(database().big());
      case GROUP -> published(database().manyPairs());
    };
  }

  /** Makes a journal that doesn't change visible, once. */
  JournalSchema published(JournalSchema schema) {
    synchronized (PUBLISHED) {
      if (!PUBLISHED.contains(schema)) {
        publish(schema);
        PUBLISHED.add(schema);
      }
    }
    return schema;
  }

  /** Makes what a journal holds now visible to the sources. */
  void publish(JournalSchema schema) {
    publisher.accept(config(schema));
  }

  /** The recommended variant. */
  Variant variant() {
    return provider.variants().get(0);
  }

  List<Variant> variants() {
    return provider.variants();
  }

  /** What sources are tested to load. */
  Grain grain() {
    return grain;
  }

  List<String> variantNames() {
    return provider.variants().stream().map(Variant::name).toList();
  }

  /** For names that were not used before. */
  static int uniqueNumber() {
    return TABLES.incrementAndGet();
  }

  /** One test for each variant. */
  Stream<DynamicTest> forEachVariant(ThrowingConsumer<Variant> test) {
    return DynamicTest.stream(provider.variants().stream(), Variant::name, test);
  }

  JournalSource open(JournalSchema schema) {
    return open(schema, variant());
  }

  JournalSource open(JournalSchema schema, Variant variant) {
    return open(database().url(), schema, variant);
  }

  JournalSource open(PostgresUrl url, JournalSchema schema, Variant variant) {
    Map<String, String> all = new HashMap<>(variant.options());
    all.putAll(options);
    var source = provider.open(SourceConfig.of(url, allocator).withSchema(schema).withOptions(all));
    sources.add(source);
    return source;
  }

  /** For what an installation does to a journal, without options. */
  SourceConfig config(JournalSchema schema) {
    return SourceConfig.of(database().url(), allocator).withSchema(schema);
  }

  /** What the class path can install beside a journal. */
  JournalInstallation installation(String name) {
    return ServiceLoader.load(JournalInstallation.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(installation -> installation.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A day's entries in the order of their ids. */
  List<JournalEntry> entries(JournalSchema schema, LocalDate day) {
    return entries(schema, day, variant());
  }

  List<JournalEntry> entries(JournalSchema schema, LocalDate day, Variant variant) {
    try (var source = open(schema, variant);
        var table = source.load(JournalQuery.entries(day))) {
      var entries = JournalEntry.of(table);
      entries.sort(
          Comparator.comparing(JournalEntry::id, Comparator.nullsLast(Comparator.naturalOrder())));
      return entries;
    }
  }

  JournalLoadException failureOf(JournalSource source, JournalQuery query) {
    return failureOf(() -> source.load(query).close());
  }

  JournalLoadException failureOf(ThrowingCallable load) {
    var failure = catchThrowableOfType(JournalLoadException.class, load);
    assertThat(failure).as("the load's failure").isNotNull();
    assertThat(failure.strategy()).isEqualTo(strategy());
    assertThat(failure).hasMessageContaining(strategy());
    requireNoPassword(failure);
    return failure;
  }

  private void requireNoPassword(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(String.valueOf(at.getMessage()))
          .doesNotContain(database().password(), ContractDatabase.strangersPassword());
    }
  }

  /** A new table with the usual columns. */
  JournalSchema table() {
    return table(Map.of());
  }

  /** A new table with the usual columns, some of another type. */
  JournalSchema table(Map<Column, String> types) {
    var schema = JournalSchema.GL_ENTRIES.withTable("purpose_" + TABLES.incrementAndGet());
    create(schema, types, "");
    return schema;
  }

  void create(JournalSchema schema, Map<Column, String> types, String behind) {
    var columns =
        GlEntries.of(Grain.ENTRY).stream()
            .map(
                column ->
                    schema.columnSql(column) + " " + types.getOrDefault(column, usualType(column)))
            .collect(joining(", "));
    database().execute("CREATE TABLE %s (%s)%s".formatted(schema.tableSql(), columns, behind));
  }

  private static String usualType(Column column) {
    return switch (column.role()) {
      case PLAIN, COUNT -> "bigint";
      case DAY -> "date";
      case KEY, CODE -> "varchar";
      case MEASURE, TOTAL -> "numeric(18,2)";
    };
  }

  /** Inserts what a SELECT gives, which must name all columns in order. */
  void insert(JournalSchema schema, String select) {
    database().execute("INSERT INTO %s %s".formatted(schema.tableSql(), select));
  }

  /** Waits for what the server doesn't announce; fails the test with what it was. */
  static void await(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " in time").isLessThan(deadlineNs);
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** No source is in a transaction or runs a statement. */
  void requireIdleSources() {
    await(
        "every source's connection idle",
        () -> database().foreignConnections("state <> 'idle'").isEmpty());
  }

  /** Closes the sources; then no connection and no memory may be left. */
  @Override
  public void close() {
    sources.forEach(JournalSource::close);
    await(
        "every source's connection closed", () -> database().foreignConnections("true").isEmpty());
    allocator.close(); // fails if a buffer is still held
  }
}
