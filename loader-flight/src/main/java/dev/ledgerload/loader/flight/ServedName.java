package dev.ledgerload.loader.flight;

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
import java.util.regex.Pattern;

/**
 * What server and clients know the journal by that is served.
 *
 * @param journal for people: its table with the schema, or that it is a query
 * @param fingerprint of the schema, in which the table has its schema's name
 */
record ServedName(String journal, String fingerprint) {
  /*
   * A client has no database to look into. So that it isn't given another tenant's journal of the
   * same name, a name without a schema stands for the one in `public`, whatever its URL's
   * search_path would find. What a query's names stand for is for the server's database to say.
   */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** As a view's text is looked at; not within quotes, where it is another's name, or a text. */
  private static final Pattern USER =
      Pattern.compile(
          "(?<![\\w\"'])(current_user|current_role|session_user|user|current_setting|pg_has_role)(?![\\w\"'])",
          Pattern.CASE_INSENSITIVE);

  /** What a client's configuration names. */
  static ServedName of(JournalSchema schema) {
    if (schema.isQuery()) {
      return new ServedName("a query", schema.fingerprint());
    }
    var named =
        schema.table().contains(".") ? schema : schema.withTable("public." + schema.table());
    return new ServedName(named.tableSql(), named.fingerprint());
  }

  /**
   * What the server's database finds by the configuration's name.
   *
   * @throws JournalLoadException if there is no such table; or if it shows its rows by who asks,
   *     which a server doesn't know of its clients, or may do so
   */
  static ServedName find(SourceConfig config, boolean ignoresRowSecurity) {
    var schema = config.schema();
    if (!ignoresRowSecurity && schema.isQuery()) {
      throw refusal("the query may show", "of which tables it is can't be told");
    }
    if (!ignoresRowSecurity && schema.filter().filter(USER.asPredicate()).isPresent()) {
      throw refusal(schema.title() + " shows", "the user that the filter asks for");
    }
    if (schema.isQuery()) {
      return of(schema);
    }
    try (var session =
        PostgresSession.open(FlightSourceProvider.STRATEGY, config.database(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "looking at " + schema.title(),
          snapshot -> find(snapshot.connection(), schema, ignoresRowSecurity));
    }
  }

  private static ServedName find(
      Connection connection, JournalSchema schema, boolean ignoresRowSecurity) throws SQLException {
    var found = JournalRelation.find(connection, FlightSourceProvider.STRATEGY, schema);
    if (!ignoresRowSecurity) {
      requireSameForAll(connection, found);
    }
    boolean isNameable = !found.schema().contains("."); // else no client's configuration names it
    var named = isNameable ? schema.withTable(found.schema() + "." + found.name()) : schema;
    return new ServedName(found.sql(), named.fingerprint());
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
          throw refusal(found.sql() + " shows", reasons);
        }
      }
    }
  }

  private static JournalLoadException refusal(String journalShows, String reasons) {
    return new JournalLoadException(
        Kind.UNSUPPORTED,
        FlightSourceProvider.STRATEGY,
        "%s rows by who asks for them (%s), and a server would give every client those of its own user: let clients load by copy or select, each as itself; what else can be done is told with the option %s"
            .formatted(journalShows, reasons, RowSecurity.OPTION));
  }

  /**
   * Makes sure, as a client, that a server serves this.
   *
   * @throws CorruptStreamException if it is another journal, or by another schema
   */
  void requireServed(ServedName served) {
    if (!served.journal.equals(journal)) {
      throw new CorruptStreamException(
          "it serves %s, not %s, which the configuration's schema names: name the former in the schema, with its schema, or another server in the option url"
              .formatted(served.journal, journal));
    }
    if (!served.fingerprint.equals(fingerprint)) {
      throw new CorruptStreamException(
          "it serves %s by the schema %s, not by %s, which is the configuration's: give client and server the same journal.properties, or name another server in the option url"
              .formatted(journal, served.fingerprint, fingerprint));
    }
  }
}
