package dev.ledgerload.contract;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.Totals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal of another schema than {@code gl_entries}, and an oracle of what is in it. */
public interface ForeignJournal {

  /** Whose it is. */
  String name();

  /** How Ledgerload is told of it. */
  JournalSchema schema();

  /** Days that have entries. */
  List<LocalDate> days();

  /**
   * The values of a day's entries, an entry a list, in no order; each as {@code to_jsonb} gives it
   * in UTC, numbers without zeros at their end.
   *
   * @param columns of entries, in their order
   */
  List<List<@Nullable String>> entries(
      PostgresUrl database, LocalDate day, Collection<Column> columns);

  /** The keys, sums and number of entries of each of a day's groups, likewise. */
  List<List<@Nullable String>> groups(PostgresUrl database, LocalDate day);

  /**
   * Makes all of them in a database.
   *
   * @return the eight ledgers, and a journal that has a column of each type
   */
  static List<ForeignJournal> createAll(PostgresUrl database) {
    Ledger.createAll(database);
    var typed = new TypedJournal();
    typed.create(database);
    List<ForeignJournal> all = new ArrayList<>(Ledger.ALL);
    all.add(typed);
    return all;
  }

  /** A table's rows as {@link #entries} and {@link #groups} have them. */
  static List<List<@Nullable String>> texts(JournalTable table) {
    List<List<@Nullable String>> texts = new ArrayList<>();
    var rows = table.cursor();
    while (rows.next()) {
      List<@Nullable String> row = new ArrayList<>();
      table.columns().forEach(column -> row.add(ValueText.of(rows.getObject(column))));
      texts.add(row);
    }
    return texts;
  }

  /** Totals as {@link #groups} has them. */
  static List<List<@Nullable String>> texts(Totals totals) {
    List<List<@Nullable String>> texts = new ArrayList<>();
    for (var group : totals.groups()) {
      List<@Nullable String> row = new ArrayList<>();
      group.keys().forEach(key -> row.add(ValueText.of(key)));
      group.sums().forEach(sum -> row.add(ValueText.of(sum)));
      row.add(Long.toString(group.entries()));
      texts.add(row);
    }
    return texts;
  }
}
