package dev.ledgerload.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * What the catalogue says of a view of a journal's groups.
 *
 * @param comment the view's; empty if it has none
 * @param madeOf what the comment of one made now would say
 * @param byWhoAsks what shows rows by who asks; empty if nothing does
 */
record ViewState(
    boolean isThere, boolean isFilled, String comment, String madeOf, String byWhoAsks) {
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
   * What asks for it.
   *
   * @param view its name as SQL
   * @param journal the number of the journal's relation
   * @param fingerprint of what the view depends on in the journal's schema
   */
  record Of(String view, long journal, String fingerprint) implements Question<ViewState> {
    @Override
    public String sql(Literals literals) throws SQLException {
      return SQL.formatted(
          literals.of(view),
          journal,
          literals.of(fingerprint),
          RowSecurity.listed(RowSecurity.of("journal")));
    }

    @Override
    public ViewState answer(ResultSet rows) throws SQLException {
      rows.next();
      return new ViewState(
          rows.getBoolean(1),
          rows.getBoolean(2),
          Objects.requireNonNullElse(rows.getString(3), ""),
          rows.getString(4),
          rows.getString(5));
    }
  }
}
