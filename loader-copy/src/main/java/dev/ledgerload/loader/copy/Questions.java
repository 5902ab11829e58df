package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.PostgresSnapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Questions to a server. */
final class Questions {
  private Questions() {}

  /**
   * Asks all of them in one round trip.
   *
   * @param sql statements that give rows, whose first column isn't NULL
   * @return of each statement the first column of its rows
   */
  static List<List<String>> ask(PostgresSnapshot snapshot, String... sql) throws SQLException {
    List<List<String>> answers = new ArrayList<>();
    try (var statement = snapshot.connection().createStatement()) {
      statement.setEscapeProcessing(false); // a filter may have a brace
      statement.execute(String.join(";\n", sql));
      do {
        List<String> texts = new ArrayList<>();
        try (var rows = statement.getResultSet()) {
          while (rows.next()) {
            texts.add(rows.getString(1));
          }
        }
        answers.add(texts);
      } while (statement.getMoreResults());
    }
    return answers;
  }
}
