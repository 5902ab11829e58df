package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.JournalRelation;
import dev.ledgerload.postgres.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is installed beside a journal; settings hold from then on.
 *
 * @param journal its name as SQL
 */
record Installed(String journal, PlanSettings settings) implements Question<Installed.Stamps> {
  /** Where there is no journal. */
  static final Stamps NOTHING = new Stamps(null, null, null);

  /** The names are those that {@link Companions} gives. */
  private static final String SQL =
      """
      SELECT
        c.oid, c.relkind, n.nspname, c.relname,
        obj_description(to_regprocedure(format('%%I.%%I(date)', n.nspname, %s || c.relname)), 'pg_proc'),
        (SELECT obj_description(i.indexrelid, 'pg_class') FROM pg_index i
          WHERE i.indexrelid = to_regclass(format('%%I.%%I', n.nspname, %s || c.relname))
            AND i.indrelid = c.oid AND i.indisvalid),
        %s
      FROM (SELECT to_regclass(%s)::oid AS oid) journal
      LEFT JOIN (pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace) ON c.oid = journal.oid
      """;

  /**
   * Their comments.
   *
   * @param journal null if it isn't there
   * @param function null if it isn't there, or has none
   * @param index the same
   */
  record Stamps(
      @Nullable JournalRelation journal, @Nullable String function, @Nullable String index) {}

  @Override
  public String sql(Literals literals) throws SQLException {
    return SQL.formatted(
        literals.of(Companions.FUNCTION),
        literals.of(Companions.INDEX),
        settings.selected(literals),
        literals.of(journal));
  }

  @Override
  public Stamps answer(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getString(4) == null
        ? NOTHING
        : new Stamps(JournalRelation.of(rows), rows.getString(5), rows.getString(6));
  }
}
