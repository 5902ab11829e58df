package dev.ledgerload.rivals;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfig;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Arrow's own adapter: a JDBC result into vectors, in batches. */
final class ArrowJdbcRival implements Rival {
  private static final int BATCH_ROWS = 65_536;

  private final BufferAllocator allocator = new RootAllocator();

  /** Without a calendar, dates are off by a day east of Greenwich. */
  private final JdbcToArrowConfig config =
      new JdbcToArrowConfigBuilder(allocator, Calendar.getInstance(TimeZone.getTimeZone("UTC")))
          .setTargetBatchSize(BATCH_ROWS)
          .build();

  private final Connection connection;
  private final PreparedStatement statement;

  ArrowJdbcRival(DayQuery query) throws SQLException {
    connection = query.connect();
    statement = connection.prepareStatement(query.sql("?"));
    statement.setFetchSize(DayQuery.FETCH_ROWS);
    statement.setObject(1, query.day());
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(JdbcToArrow.class, connection.getClass());
  }

  @Override
  public LoadedDay load() throws Exception {
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try (var rows = statement.executeQuery();
        var iterator = JdbcToArrow.sqlToArrowVectorIterator(rows, config)) {
      while (iterator.hasNext()) {
        batches.add(iterator.next());
      }
    }
    connection.commit();
    return new ArrowBatches(batches);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    allocator.close();
  }
}
