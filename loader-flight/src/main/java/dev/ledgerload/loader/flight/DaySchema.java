package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalTable;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table's schema with what the stream says of itself. */
final class DaySchema {
  private DaySchema() {}

  /** As its batches have it: a code column has the type of its indexes. */
  static Schema ofBatches(ServedName served, JournalTable table) {
    return of(table.schema(), served, table);
  }

  /** As a stream has it: a code column has the type of its dictionary's values. */
  static Schema ofStream(ServedName served, JournalTable table) {
    return of(table.streamSchema(), served, table);
  }

  private static Schema of(Schema schema, ServedName served, JournalTable table) {
    return new Schema(schema.getFields(), StreamHeader.of(served, table).metadata());
  }
}
