package dev.ledgerload.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Who may read. */
public final class Grants {
  /** As owner, by a grant on the table, or on some of its columns. */
  private static final String GRANTS =
      """
      WITH relation AS (SELECT oid, relacl, relowner FROM pg_class WHERE oid = ?::regclass),
      grants AS (
        SELECT '' AS part, relacl AS acl FROM relation
        UNION ALL SELECT '', acldefault('r', relowner) FROM relation
        UNION ALL SELECT format('(%I)', a.attname), a.attacl
        FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND NOT a.attisdropped),
      reading AS (
        SELECT part, g.is_grantable,
          CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS reader
        FROM grants, aclexplode(grants.acl) g
        WHERE g.privilege_type = 'SELECT')
      """;

  private static final String GRANT_ALL =
      GRANTS + "SELECT DISTINCT format('GRANT SELECT ON %s TO %s', ?::text, reader) FROM reading";

  private static final String GRANT_THE_SAME =
      GRANTS
          + "SELECT DISTINCT format('GRANT SELECT %s ON %s TO %s', part, ?::text, reader)"
          + " || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END FROM reading";

  private Grants() {}

  /**
   * Lets everybody read one relation who may read another, or a part of it. Not for a relation that
   * tells more than a part of the other does.
   *
   * @param from as SQL, quoted
   * @param to as SQL, quoted
   */
  public static void copySelect(Connection connection, String from, String to) throws SQLException {
    grant(connection, GRANT_ALL, from, to);
  }

  /**
   * Lets everybody read of a relation what they may read of another, in whose place it is put: all
   * of it, or the columns of the same names; and let others read it, where they may.
   *
   * @param from as SQL, quoted
   * @param to as SQL, quoted
   */
  public static void handOnSelect(Connection connection, String from, String to)
      throws SQLException {
    grant(connection, GRANT_THE_SAME, from, to);
  }

  private static void grant(Connection connection, String grants, String from, String to)
      throws SQLException {
    try (var asking = connection.prepareStatement(grants);
        var granting = connection.createStatement()) {
      asking.setString(1, from);
      asking.setString(2, to);
      granting.setEscapeProcessing(false);
      try (var rows = asking.executeQuery()) {
        while (rows.next()) {
          granting.execute(rows.getString(1));
        }
      }
    }
  }
}
