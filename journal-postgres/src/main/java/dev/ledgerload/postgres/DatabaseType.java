package dev.ledgerload.postgres;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgResultSet;

/** The type of a result's column. A domain is what it is over: the server says no more of it. */
sealed interface DatabaseType {
  /*
   * Types that come with PostgreSQL are told by their numbers, which are the same everywhere. A
   * name wouldn't do: anybody may call a type of their own "uuid", and put it where it's found
   * first. All others are looked up, once for a result.
   */

  /** As the database calls it. */
  String name();

  /** A type each of whose values has one form. */
  record Held(String name, ColumnType type) implements DatabaseType {}

  /**
   * An integer that can be summed.
   *
   * @param digits the most that a value has
   */
  record Integral(String name, ColumnType type, int digits) implements DatabaseType {}

  /**
   * {@code numeric}, with digits or without.
   *
   * @param precision all declared digits; 0 if none are declared
   * @param scale those of them that are behind the point; may be negative, or more than all
   */
  record Numeric(int precision, int scale) implements DatabaseType {
    boolean isDeclared() {
      return precision > 0;
    }

    /**
     * The digits from the first before the point that can be other than zero to the last behind it.
     * Since PostgreSQL 15 numeric(3,5) has the latter only, numeric(5,-2) two zeros before the
     * point.
     */
    int digits() {
      return scale < 0 ? precision - scale : Math.max(precision, scale);
    }

    @Override
    public String name() {
      return isDeclared() ? "numeric(%d,%d)".formatted(precision, scale) : "numeric";
    }
  }

  /** {@code money}: integers of units that a setting of the server names. */
  record Money() implements DatabaseType {
    /** The digits of the longest. */
    static final int DIGITS = 19;

    @Override
    public String name() {
      return "money";
    }
  }

  /** One that has no form here. */
  record Other(String name) implements DatabaseType {}

  /** A number's declared scale is sent as 11 bits with a sign, which the driver doesn't heed. */
  int SCALE_BITS = 11;

  /** What comes with PostgreSQL, but for {@code numeric}. */
  Map<Integer, DatabaseType> BUILT_IN =
      Map.ofEntries(
          Map.entry(Oid.BOOL, new Held("boolean", Fixed.BOOLEAN)),
          Map.entry(Oid.INT2, new Integral("smallint", Fixed.INT16, 5)),
          Map.entry(Oid.INT4, new Integral("integer", Fixed.INT32, 10)),
          Map.entry(Oid.INT8, new Integral("bigint", Fixed.INT64, 19)),
          Map.entry(Oid.FLOAT4, new Held("real", Fixed.FLOAT32)),
          Map.entry(Oid.FLOAT8, new Held("double precision", Fixed.FLOAT64)),
          Map.entry(Oid.MONEY, new Money()),
          Map.entry(Oid.DATE, new Held("date", Fixed.DATE)),
          Map.entry(Oid.TIME, new Held("time", Fixed.TIME)),
          Map.entry(Oid.TIMESTAMP, new Held("timestamp", Fixed.TIMESTAMP)),
          Map.entry(Oid.TIMESTAMPTZ, new Held("timestamp with time zone", Fixed.TIMESTAMP_UTC)),
          Map.entry(Oid.UUID, new Held("uuid", Fixed.UUID)),
          Map.entry(Oid.TEXT, new Held("text", Variable.TEXT)),
          Map.entry(Oid.VARCHAR, new Held("varchar", Variable.TEXT)),
          Map.entry(Oid.BPCHAR, new Held("character", Variable.TEXT)),
          Map.entry(Oid.NAME, new Held("name", Variable.TEXT)),
          Map.entry(Oid.JSON, new Held("json", Variable.JSON)),
          Map.entry(Oid.JSONB, new Held("jsonb", Variable.JSON)),
          Map.entry(Oid.BYTEA, new Held("bytea", Variable.BYTES)));

  /** The types of a result's columns, in their order. */
  static List<DatabaseType> of(ResultSet result) throws SQLException {
    var driver = result.unwrap(PgResultSet.class);
    var metadata = result.getMetaData();
    List<Integer> oids = new ArrayList<>();
    Set<Integer> others = new TreeSet<>();
    for (int column = 1; column <= metadata.getColumnCount(); column++) {
      int oid = driver.getColumnOID(column);
      oids.add(oid);
      if (oid != Oid.NUMERIC && !BUILT_IN.containsKey(oid)) {
        others.add(oid);
      }
    }
    Map<Integer, DatabaseType> types = new HashMap<>(BUILT_IN);
    if (!others.isEmpty()) {
      lookUp(result, others, types);
    }
    List<DatabaseType> found = new ArrayList<>();
    for (int i = 0; i < oids.size(); i++) {
      int oid = oids.get(i);
      int unused = Integer.SIZE - SCALE_BITS;
      found.add(
          oid == Oid.NUMERIC
              ? new Numeric(
                  metadata.getPrecision(i + 1), metadata.getScale(i + 1) << unused >> unused)
              : types.getOrDefault(oid, new Other("number " + Integer.toUnsignedString(oid))));
    }
    return List.copyOf(found);
  }

  private static void lookUp(ResultSet result, Set<Integer> oids, Map<Integer, DatabaseType> types)
      throws SQLException {
    var sql =
        ("SELECT t.oid, pg_catalog.format_type(t.oid, NULL), t.typtype = 'e', t.typname = 'citext'"
                + " AND EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e"
                + " ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass"
                + " AND d.refobjid = e.oid AND d.deptype = 'e' AND e.extname = 'citext'"
                + " WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid)"
                + " FROM pg_catalog.pg_type t WHERE t.oid IN (%s)")
            .formatted(oids.stream().map(Integer::toUnsignedString).collect(joining(", ")));
    try (var statement = result.getStatement().getConnection().createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var name = rows.getString(2);
        var type =
            rows.getBoolean(3)
                ? new Held(name, new Code(Variable.TEXT))
                : rows.getBoolean(4) ? new Held(name, Variable.TEXT) : new Other(name);
        types.put((int) rows.getLong(1), type);
      }
    }
  }

  /**
   * The digits behind the point of {@code money} in a connection's transaction: those that its
   * {@code lc_monetary} has for the currency.
   */
  static int moneyScale(ResultSet result) throws SQLException {
    var sql =
        "SELECT pg_catalog.scale(CAST(CAST(0 AS pg_catalog.money) AS pg_catalog.\"numeric\"))";
    try (var statement = result.getStatement().getConnection().createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
