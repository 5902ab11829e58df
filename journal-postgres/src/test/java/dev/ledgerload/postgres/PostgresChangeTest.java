package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalLoadException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of the database: on which settings it rests, and what it is refused for. */
class PostgresChangeTest {
  private static final String OTHER_DEFAULTS =
      "options=-c%20default_transaction_isolation=serializable%20-c%20default_transaction_read_only=on";
  private static final String TABLE = Database.SCHEMA + ".changed";

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  /** On a pooled connection the defaults are another's, and so are those left behind. */
  @Test
  void saysInItsTransactionWhatItNeedsAndLeavesTheSessionsDefaults() {
    List<String> settings = new ArrayList<>();
    PostgresChange.make(
        "test",
        Database.url(OTHER_DEFAULTS),
        "looking",
        connection -> {
          for (var setting :
              List.of(
                  "transaction_isolation",
                  "transaction_read_only",
                  "default_transaction_isolation",
                  "default_transaction_read_only")) {
            settings.add(Database.ask(connection, "SHOW " + setting));
          }
        });

    assertThat(settings).containsExactly("read committed", "off", "serializable", "on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"readOnly=true", "readOnly=true&readOnlyMode=always"})
  void changesNothingWhereTheUrlIsReadOnly(String parameters) throws SQLException {
    assertThatThrownBy(() -> create(parameters))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("read-only transaction")
        .hasMessageContaining("take readOnly out of the URL");
    assertThat(Database.ask("SELECT to_regclass('%s') IS NULL".formatted(TABLE))).isEqualTo("t");
  }

  private static void create(String parameters) {
    PostgresChange.make(
        "test",
        Database.url(parameters),
        "creating",
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE %s (id bigint)".formatted(TABLE));
          }
        });
  }
}
