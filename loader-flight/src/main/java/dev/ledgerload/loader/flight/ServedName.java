package dev.ledgerload.loader.flight;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.JournalRelation;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * What server and clients call the journal that is served: its table with the schema, and the
 * columns that aren't called by their field names.
 */
final class ServedName {
  /*
   * A client has no database to look into. So that it isn't given another tenant's journal of the
   * same name, a name without a schema stands for the one in `public`, whatever its URL's
   * search_path would find.
   */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ServedName() {}

  /** What a client's configuration names. */
  static String of(JournalSchema schema) {
    return of(
        schema,
        schema.table().contains(".") ? schema.tableSql() : "\"public\"." + schema.tableSql());
  }

  private static String of(JournalSchema schema, String tableSql) {
    var renamed =
        schema.columns().stream()
            .filter(column -> !schema.sqlName(column).equals(column.name()))
            .map(column -> schema.columnSql(column) + " for " + column.name())
            .collect(joining(", "));
    return renamed.isEmpty() ? tableSql : "%s with %s".formatted(tableSql, renamed);
  }

  /**
   * What the server's database finds by the configuration's name.
   *
   * @throws JournalLoadException if there is no such table; or if it shows its rows by who asks,
   *     which a server doesn't know of its clients
   */
  static String find(SourceConfig config, boolean ignoresRowSecurity) {
    try (var session =
        PostgresSession.open(FlightSourceProvider.STRATEGY, config.postgres(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "looking at " + config.schema().tableSql(),
          snapshot -> find(snapshot.connection(), config.schema(), ignoresRowSecurity));
    }
  }

  private static String find(
      Connection connection, JournalSchema schema, boolean ignoresRowSecurity) throws SQLException {
    var found = JournalRelation.find(connection, FlightSourceProvider.STRATEGY, schema);
    if (!ignoresRowSecurity) {
      requireSameForAll(connection, found);
    }
    return of(schema, found.sql());
  }

  private static void requireSameForAll(Connection connection, JournalRelation found)
      throws SQLException {
    var sql = "SELECT string_agg(reason, ', ') FROM (%s) reasons(reason)";
    try (var statement =
        connection.prepareStatement(sql.formatted(RowSecurity.of("to_regclass(?)")))) {
      statement.setString(1, found.sql());
      try (var rows = statement.executeQuery()) {
        rows.next();
        var reasons = rows.getString(1);
        if (reasons != null) {
          throw new JournalLoadException(
              Kind.UNSUPPORTED,
              FlightSourceProvider.STRATEGY,
              "%s shows rows by who asks for them (%s), and a server would give every client those of its own user: let clients load by copy or select, each as itself; what else can be done is told with the option %s"
                  .formatted(found.sql(), reasons, RowSecurity.OPTION));
        }
      }
    }
  }

  /**
   * @param journal what the client's configuration names
   * @param served what the server does
   * @throws CorruptStreamException if it is another
   */
  static void requireSame(String journal, String served) {
    if (!served.equals(journal)) {
      throw new CorruptStreamException(
          "it serves %s, not %s, which the configuration's schema names: name the former in the schema, with its schema, or another server in the option url"
              .formatted(served, journal));
    }
  }
}
