package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The journal as the database's catalogue knows it.
 *
 * @param oid its number
 * @param kind {@code pg_class.relkind}
 * @param schema the name of its schema, not quoted
 * @param name its own, not quoted
 */
public record JournalRelation(long oid, char kind, String schema, String name) {
  private static final String FIND =
      """
      SELECT c.oid, c.relkind, n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = to_regclass(%s)
      """;

  /**
   * Asks for what a name stands for.
   *
   * @param table as SQL
   */
  record Named(String table) implements Question<Optional<JournalRelation>> {
    @Override
    public String sql(Literals literals) throws SQLException {
      return FIND.formatted(literals.of(table));
    }

    @Override
    public Optional<JournalRelation> answer(ResultSet rows) throws SQLException {
      return rows.next() ? Optional.of(of(rows)) : Optional.empty();
    }
  }

  /**
   * Finds what a journal names.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there is nothing of that name, or
   *     the journal is a query
   */
  public static JournalRelation find(Connection connection, String strategy, JournalSchema journal)
      throws SQLException {
    requireNoQuery(strategy, journal);
    return found(Answers.ask(connection, new Named(journal.tableSql())), strategy, journal);
  }

  /** The same in a snapshot. */
  static JournalRelation find(PostgresSnapshot snapshot, String strategy, JournalSchema journal)
      throws SQLException {
    requireNoQuery(strategy, journal);
    return found(snapshot.ask(new Named(journal.tableSql())), strategy, journal);
  }

  private static void requireNoQuery(String strategy, JournalSchema journal) {
    if (journal.isQuery()) {
      throw new JournalLoadException(
          UNSUPPORTED,
          strategy,
          "the journal is a query, beside which nothing can be kept: make it a view or a table, and"
              + " name that");
    }
  }

  private static JournalRelation found(
      Optional<JournalRelation> found, String strategy, JournalSchema journal) {
    return found.orElseThrow(
        () ->
            new JournalLoadException(
                UNSUPPORTED,
                strategy,
                "there is no table %s: create it, or name the journal's table (--table, or JournalSchema)"
                    .formatted(journal.tableSql())));
  }

  /**
   * What a row says.
   *
   * @param row its first columns are the components, in their order
   */
  public static JournalRelation of(ResultSet row) throws SQLException {
    return new JournalRelation(
        row.getLong(1), row.getString(2).charAt(0), row.getString(3), row.getString(4));
  }

  /** Whether it holds rows, itself or in partitions, rather than showing those of others. */
  public boolean isTable() {
    return kind == 'r' || kind == 'p';
  }

  /** Its name as SQL, with the schema. */
  public String sql() {
    return qualified(name);
  }

  /**
   * The name as SQL of something that belongs to the journal and lies beside it. The server cuts
   * names at 63 bytes, so what tells one from the other comes first.
   */
  public String companionSql(String prefix) {
    return qualified(prefix + name);
  }

  /** The same name without the schema, for statements that imply it. */
  public String companionName(String prefix) {
    return quoted(prefix + name);
  }

  private String qualified(String relation) {
    return quoted(schema) + '.' + quoted(relation);
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
