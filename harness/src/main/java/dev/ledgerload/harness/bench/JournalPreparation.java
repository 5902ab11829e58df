package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.bench.BenchOptions.OwnDay;
import dev.ledgerload.harness.bench.BenchTarget.Beside;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TestbedProvider;
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
  private final Interruption interruption;
  private final PrintWriter out;

  /**
   * @param surroundings get what is to be cleared away
   * @param interruption is asked at each step whether to go on
   * @param out gets notes
   */
  JournalPreparation(
      BenchOptions options, Surroundings surroundings, Interruption interruption, PrintWriter out) {
    this.options = options;
    this.surroundings = surroundings;
    this.interruption = interruption;
    this.out = out;
  }

  /** The user's own day. */
  Journals ownDay(OwnDay own) throws IOException {
    var target = Expected.of(own);
    interruption.check();
    if (target.rows() == 0) {
      throw new IllegalArgumentException(
          "%s has no entries on %s: name a day that has some (--day)"
              .formatted(own.layout().table(), own.day()));
    }
    if (own.install() && surroundings.needInstallations()) {
      surroundings.installForNow(own.postgres(), own.layout());
      interruption.check();
    }
    var redis = options.testbed().redisUrl();
    if (redis != null) {
      target = target.with(new Beside(Map.of(), redis.uri().toString(), Map.of()));
      surroundings.forgetAtTheEnd(target);
    }
    var targets =
        new TreeMap<>(Map.of(Math.toIntExact(target.rows()), surroundings.withServers(target)));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("table", own.layout().table());
    facts.put("day", own.day().toString());
    if (own.untypedNumeric() != null) {
      facts.put(NumericShape.OPTION, own.untypedNumeric());
    }
    return new Journals(targets, "url", PostgresFacts.of(own.postgres()), Map.of(), facts);
  }

  /** A journal for each number of rows, in a testbed. */
  Journals seed(JournalTestbed testbed) throws IOException {
    var postgres = PostgresFacts.of(testbed.postgresUrl());
    out.printf("PostgreSQL %s (%s)%n", postgres.get("server_version"), testbed.provider());
    var schema = schema(testbed);
    SortedMap<Integer, BenchTarget> targets = new TreeMap<>();
    Map<String, String> facts = new LinkedHashMap<>();
    for (int rows : options.settings().rows()) {
      var journal = journal(rows);
      var layout = schema.layout(rows, "");
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
      beside = Surroundings.inTable(beside, install(testbed, schema, compared));
    }
    var target = Objects.requireNonNull(targets.get(compared)).with(beside);
    if (surroundings.needRedis() && isTheUsers(testbed.redisProvider())) {
      surroundings.forgetAtTheEnd(target);
    }
    targets.put(compared, surroundings.withServers(target));
    interruption.check();
    return new Journals(targets, testbed.provider(), postgres, redis, facts);
  }

  /** A server that was started for the run goes with all that lies in it. */
  private BenchSchema schema(JournalTestbed testbed) {
    var schema = new BenchSchema(testbed.postgresUrl());
    if (isTheUsers(testbed.provider())) {
      surroundings.add(schema); // before there is one: Ctrl-C may come in between
    }
    schema.create();
    return schema;
  }

  private static boolean isTheUsers(String provider) {
    return provider.equals(TestbedProvider.URL.label());
  }

  /** In a copy of the journal, for an index there would change the plans of those without it. */
  private String install(JournalTestbed testbed, BenchSchema schema, int rows) {
    var layout = schema.layout(rows, "_installed");
    seed(testbed, journal(rows), layout);
    surroundings.install(testbed.postgresUrl(), layout);
    return layout.table();
  }

  private SeededJournal journal(int rows) {
    return new SeededJournal(JournalParameters.of(rows, DAYS).withSeed(options.seed()));
  }

  private void seed(JournalTestbed testbed, SeededJournal journal, JournalLayout layout) {
    var seeding = SeedOptions.DEFAULT.withProgress(rows -> interruption.check());
    var report = journal.seed(testbed.postgresUrl(), layout, seeding);
    interruption.check();
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
