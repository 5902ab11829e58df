package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a stream says of itself before its rows, in the metadata of its schema: {@code
 * ledgerload.journal}, {@code .day}, {@code .grain}, {@code .rows}, {@code .as_of} and, if known,
 * {@code .version}.
 *
 * @param journal whose days it has, as {@link ServedName} says it
 * @param rows how many rows follow; a stream of fewer or more isn't the day
 */
record StreamHeader(String journal, Snapshot snapshot, long rows) {
  private static final String JOURNAL = "ledgerload.journal";
  private static final String DAY = "ledgerload.day";
  private static final String GRAIN = "ledgerload.grain";
  private static final String ROWS = "ledgerload.rows";
  private static final String AS_OF = "ledgerload.as_of";
  private static final String VERSION = "ledgerload.version";

  static StreamHeader of(String journal, JournalTable table) {
    return new StreamHeader(journal, table.snapshot(), table.rows());
  }

  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(JOURNAL, journal);
    metadata.put(DAY, snapshot.day().toString());
    metadata.put(GRAIN, Tickets.name(snapshot.grain()));
    metadata.put(ROWS, Long.toString(rows));
    metadata.put(AS_OF, snapshot.asOf().toString());
    snapshot.version().ifPresent(version -> metadata.put(VERSION, version.toString()));
    return metadata;
  }

  /**
   * @throws IllegalArgumentException if the metadata is not that of a day
   */
  static StreamHeader of(Map<String, String> metadata) {
    try {
      var version = metadata.get(VERSION);
      long rows = Long.parseLong(value(metadata, ROWS));
      if (rows < 0) {
        throw new IllegalArgumentException("the stream's schema announces %d rows".formatted(rows));
      }
      var snapshot =
          new Snapshot(
              LocalDate.parse(value(metadata, DAY)),
              Tickets.grain(value(metadata, GRAIN)),
              version == null ? Optional.empty() : Optional.of(DayVersion.parse(version)),
              Instant.parse(value(metadata, AS_OF)));
      return new StreamHeader(value(metadata, JOURNAL), snapshot, rows);
    } catch (NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException("the stream's schema names no day, rows or time", e);
    }
  }

  private static String value(Map<String, String> metadata, String key) {
    var value = metadata.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the stream's schema has no " + key);
    }
    return value;
  }
}
