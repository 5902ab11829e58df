package dev.ledgerload.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/** What is said in each transaction behind a pooler for a connection's own settings to hold. */
final class TransactionSettings {
  /*
   * A connection of its own keeps what it said when it connected. Behind a pooler each transaction
   * may run in another server session, where the pooler has dropped what it was told to ignore and
   * where other applications have left roles, search paths and temporary tables. So there each
   * transaction says who asks and where names are looked up: what the role and the database have by
   * default, then what the URL says. Temporary tables, which come first unless they are named, come
   * last.
   *
   * Options are the server's command line [1]: words with spaces between them, a backslash before a
   * space that belongs to a word.
   *
   * [1] PostgreSQL documentation, libpq, "Parameter Key Words", options
   */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\\\\]|\\\\.)+");
  private static final Pattern SETTING = Pattern.compile("(?s)(?:-c|--)([A-Za-z0-9_.-]+)=(.*)");

  private static final List<String> DEFAULTS =
      List.of(
          "SET LOCAL SESSION AUTHORIZATION DEFAULT",
          "SET LOCAL role TO DEFAULT",
          "SET LOCAL search_path TO DEFAULT");

  static final String TEMPORARY_TABLES_LAST =
      "SELECT set_config('search_path',"
          + " concat_ws(', ', nullif(current_setting('search_path'), ''), 'pg_temp'), true)";

  private TransactionSettings() {}

  /**
   * Statements for the beginning of each transaction; none where there is no pooler.
   *
   * @param connection before it is used for anything else
   * @param url what the URL sets
   * @throws SQLException if its options can't be said in a transaction, and must be
   */
  static List<String> of(Connection connection, Properties url) throws SQLException {
    return isPooled(connection) ? behindPooler(connection, url) : List.of();
  }

  /**
   * Whether there is a pooler before the servers: the process that answers isn't the one that the
   * connection was told to cancel by. Then no statement is prepared by name from here on, for that
   * is known to one server session only, where another client may have given the same name to
   * another statement.
   */
  static boolean isPooled(Connection opened) throws SQLException {
    var driver = opened.unwrap(PGConnection.class);
    int prepareThreshold = driver.getPrepareThreshold();
    driver.setPrepareThreshold(0);
    try (var statement = opened.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      if (rows.getInt(1) != driver.getBackendPID()) {
        return true;
      }
    }
    driver.setPrepareThreshold(prepareThreshold);
    return false;
  }

  private static List<String> behindPooler(Connection connection, Properties url)
      throws SQLException {
    List<String> statements = new ArrayList<>(DEFAULTS);
    var options = PGProperty.OPTIONS.getOrDefault(url);
    if (options != null) {
      addOptions(connection, options, statements);
    }
    var schema = PGProperty.CURRENT_SCHEMA.getOrDefault(url);
    if (schema != null) {
      statements.add(setting(connection, "search_path", schema));
    }
    statements.add(TEMPORARY_TABLES_LAST);
    return List.copyOf(statements);
  }

  private static void addOptions(Connection connection, String options, List<String> statements)
      throws SQLException {
    var words = WORD.matcher(options).results().map(word -> unescaped(word.group())).iterator();
    while (words.hasNext()) {
      var word = words.next();
      var setting =
          SETTING.matcher(word.equals("-c") && words.hasNext() ? "-c" + words.next() : word);
      if (!setting.matches()) {
        throw new SQLException(
            "behind a connection pooler the URL's options can be \"-c name=value\" only, not \"%s\""
                .formatted(word),
            "0A000");
      }
      var name = setting.group(1).replace('-', '_').toLowerCase(Locale.ROOT);
      statements.add(setting(connection, name, setting.group(2)));
    }
  }

  private static String unescaped(String word) {
    return word.replaceAll("\\\\(.)", "$1");
  }

  private static String setting(Connection connection, String name, String value)
      throws SQLException {
    var driver = connection.unwrap(PGConnection.class);
    return "SELECT set_config('%s', '%s', true)"
        .formatted(driver.escapeLiteral(name), driver.escapeLiteral(value));
  }
}
