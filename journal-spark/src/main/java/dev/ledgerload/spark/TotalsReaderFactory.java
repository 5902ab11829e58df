package dev.ledgerload.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Goes to the executors, and has each task ask for a day's totals. */
record TotalsReaderFactory(JournalRead read, PushedTotals totals)
    implements PartitionReaderFactory {

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new TotalsReader(read, totals, (DayPart) partition);
  }
}
