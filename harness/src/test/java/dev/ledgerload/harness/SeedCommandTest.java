package dev.ledgerload.harness;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code seed}: the days that are asked for, among others, as they are to lie. */
class SeedCommandTest {
  private static JournalTestbed testbed;

  @BeforeAll
  static void start() {
    testbed = JournalTestbed.start();
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  private static CommandLineRun seed(String... more) {
    List<String> args = new ArrayList<>(List.of("seed", "--postgres-url"));
    args.add(testbed.postgresUrl().jdbcUrl());
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "0, --partitioned --replace, 2",
    "0, --scattered --replace, 0",
    "40, --replace, 0",
    "40, --partitioned month --replace, 2",
    "70, --replace --scattered --partitioned month, 4",
    "3, --scattered --replace --partitioned, 5"
  })
  void seedsDaysThatLoadAsTheOracleSays(int historyDays, String options, int partitions)
      throws SQLException {
    var typed = "--rows 1000 --days 2 --history %d %s".formatted(historyDays, options);
    var run = seed(typed.split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    var parameters = JournalParameters.of(1000, 2).withSeed(1).withHistoryDays(historyDays);
    assertThat(run.out())
        .contains(String.format(ROOT, "%,d entries", parameters.rows()))
        .contains("from %s to %s".formatted(parameters.firstDay(), parameters.lastDay()));
    assertThat(partitions()).isEqualTo(partitions);
    var journal = new SeededJournal(parameters);
    for (var strategy : List.of("select", "copy")) {
      for (var variant : JournalSources.provider(strategy).variants()) {
        requireRight(strategy, variant, journal, parameters.day(0));
        requireRight(strategy, variant, journal, parameters.day(1));
        requireRight(strategy, variant, journal, parameters.firstDay());
        requireRight(strategy, variant, journal, parameters.lastDay());
      }
    }
  }

  private static int partitions() throws SQLException {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_inherits WHERE inhparent = 'gl_entries'::regclass")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void requireRight(
      String strategy, Variant variant, SeededJournal journal, LocalDate day) {
    var query = JournalQuery.of(JournalSchema.GL_ENTRIES, day);
    try (var allocator = new RootAllocator();
        var source =
            JournalSources.provider(strategy)
                .open(
                    SourceConfig.of(testbed.postgresUrl(), allocator)
                        .withOptions(variant.options()));
        var table = source.load(query)) {
      assertThat(table.rows()).isEqualTo(journal.oracle().rows(day));
      assertThat(TableDigest.of(table)).isEqualTo(journal.oracle().digest(day, query.columns()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scattered | --scattered puts a day's entries among those of others, and there are none:"
            + " give --history or --days",
        "--history many | --history must be a number from 0 to 3650, not \"many\"",
        "--history -1 | --history must be a number from 0 to 3650, not \"-1\"",
        "--history 3651 | --history must be a number from 0 to 3650, not \"3651\"",
        "--partitioned week | --partitioned must be none, day or month, not \"week\"",
      })
  void refusesInALineWhatCannotBe(String options, String message) {
    var run = seed(("--table nobody " + options).split(" "));
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).isEqualTo("ledgerload: " + message + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysHowLargeTheDaysAreAmongOthers() {
    var run = seed("--table", "told", "--rows", "500", "--history", "4");
    assertThat(run.out())
        .contains("told: 900 entries from 2025-12-30 to 2026-01-03")
        .contains("500 each from 2026-01-01 to 2026-01-01, 100 each on the 4 days around them");
  }
}
