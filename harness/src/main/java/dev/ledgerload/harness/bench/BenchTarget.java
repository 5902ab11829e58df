package dev.ledgerload.harness.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Map;

/**
 * What a benchmark's JVM is to load, and the right answer. Passed in a file that only its owner can
 * read, for it holds the database's password, which a command line or JMH's results would show.
 *
 * @param jdbcUrl the database
 * @param table the journal's table
 * @param columnNames as {@link JournalLayout#columnNames()}
 * @param day the day, in ISO form
 * @param rows the day's entries
 * @param digestOfAll the digest of all columns, {@code digestOfTotals} of the three for totals
 * @param totals {@link TotalsDigest} of the day's totals
 */
record BenchTarget(
    String jdbcUrl,
    String table,
    Map<JournalColumn, String> columnNames,
    String day,
    long rows,
    long digestOfAll,
    long digestOfTotals,
    String totals) {

  /** The system property that names the file. */
  static final String PROPERTY = "ledgerload.target";

  private static final ObjectMapper JSON = new ObjectMapper();

  PostgresUrl postgres() {
    return new PostgresUrl(jdbcUrl);
  }

  JournalLayout layout() {
    return new JournalLayout(table, columnNames);
  }

  LocalDate date() {
    return LocalDate.parse(day);
  }

  long digest(String columns) {
    return columns.equals(PlannedCell.ALL) ? digestOfAll : digestOfTotals;
  }

  static BenchTarget read() {
    try {
      return JSON.readValue(Path.of(System.getProperty(PROPERTY)).toFile(), BenchTarget.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.deleteIfExists(file);
    Files.createFile(file, ownerOnly);
    JSON.writeValue(file.toFile(), this);
  }

  @Override
  public String toString() {
    return "BenchTarget[%s, %s, %s]".formatted(postgres(), table, day);
  }
}
