package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.JournalEntry;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Days that are replaced as a whole, again and again, and what is known of it: each entry of a
 * day's generation has its number for an amount, and how many entries there are follows from the
 * number. So a table shows by itself of which generation it is, and whether it is of more than one.
 */
final class Generations {
  private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
  private static final int LEAST_ENTRIES = 200;
  private static final int STEPS = 97;

  /** When a generation was there for sure. */
  private record Committed(long generation, Instant at) {}

  private final JournalSchema schema;
  private final Map<LocalDate, List<Committed>> commits = new ConcurrentHashMap<>();
  private final Map<LocalDate, Long> begun = new ConcurrentHashMap<>();

  Generations(JournalSchema schema) {
    this.schema = schema;
  }

  static LocalDate day(int number) {
    return FIRST.plusDays(number);
  }

  private static long entries(long generation) {
    return LEAST_ENTRIES + generation % STEPS;
  }

  /** Writes a day's next generation, in one transaction. One thread at a time. */
  void next(Connection connection, LocalDate day) throws SQLException {
    long generation = begun.merge(day, 1L, Long::sum);
    try (var statement = connection.createStatement()) {
      statement.execute("DELETE FROM %s WHERE trx_date = '%s'".formatted(schema.tableSql(), day));
      statement.execute(
          "INSERT INTO %s SELECT i, '%s', 'd' || i %% 50, 'c' || i %% 7, %d FROM generate_series(1, %d) i"
              .formatted(schema.tableSql(), day, generation, entries(generation)));
      connection.commit();
    }
    var list = commits.computeIfAbsent(day, any -> new ArrayList<>());
    synchronized (list) {
      list.add(new Committed(generation, Instant.now()));
    }
  }

  /** The last generation that was committed by an instant; 0 if there was none. */
  private long committedBy(LocalDate day, Instant instant) {
    var list = commits.getOrDefault(day, List.of());
    synchronized (list) {
      long last = 0;
      for (var commit : list) {
        if (commit.at().isBefore(instant)) {
          last = commit.generation();
        }
      }
      return last;
    }
  }

  /**
   * Requires that a table is one whole generation, and none that it can't be.
   *
   * @param current whether it must be what was committed when it was asked for
   */
  void require(JournalTable table, Instant askedAt, boolean current) {
    long generation = requireOne(table);
    var day = table.day();
    assertThat(generation)
        .as("%s: not from the future", day)
        .isLessThanOrEqualTo(begun.getOrDefault(day, 0L));
    var asOf = table.snapshot().asOf().truncatedTo(ChronoUnit.MICROS);
    assertThat(generation)
        .as("%s: what was committed by %s", day, asOf)
        .isGreaterThanOrEqualTo(committedBy(day, asOf));
    if (current) {
      assertThat(generation)
          .as("%s: what was committed when it was asked for", day)
          .isGreaterThanOrEqualTo(committedBy(day, askedAt));
    }
  }

  private static long requireOne(JournalTable table) {
    BigDecimal first = null;
    for (var entry : JournalEntry.of(table)) {
      first = first == null ? entry.amount() : first;
      assertThat(entry.amount()).as("%s: one generation", table.day()).isEqualTo(first);
    }
    long generation = first == null ? 0 : first.longValueExact();
    assertThat(table.rows())
        .as("%s: all of generation %d", table.day(), generation)
        .isEqualTo(generation == 0 ? 0 : entries(generation));
    return generation;
  }
}
