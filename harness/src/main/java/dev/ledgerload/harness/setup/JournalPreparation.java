package dev.ledgerload.harness.setup;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.harness.setup.Target.Companions;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.Layout;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TestbedOptions;
import dev.ledgerload.testbed.TestbedProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the days ready that a run measures, and what is needed besides them. */
public final class JournalPreparation {
  private final Installations installations;
  private final Interruption interruption;
  private final PrintWriter out;

  /**
   * @param installations get what is to be cleared away
   * @param interruption is asked at each step whether to go on
   * @param out gets notes
   */
  public JournalPreparation(
      Installations installations, Interruption interruption, PrintWriter out) {
    this.installations = installations;
    this.interruption = interruption;
    this.out = out;
  }

  /**
   * The user's own day.
   *
   * @param redis for strategies that need one; null if there is none
   * @param links by which it is to be reached, too
   * @throws IllegalArgumentException if it has no entries, or can't be reached over a link
   */
  public Journals ownDay(OwnDay own, @Nullable RedisUrl redis, List<LinkSpeed> links)
      throws IOException {
    var target = Expected.of(own);
    interruption.check();
    if (target.rows() == 0) {
      throw new IllegalArgumentException(
          "%s has no entries on %s: name a day that has some (--day)"
              .formatted(own.schema().isQuery() ? "the query" : own.schema().table(), own.day()));
    }
    if (own.install() && installations.areNeeded()) {
      installations.installForNow(own.postgres(), own.schema());
      interruption.check();
    }
    if (redis != null) {
      target = target.with(new Companions(Map.of(), redis.uri().toString(), Map.of()));
      installations.forgetAtTheEnd(target);
    }
    target = installations.withServers(target);
    return new Journals(
        new TreeMap<>(Map.of(Math.toIntExact(target.rows()), target)),
        LinkedTargets.of(target, links, installations),
        LinkedTargets.counting(target, installations).orElse(null),
        "url",
        PostgresFacts.of(own.postgres()),
        Map.of(),
        facts(own),
        DayPlan.facts(own.postgres(), own.schema(), own.day()));
  }

  private static Map<String, String> facts(OwnDay own) {
    var schema = own.schema();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        schema.isQuery() ? "query" : "table", schema.isQuery() ? schema.fromSql() : schema.table());
    facts.put("day", own.day().toString());
    facts.put("keys", names(schema.keys()));
    facts.put("measures", names(schema.measures()));
    schema.filter().ifPresent(filter -> facts.put("filter", filter));
    facts.put("columns", Integer.toString(schema.columns().size()));
    if (own.untypedNumeric() != null) {
      facts.put(NumericShape.OPTION, own.untypedNumeric());
    }
    return facts;
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(joining(", "));
  }

  /**
   * Starts servers and seeds a journal for each number of rows.
   *
   * @param comparedRows the number of rows of the day that gets what strategies need
   * @param history what the days lie among
   * @param links by which that day is to be reached, too
   * @throws dev.ledgerload.testbed.TestbedException if there are no servers to be had
   */
  public Journals seed(
      TestbedOptions options,
      List<Integer> rowCounts,
      int comparedRows,
      long seed,
      History history,
      List<LinkSpeed> links)
      throws IOException {
    var testbed = JournalTestbed.start(options);
    installations.add(testbed);
    testbed.notes().forEach(note -> out.println("note: " + note));
    var postgres = PostgresFacts.of(testbed.postgresUrl());
    out.printf("PostgreSQL %s (%s)%n", postgres.get("server_version"), testbed.provider());
    var schema = schema(testbed);
    SortedMap<Integer, Target> targets = new TreeMap<>();
    Map<String, String> facts = new LinkedHashMap<>();
    for (int rows : rowCounts) {
      var parameters = history.journal(rows, seed);
      var journal = new SeededJournal(parameters);
      var table = schema.journal(rows, "");
      seed(testbed, journal, table, history.layout());
      var day = parameters.day(parameters.days() - 1);
      targets.put(rows, Expected.of(testbed.postgresUrl(), table, journal, day));
      facts.put("seed", Long.toString(parameters.seed()));
      facts.put("days", Integer.toString(parameters.days()));
      facts.put("accounts", Integer.toString(parameters.accounts()));
      facts.put("skew", Double.toString(parameters.skew()));
    }
    facts.put("rows a day", rowCounts.toString());
    boolean needsRedis = installations.needRedis();
    Map<String, String> tables = Map.of();
    if (installations.areNeeded()) { // in a copy: an index would change the others' plans
      var table = schema.journal(comparedRows, "_installed");
      var journal = new SeededJournal(history.journal(comparedRows, seed));
      seed(testbed, journal, table, history.layout());
      installations.install(testbed.postgresUrl(), table);
      tables = Installations.tables(table.table());
    }
    var redis = needsRedis ? testbed.redisUrl().uri().toString() : null;
    var target =
        Objects.requireNonNull(targets.get(comparedRows))
            .with(new Companions(tables, redis, Map.of()));
    if (needsRedis && isTheUsers(testbed.redisProvider())) {
      installations.forgetAtTheEnd(target);
    }
    target = installations.withServers(target);
    targets.put(comparedRows, target);
    interruption.check();
    var linked = LinkedTargets.of(target, links, installations);
    var counting = LinkedTargets.counting(target, installations).orElse(null);
    Map<String, String> redisFacts = needsRedis ? testbed.redisInfo() : Map.of();
    testbed.settle();
    var plan = SeededTableFacts.of(history.journal(comparedRows, seed), history.layout(), target);
    return new Journals(
        targets, linked, counting, testbed.provider(), postgres, redisFacts, facts, plan);
  }

  /** A server that was started for the run goes with all that lies in it. */
  private BenchSchema schema(JournalTestbed testbed) {
    var schema = new BenchSchema(testbed.postgresUrl());
    if (isTheUsers(testbed.provider())) {
      installations.add(schema); // before there is one: Ctrl-C may come in between
    }
    schema.create();
    return schema;
  }

  private static boolean isTheUsers(String provider) {
    return provider.equals(TestbedProvider.URL.label());
  }

  private void seed(
      JournalTestbed testbed, SeededJournal journal, JournalSchema table, Layout layout) {
    var seeding = SeedOptions.DEFAULT.withLayout(layout).withProgress(rows -> interruption.check());
    var report = journal.seed(testbed.postgresUrl(), table, seeding);
    interruption.check();
    out.printf(
        Locale.ROOT,
        "seeded %,d entries over %d days at %,d entries/s (%,d while copying)%n",
        report.rows(),
        journal.parameters().days() + journal.parameters().historyDays(),
        report.rowsPerSecond(),
        report.copiedRowsPerSecond());
    out.flush();
  }
}
