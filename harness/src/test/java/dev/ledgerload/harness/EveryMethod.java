package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.JournalServerProvider;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.spi.TotalsSource;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BiConsumer;
import org.apache.arrow.memory.RootAllocator;

/**
 * Each variant of each strategy that needs no Redis, over one small journal, all opened with the
 * same connections. None keeps days, so that each answer comes out of the database.
 */
final class EveryMethod implements AutoCloseable {
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(400, 2));
  private static final LocalDate DAY = JOURNAL.parameters().day(1);
  private static final JournalSchema LAYOUT = JournalSchema.GL_ENTRIES.withTable("every_entries");
  private static final String LOADERS = "dev.ledgerload.loader.";

  private static final Map<String, Map<String, String>> INSTALLED =
      Map.of("versions", Map.of(), "mv", Map.of("window-days", "all"), "indb", Map.of());
  private static final Map<String, String> SERVER = Map.of("port", "0", "ttl", "0");
  private static final Map<String, Map<String, String>> OPTIONS =
      Map.of("hybrid", Map.of("tiers", "mv,copy"));

  /** Asks for the day, and compares the answer with what is right. */
  private interface Question {
    void ask();
  }

  private final ConnectionSource database;
  private final RootAllocator allocator = new RootAllocator();
  private final List<Runnable> closers = new ArrayList<>();
  private final Map<String, Question> questions = new LinkedHashMap<>();

  /** Opens them all. */
  EveryMethod(ConnectionSource database) {
    this.database = database;
    try {
      for (var provider : JournalSources.providers()) {
        if (isLoader(provider) && !provider.needsRedis()) {
          for (var variant : provider.variants()) {
            add(name(provider, variant), provider.open(config(provider, variant)));
          }
        }
      }
      for (var provider : JournalSources.totalsProviders()) {
        for (var variant : provider.variants()) {
          add(name(provider, variant), provider.open(config(provider, variant)));
        }
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Those of tests are on the class path, too. */
  private static boolean isLoader(StrategyProvider provider) {
    return provider.getClass().getName().startsWith(LOADERS);
  }

  private static String name(StrategyProvider provider, Variant variant) {
    return provider.strategy() + " " + variant.name();
  }

  private SourceConfig config(StrategyProvider provider, Variant variant) {
    Map<String, String> options = new HashMap<>(variant.options());
    options.putAll(OPTIONS.getOrDefault(provider.strategy(), Map.of()));
    server(provider).ifPresent(server -> options.put("url", server.url()));
    return config().withOptions(options);
  }

  private Optional<JournalServer> server(StrategyProvider client) {
    var server =
        ServiceLoader.load(JournalServerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.getClass().getName().startsWith(LOADERS))
            .filter(provider -> provider.strategy().equals(client.strategy()))
            .findFirst()
            .map(provider -> provider.start(config().withOptions(SERVER)));
    server.ifPresent(running -> closers.add(running::close));
    return server;
  }

  private SourceConfig config() {
    return SourceConfig.of(database, allocator).withSchema(LAYOUT);
  }

  private void add(String name, JournalSource source) {
    closers.add(source::close);
    if (source instanceof JournalCache) {
      return; // it has what it was given, and asks no database
    }
    for (var grain : source.grains()) {
      questions.put(name + " " + grain, () -> requireRight(source, grain));
    }
  }

  private void add(String name, TotalsSource source) {
    closers.add(source::close);
    questions.put(
        name, () -> assertThat(source.totals(DAY)).isEqualTo(JOURNAL.oracle().totals(DAY)));
  }

  private static void requireRight(JournalSource source, Grain grain) {
    var query =
        switch (grain) {
          case ENTRY -> JournalQuery.entries(DAY);
          case GROUP -> JournalQuery.groups(DAY);
        };
    try (var table = source.load(query)) {
      assertThat(TableDigest.of(table))
          .isEqualTo(JOURNAL.oracle().digest(DAY, grain, query.columns()));
      assertThat(table.snapshot().version()).isPresent();
    }
  }

  /** Asks each of them; all must give the right answer. */
  void requireRightAnswers() {
    questions.forEach(
        (name, question) -> {
          try {
            question.ask();
          } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
          }
        });
  }

  /** The names of what is asked. */
  List<String> names() {
    return List.copyOf(questions.keySet());
  }

  @Override
  public void close() {
    for (int i = closers.size() - 1; i >= 0; i--) {
      closers.get(i).run();
    }
    allocator.close(); // fails if a table is still held
  }

  /** Puts the journal, and all that methods need beside it, into a database. */
  static void seed(PostgresUrl database) {
    JOURNAL.seed(database, LAYOUT, SeedOptions.DEFAULT.withReplace(true));
    install(database);
  }

  static void install(ConnectionSource database) {
    forEachInstallation(database, JournalInstallation::install);
  }

  static void refresh(ConnectionSource database) {
    forEachInstallation(
        database, (installation, config) -> installation.refresh(config.withOptions(Map.of())));
  }

  static void uninstall(ConnectionSource database) {
    forEachInstallation(
        database, (installation, config) -> installation.uninstall(config.withOptions(Map.of())));
  }

  private static void forEachInstallation(
      ConnectionSource database, BiConsumer<JournalInstallation, SourceConfig> step) {
    try (var allocator = new RootAllocator()) {
      var config = SourceConfig.of(database, allocator).withSchema(LAYOUT);
      ServiceLoader.load(JournalInstallation.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(installation -> INSTALLED.containsKey(installation.name()))
          .forEach(
              installation ->
                  step.accept(
                      installation,
                      config.withOptions(
                          Objects.requireNonNull(INSTALLED.get(installation.name())))));
    }
  }
}
