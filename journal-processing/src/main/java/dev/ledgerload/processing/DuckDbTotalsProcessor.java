package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/** Sums in an in-process DuckDB that scans the table's Arrow batches where they lie. */
final class DuckDbTotalsProcessor implements TotalsProcessor {
  /*
   * DuckDB converts every column of a registered stream, asked for or not, and rebuilds a
   * dictionary for every batch [1]. So it gets what it needs only and, for the keys, the dictionary's
   * indexes as plain integers: one dictionary serves all batches of a table, thus the same indexes
   * are the same keys, and the values are put in when the totals are built. That also makes it
   * indifferent to the number of batches, but for being what it spreads over its threads.
   *
   * Amounts go in unscaled, as decimals of the column's precision, and their sums come back as
   * Arrow too: no BigDecimal per group passes through JDBC.
   *
   * DuckDB sums in 128 bits and fails where a sum passes them on its way, which depends on the order
   * of the rows. Only then is the day summed again, in two halves of each amount, which can't
   * overflow.
   *
   * A stream can be scanned once, and must be gone before the connection is [2]: every call makes
   * its own, drains the result, and releases the stream whoever holds it.
   *
   * [1] duckdb-java, src/jni/duckdb_java.cpp, arrow_scan_dumb
   * [2] https://github.com/duckdb/duckdb/issues/9528
   */
  static final String NAME = "duckdb";

  private static final String TABLE = "journal";

  private static final int FIRST_GROUPS = 1024;
  private static final long RESULT_BATCH_ROWS = 1 << 16;

  private final DuckDBConnection connection;
  private final BufferAllocator results = new RootAllocator();
  private boolean closed;

  DuckDbTotalsProcessor(int threads) {
    var settings = new Properties();
    settings.setProperty("threads", Integer.toString(threads));
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("temp_directory", "");
    try {
      connection =
          DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw new TotalsProcessingException(NAME, "could not be started", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Totals process(JournalTable table) {
    if (closed) {
      throw new IllegalStateException("this processor is closed");
    }
    var columns = TotalsColumns.of(table);
    try (var handle = columns.project(table)) {
      var keys = columns.keyValues(handle);
      var groups = new GroupSums(columns, keys, FIRST_GROUPS, false);
      if (!sum(new SummedGroups(columns, keys, false), handle, groups)) {
        groups = new GroupSums(columns, keys, FIRST_GROUPS, false);
        sum(new SummedGroups(columns, keys, true), handle, groups);
      }
      return groups.ranked(handle.day(), columns.scales(handle));
    }
  }

  /** Runs a query over the table; false if DuckDB's 128 bits did not suffice. */
  private boolean sum(SummedGroups query, JournalTable table, GroupSums groups) {
    // Arrow shares buffers within one root only, so the exchange is the table's allocator's child.
    var tables = table.batches().get(0).getVector(0).getAllocator();
    try (var exchange = tables.newChildAllocator(NAME, 0, Long.MAX_VALUE); // throws if any stayed
        var reader = query.reader(table, exchange);
        var stream = ArrowArrayStream.allocateNew(exchange)) {
      Data.exportArrayStream(exchange, reader, stream);
      try {
        run(query, stream, groups);
        return true;
      } catch (SQLException e) {
        var brokenOff = reader.brokenOff();
        if (brokenOff != null) {
          throw new TotalsProcessingException(NAME, brokenOff, e);
        }
        if (isOutOfRange(e) && !query.isInHalves()) {
          return false;
        }
        throw new TotalsProcessingException(NAME, "the query failed: " + firstLine(e), e);
      } finally {
        stream.release();
      }
    } catch (IOException e) {
      throw new TotalsProcessingException(NAME, "the sums could not be read", e);
    } catch (OutOfMemoryException e) {
      throw new TotalsProcessingException(
          NAME, "the table's allocator has no room left for the exchange", e);
    }
  }

  private void run(SummedGroups query, ArrowArrayStream stream, GroupSums groups)
      throws SQLException, IOException {
    register(stream);
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query.sql(TABLE)).unwrap(DuckDBResultSet.class);
        var sums = (ArrowReader) rows.arrowExportStream(results, RESULT_BATCH_ROWS)) {
      while (sums.loadNextBatch()) {
        query.addTo(groups, sums.getVectorSchemaRoot());
      }
    }
  }

  /** The driver wraps its own exception here. */
  private void register(ArrowArrayStream stream) throws SQLException {
    try {
      connection.registerArrowStream(TABLE, stream);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static boolean isOutOfRange(SQLException e) {
    return String.valueOf(e.getMessage()).startsWith("Out of Range Error: Overflow");
  }

  /** What follows is a stack trace if the failure came from this side of the exchange. */
  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (results) {
      connection.close();
    } catch (SQLException e) {
      throw new TotalsProcessingException(NAME, "could not be closed", e);
    }
  }
}
