package dev.ledgerload.rivals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/**
 * DuckDB's extension for PostgreSQL: a COPY in binary over one connection, decoded in process and
 * handed over as Arrow. By {@code postgres_query}: a scan of the attached table asks for all of its
 * pages, which takes longer the more days it has.
 */
final class DuckDbRival implements Rival {
  private static final long BATCH_ROWS = 65_536;

  private final BufferAllocator allocator = new RootAllocator();
  private final Connection connection;
  private final String sql;

  DuckDbRival(DayQuery query) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (var statement = connection.createStatement()) {
      statement.execute("LOAD " + quoted(Objects.requireNonNull(query.extension())));
      statement.execute(
          "ATTACH %s AS ledger (TYPE postgres, READ_ONLY)".formatted(quoted(query.uri())));
    }
    sql = "FROM postgres_query('ledger', %s)".formatted(quoted(query.sql(query.daySql())));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(DuckDBResultSet.class);
  }

  @Override
  public LoadedDay load() throws Exception {
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try (var statement = connection.createStatement();
        var rows = (DuckDBResultSet) statement.executeQuery(sql);
        var reader = (ArrowReader) rows.arrowExportStream(allocator, BATCH_ROWS)) {
      while (reader.loadNextBatch()) {
        batches.add(ArrowBatches.take(reader.getVectorSchemaRoot(), allocator));
      }
    }
    return new ArrowBatches(batches);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    allocator.close();
  }
}
