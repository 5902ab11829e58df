package dev.ledgerload.loader.redis;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a day, and in which chunks: a Redis hash, written when all chunks are there.
 *
 * <p>Its fields: {@code format} (1), {@code day}, {@code grain}, {@code columns} (names, with
 * commas), {@code rows}, {@code version} (missing if the database keeps none), {@code as_of} (ISO
 * 8601), {@code write} (the id in the chunks' keys), {@code chunks}: a line for each, with the name
 * of the column that it belongs to or {@code -} if it is of the frame, its bytes, and their CRC-32C
 * in hexadecimal. The chunks one after the other are the Arrow stream.
 */
record Manifest(
    Snapshot snapshot, Set<JournalColumn> columns, long rows, String writeId, List<Chunk> chunks) {

  private static final String FORMAT = "1";
  private static final String FRAME = "-";

  /** The largest value that Redis takes, unless told otherwise. */
  static final int MAX_CHUNK_BYTES = 512 << 20;

  record Chunk(@Nullable JournalColumn column, int bytes, int crc32c) {
    @Override
    public String toString() {
      return "%s %d %08x".formatted(column == null ? FRAME : column.fieldName(), bytes, crc32c);
    }

    static Chunk of(String line) {
      var words = line.split(" ", -1);
      int bytes = Integer.parseInt(words[1]);
      if (words.length != 3 || bytes < 0 || bytes > MAX_CHUNK_BYTES) {
        throw new IllegalArgumentException("a chunk \"%s\"".formatted(line));
      }
      return new Chunk(
          words[0].equals(FRAME) ? null : columnNamed(words[0]),
          bytes,
          Integer.parseUnsignedInt(words[2], 16));
    }
  }

  Manifest {
    columns = Collections.unmodifiableSet(EnumSet.copyOf(columns));
    chunks = List.copyOf(chunks);
  }

  Map<String, String> toHash() {
    Map<String, String> hash = new LinkedHashMap<>();
    hash.put("format", FORMAT);
    hash.put("day", snapshot.day().toString());
    hash.put("grain", snapshot.grain().name());
    hash.put("columns", columns.stream().map(JournalColumn::fieldName).collect(joining(",")));
    hash.put("rows", Long.toString(rows));
    snapshot.version().ifPresent(version -> hash.put("version", version.toString()));
    hash.put("as_of", snapshot.asOf().toString());
    hash.put("write", writeId);
    hash.put("chunks", chunks.stream().map(Chunk::toString).collect(joining("\n")));
    return hash;
  }

  /**
   * Reads a hash.
   *
   * @throws DamagedDayException if it isn't the manifest of this day and grain
   */
  static Manifest of(Map<String, String> hash, LocalDate day, Grain grain) {
    var writeId = hash.getOrDefault("write", "");
    try {
      require("format", hash, FORMAT);
      require("day", hash, day.toString());
      require("grain", hash, grain.name());
      Set<JournalColumn> columns = EnumSet.noneOf(JournalColumn.class);
      for (var name : field("columns", hash).split(",", -1)) {
        columns.add(columnNamed(name));
      }
      if (!JournalColumn.of(grain).containsAll(columns) || !writeId.matches("[0-9a-f]{16}")) {
        throw new IllegalArgumentException("columns %s, write %s".formatted(columns, writeId));
      }
      List<Chunk> chunks = new ArrayList<>();
      field("chunks", hash).lines().forEach(line -> chunks.add(Chunk.of(line)));
      var version = hash.get("version");
      var snapshot =
          new Snapshot(
              day,
              grain,
              version == null ? Optional.empty() : Optional.of(DayVersion.parse(version)),
              Instant.parse(field("as_of", hash)));
      return new Manifest(snapshot, columns, Long.parseLong(field("rows", hash)), writeId, chunks);
    } catch (RuntimeException e) { // whatever the text was, it is no manifest
      throw new DamagedDayException(writeId, "its manifest is damaged: " + e.getMessage(), e);
    }
  }

  private static void require(String name, Map<String, String> hash, String expected) {
    if (!field(name, hash).equals(expected)) {
      throw new IllegalArgumentException(
          "%s is \"%s\", not %s".formatted(name, field(name, hash), expected));
    }
  }

  private static String field(String name, Map<String, String> hash) {
    var value = hash.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no field " + name);
    }
    return value;
  }

  private static JournalColumn columnNamed(String name) {
    return Arrays.stream(JournalColumn.values())
        .filter(column -> column.fieldName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("there is no column \"%s\"".formatted(name)));
  }

  /**
   * Whether a picture must not take this one's place; see {@link
   * dev.ledgerload.spi.JournalCache#put}.
   */
  boolean outranks(Snapshot other, Set<JournalColumn> otherColumns) {
    return otherColumns.containsAll(columns)
        ? snapshot.isNewerThan(other)
        : !other.isNewerThan(snapshot);
  }

  /** The keys of all chunks, under this manifest's key. */
  List<String> chunkKeys(String key) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      keys.add(DayKeys.chunk(key, writeId, i));
    }
    return keys;
  }

  @Override
  public String toString() {
    return "Manifest[%s, %,d rows, write %s, %d chunks]"
        .formatted(snapshot, rows, writeId.toLowerCase(Locale.ROOT), chunks.size());
  }
}
