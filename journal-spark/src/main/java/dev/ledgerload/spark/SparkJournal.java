package dev.ledgerload.spark;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The journal as Spark's catalog has it. */
final class SparkJournal implements SupportsRead {
  private final JournalRead read;
  private final StructType columns;

  SparkJournal(JournalRead read, StructType columns) {
    this.read = read;
    this.columns = columns;
  }

  @Override
  public String name() {
    return LedgerloadSource.NAME + " " + read.title();
  }

  @Override
  @SuppressWarnings("deprecation") // its successor is not in all versions
  public StructType schema() {
    return columns;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new JournalScanBuilder(read, columns);
  }
}
