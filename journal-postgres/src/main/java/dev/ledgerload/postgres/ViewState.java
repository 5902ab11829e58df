package dev.ledgerload.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/**
 * What the catalogue says of a view of a journal's groups.
 *
 * @param comment the view's; empty if it has none
 * @param madeOf what the comment of one made now would say
 * @param byWhoAsks what shows rows by who asks; empty if nothing does
 */
record ViewState(
    boolean isThere, boolean isFilled, String comment, String madeOf, String byWhoAsks) {
  private static final int BY_WHO_ASKS = 5;

  private static final String SQL =
      """
      WITH asked AS (SELECT to_regclass(%s)::oid AS view, %d::oid AS journal)
      SELECT view IS NOT NULL, coalesce(c.relispopulated, false), obj_description(view, 'pg_class'),
        'ledgerload: groups a day; rows with as_of say what it is a snapshot of; made of '
          || journal || ' (' || coalesce((
            SELECT string_agg(a.attnum || ' ' || a.attname, ', ' ORDER BY a.attnum)
            FROM pg_rewrite r
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
            JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE r.ev_class = view AND d.refclassid = 'pg_class'::regclass AND d.refobjid = journal), '')
          || ') for ' || %s,
        %s
      FROM asked LEFT JOIN pg_class c ON c.oid = view
      """;

  /**
   * Empty of a table alone, which shows all the same rows; NULL of what has to be looked at: to
   * plan that takes the server longer than all else that is asked.
   */
  private static final String OF_TABLE_ALONE =
      """
      CASE WHEN EXISTS (SELECT FROM pg_class j WHERE j.oid = journal AND j.relkind = 'r'
        AND NOT j.relrowsecurity AND NOT j.relhassubclass) THEN '' END""";

  /**
   * What asks for it.
   *
   * @param view its name as SQL
   * @param journal the number of the journal's relation
   * @param fingerprint of what the view depends on in the journal's schema
   */
  record Of(String view, long journal, String fingerprint) implements Question<ViewState> {
    @Override
    public String sql(Literals literals) throws SQLException {
      return sql(literals, RowSecurity.listed(RowSecurity.of("journal")));
    }

    private String sql(Literals literals, String byWhoAsks) throws SQLException {
      return SQL.formatted(literals.of(view), journal, literals.of(fingerprint), byWhoAsks);
    }

    @Override
    public ViewState answer(ResultSet rows) throws SQLException {
      rows.next();
      return read(rows);
    }
  }

  /** Asks the same at less cost; empty where the journal isn't a table alone. */
  record OfTable(Of whole) implements Question<Optional<ViewState>> {
    @Override
    public String sql(Literals literals) throws SQLException {
      return whole.sql(literals, OF_TABLE_ALONE);
    }

    @Override
    public Optional<ViewState> answer(ResultSet rows) throws SQLException {
      rows.next();
      return rows.getString(BY_WHO_ASKS) == null ? Optional.empty() : Optional.of(read(rows));
    }
  }

  private static ViewState read(ResultSet row) throws SQLException {
    return new ViewState(
        row.getBoolean(1),
        row.getBoolean(2),
        Objects.requireNonNullElse(row.getString(3), ""),
        row.getString(4),
        row.getString(BY_WHO_ASKS));
  }
}
