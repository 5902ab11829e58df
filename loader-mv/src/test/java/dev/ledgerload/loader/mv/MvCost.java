package dev.ledgerload.loader.mv;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/**
 * What the view costs and gives, for a day of a million entries, as figures on standard output; the
 * build doesn't run it. To measure:
 *
 * <pre>{@code
 * mvn verify -pl loader-mv -am -Dtest=MvCost -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class MvCost {
  private static final int LOADS = 200;

  private interface Step {
    void run() throws SQLException;
  }

  @Test
  void ofADayOfAMillionEntries() throws SQLException {
    var journal = new SeededJournal(JournalParameters.of(1_000_000, 1));
    var day = journal.parameters().day(0);
    var url = ViewedJournal.testbed().postgresUrl();
    try (var allocator = new RootAllocator();
        var connection = ViewedJournal.connect();
        var statement = connection.createStatement()) {
      var config =
          SourceConfig.of(url, allocator).withSchema(JournalSchema.GL_ENTRIES.withTable("mv_cost"));
      journal.seed(url, config.schema(), SeedOptions.DEFAULT.withReplace(true));
      var mv = new MvInstallation();
      print("install", () -> mv.install(config.withOptions(Map.of("window-days", "all"))));
      load(config, JournalQuery.groups(day));
      print("refresh, nothing changed", () -> mv.refresh(config));
      statement.execute("UPDATE mv_cost SET amount = amount + 1 WHERE id <= 10000");
      print("refresh, 10,000 entries changed", () -> mv.refresh(config));
      for (int i = 0; i < 5; i++) {
        statement.execute("UPDATE mv_cost SET amount = amount + 1 WHERE id <= 10000");
        mv.refresh(config);
      }
      load(config, JournalQuery.groups(day));
      mv.uninstall(config);
      statement.execute("DROP TABLE mv_cost");
    }
  }

  private static void load(SourceConfig config, JournalQuery query) {
    var forTotals = query.select(GlEntries.ACC_DEBIT, GlEntries.ACC_CREDIT, GlEntries.TOTAL_AMOUNT);
    try (var source = new MvSourceProvider().open(config)) {
      for (var asked : List.of(query, forTotals)) {
        List<Double> times = new ArrayList<>();
        long rows = 0;
        for (int i = 0; i < LOADS; i++) {
          long start = System.nanoTime();
          try (var table = source.load(asked)) {
            times.add((System.nanoTime() - start) / 1e6);
            rows = table.rows();
          }
        }
        List<Double> warm = new ArrayList<>(times.subList(LOADS / 2, LOADS));
        Collections.sort(warm);
        System.out.println(
            String.format(
                Locale.ROOT,
                "load of %,d pairs, %d columns: median %.1f ms, fastest %.1f ms",
                rows,
                asked.columns().size(),
                warm.get(warm.size() / 2),
                warm.get(0)));
      }
    }
  }

  private static void print(String what, Step step) throws SQLException {
    long start = System.nanoTime();
    step.run();
    System.out.println(
        String.format(Locale.ROOT, "%s: %.0f ms", what, (System.nanoTime() - start) / 1e6));
  }
}
