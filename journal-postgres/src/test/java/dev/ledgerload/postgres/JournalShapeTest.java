package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.JournalShape.Form;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSchemaBuilder;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalShapeTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  @Test
  void comparesADateWithADate() throws SQLException {
    make("date");

    assertThat(shape(journal()).entriesOfSql(DAY)).isEqualTo("\"d\" = DATE '2026-03-01'");
    assertThat(shape(journal()).spanOfSql(DAY))
        .isEqualTo("\"d\" >= DATE '2026-03-01' AND \"d\" <= DATE '2026-03-01'");
    assertThat(shape(journal()).daySql()).isEqualTo("\"d\"");
  }

  @Test
  void boundsATimestamp() throws SQLException {
    make("timestamp");

    var shape = shape(journal());
    assertThat(shape.entriesOfSql(DAY))
        .isEqualTo(
            "\"d\" >= TIMESTAMP '2026-03-01 00:00:00' AND \"d\" < TIMESTAMP '2026-03-02 00:00:00'");
    assertThat(shape.entriesOfSql(LocalDate.of(9999, 12, 31)))
        .isEqualTo(
            "\"d\" >= TIMESTAMP '9999-12-31 00:00:00' AND \"d\" < TIMESTAMP '10000-01-01 00:00:00'");
    assertThat(shape.daySql()).isEqualTo("(\"d\")::date");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-01, 2026-02-28 23:00:00, 2026-03-01 23:00:00",
    "Europe/Berlin, 2026-03-29, 2026-03-28 23:00:00, 2026-03-29 22:00:00",
    "Europe/Berlin, 2026-10-25, 2026-10-24 22:00:00, 2026-10-25 23:00:00",
    "America/Sao_Paulo, 2018-11-04, 2018-11-04 03:00:00, 2018-11-05 02:00:00",
    "+05:30, 2026-03-01, 2026-02-28 18:30:00, 2026-03-01 18:30:00",
    "UTC, 9999-12-31, 9999-12-31 00:00:00, 10000-01-01 00:00:00"
  })
  void boundsAMomentByItsZonesDay(ZoneId zone, LocalDate day, String from, String to)
      throws SQLException {
    make("timestamptz");

    assertThat(shape(journal().dayZone(zone)).entriesOfSql(day))
        .isEqualTo(
            "\"d\" >= TIMESTAMPTZ '%s+00' AND \"d\" < TIMESTAMPTZ '%s+00'".formatted(from, to));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-28",
    "Europe/Berlin, 2026-10-24",
    "America/Sao_Paulo, 2018-11-03",
    "America/Sao_Paulo, 2019-02-16", // 23 o'clock comes twice
    "America/Havana, 2025-11-01", // midnight comes twice
    "America/St_Johns, 2006-10-28", // from 0:01 back to 23:01, so the day before comes once more
    "Pacific/Apia, 2011-12-29", // the 30th was left out
    "Asia/Kathmandu, 2026-03-01",
    "+05:30, 2026-03-01",
    "UTC-08:00, 2026-03-01",
    "Z, 2026-03-01",
    "UTC, 0001-01-01"
  })
  void takesForADayWhatLiesInItByTheServersClocks(ZoneId zone, LocalDate first)
      throws SQLException {
    make("timestamptz");
    Database.execute(
        ("INSERT INTO %s.t SELECT m FROM generate_series(TIMESTAMPTZ '%s 00:00+00',"
                + " TIMESTAMPTZ '%s 00:00+00', '10 minutes') m")
            .formatted(Database.SCHEMA, first, first.plusDays(4)));
    var shape = shape(journal().dayZone(zone));

    long all = 0;
    for (var day = first.plusDays(1); day.isBefore(first.plusDays(3)); day = day.plusDays(1)) {
      var byRange = countWhere(shape.entriesOfSql(day));
      assertThat(byRange)
          .as("%s", day)
          .isEqualTo(countWhere("%s = DATE '%s'".formatted(shape.daySql(), day)))
          .isEqualTo(countWhere(shape.entriesOfSql(day) + " AND " + shape.spanOfSql(day)));
      all += Long.parseLong(byRange);
    }
    assertThat(all).isGreaterThanOrEqualTo(24 * 6);
  }

  @Test
  void writesMomentsBeforeTheFirstYearSoThatTheServerReadsThem() throws SQLException {
    make("timestamptz");
    Database.execute(
        "INSERT INTO %s.t VALUES ('0001-12-31 23:06:31+00 BC'), ('0001-12-31 23:06:32+00 BC')"
            .formatted(Database.SCHEMA));

    var first = shape(journal().dayZone(ZoneId.of("Europe/Berlin")));
    assertThat(countWhere(first.entriesOfSql(LocalDate.of(1, 1, 1)))).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"date", "timestamp", "timestamptz"})
  void isAnsweredByAnIndexWhateverTheSessionIsSetTo(String type) throws SQLException {
    make(type);
    Database.execute(
        ("INSERT INTO %s.t SELECT TIMESTAMPTZ '2020-01-01 00:00+00' + i * INTERVAL '1 hour'"
                + " FROM generate_series(1, 100000) i")
            .formatted(Database.SCHEMA),
        "CREATE INDEX ON %s.t (d)".formatted(Database.SCHEMA),
        "ANALYZE %s.t".formatted(Database.SCHEMA));
    var journal = type.equals("timestamptz") ? journal().dayZone(ZoneId.of("UTC")) : journal();

    try (var session =
        session(Database.url("options=-c%20TimeZone=Asia/Tokyo%20-c%20DateStyle=SQL,DMY"))) {
      var shape = shape(session, journal.build());
      var plan =
          ask(session, "EXPLAIN SELECT count(*) FROM %s.t WHERE %s", shape.entriesOfSql(DAY));
      assertThat(plan).contains("Index Cond");
      assertThat(ask(session, "SELECT count(*) FROM %s.t WHERE %s", shape.entriesOfSql(DAY)))
          .isEqualTo("24");
    }
  }

  @ParameterizedTest
  @CsvSource({"kind = 1, 2", "kind = 1 OR kind = 2, 3", "kind = 2 -- not )(, 1"})
  void bracketsTheFilter(String filter, String count) throws SQLException {
    make("date");
    Database.execute(
        ("INSERT INTO %s.t (d, kind) VALUES ('2026-03-01', 1), ('2026-03-01', 1),"
                + " ('2026-03-01', 2), ('2026-03-02', 1), ('2026-03-02', 2)")
            .formatted(Database.SCHEMA));

    assertThat(countWhere(shape(journal().filter(filter)).entriesOfSql(DAY) + " AND true"))
        .isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind = 1) OR (kind = 2", "nothing = 1", "kind", "kind = 1; SELECT 1"})
  void refusesAFilterThatIsNoCondition(String filter) throws SQLException {
    make("date");

    assertThatThrownBy(() -> shape(journal().filter(filter)))
        .isInstanceOf(JournalLoadException.class)
        .hasRootCauseInstanceOf(SQLException.class);
  }

  @Test
  void wantsAZoneForMoments() throws SQLException {
    make("timestamptz");

    assertThatThrownBy(() -> shape(journal()))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining(
            "column \"d\" of \"%s\".\"t\" is of type timestamp with time zone", Database.SCHEMA)
        .hasMessageContaining("day.zone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"date", "timestamp"})
  void wantsNoZoneForOthers(String type) throws SQLException {
    make(type);

    assertThatThrownBy(() -> shape(journal().dayZone(ZoneId.of("UTC"))))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("leave day.zone out");
  }

  @Test
  void describesAQuery() throws SQLException {
    make("date");
    var query = "WITH e AS (SELECT * FROM %s.t ORDER BY d) SELECT d AS day, k, m FROM e -- all";
    var journal =
        JournalSchema.ofQuery(query.formatted(Database.SCHEMA))
            .day("day")
            .keys("k")
            .measures("m")
            .build();

    var shape = shape(journal);
    assertThat(shape.day().type()).isEqualTo(Fixed.DATE);
    assertThat(shape.columns()).contains(new ColumnSpec(journal.column("m"), new Decimal(18, 2)));
  }

  @Test
  void namesWhatAQueryLacks() throws SQLException {
    make("date");
    var query = "SELECT d AS day, k FROM %s.t".formatted(Database.SCHEMA);
    var journal = JournalSchema.ofQuery(query).day("d").keys("k").measures("m").build();

    assertThatThrownBy(() -> shape(journal))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("there is no column \"d\" and no column \"m\" in the query: add it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT d, k, m FROM ledgerload_postgres_test.t; SELECT 1",
        "DELETE FROM ledgerload_postgres_test.t RETURNING d, k, m",
        "WITH gone AS (DELETE FROM ledgerload_postgres_test.t RETURNING *) SELECT * FROM gone"
      })
  void refusesAQueryThatIsNoSingleSelect(String query) throws SQLException {
    make("date");

    assertThatThrownBy(() -> shape(JournalSchema.ofQuery(query).day("d").keys("k").measures("m")))
        .isInstanceOf(JournalLoadException.class)
        .hasRootCauseInstanceOf(SQLException.class);
  }

  /** So that a function can be asked for a day, and a view begin with one. */
  @ParameterizedTest
  @CsvSource({
    "date, , 2026-03-29, 2026-03-29",
    "timestamp, , 2026-03-29 00:00, 2026-03-29 23:59:59.999999",
    "timestamptz, Europe/Berlin, 2026-03-28 23:00+00, 2026-03-29 21:59:59.999999+00",
    "timestamptz, Europe/Berlin, 2026-10-24 22:00+00, 2026-10-25 22:59:59.999999+00",
    "timestamptz, America/Havana, 2026-11-01 04:00+00, 2026-11-02 04:59:59.999999+00",
    "timestamptz, America/Sao_Paulo, 2018-11-04 03:00+00, 2018-11-05 01:59:59.999999+00",
    "timestamptz, Antarctica/Casey, 2021-03-12 13:00+00, 2021-03-13 15:59:59.999999+00",
    "timestamptz, Pacific/Apia, 2011-12-31 00:00+14, 2011-12-31 23:59:59.999999+14",
    "timestamptz, -18:00, 2026-03-29 18:00+00, 2026-03-30 17:59:59.999999+00"
  })
  void boundsADayThatIsGivenAsSql(String type, @Nullable ZoneId zone, String first, String last)
      throws SQLException {
    make(type);
    Database.execute(
        "INSERT INTO %1$s.t SELECT '%2$s'::%4$s - %5$s UNION ALL SELECT '%2$s' UNION ALL SELECT '%3$s' UNION ALL SELECT '%3$s'::%4$s + %5$s UNION ALL SELECT '-infinity' UNION ALL SELECT 'infinity' UNION ALL SELECT NULL"
            .formatted(
                Database.SCHEMA,
                first,
                last,
                type,
                type.equals("date") ? "1" : "INTERVAL '1 microsecond'"));
    var journal = journal();
    if (zone != null) {
      journal.dayZone(zone);
    }
    var shape = shape(journal);

    var rows = "SELECT count(*) FROM %s.t WHERE %s";
    var day =
        "(SELECT (%s) FROM %s.t WHERE d = '%s' LIMIT 1)"
            .formatted(shape.daySql(), Database.SCHEMA, first);
    assertThat(Database.ask(rows.formatted(Database.SCHEMA, shape.entriesOfSql(day))))
        .isEqualTo("2");
    assertThat(Database.ask(rows.formatted(Database.SCHEMA, shape.entriesSinceSql(day))))
        .isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({
    "bigint, 1234, 2, false, 12.34",
    "bigint, 9223372036854775807, 4, false, 922337203685477.5807",
    "smallint, -7, 0, false, -7",
    "money, 12.34, 2, true, 12.34",
    "money, -92233720368547758.08, 2, true, -92233720368547758.08",
    "money, 12.34, 0, true, 1234",
    "money, 12.34, 3, true, 1.234"
  })
  void bringsAmountsToTheirScale(
      String type, String value, int scale, boolean isMoney, String amount) throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS %s.amounts".formatted(Database.SCHEMA),
        "CREATE TABLE %s.amounts (m %s)".formatted(Database.SCHEMA, type),
        "INSERT INTO %s.amounts VALUES ('%s')".formatted(Database.SCHEMA, value));
    var schema = journal().build();
    var measure = schema.column("m");
    var spec = new ColumnSpec(measure, new Decimal(38, scale), false, true);
    var shape =
        new JournalShape(
            schema,
            new ColumnSpec(schema.day(), Fixed.DATE),
            List.of(spec),
            isMoney ? Map.of(measure, Form.MONEY) : Map.of());

    var sql = "SELECT %s FROM %s.amounts".formatted(shape.amountSql(spec), Database.SCHEMA);
    assertThat(Database.ask(sql)).isEqualTo(amount);
    assertThat(Database.ask("SELECT pg_typeof(n) FROM (%s) s(n)".formatted(sql)))
        .isEqualTo("numeric");
  }

  private static JournalSchemaBuilder journal() {
    return JournalSchema.of(Database.SCHEMA + ".t").day("d").keys("k").measures("m");
  }

  private static void make(String type) throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS %s.t".formatted(Database.SCHEMA),
        "CREATE TABLE %s.t (d %s, k text, m numeric(18,2), kind int)"
            .formatted(Database.SCHEMA, type));
  }

  private static JournalShape shape(JournalSchemaBuilder journal) {
    return shape(journal.build());
  }

  private static JournalShape shape(JournalSchema journal) {
    try (var session = session(Database.url())) {
      return shape(session, journal);
    }
  }

  private static PostgresSession session(PostgresUrl url) {
    return PostgresSession.open("test", url, Map.of());
  }

  private static JournalShape shape(PostgresSession session, JournalSchema journal) {
    return session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "describing",
        snapshot ->
            snapshot.describe(
                "test", journal, List.copyOf(journal.columns()), NumericShape.DEFAULT));
  }

  /** The result's texts, one a line; {@code %s} is the tests' schema, and the condition. */
  private static String ask(PostgresSession session, String sql, String condition) {
    return session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> {
          try (var statement = snapshot.connection().createStatement();
              var rows = statement.executeQuery(sql.formatted(Database.SCHEMA, condition))) {
            var lines = new StringBuilder();
            while (rows.next()) {
              lines.append(lines.isEmpty() ? "" : "\n").append(rows.getString(1));
            }
            return lines.toString();
          }
        });
  }

  private static String countWhere(String condition) throws SQLException {
    return Database.ask("SELECT count(*) FROM %s.t WHERE %s".formatted(Database.SCHEMA, condition));
  }
}
