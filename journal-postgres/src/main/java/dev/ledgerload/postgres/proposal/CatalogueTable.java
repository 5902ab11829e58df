package dev.ledgerload.postgres.proposal;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.proposal.CatalogueColumn.Digits;
import dev.ledgerload.spi.JournalLoadException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A table, or what can be read like one, as the catalogue knows it.
 *
 * @param oid its number
 * @param schema the name of its schema, not quoted
 * @param name its own, not quoted
 * @param kind {@code pg_class.relkind}
 * @param rows about how many it has; negative if nobody has counted
 * @param showsRowsByUser whether a policy of row-level security applies to this user
 * @param columns in the table's order
 */
public record CatalogueTable(
    long oid,
    String schema,
    String name,
    char kind,
    double rows,
    boolean showsRowsByUser,
    List<CatalogueColumn> columns) {

  private static final int COMMON_VALUES = 6;
  private static final int TYPMOD_HEADER = 4;
  private static final int SCALE_BITS = 11;

  private static final String TABLE =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples, row_security_active(c.oid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      """;

  /** A domain is what it is over, however many lie one over the other. */
  private static final String COLUMNS =
      """
      WITH RECURSIVE typed AS (
        SELECT a.attnum, a.attname, a.attnotnull AS is_set, a.atttypmod AS typmod,
          format_type(a.atttypid, a.atttypmod) AS declared, t.typname, t.typtype, t.typbasetype,
          t.typtypmod
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = ?1 AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT d.attnum, d.attname, d.is_set, d.typtypmod, d.declared, t.typname, t.typtype,
          t.typbasetype, t.typtypmod
        FROM typed d JOIN pg_type t ON t.oid = d.typbasetype WHERE d.typtype = 'd')
      SELECT t.attname, t.typname, t.declared, t.typmod, t.typtype = 'e', t.is_set,
        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid
          AND i.indnkeyatts = 1 AND i.indkey[0] = t.attnum AND i.indpred IS NULL),
        EXISTS (SELECT FROM pg_index i
          WHERE i.indrelid = c.oid AND i.indisvalid AND i.indkey[0] = t.attnum),
        has_column_privilege(c.oid, t.attnum, 'SELECT'),
        (SELECT min(r.relname) FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid
          WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[t.attnum]),
        s.n_distinct, s.null_frac, s.avg_width, s.most_common_vals::text::text[]
      FROM typed t CROSS JOIN pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
        AND s.attname = t.attname AND s.inherited = (c.relkind = 'p')
      WHERE c.oid = ?1 AND t.typtype <> 'd'
      ORDER BY t.attnum
      """;

  public CatalogueTable {
    columns = List.copyOf(columns);
  }

  /**
   * Reads it.
   *
   * @param strategy the name to fail by
   * @param tableSql its name as SQL
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there is nothing of that name that
   *     can be read
   */
  public static CatalogueTable read(Connection connection, String strategy, String tableSql)
      throws SQLException {
    try (var statement = connection.prepareStatement(TABLE)) {
      statement.setString(1, tableSql);
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          throw new JournalLoadException(
              UNSUPPORTED,
              strategy,
              "there is no table or view %s: name one, as schema.name, letter case included"
                  .formatted(tableSql));
        }
        return of(connection, row);
      }
    }
  }

  private static CatalogueTable of(Connection connection, ResultSet row) throws SQLException {
    double rows = row.getDouble(5);
    return new CatalogueTable(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4).charAt(0),
        rows,
        row.getBoolean(6),
        columns(connection, row.getLong(1), rows));
  }

  private static List<CatalogueColumn> columns(Connection connection, long oid, double rows)
      throws SQLException {
    var sql = COLUMNS.replace("?1", Long.toString(oid));
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      List<CatalogueColumn> columns = new ArrayList<>();
      while (row.next()) {
        columns.add(column(row, rows));
      }
      return columns;
    }
  }

  private static CatalogueColumn column(ResultSet row, double rows) throws SQLException {
    var type = row.getString(2);
    return new CatalogueColumn(
        row.getString(1),
        type,
        row.getString(3),
        type.equals("numeric") ? digits(row.getInt(4)) : Optional.empty(),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getBoolean(9),
        Optional.ofNullable(row.getString(10)),
        distinct(number(row, 11), rows),
        number(row, 12),
        number(row, 13),
        common(row));
  }

  private static Optional<Digits> digits(int typmod) {
    int unused = Integer.SIZE - SCALE_BITS;
    int digits = typmod - TYPMOD_HEADER;
    return typmod < TYPMOD_HEADER
        ? Optional.empty()
        : Optional.of(new Digits(digits >>> Short.SIZE, digits << unused >> unused));
  }

  private static OptionalDouble number(ResultSet row, int index) throws SQLException {
    double value = row.getDouble(index);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Statistics have a share of the rows, negative, for what grows with them; 0 is unknown. */
  private static OptionalDouble distinct(OptionalDouble known, double rows) {
    double value = known.orElse(0);
    if (value > 0) {
      return known;
    }
    return value < 0 && rows > 0 ? OptionalDouble.of(-value * rows) : OptionalDouble.empty();
  }

  private static List<String> common(ResultSet row) throws SQLException {
    var array = row.getArray(14);
    return array == null
        ? List.of()
        : Arrays.stream((String[]) array.getArray()).limit(COMMON_VALUES).toList();
  }

  /** Whether it holds rows, itself or in partitions, so that several streams can divide it. */
  public boolean isTable() {
    return kind == 'r' || kind == 'p';
  }

  /** What it is, in a word or two. */
  public String kindInWords() {
    return switch (kind) {
      case 'p' -> "partitioned table";
      case 'v' -> "view";
      case 'm' -> "materialized view";
      case 'f' -> "foreign table";
      default -> "table";
    };
  }

  /** As a {@code journal.properties} names it. */
  public String qualifiedName() {
    return schema + '.' + name;
  }

  /** Its name as SQL. */
  public String sql() {
    return quoted(schema) + '.' + quoted(name);
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
