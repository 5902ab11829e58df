package dev.ledgerload.harness.setup;

import dev.ledgerload.harness.setup.Target.Companions;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.memory.RootAllocator;

/**
 * What the strategies of a run need besides the journal, found by their types: made ready, and gone
 * again when this is closed, the last first.
 */
public final class Installations implements AutoCloseable {
  private final Set<String> strategies;
  private final PrintWriter out;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

  /**
   * @param strategies those that are measured
   * @param out gets notes of what can't be had
   */
  public Installations(Set<String> strategies, PrintWriter out) {
    this.strategies = strategies;
    this.out = out;
  }

  boolean areNeeded() {
    return Strategies.installations().stream().anyMatch(found -> strategies.contains(found.name()));
  }

  boolean needRedis() {
    return Strategies.providers()
        .anyMatch(provider -> provider.needsRedis() && strategies.contains(provider.strategy()));
  }

  /** Has something closed when this is, after what is added later. */
  public void add(AutoCloseable thing) {
    toClose.push(thing);
  }

  /** Installs what strategies need in a schema that goes away with it. */
  void install(PostgresUrl postgres, JournalSchema schema) {
    try (var allocator = new RootAllocator()) {
      var config = SourceConfig.of(postgres, allocator).withSchema(schema);
      Strategies.installations().forEach(installation -> install(installation, config));
    }
  }

  /**
   * Installs what strategies need next to a journal of the user's, until this is closed. What is
   * there already is left as it is; what that journal can't have is noted.
   */
  void installForNow(PostgresUrl postgres, JournalSchema schema) {
    var allocator = new RootAllocator();
    add(allocator);
    var config = SourceConfig.of(postgres, allocator).withSchema(schema);
    for (var installation : Strategies.installations()) {
      if (!installation.isInstalled(config)) {
        add(() -> installation.uninstall(config)); // first: Ctrl-C may come in between
        try {
          install(installation, config);
        } catch (JournalLoadException e) {
          if (e.kind() != JournalLoadException.Kind.UNSUPPORTED) {
            throw e;
          }
          out.printf("note: %s can't be installed: %s%n", installation.name(), e.getMessage());
        }
      }
    }
  }

  private static void install(JournalInstallation installation, SourceConfig config) {
    installation.install(config.withOptions(BenchProperties.ofInstallation(installation.name())));
  }

  /** Has caches in a Redis of the user's forget the day when this is closed. */
  void forgetAtTheEnd(Target target) {
    JournalSources.providers().stream()
        .filter(provider -> provider.needsRedis() && strategies.contains(provider.strategy()))
        .forEach(provider -> add(() -> forget(provider, target)));
  }

  private static void forget(JournalSourceProvider provider, Target target) {
    try (var allocator = new RootAllocator();
        var source =
            provider.open(target.config(provider, provider.variants().get(0).name(), allocator))) {
      if (source instanceof CachingJournalSource cache) {
        cache.invalidate(target.date());
      }
    }
  }

  /** Names the table to those strategies that have something installed next to it. */
  static Map<String, String> tables(String table) {
    Map<String, String> tables = new HashMap<>();
    Strategies.installations().forEach(installation -> tables.put(installation.name(), table));
    return tables;
  }

  /** Starts the strategies' servers; one that can't be started is noted. */
  Target withServers(Target target) throws IOException {
    Map<String, String> servers = new TreeMap<>();
    for (var strategy : strategies) {
      if (Strategies.server(strategy).isPresent()) {
        try (var files = new TargetFiles<>(Map.of(0, target))) {
          var server = ServerProcess.start(strategy, files.of(0));
          add(server);
          servers.put(strategy, server.url());
        } catch (IOException e) {
          out.printf("note: the server of %s can't be started: %s%n", strategy, e.getMessage());
        }
      }
    }
    var others = target.companions();
    return target.with(new Companions(others.tables(), others.redis(), servers));
  }

  @Override
  public void close() {
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        out.println("note: not everything could be cleared away: " + e.getMessage());
      }
    }
  }
}
