package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.spi.Totals.Group;
import dev.ledgerload.spi.TotalsSource;
import dev.ledgerload.spi.TotalsSourceProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What a contract test of totals works with. One for each test. */
final class TotalsKit implements AutoCloseable {
  private static final Set<String> PREPARED = new HashSet<>();

  private final TotalsSourceProvider provider;
  private final Consumer<SourceConfig> preparation;
  private final RootAllocator allocator = new RootAllocator();
  private final List<TotalsSource> sources = new ArrayList<>();

  /**
   * @param preparation called for a journal once its entries are there, and after they changed
   */
  TotalsKit(TotalsSourceProvider provider, Consumer<SourceConfig> preparation) {
    this.provider = provider;
    this.preparation = preparation;
  }

  ContractDatabase database() {
    return ContractDatabase.shared();
  }

  String strategy() {
    return provider.strategy();
  }

  /** The recommended variant. */
  Variant variant() {
    return provider.variants().get(0);
  }

  List<Variant> variants() {
    return provider.variants();
  }

  boolean needsInstallation(Variant variant) {
    return provider.installation(variant).isPresent();
  }

  /** One test for each variant. */
  Stream<DynamicTest> forEachVariant(ThrowingConsumer<Variant> test) {
    return DynamicTest.stream(provider.variants().stream(), Variant::name, test);
  }

  /** Makes the database ready for totals of a journal that has its entries. */
  JournalSchema prepare(JournalSchema schema) {
    preparation.accept(SourceConfig.of(database().url(), allocator).withSchema(schema));
    return schema;
  }

  /** The same for a seeded journal, whose entries stay as they are: once for all tests. */
  JournalSchema prepareOnce(JournalSchema schema) {
    if (PREPARED.add(provider.getClass() + schema.fingerprint())) {
      prepare(schema);
    }
    return schema;
  }

  TotalsSource open(JournalSchema schema, Variant variant) {
    return open(database().url(), schema, variant, Map.of());
  }

  TotalsSource open(
      PostgresUrl url, JournalSchema schema, Variant variant, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(variant.options());
    options.putAll(more);
    var config = SourceConfig.of(url, allocator).withSchema(schema).withOptions(options);
    var source = provider.open(config);
    sources.add(source);
    return source;
  }

  /** The groups of {@link ContractKit#DAY}. */
  List<Group> groups(JournalSchema schema, Variant variant) {
    try (var source = open(schema, variant)) {
      var totals = source.totals(ContractKit.DAY);
      assertThat(totals.day()).isEqualTo(ContractKit.DAY);
      return totals.groups();
    }
  }

  JournalLoadException failureOf(ThrowingCallable call) {
    var failure = catchThrowableOfType(JournalLoadException.class, call);
    assertThat(failure).as("the failure").isNotNull();
    assertThat(failure.strategy()).isEqualTo(strategy());
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(String.valueOf(at.getMessage()))
          .doesNotContain(database().password(), ContractDatabase.strangersPassword());
    }
    return failure;
  }

  /** A new journal of the columns that totals are made of. */
  JournalSchema table(Map<Column, String> types) {
    var schema = JournalSchema.GL_ENTRIES.withTable("totals_" + ContractKit.uniqueNumber());
    database()
        .execute(
            "CREATE TABLE %s (trx_date %s, acc_debit %s, acc_credit %s, amount %s)"
                .formatted(
                    schema.tableSql(),
                    types.getOrDefault(GlEntries.TRX_DATE, "date"),
                    types.getOrDefault(GlEntries.ACC_DEBIT, "varchar"),
                    types.getOrDefault(GlEntries.ACC_CREDIT, "varchar"),
                    types.getOrDefault(GlEntries.AMOUNT, "numeric(18,2)")));
    return schema;
  }

  /** Inserts entries of {@link ContractKit#DAY}, each as {@code 'debit', 'credit', amount}. */
  void insert(JournalSchema schema, String... entries) {
    for (var entry : entries) {
      database()
          .execute(
              "INSERT INTO %s VALUES (DATE '%s', %s)"
                  .formatted(schema.tableSql(), ContractKit.DAY, entry));
    }
  }

  /** No source is in a transaction or runs a statement. */
  void requireIdleSources() {
    ContractKit.await(
        "every source's connection idle",
        () -> database().foreignConnections("state <> 'idle'").isEmpty());
  }

  /** Closes the sources; then no connection and no memory may be left. */
  @Override
  public void close() {
    sources.forEach(TotalsSource::close);
    ContractKit.await(
        "every source's connection closed", () -> database().foreignConnections("true").isEmpty());
    allocator.close();
  }
}
