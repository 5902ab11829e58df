package dev.ledgerload.harness.bench;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.spi.TotalsSourceProvider;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.RootAllocator;

/** The methods of a run. */
final class Methods {
  private final Target target;
  private final boolean own;
  private final PrintWriter out;
  private final List<MeasuredMethod> found = new ArrayList<>();

  private Methods(Target target, boolean own, PrintWriter out) {
    this.target = target;
    this.own = own;
    this.out = out;
  }

  /**
   * The variants of strategies, and the baseline.
   *
   * @param target a day to look at them with
   * @param own whether it is in the user's database, where not all needs to be there; elsewhere a
   *     method that doesn't work is measured, and fails
   * @param out gets a note of each that is left out
   */
  static List<MeasuredMethod> of(
      Set<String> strategies, Target target, boolean own, PrintWriter out) {
    var methods = new Methods(target, own, out);
    for (var provider : JournalSources.providers()) {
      for (var variant : provider.variants()) {
        if (strategies.contains(provider.strategy()) || isBaseline(provider, variant)) {
          methods.add(provider, variant, () -> methods.ofTables(provider, variant));
        }
      }
    }
    for (var provider : JournalSources.totalsProviders()) {
      for (var variant : provider.variants()) {
        if (strategies.contains(provider.strategy())) {
          methods.add(provider, variant, () -> methods.ofTotals(provider, variant));
        }
      }
    }
    return List.copyOf(methods.found);
  }

  private static boolean isBaseline(StrategyProvider provider, Variant variant) {
    return provider.strategy().equals(Strategies.BASELINE)
        && variant.name().equals(BenchPlan.BASELINE_VARIANT);
  }

  private void add(StrategyProvider provider, Variant variant, Supplier<MeasuredMethod> look) {
    var missing = missing(provider);
    if (!missing.isEmpty()) {
      leaveOut(provider, variant, missing);
      return;
    }
    try {
      found.add(look.get());
    } catch (JournalLoadException e) {
      if (own || e.kind() == UNSUPPORTED) {
        leaveOut(provider, variant, String.valueOf(e.getMessage()));
      } else { // it fails when it is measured, as it should
        found.add(MeasuredMethod.ofEntries(provider, variant));
      }
    } catch (IllegalArgumentException e) { // that it can't have such a schema
      if (!own) {
        throw e;
      }
      leaveOut(provider, variant, String.valueOf(e.getMessage()));
    }
  }

  private String missing(StrategyProvider provider) {
    if (provider.needsRedis() && target.companions().redis() == null) {
      return "it needs a Redis: name one by LEDGERLOAD_REDIS_URL";
    }
    boolean served = target.companions().servers().containsKey(provider.strategy());
    return Strategies.server(provider.strategy()).isPresent() && !served
        ? "it needs its server"
        : "";
  }

  private void leaveOut(StrategyProvider provider, Variant variant, String why) {
    out.printf("note: %s %s is left out: %s%n", provider.strategy(), variant.name(), why);
  }

  private MeasuredMethod ofTables(JournalSourceProvider provider, Variant variant) {
    try (var allocator = new RootAllocator();
        var source = provider.open(target.config(provider, variant.name(), allocator))) {
      var method = MeasuredMethod.of(provider, variant, source);
      if (own && !(source instanceof JournalCache)) { // which others fill first
        source.load(query(method)).close(); // it may be a view, or lack an installation
      }
      return method;
    }
  }

  private JournalQuery query(MeasuredMethod method) {
    return JournalQuery.of(target.schema().of(method.grain()), target.date());
  }

  private MeasuredMethod ofTotals(TotalsSourceProvider provider, Variant variant) {
    var method = MeasuredMethod.ofTotals(provider, variant);
    try (var allocator = new RootAllocator();
        var source = provider.open(target.config(provider, variant.name(), allocator))) {
      source.totals(target.date()); // what it needs may not be there
    }
    return method;
  }
}
