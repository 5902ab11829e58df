package dev.ledgerload.cache;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a caller wants, and which held day will do. Immutable. */
public interface DayRequest {

  /** The day and the columns of it. */
  JournalQuery query();

  /** How old a held day may be; null for any age. */
  @Nullable Duration maxAge();

  /** Whether a held day will do that has the columns and is young enough. */
  default boolean accepts(Snapshot snapshot) {
    return true;
  }
}
