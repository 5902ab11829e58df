package dev.ledgerload.harness.setup;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalServerProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** The strategies of the class path, and what each needs besides the journal. */
public final class Strategies {
  /** What the others are compared with, and what knows the right answer where nobody else does. */
  public static final String BASELINE = "select";

  /**
   * Strategies that a benchmark measures as it does rivals, in JVMs that have other libraries than
   * ours, and only where they are named or rivals are measured.
   */
  public static final Set<String> BESIDES = Set.of("spark");

  /** A need: what the strategy's installation puts next to the journal. */
  private static final String INSTALL = "install";

  /** A need, before a name: what the installation of that name puts there. */
  private static final String INSTALL_ANOTHER = INSTALL + ":";

  /** A need: a Redis. */
  public static final String REDIS = "redis";

  /** A need: the strategy's server. */
  public static final String SERVER = "server";

  private Strategies() {}

  /** All, with their providers. */
  static Stream<StrategyProvider> providers() {
    return Stream.concat(
        JournalSources.providers().stream(), JournalSources.totalsProviders().stream());
  }

  /**
   * Those that are meant.
   *
   * @param named empty for all
   * @throws IllegalArgumentException if there is none of a name; the message names those there are
   */
  public static Set<String> named(Set<String> named) {
    return named(named, Set.of());
  }

  /**
   * Those that are meant, where others may be named, too.
   *
   * @param named empty for all
   * @param besides these others, of which none is in what is returned
   * @throws IllegalArgumentException if there is none of a name; the message names those there are
   */
  public static Set<String> named(Set<String> named, Set<String> besides) {
    var all = names();
    if (named.isEmpty()) {
      return all;
    }
    var known = new TreeSet<>(all);
    known.addAll(besides);
    for (var name : named) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no strategy \"%s\"; there are: %s".formatted(name, String.join(", ", known)));
      }
    }
    var found = new TreeSet<>(named);
    found.removeAll(besides);
    return found;
  }

  private static Set<String> names() {
    return providers().map(StrategyProvider::strategy).collect(toCollection(TreeSet::new));
  }

  /** What starts the server of a strategy, if it has one. */
  public static Optional<JournalServerProvider> server(String strategy) {
    return ServiceLoader.load(JournalServerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.strategy().equals(strategy))
        .findFirst();
  }

  /**
   * All that can be installed, in the order of the class path, which is that of the modules: what
   * others make use of comes first.
   */
  public static List<JournalInstallation> allInstallations() {
    return ServiceLoader.load(JournalInstallation.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Those that belong to a strategy. Others, as versions, only cost writers, and nobody writes
   * while it is measured.
   */
  static List<JournalInstallation> installations() {
    var names = names();
    return allInstallations().stream()
        .filter(installation -> names.contains(installation.name()))
        .toList();
  }

  /** What a variant needs besides the journal, in the words of the results. */
  public static Set<String> needs(StrategyProvider provider, Variant variant) {
    var name = provider.strategy();
    Set<String> needs = new TreeSet<>();
    provider
        .installation(variant)
        .filter(wanted -> installations().stream().anyMatch(found -> found.name().equals(wanted)))
        .ifPresent(wanted -> needs.add(wanted.equals(name) ? INSTALL : INSTALL_ANOTHER + wanted));
    if (provider.needsRedis()) {
      needs.add(REDIS);
    }
    if (server(name).isPresent()) {
      needs.add(SERVER);
    }
    return needs;
  }

  /** Which installation a strategy needs, by a need that is neither a Redis nor a server. */
  public static String installation(String strategy, String need) {
    return need.equals(INSTALL) ? strategy : need.substring(INSTALL_ANOTHER.length());
  }

  /**
   * For people, by the strategies' names: their variants, and behind those that need something what
   * that is.
   *
   * @param inWords of a strategy and {@link #REDIS}, {@link #SERVER}, or what {@link #installation}
   *     takes; empty if it is there
   */
  public static Map<String, String> describe(BinaryOperator<String> inWords) {
    Map<String, String> strategies = new TreeMap<>();
    providers()
        .forEach(provider -> strategies.put(provider.strategy(), describe(provider, inWords)));
    return strategies;
  }

  private static String describe(StrategyProvider provider, BinaryOperator<String> inWords) {
    Map<String, List<String>> variantsByNeeds = new LinkedHashMap<>();
    for (var variant : provider.variants()) {
      var needs =
          needs(provider, variant).stream()
              .map(need -> inWords.apply(provider.strategy(), need))
              .filter(words -> !words.isEmpty())
              .collect(joining(", and "));
      variantsByNeeds.computeIfAbsent(needs, key -> new ArrayList<>()).add(variant.name());
    }
    return variantsByNeeds.entrySet().stream()
        .map(
            group ->
                String.join(", ", group.getValue())
                    + (group.getKey().isEmpty() ? "" : " with " + group.getKey()))
        .collect(joining("; "));
  }
}
