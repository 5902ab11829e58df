package dev.ledgerload.processing;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.duckdb.DuckDBConnection;

/**
 * A loaded day as a Parquet file, which an in-process DuckDB writes from the table's batches where
 * they lie: decimals, dates, times, timestamps with and without a zone, UUIDs, JSON and bytes are
 * Parquet's own; coded columns are texts or numbers again, which Parquet codes itself.
 */
public final class ParquetFile {
  private static final String NAME = "parquet";

  private ParquetFile() {}

  /**
   * Writes it.
   *
   * @param file isn't there yet; if this throws, a part of it may be
   * @throws IllegalArgumentException if a column's numbers have more than 38 digits, which Parquet
   *     decimals of DuckDB haven't
   * @throws IOException if it can't be written
   */
  public static void write(JournalTable table, Path file) throws IOException {
    requireDigits(table);
    var tables = table.batches().get(0).getVector(0).getAllocator(); // as DuckDbTotalsProcessor
    try (var connection = connect();
        var exchange = tables.newChildAllocator(NAME, 0, Long.MAX_VALUE);
        var reader = table.reader();
        var stream = ArrowArrayStream.allocateNew(exchange)) {
      Data.exportArrayStream(exchange, reader, stream);
      try {
        connection.registerArrowStream("entries", stream);
        copy(connection, selectList(table), file);
      } finally {
        stream.release();
      }
    } catch (SQLException e) {
      throw failure(file, e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof SQLException cause) { // as the driver wraps its own
        throw failure(file, cause);
      }
      throw e;
    }
  }

  private static void requireDigits(JournalTable table) {
    for (var column : table.columns()) {
      if (table.type(column) instanceof Decimal decimal
          && decimal.precision() > Decimal.MAX_SUMMED_PRECISION) {
        throw new IllegalArgumentException(
            "column %s has %d digits, and Parquet's decimals here at most 38: leave it out, or write Arrow or CSV"
                .formatted(column.name(), decimal.precision()));
      }
    }
  }

  private static DuckDBConnection connect() throws SQLException {
    var settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("temp_directory", "");
    settings.setProperty("TimeZone", "UTC");
    return DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
  }

  private static String selectList(JournalTable table) {
    return table.columns().stream()
        .map(
            column ->
                expression('"' + column.name().replace("\"", "\"\"") + '"', table.type(column)))
        .collect(joining(", "));
  }

  /** A dictionary in a stream can't say that its bytes are UUIDs. */
  private static String expression(String name, ColumnType type) {
    return type.equals(new Code(Fixed.UUID))
        ? "CAST(lower(hex(%1$s)) AS UUID) AS %1$s".formatted(name)
        : name;
  }

  private static void copy(DuckDBConnection connection, String columns, Path file)
      throws SQLException {
    var name = file.toAbsolutePath().toString().replace("'", "''");
    try (var statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT %s FROM entries) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
              .formatted(columns, name));
    }
  }

  /** What follows in the driver's message is where in the SQL it was. */
  private static IOException failure(Path file, SQLException e) {
    var reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new IOException("%s can't be written: %s".formatted(file, reason), e);
  }
}
