package dev.ledgerload.harness.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** By which plan a server reads a day, all columns of it, for one connection. It isn't run. */
final class DayPlan {
  private static final String BENCH = "bench";
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> nodes = new ArrayList<>();
  private final Set<String> indexes = new LinkedHashSet<>();
  private int workers;

  private DayPlan(JsonNode root) {
    add(root);
  }

  /** {@code plan}: its nodes, from the top down; {@code index}; {@code workers planned}. */
  static Map<String, String> facts(PostgresUrl postgres, JournalSchema schema, LocalDate day) {
    try (var session = PostgresSession.open(BENCH, postgres, Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "asking how the server would read " + day,
          snapshot -> explained(snapshot, schema, day).facts());
    }
  }

  private static DayPlan explained(PostgresSnapshot snapshot, JournalSchema schema, LocalDate day)
      throws SQLException, IOException {
    var columns = Columns.of(schema, Columns.ALL);
    var shape = snapshot.describe(BENCH, schema, List.copyOf(columns), NumericShape.DEFAULT);
    try (var statement = snapshot.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      try (var rows =
          statement.executeQuery(
              "EXPLAIN (FORMAT JSON) SELECT %s FROM %s WHERE %s"
                  .formatted(
                      schema.columnsSql(columns), schema.fromSql(), shape.entriesOfSql(day)))) {
        rows.next();
        return new DayPlan(JSON.readTree(rows.getString(1)).path(0).path("Plan"));
      }
    }
  }

  private void add(JsonNode node) {
    nodes.add(
        (node.path("Parallel Aware").asBoolean() ? "Parallel " : "")
            + node.path("Node Type").asText());
    if (node.has("Index Name")) {
      indexes.add(node.path("Index Name").asText());
    }
    workers += node.path("Workers Planned").asInt();
    node.path("Plans").forEach(this::add);
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("plan", String.join(", ", nodes));
    facts.put("index", indexes.isEmpty() ? "none" : String.join(", ", indexes));
    facts.put("workers planned", Integer.toString(workers));
    return facts;
  }
}
