package dev.ledgerload.postgres;

import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.postgresql.PGProperty;

/**
 * Which journal a schema's name stands for in a session, and to whom its rows are shown. Who has
 * the same identity gets the same rows from the database; so a cache may answer one by what another
 * has loaded. Two identities are the same if their {@link #toString()} is.
 *
 * @param database the number that PostgreSQL gave the cluster when it was made (empty if not every
 *     user may ask for it), and the database's own number
 * @param relation the table's number, its name with the schema, and the policies by which it shows
 *     its rows, if it does so by any; of a query, the schema's fingerprint
 * @param asker who asks: empty where everybody gets the same rows, who gets any
 */
public record JournalIdentity(String database, String relation, String asker) {
  /*
   * When do rows depend on who asks?
   *
   * - A policy applies to this user (row_security_active). Those of partitions and children don't
   *   apply to who reads the table above them, as all our statements do.
   * - It is a view, which may ask who is there, or it or one of its children is a foreign table,
   *   behind which everybody may be somebody else.
   * - It is a query, or there is a filter: SQL that may ask who is there, and that finds its names by
   *   the search path.
   * - This user may not read some of the columns, and must not get them from a cache either.
   *
   * By whom, then? By a user's name, but also by whatever the session says of itself: the usual way
   * to tell tenants apart that share a user is a setting (options=-c app.tenant=7), which no
   * catalogue lists, so the URL's options are taken as they are. What a DataSource sets nobody sees:
   * there its name stands for it. Views may ask for the time zone.
   *
   * Policies belong to the relation, for everybody: once they change, or come into force, nobody
   * finds what was kept before, those to whom they don't apply included.
   */
  private static final String DATABASE =
      """
      (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()),
      has_function_privilege('public', 'pg_control_system()', 'EXECUTE')
      """;

  private static final String ASKER =
      """
      quote_ident(current_user), quote_ident(session_user),
      current_setting('search_path'), current_setting('TimeZone')
      """;

  private static final String FACTS_OF_QUERY = "SELECT %s, '', true, %s".formatted(DATABASE, ASKER);

  private static final String FACTS =
      """
      WITH RECURSIVE tree AS (
        SELECT ?::oid AS oid
        UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.oid)
      SELECT
        %s,
        CASE WHEN c.relrowsecurity THEN
          (SELECT coalesce(string_agg(concat_ws(' ', p.polname, p.polcmd, p.polpermissive, p.polroles,
                    p.polqual), '; ' ORDER BY p.polname), 'none')
            FROM pg_policy p WHERE p.polrelid = c.oid)
        ELSE '' END,
        row_security_active(c.oid)
          OR EXISTS (SELECT FROM tree t JOIN pg_class r ON r.oid = t.oid WHERE r.relkind NOT IN ('r', 'p'))
          OR EXISTS (SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = ANY (?) AND NOT a.attisdropped
              AND NOT has_column_privilege(c.oid, a.attnum, 'SELECT')),
        %s
      FROM pg_class c WHERE c.oid = ?
      """
          .formatted(DATABASE, ASKER);

  private static final String CLUSTER = "SELECT system_identifier FROM pg_control_system()";

  /**
   * Asks the database.
   *
   * @throws dev.ledgerload.spi.JournalLoadException if it doesn't answer; of kind {@code
   *     UNSUPPORTED} if it has no such table
   */
  public static JournalIdentity ask(
      PostgresSession session, String strategy, JournalSchema schema, Deadline deadline) {
    return session.inSnapshot(
        null,
        deadline,
        () -> "asking the database to whom it shows the rows of " + schema.title(),
        snapshot -> read(snapshot.connection(), strategy, schema, session.source()));
  }

  private static JournalIdentity read(
      Connection connection, String strategy, JournalSchema schema, ConnectionSource source)
      throws SQLException {
    if (schema.isQuery()) {
      return ofQuery(connection, schema, source);
    }
    var journal = JournalRelation.find(connection, strategy, schema);
    try (var statement = connection.prepareStatement(FACTS)) {
      statement.setLong(1, journal.oid());
      statement.setArray(2, columnNames(connection, schema));
      statement.setLong(3, journal.oid());
      try (var facts = statement.executeQuery()) {
        if (!facts.next()) {
          throw new SQLException("the journal was dropped at this moment");
        }
        boolean byWhoAsks = facts.getBoolean(4) || schema.filter().isPresent();
        return new JournalIdentity(
            database(connection, facts),
            "%d %s %s".formatted(journal.oid(), journal.sql(), facts.getString(3)),
            byWhoAsks ? asker(facts, source) : "");
      }
    }
  }

  private static JournalIdentity ofQuery(
      Connection connection, JournalSchema schema, ConnectionSource source) throws SQLException {
    try (var statement = connection.createStatement();
        var facts = statement.executeQuery(FACTS_OF_QUERY)) {
      facts.next();
      return new JournalIdentity(
          database(connection, facts), "query " + schema.fingerprint(), asker(facts, source));
    }
  }

  private static String database(Connection connection, ResultSet facts) throws SQLException {
    var cluster = facts.getBoolean(2) ? ask(connection, CLUSTER) : "";
    return "%s/%s".formatted(cluster, facts.getString(1));
  }

  private static Array columnNames(Connection connection, JournalSchema schema)
      throws SQLException {
    var names = schema.columns().stream().map(schema::sqlName).toArray();
    return connection.createArrayOf("text", names);
  }

  private static String asker(ResultSet facts, ConnectionSource source) throws SQLException {
    return "user %s (%s), search_path %s, TimeZone %s, %s"
        .formatted(
            facts.getString(5),
            facts.getString(6),
            facts.getString(7),
            facts.getString(8),
            otherSettings(source));
  }

  private static String otherSettings(ConnectionSource source) throws SQLException {
    return source instanceof PostgresUrl url
        ? "options "
            + Objects.requireNonNullElse(
                PGProperty.OPTIONS.getOrDefault(PostgresDriver.settings(url)), "")
        : source.toString();
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
