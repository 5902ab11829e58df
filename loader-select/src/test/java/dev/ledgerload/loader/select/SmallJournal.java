package dev.ledgerload.loader.select;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalEntry;
import dev.ledgerload.testbed.JournalTestbed;
import java.math.BigDecimal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** A journal of three entries, whose values as text are as long as other values in binary. */
final class SmallJournal implements AutoCloseable {
  static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  static final JournalSchema LAYOUT = JournalSchema.GL_ENTRIES.withTable("small_entries");
  static final JournalQuery QUERY = JournalQuery.entries(DAY);

  static final List<JournalEntry> ENTRIES =
      List.of(
          new JournalEntry(
              17L, DAY, "", "4000", new BigDecimal("-10.00"), "x", null, null, null, "ü"),
          new JournalEntry(
              1000L, DAY, "1000", "2000", new BigDecimal("1234567.89"), "NULL", "", "a", "b", "c"),
          new JournalEntry(
              9999L, DAY, null, null, null, null, "name", "long".repeat(20), " ", null));

  private static final JournalTestbed TESTBED = JournalTestbed.start(); // ends with the JVM

  private final RootAllocator allocator = new RootAllocator();

  /** Makes the table, with ids of a type. */
  SmallJournal(String idType) {
    execute(
        "DROP TABLE IF EXISTS small_entries",
        "CREATE TABLE small_entries (id %s, trx_date date, acc_debit varchar(20), acc_credit char(4),"
                .formatted(idType)
            + " amount numeric(18,2), t_1 varchar, t_2 name, t_3 varchar, t_4 varchar, t_5 text)",
        "INSERT INTO small_entries VALUES"
            + " (17, '2026-03-02', '', '4000', -10, 'x', NULL, NULL, NULL, 'ü'),"
            + " (1000, '2026-03-02', '1000', '2000', 1234567.89, 'NULL', '', 'a', 'b', 'c'),"
            + " (9999, '2026-03-02', NULL, NULL, NULL, NULL, 'name', repeat('long', 20), ' ', NULL)");
  }

  /** A source whose URL has a further parameter. */
  JournalSource open(String mode, String parameter) {
    var url = new PostgresUrl(TESTBED.postgresUrl().jdbcUrl() + "&" + parameter);
    return new SelectSourceProvider()
        .open(SourceConfig.of(url, allocator).withSchema(LAYOUT).withOptions(Map.of("mode", mode)));
  }

  /** The day's entries in the order of their ids. */
  static List<JournalEntry> load(JournalSource source) {
    return load(source, QUERY);
  }

  /** The day's ids in order, loaded without another column that could give a wrong format away. */
  static List<@Nullable Long> ids(JournalSource source) {
    return load(source, QUERY.select(GlEntries.ID)).stream().map(JournalEntry::id).toList();
  }

  private static List<JournalEntry> load(JournalSource source, JournalQuery query) {
    try (var table = source.load(query)) {
      var entries = JournalEntry.of(table);
      entries.sort(Comparator.comparing(JournalEntry::id));
      return entries;
    }
  }

  static void execute(String... statements) {
    try (var connection = DriverManager.getConnection(TESTBED.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the test's own SQL failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    execute("DROP TABLE small_entries");
    allocator.close();
  }
}
