package dev.ledgerload.testbed;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Puts a journal into a database. Used once. */
final class JournalSeeder {
  /*
   * One transaction creates the table, fills it and builds its indexes, so a failure or a kill at
   * any moment leaves what was there before. That also allows COPY FREEZE: rows are written as
   * visible to all, and VACUUM finds nothing left to rewrite. COPY FREEZE doesn't take a
   * partitioned table, so each partition is copied into by itself.
   *
   * One connection suffices: making and sending entries keeps one core busy while the server's
   * process writes on another.
   */
  private static final int FIRST_EPOCH_DAY =
      Math.toIntExact(JournalParameters.FIRST_DAY.toEpochDay());
  private static final int CHUNK_BYTES = 256 << 10;
  private static final int MAX_PARTITION_STEM_BYTES = 54; // "_20260101" makes it 63
  private static final int SHUFFLE = 1_000; // the draw of a seed that places are shuffled by

  private final JournalParameters parameters;
  private final JournalSchema schema;
  private final SeedOptions options;
  private final EntryGenerator entry;
  private final CopyRowEncoder encoder;
  private long sentRows;

  JournalSeeder(JournalTables tables, JournalSchema schema, SeedOptions options) {
    this.parameters = tables.parameters();
    this.schema = schema;
    this.options = options;
    this.entry = new EntryGenerator(tables);
    this.encoder = new CopyRowEncoder(tables, CHUNK_BYTES);
  }

  SeedReport seed(PostgresUrl database) {
    long startNs = System.nanoTime();
    try (var connection = PostgresProbe.connect(database)) {
      connection.setAutoCommit(false);
      makeRoom(connection);
      execute(connection, createTable());
      long copyStartNs = System.nanoTime();
      if (isPartitioned()) {
        copyPartitions(connection);
      } else {
        copy(connection, schema.tableSql(), parameters.firstIndex(), parameters.endIndex());
      }
      long copyEndNs = System.nanoTime();
      buildIndexes(connection);
      connection.commit();
      connection.setAutoCommit(true);
      vacuum(connection);
      return new SeedReport(
          sentRows,
          Duration.ofNanos(copyEndNs - copyStartNs),
          Duration.ofNanos(System.nanoTime() - startNs));
    } catch (SQLException e) {
      throw new TestbedException(
          "seeding %s into %s failed after %,d of %,d entries, nothing is left of it: %s"
              .formatted(
                  schema.tableSql(),
                  database.redacted(),
                  sentRows,
                  parameters.rows(),
                  e.getMessage()),
          e);
    }
  }

  private boolean isPartitioned() {
    return options.layout().partitions() != Partitions.NONE;
  }

  private void makeRoom(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      query.setString(1, schema.tableSql());
      try (var rows = query.executeQuery()) {
        rows.next();
        if (!rows.getBoolean(1)) {
          return;
        }
      }
    }
    if (!options.replace()) {
      throw new TestbedException(
          "the table %s exists: seed under another name, drop it, or allow it to be replaced"
              .formatted(schema.tableSql()));
    }
    execute(connection, "DROP TABLE " + schema.tableSql());
  }

  private String createTable() {
    return "CREATE TABLE %s (%s)%s"
        .formatted(
            schema.tableSql(),
            GlEntries.of(Grain.ENTRY).stream().map(this::definition).collect(joining(", ")),
            isPartitioned()
                ? " PARTITION BY RANGE (%s)".formatted(schema.columnSql(schema.day()))
                : "");
  }

  private String definition(Column column) {
    var type =
        switch (column.role()) {
          case PLAIN, COUNT -> "bigint";
          case DAY -> "date";
          case KEY, CODE -> "varchar";
          case MEASURE, TOTAL -> "numeric(18,2)";
        };
    return schema.columnSql(column) + " " + type;
  }

  private void copyPartitions(Connection connection) throws SQLException {
    var partitions = options.layout().partitions();
    int day = parameters.firstIndex();
    while (day < parameters.endIndex()) {
      var date = parameters.day(day);
      var end = partitions.end(date);
      var partition = partition(date).tableSql();
      execute(
          connection,
          "CREATE TABLE %s PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')"
              .formatted(partition, schema.tableSql(), partitions.first(date), end));
      int endDay = Math.min(parameters.endIndex(), parameters.indexOf(end));
      copy(connection, partition, day, endDay);
      day = endDay;
    }
  }

  private JournalSchema partition(LocalDate date) {
    var stem = schema.table();
    while (stem.substring(stem.indexOf('.') + 1).getBytes(StandardCharsets.UTF_8).length
        > MAX_PARTITION_STEM_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return schema.withTable(stem + options.layout().partitions().suffix(date));
  }

  private void copy(Connection connection, String table, int firstDay, int endDay)
      throws SQLException {
    var columns = schema.columnsSql(GlEntries.of(Grain.ENTRY));
    var copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY %s (%s) FROM STDIN (FORMAT BINARY, FREEZE)".formatted(table, columns));
    try {
      encoder.writeHeader();
      if (options.layout().scattered()) {
        sendScattered(copy, firstDay, endDay);
      } else {
        for (int day = firstDay; day < endDay; day++) {
          send(copy, day);
        }
      }
      encoder.writeTrailer();
      flush(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void send(CopyIn copy, int day) throws SQLException {
    int rows = parameters.rows(day);
    for (int row = 0; row < rows; row++) {
      send(copy, day, row);
    }
  }

  private void sendScattered(CopyIn copy, int firstDay, int endDay) throws SQLException {
    long first = parameters.place(firstDay);
    long rows = parameters.place(endDay) - first;
    var shuffle = new Shuffle(rows, Mix.draw(parameters.seed(), SHUFFLE));
    for (long i = 0; i < rows; i++) {
      long place = first + shuffle.at(i);
      int day = parameters.indexAt(place);
      send(copy, day, (int) (place - parameters.place(day)));
    }
  }

  private void send(CopyIn copy, int day, int row) throws SQLException {
    entry.moveTo(day, row);
    encoder.writeRow(entry, FIRST_EPOCH_DAY + day);
    sentRows++;
    if (!encoder.hasRoom()) {
      flush(copy);
    }
  }

  private void flush(CopyIn copy) throws SQLException {
    copy.writeToCopy(encoder.bytes(), 0, encoder.length());
    encoder.clear();
    options.progress().accept(sentRows);
  }

  private void buildIndexes(Connection connection) throws SQLException {
    var id = schema.columnSql(GlEntries.ID);
    var day = schema.columnSql(schema.day());
    execute(connection, "SET LOCAL maintenance_work_mem = '256MB'");
    execute(
        connection,
        "ALTER TABLE %s ADD PRIMARY KEY (%s)"
            .formatted(schema.tableSql(), isPartitioned() ? id + ", " + day : id));
    execute(connection, "CREATE INDEX ON %s (%s)".formatted(schema.tableSql(), day));
  }

  private void vacuum(Connection connection) throws SQLException {
    try {
      execute(connection, "VACUUM (FREEZE, ANALYZE) " + schema.tableSql());
    } catch (SQLException e) {
      try {
        execute(connection, "DROP TABLE " + schema.tableSql());
      } catch (SQLException drop) {
        e.addSuppressed(drop);
      }
      throw e;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
