package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.bench.BenchTarget.Beside;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalServerProvider;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;

/**
 * What the strategies of a run need beside the journal, found by their types: made ready, and gone
 * again when this is closed.
 */
final class Surroundings implements AutoCloseable {
  private final Set<String> strategies;
  private final PrintWriter out;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  /**
   * @param strategies those that are measured
   * @param out gets notes of what can't be had
   */
  Surroundings(Set<String> strategies, PrintWriter out) {
    this.strategies = strategies;
    this.out = out;
  }

  /** All strategies of the class path, by name, with their providers. */
  static Stream<StrategyProvider> providers() {
    return Stream.concat(
        JournalSources.providers().stream(), JournalSources.totalsProviders().stream());
  }

  static List<JournalServerProvider> serverProviders() {
    return ServiceLoader.load(JournalServerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Those that belong to a strategy, in the order of the class path. Others, as versions, only cost
   * writers, and nobody writes while it is measured.
   */
  static List<JournalInstallation> installations() {
    var names = new TreeSet<>(providers().map(StrategyProvider::strategy).toList());
    return ServiceLoader.load(JournalInstallation.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(installation -> names.contains(installation.name()))
        .toList();
  }

  /** What a strategy needs beside the journal, in the words of the results. */
  static Set<String> needs(StrategyProvider provider) {
    var name = provider.strategy();
    Set<String> needs = new TreeSet<>();
    if (installations().stream().anyMatch(found -> found.name().equals(name))) {
      needs.add("install");
    }
    if (provider.needsRedis()) {
      needs.add("redis");
    }
    if (serverProviders().stream().anyMatch(found -> found.strategy().equals(name))) {
      needs.add("server");
    }
    return needs;
  }

  boolean needInstallations() {
    return installations().stream().anyMatch(found -> strategies.contains(found.name()));
  }

  boolean needRedis() {
    return providers()
        .anyMatch(provider -> provider.needsRedis() && strategies.contains(provider.strategy()));
  }

  /** Has something cleared away when this is closed, after what is added later. */
  void add(AutoCloseable thing) {
    toClose.add(thing);
  }

  /** Installs what strategies need beside a journal that goes away with it. */
  void install(PostgresUrl postgres, JournalLayout layout) {
    try (var allocator = new RootAllocator()) {
      var config = SourceConfig.of(postgres, allocator).withLayout(layout);
      installations().forEach(installation -> install(installation, config));
    }
  }

  /**
   * Installs what strategies need beside a journal of the user's, until this is closed. What is
   * there already is left as it is; what that journal can't have is noted.
   */
  void installForNow(PostgresUrl postgres, JournalLayout layout) {
    var allocator = new RootAllocator();
    toClose.add(allocator);
    var config = SourceConfig.of(postgres, allocator).withLayout(layout);
    for (var installation : installations()) {
      if (!installation.isInstalled(config)) {
        toClose.add(() -> installation.uninstall(config)); // first: Ctrl-C may come in between
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
  void forgetAtTheEnd(BenchTarget target) {
    JournalSources.providers().stream()
        .filter(provider -> provider.needsRedis() && strategies.contains(provider.strategy()))
        .forEach(provider -> toClose.add(() -> forget(provider, target)));
  }

  private static void forget(JournalSourceProvider provider, BenchTarget target) {
    try (var allocator = new RootAllocator();
        var source =
            provider.open(target.config(provider, provider.variants().get(0), allocator))) {
      if (source instanceof CachingJournalSource cache) {
        cache.invalidate(target.date());
      }
    }
  }

  /** Names the other table to those strategies that have something installed beside it. */
  static Beside inTable(Beside beside, String table) {
    Map<String, String> tables = new HashMap<>();
    installations().forEach(installation -> tables.put(installation.name(), table));
    return new Beside(tables, beside.redis(), beside.servers());
  }

  /** Starts the strategies' servers; one that can't be started is noted. */
  BenchTarget withServers(BenchTarget target) throws IOException {
    Map<String, String> servers = new TreeMap<>();
    for (var provider : serverProviders()) {
      var strategy = provider.strategy();
      if (strategies.contains(strategy)) {
        try (var files = new TargetFiles(Map.of(0, target))) {
          var server = ServerProcess.start(strategy, files.of(0));
          toClose.add(server);
          servers.put(strategy, server.url());
        } catch (IOException e) {
          out.printf("note: the server of %s can't be started: %s%n", strategy, e.getMessage());
        }
      }
    }
    var beside = target.beside();
    return target.with(new Beside(beside.tables(), beside.redis(), servers));
  }

  @Override
  public void close() {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      try {
        toClose.get(i).close();
      } catch (Exception e) {
        out.println("note: not everything could be cleared away: " + e.getMessage());
      }
    }
    toClose.clear();
  }
}
