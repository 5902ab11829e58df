package dev.ledgerload.harness.rivals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.DatabaseUrl;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The day that rivals load, and what is true of it by the word of the database, which adds it up
 * itself: no loader, theirs or ours, has a part in that.
 */
record RivalDay(
    PostgresUrl postgres, String table, String day, long rows, Map<String, ColumnFacts> facts) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** What libpq and pgjdbc call alike. */
  private static final List<String> SHARED_PARAMETERS = List.of("sslmode", "sslrootcert");

  /**
   * Asks the database.
   *
   * @throws RivalAbsentException if the journal isn't one that they know
   */
  static RivalDay of(Target target) {
    var schema = target.schema();
    if (schema.isQuery() || !schema.equals(JournalSchema.GL_ENTRIES.withTable(schema.table()))) {
      throw new RivalAbsentException("the journal's columns aren't those of gl_entries");
    }
    try (var session = PostgresSession.open("rivals", target.postgres(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "adding up " + target.day(),
          snapshot ->
              new RivalDay(
                  target.postgres(),
                  schema.tableSql(),
                  target.day(),
                  target.rows(),
                  facts(snapshot.prepare(sql(schema, target.day())))));
    }
  }

  private static String sql(JournalSchema schema, String day) {
    return "SELECT %s FROM %s WHERE %s = DATE '%s'"
        .formatted(
            GlEntries.of(Grain.ENTRY).stream()
                .flatMap(column -> sums(column, schema.columnSql(column)))
                .collect(joining(", ")),
            schema.tableSql(),
            schema.columnSql(schema.day()),
            day);
  }

  /** How many are NULL, how many are empty, and the sum, of a column. */
  private static Stream<String> sums(Column column, String sql) {
    var nulls = "count(*) - count(%s)".formatted(sql);
    return switch (column.role()) {
      case KEY, CODE ->
          Stream.of(
              nulls,
              "count(*) FILTER (WHERE %s = '')".formatted(sql),
              "sum(octet_length(convert_to(%s, 'UTF8')))".formatted(sql));
      case DAY -> Stream.of(nulls, "0", "sum(%s - DATE '1970-01-01')".formatted(sql));
      default -> Stream.of(nulls, "0", "sum(%s)".formatted(sql));
    };
  }

  private static Map<String, ColumnFacts> facts(PreparedStatement statement) throws SQLException {
    try (statement;
        var sums = statement.executeQuery()) {
      sums.next();
      Map<String, ColumnFacts> facts = new LinkedHashMap<>();
      int at = 1;
      for (var column : GlEntries.of(Grain.ENTRY)) {
        var sum = sums.getBigDecimal(at + 2);
        facts.put(
            column.name(),
            new ColumnFacts(
                sums.getLong(at), sums.getLong(at + 1), sum == null ? "0" : sum.toPlainString()));
        at += 3;
      }
      return facts;
    }
  }

  /**
   * What a rival is told.
   *
   * @param extension the file of DuckDB's extension, null if it needs none
   */
  RivalRequest request(@Nullable String extension) {
    return new RivalRequest(
        RivalRequest.PROTOCOL, postgres.jdbcUrl(), uri(), table, day, extension);
  }

  /** As libpq reads it. */
  private String uri() {
    var url = DatabaseUrl.of(postgres);
    List<String> parameters = new ArrayList<>();
    for (var name : SHARED_PARAMETERS) {
      url.parameter(name).ifPresent(value -> parameters.add(name + "=" + encoded(value)));
    }
    return "postgresql://%s:%s@%s:%d/%s%s"
        .formatted(
            encoded(url.user()),
            encoded(url.password()),
            url.host(),
            url.port(),
            encoded(url.database()),
            parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** A message without the password, in whatever way it was written. */
  String redacted(String message) {
    var password = DatabaseUrl.of(postgres).password();
    return password.isEmpty()
        ? message
        : message.replace(password, "***").replace(encoded(password), "***");
  }

  /** What is wrong with an answer; null if nothing is. */
  @Nullable String complaint(RivalReply reply) {
    if (reply.rows() != rows) {
      return "%,d entries, not %,d".formatted(reply.rows(), rows);
    }
    for (var column : reply.facts().entrySet()) {
      var expected = facts.get(column.getKey());
      var actual = column.getValue();
      if (expected == null) {
        return "a column %s".formatted(column.getKey());
      }
      if (actual.nulls() + actual.empties() != expected.nulls() + expected.empties()) {
        return "%,d empty values of %s, not %,d"
            .formatted(
                actual.nulls() + actual.empties(),
                column.getKey(),
                expected.nulls() + expected.empties());
      }
      if (new BigDecimal(actual.sum()).compareTo(new BigDecimal(expected.sum())) != 0) {
        return "a sum of %s of %s, not %s".formatted(column.getKey(), actual.sum(), expected.sum());
      }
    }
    return reply.facts().isEmpty() || reply.facts().keySet().equals(facts.keySet())
        ? null
        : "the columns %s, not %s".formatted(reply.facts().keySet(), facts.keySet());
  }

  /** Whether NULL is apart from a text without characters; null if values weren't looked at. */
  @Nullable Boolean isNullApart(RivalReply reply) {
    if (reply.facts().isEmpty()) {
      return null;
    }
    return reply.facts().entrySet().stream()
        .allMatch(
            column -> {
              var expected = facts.get(column.getKey());
              return expected != null && expected.nulls() == column.getValue().nulls();
            });
  }

  @Override
  public String toString() {
    return "RivalDay[%s, %s, %s]".formatted(postgres, table, day);
  }
}
