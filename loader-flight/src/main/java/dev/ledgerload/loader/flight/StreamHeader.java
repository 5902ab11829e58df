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
 * ledgerload.journal} and {@code .schema} (its fingerprint), {@code .day}, {@code .grain}, {@code
 * .rows}, {@code .as_of} and, if known, {@code .version}.
 *
 * @param served whose days it has
 * @param rows how many rows follow; a stream of fewer or more isn't the day
 */
record StreamHeader(ServedName served, Snapshot snapshot, long rows) {
  private static final String JOURNAL = "ledgerload.journal";
  private static final String SCHEMA = "ledgerload.schema";
  private static final String DAY = "ledgerload.day";
  private static final String GRAIN = "ledgerload.grain";
  private static final String ROWS = "ledgerload.rows";
  private static final String AS_OF = "ledgerload.as_of";
  private static final String VERSION = "ledgerload.version";

  static StreamHeader of(ServedName served, JournalTable table) {
    return new StreamHeader(served, table.snapshot(), table.rows());
  }

  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(JOURNAL, served.journal());
    metadata.put(SCHEMA, served.fingerprint());
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
      var served = new ServedName(value(metadata, JOURNAL), value(metadata, SCHEMA));
      return new StreamHeader(served, snapshot, rows);
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
