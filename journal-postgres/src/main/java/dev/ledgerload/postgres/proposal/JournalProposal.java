package dev.ledgerload.postgres.proposal;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code journal.properties} for a table, with a comment for each choice and for each column that
 * is left out. A guess, by names above all: it is to be read before it is relied on.
 *
 * @param properties the file
 * @param missing what a journal needs and nothing was found for; then it can't be loaded yet
 * @param isQuery whether the day is in another table, so that a query joins both
 * @param someDay a day that has entries, in ISO form, if one was met
 */
public record JournalProposal(
    String properties, List<String> missing, boolean isQuery, Optional<String> someDay) {

  public JournalProposal {
    missing = List.copyOf(missing);
  }

  /**
   * Looks at a table, in the transaction that the connection is in; only reads.
   *
   * @param strategy the name to fail by
   * @param table as {@link JournalSchema#of(String)} takes it
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there is nothing of that name that
   *     can be read
   * @throws IllegalArgumentException if that can't be a table's name
   */
  public static JournalProposal of(Connection connection, String strategy, String table)
      throws SQLException {
    var tableSql = JournalSchema.GL_ENTRIES.withTable(table).tableSql();
    var catalogue = CatalogueTable.read(connection, strategy, tableSql);
    var day = DayChoice.of(catalogue);
    var join =
        day.isPresent() ? Optional.<DayJoin>empty() : DayJoin.find(connection, strategy, catalogue);
    var measures = MeasureChoice.of(catalogue);
    List<CatalogueColumn> taken = new ArrayList<>(measures);
    day.ifPresent(taken::add);
    var keys = KeyChoice.of(catalogue, taken, measures.size());
    var sample =
        Sample.of(
            connection,
            catalogue,
            day.map(JournalProposal::daySql).orElse(""),
            catalogue.columns().stream()
                .filter(column -> column.isUntyped() && column.readable())
                .toList(),
            measures.stream()
                .flatMap(measure -> MeasureChoice.denominator(catalogue, measure).stream())
                .toList());
    var someDay = join.isPresent() ? dayOf(connection, join.get()) : sample.lastDay();
    return new ProposalText(catalogue, sample, someDay, day, join, keys, measures).proposal();
  }

  private static Optional<String> dayOf(Connection connection, DayJoin join) throws SQLException {
    return Sample.of(connection, join.head(), daySql(join.day()), List.of(), List.of()).lastDay();
  }

  private static String daySql(CatalogueColumn day) {
    var name = CatalogueTable.quoted(day.name());
    return switch (day.type()) {
      case "timestamptz" -> "(%s AT TIME ZONE 'UTC')::date".formatted(name);
      case "timestamp" -> name + "::date";
      default -> name;
    };
  }
}
