package dev.ledgerload.harness;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.proposal.CatalogueColumn;
import dev.ledgerload.postgres.proposal.CatalogueTable;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at a journal as a load would, and finds all that is wrong with it at once; only reads.
 *
 * @param relation what it is
 * @param columns of which types they are
 * @param notes what may be meant, but costs something
 * @param problems what keeps it from being loaded
 * @param streams whether several streams can divide it
 */
record JournalCheckup(
    String relation,
    List<String> columns,
    List<String> notes,
    List<String> problems,
    boolean streams) {
  private static final String NAME = "doctor";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /**
   * Looks at it.
   *
   * @throws JournalLoadException if the database can't be reached, or has no such table
   */
  static JournalCheckup of(PostgresUrl postgres, JournalSchema schema) {
    try (var session = PostgresSession.open(NAME, postgres, Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "looking at " + schema.title(),
          snapshot -> new Look(schema, snapshot).checkup());
    }
  }

  /** One look, in one transaction. */
  private static final class Look {
    private final JournalSchema schema;
    private final PostgresSnapshot snapshot;
    private final List<String> described = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Look(JournalSchema schema, PostgresSnapshot snapshot) {
      this.schema = schema;
      this.snapshot = snapshot;
    }

    JournalCheckup checkup() throws SQLException {
      if (schema.isQuery()) {
        describe(List.copyOf(schema.columns()));
        return new JournalCheckup(
            "a query: one stream, no versions, nothing installed next to it",
            described,
            notes,
            problems,
            false);
      }
      var table = CatalogueTable.read(snapshot.connection(), NAME, schema.tableSql());
      describe(readable(table));
      lookAtIndex(table);
      if (table.showsRowsByUser()) {
        notes.add("row-level security: you see your own rows of it, others see others");
      }
      return new JournalCheckup(relation(table), described, notes, problems, table.isTable());
    }

    private static String relation(CatalogueTable table) {
      var size =
          table.rows() < 0 ? "" : String.format(Locale.ROOT, ", about %,.0f rows", table.rows());
      return "%s: %s%s".formatted(table.qualifiedName(), table.kindInWords(), size);
    }

    /** Those columns that are there and may be read; the others are problems. */
    private List<Column> readable(CatalogueTable table) {
      Map<String, CatalogueColumn> byName =
          table.columns().stream()
              .collect(Collectors.toMap(CatalogueColumn::name, Function.identity()));
      List<Column> readable = new ArrayList<>();
      for (var column : schema.columns()) {
        var found = byName.get(schema.sqlName(column));
        if (found == null) {
          problems.add(
              "there is no column %s in %s; there are: %s"
                  .formatted(
                      schema.columnSql(column),
                      schema.title(),
                      String.join(
                          ", ", table.columns().stream().map(CatalogueColumn::name).toList())));
        } else if (!found.readable()) {
          problems.add(
              "you may not read column %s: GRANT SELECT (%s) ON %s"
                  .formatted(schema.columnSql(column), schema.columnSql(column), schema.title()));
        } else {
          readable.add(column);
        }
      }
      return readable;
    }

    private void describe(List<Column> columns) throws SQLException {
      if (!columns.contains(schema.day())) {
        return; // which any description is of, too
      }
      JournalShape shape;
      try {
        shape = snapshot.describe(NAME, schema, columns, NumericShape.DEFAULT);
      } catch (JournalLoadException e) {
        problems.add(String.valueOf(e.getMessage()));
        return;
      }
      shape.columns().forEach(spec -> described.add(text(spec)));
      shape.columns().stream()
          .filter(ColumnSpec::assumed)
          .filter(spec -> schema.digits(spec.column()).isEmpty())
          .forEach(spec -> notes.add(assumed(spec)));
      tryStatement(shape);
    }

    private static String text(ColumnSpec spec) {
      return "%s %s: %s"
          .formatted(
              spec.column().role().name().toLowerCase(Locale.ROOT),
              spec.column().name(),
              typeText(spec.values()));
    }

    private static String typeText(ColumnType type) {
      return type instanceof Decimal digits
          ? "numeric(%d,%d)".formatted(digits.precision(), digits.scale())
          : type.toString().toLowerCase(Locale.ROOT);
    }

    private static String assumed(ColumnSpec spec) {
      return "column %1$s is declared as numeric without digits: %2$s are assumed; say column.%1$s.numeric"
          .formatted(
              spec.column().name(),
              spec.values() instanceof Decimal digits
                  ? digits.precision() + "," + digits.scale()
                  : "some");
    }

    /** For what only a statement that is executed shows: the filter's sense, and rights. */
    private void tryStatement(JournalShape shape) {
      var sql =
          "SELECT FROM %s WHERE %s LIMIT 0"
              .formatted(schema.fromSql(), shape.entriesOfSql(LocalDate.EPOCH));
      try (var statement = snapshot.connection().createStatement()) {
        statement.setEscapeProcessing(false); // a filter may have a ?
        statement.execute(sql);
      } catch (SQLException e) {
        problems.add(
            "%s: %s"
                .formatted(
                    schema.filter().isPresent() ? "filter" : schema.title(),
                    String.valueOf(e.getMessage()).lines().collect(joining(" "))));
        rollBack();
      }
    }

    private void rollBack() {
      try {
        snapshot.connection().rollback();
      } catch (SQLException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }

    private void lookAtIndex(CatalogueTable table) {
      var day = schema.sqlName(schema.day());
      Optional<CatalogueColumn> column =
          table.columns().stream().filter(one -> one.name().equals(day)).findFirst();
      if (table.isTable() && column.isPresent() && !column.get().leadsIndex()) {
        notes.add(
            "no index begins with %s: each load reads the whole table; CREATE INDEX ON %s (%s)"
                .formatted(day, schema.title(), schema.columnSql(schema.day())));
      }
    }
  }
}
