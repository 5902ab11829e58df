package dev.ledgerload.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Who may read. */
public final class Grants {
  /** As owner, or by a grant on the table or on some of its columns. */
  private static final String READERS =
      """
      WITH relation AS (SELECT oid, relacl, relowner FROM pg_class WHERE oid = ?::regclass),
      grants AS (
        SELECT relacl AS acl FROM relation
        UNION ALL SELECT acldefault('r', relowner) FROM relation
        UNION ALL SELECT a.attacl FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid)
      SELECT DISTINCT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END
      FROM grants, aclexplode(grants.acl) g
      WHERE g.privilege_type = 'SELECT'
      """;

  private Grants() {}

  /**
   * Lets everybody read one relation who may read another, or a part of it.
   *
   * @param from as SQL, quoted
   * @param to as SQL, quoted
   */
  public static void copySelect(Connection connection, String from, String to) throws SQLException {
    for (var reader : readers(connection, from)) {
      try (var statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        statement.execute("GRANT SELECT ON %s TO %s".formatted(to, reader));
      }
    }
  }

  private static List<String> readers(Connection connection, String relation) throws SQLException {
    try (var statement = connection.prepareStatement(READERS)) {
      statement.setString(1, relation);
      try (var rows = statement.executeQuery()) {
        List<String> readers = new ArrayList<>();
        while (rows.next()) {
          readers.add(rows.getString(1));
        }
        return readers;
      }
    }
  }
}
