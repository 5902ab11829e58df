package dev.ledgerload.harness.bench;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A server's version and the settings that aren't its defaults. */
final class PostgresFacts {
  private static final String SQL =
      "SELECT 'server_version', current_setting('server_version') UNION ALL (SELECT name, setting FROM"
          + " pg_settings WHERE source NOT IN ('default', 'override', 'client') ORDER BY name)";

  private PostgresFacts() {}

  static Map<String, String> of(PostgresUrl postgres) {
    try (var session = PostgresSession.open("doctor", postgres, Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(Duration.ofSeconds(30)),
          () -> "reading the server's settings",
          snapshot -> {
            Map<String, String> facts = new LinkedHashMap<>();
            try (var statement = snapshot.connection().createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
              while (rows.next()) {
                facts.put(rows.getString(1), rows.getString(2));
              }
            }
            return facts;
          });
    }
  }
}
