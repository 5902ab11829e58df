package dev.ledgerload.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements that come with a class as a resource, with gaps for SQL text, as {@code ${journal}}.
 * What is put there must be SQL already: identifiers quoted, literals escaped. Immutable.
 *
 * <p>{@code $body$}, in pairs, quotes a function's body, whatever is put into it.
 */
public final class SqlScript {
  private static final Pattern GAP = Pattern.compile("\\$\\{([a-z0-9_]+)}");

  private final String text;
  private final Map<String, String> values;

  private SqlScript(String text, Map<String, String> values) {
    this.text = text;
    this.values = values;
  }

  /** The script of this name beside a class. */
  public static SqlScript of(Class<?> owner, String name) {
    try (var stream = owner.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalArgumentException("no resource %s beside %s".formatted(name, owner));
      }
      return new SqlScript(new String(stream.readAllBytes(), UTF_8), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This script with SQL text for one more gap. */
  public SqlScript with(String gap, String sql) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(gap, sql);
    return new SqlScript(text, more);
  }

  /** The text of its statements. */
  public String sql() {
    var quote = "$body$";
    while (contains(quote)) { // a name may hold anything
      quote = quote.substring(0, quote.length() - 1) + "_$";
    }
    return GAP.matcher(text.replace("$body$", quote))
        .replaceAll(gap -> Matcher.quoteReplacement(value(gap.group(1))));
  }

  private boolean contains(String quote) {
    return values.values().stream().anyMatch(value -> value.contains(quote));
  }

  private String value(String gap) {
    var value = values.get(gap);
    if (value == null) {
      throw new IllegalStateException("nothing is given for ${%s}".formatted(gap));
    }
    return value;
  }

  /** Executes its statements. */
  public void run(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // names with braces are no escapes of JDBC's
      statement.execute(sql());
    }
  }
}
