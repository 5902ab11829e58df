package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.bench.BenchOptions.OwnDay;
import dev.ledgerload.harness.bench.BenchTarget.Beside;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the days ready that a run measures, and what is needed beside them. */
final class JournalPreparation {
  private static final int DAYS = 2;
  private static final int MEASURED_DAY = 1;

  private final BenchOptions options;
  private final Surroundings surroundings;
  private final PrintWriter out;

  JournalPreparation(BenchOptions options, Surroundings surroundings, PrintWriter out) {
    this.options = options;
    this.surroundings = surroundings;
    this.out = out;
  }

  /** The user's own day. */
  Journals ownDay(OwnDay own) throws IOException {
    var target = Expected.of(own.postgres(), own.layout(), own.day());
    if (target.rows() == 0) {
      throw new IllegalArgumentException(
          "%s has no entries on %s: name a day that has some (--day)"
              .formatted(own.layout().table(), own.day()));
    }
    if (own.install()) {
      surroundings.install(own.postgres(), own.layout(), true);
    }
    var redis = options.testbed().redisUrl();
    if (redis != null) {
      target = target.with(new Beside(Map.of(), redis.uri().toString(), Map.of()));
    }
    var targets =
        new TreeMap<>(Map.of(Math.toIntExact(target.rows()), surroundings.withServers(target)));
    var facts = Map.of("table", own.layout().table(), "day", own.day().toString());
    return new Journals(targets, "url", PostgresFacts.of(own.postgres()), Map.of(), facts);
  }

  /** A journal for each number of rows, in a testbed. */
  Journals seed(JournalTestbed testbed) throws IOException {
    out.printf(
        "PostgreSQL %s (%s)%n",
        testbed.postgresSettings().get("server_version"), testbed.provider());
    SortedMap<Integer, BenchTarget> targets = new TreeMap<>();
    Map<String, String> facts = new LinkedHashMap<>();
    for (int rows : options.settings().rows()) {
      var journal = journal(rows);
      var layout = layout(rows, "");
      seed(testbed, journal, layout);
      var parameters = journal.parameters();
      targets.put(
          rows, Expected.of(testbed.postgresUrl(), layout, journal, parameters.day(MEASURED_DAY)));
      facts.put("seed", Long.toString(parameters.seed()));
      facts.put("days", Integer.toString(parameters.days()));
      facts.put("accounts", Integer.toString(parameters.accounts()));
      facts.put("skew", Double.toString(parameters.skew()));
    }
    facts.put("rows a day", options.settings().rows().toString());
    int compared = BenchPlan.comparedRows(options.settings().rows());
    var beside = Beside.NOTHING;
    Map<String, String> redis = Map.of();
    if (surroundings.needRedis()) {
      beside = new Beside(Map.of(), testbed.redisUrl().uri().toString(), Map.of());
      redis = testbed.redisInfo();
    }
    if (surroundings.needInstallations()) {
      beside = Surroundings.inTable(beside, install(testbed, compared));
    }
    var target = Objects.requireNonNull(targets.get(compared)).with(beside);
    targets.put(compared, surroundings.withServers(target));
    return new Journals(targets, testbed.provider(), testbed.postgresSettings(), redis, facts);
  }

  /** In a copy of the journal, for an index there would change the plans of those without it. */
  private String install(JournalTestbed testbed, int rows) {
    var layout = layout(rows, "_installed");
    Surroundings.clear(testbed.postgresUrl(), layout);
    seed(testbed, journal(rows), layout);
    surroundings.install(testbed.postgresUrl(), layout, false);
    return layout.table();
  }

  private SeededJournal journal(int rows) {
    return new SeededJournal(JournalParameters.of(rows, DAYS).withSeed(options.seed()));
  }

  private static JournalLayout layout(int rows, String suffix) {
    return JournalLayout.DEFAULT.withTable("ledgerload_bench_" + rows + suffix);
  }

  private void seed(JournalTestbed testbed, SeededJournal journal, JournalLayout layout) {
    var report = journal.seed(testbed.postgresUrl(), layout, SeedOptions.DEFAULT.withReplace(true));
    out.printf(
        Locale.ROOT,
        "seeded %,d entries over %d days at %,d entries/s (%,d while copying)%n",
        report.rows(),
        DAYS,
        report.rowsPerSecond(),
        report.copiedRowsPerSecond());
    out.flush();
  }
}
