package dev.ledgerload.loader.redis;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a day, and in which chunks: a Redis hash, written when all chunks are there.
 *
 * <p>Its fields: {@code format} (3), {@code schema} (the fingerprint of the journal's, at the
 * grain), {@code day}, {@code grain}, {@code columns} (names, with commas), {@code rows}, {@code
 * version} (missing if the database keeps none), {@code as_of} (ISO 8601), {@code write} (the id in
 * the chunks' keys), {@code chunks}: a line for each, with the number in {@code columns}, from 0,
 * of the column that it belongs to or {@code -} if it is of the frame, its bytes, what its values
 * take uncompressed, and its CRC-32C in hexadecimal; {@code checksum}: of the manifest's key and
 * all other fields, whatever their names. The chunks one after the other are the Arrow stream.
 *
 * <p>The checksum finds accidents, and manifests under a key that they weren't written to. Who may
 * write to the Redis can make one: what is believed of a day is bounded all the same.
 */
record Manifest(
    String schema,
    Snapshot snapshot,
    ColumnSet columns,
    long rows,
    String writeId,
    List<Chunk> chunks) {

  private static final String FORMAT = "3";
  private static final String FRAME = "-";
  private static final String CHECKSUM = "checksum";

  private static final Pattern WRITE_ID = Pattern.compile("[0-9a-f]{16}");

  /** Of its fields' names and values together: more than enough for {@link #MAX_CHUNKS}. */
  static final int MAX_BYTES = 4 << 20;

  /** Those of a billion entries. */
  static final int MAX_CHUNKS = 60_000;

  /** How far this machine's clock may be behind the database's. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(1);

  /** The largest value that Redis takes, unless told otherwise. */
  static final int MAX_CHUNK_BYTES = 512 << 20;

  record Chunk(@Nullable Column column, int bytes, long plainBytes, int crc32c) {

    /** As a line, by the columns in their order. */
    String line(List<Column> columns) {
      return "%s %d %d %08x"
          .formatted(column == null ? FRAME : columns.indexOf(column), bytes, plainBytes, crc32c);
    }

    static Chunk of(String line, List<Column> columns) {
      var words = line.split(" ", -1);
      int bytes = Integer.parseInt(words[1]);
      if (words.length != 4 || bytes < 0 || bytes > MAX_CHUNK_BYTES) {
        throw new IllegalArgumentException("a chunk \"%s\"".formatted(line));
      }
      return new Chunk(
          words[0].equals(FRAME) ? null : columns.get(Integer.parseInt(words[0])),
          bytes,
          Long.parseLong(words[2]),
          Integer.parseUnsignedInt(words[3], 16));
    }
  }

  Manifest {
    chunks = List.copyOf(chunks);
  }

  /**
   * The hash to be written.
   *
   * @param key where to
   */
  Map<String, String> toHash(String key) {
    Map<String, String> hash = new LinkedHashMap<>();
    hash.put("format", FORMAT);
    hash.put("schema", schema);
    hash.put("day", snapshot.day().toString());
    hash.put("grain", snapshot.grain().name());
    hash.put("columns", columns.stream().map(Column::name).collect(joining(",")));
    hash.put("rows", Long.toString(rows));
    snapshot.version().ifPresent(version -> hash.put("version", version.toString()));
    hash.put("as_of", snapshot.asOf().toString());
    hash.put("write", writeId);
    var numbered = List.copyOf(columns);
    hash.put("chunks", chunks.stream().map(chunk -> chunk.line(numbered)).collect(joining("\n")));
    hash.put(CHECKSUM, checksum(hash, key));
    return hash;
  }

  private static String checksum(Map<String, String> hash, String key) {
    List<String> texts = new ArrayList<>(List.of(key));
    new TreeMap<>(hash)
        .forEach(
            (name, value) -> {
              if (!name.equals(CHECKSUM)) {
                texts.add(name);
                texts.add(value);
              }
            });
    return Fingerprint.of(texts);
  }

  /**
   * Reads a hash.
   *
   * @param key where it was
   * @param journal what it is to be a day of, at its grain
   * @throws MissException if it is of another format
   * @throws DamagedDayException if it isn't what was written to this key, that of this day and
   *     grain, or is of a time that is yet to come
   */
  static Manifest of(Map<String, String> hash, String key, LocalDate day, JournalSchema journal) {
    var format = hash.getOrDefault("format", FORMAT);
    if (!format.equals(FORMAT)) {
      throw new MissException(
          "it is in the format of another release (\"%s\", not %s)".formatted(format, FORMAT));
    }
    var writeId = hash.getOrDefault("write", "");
    try {
      if (!field(CHECKSUM, hash).equals(checksum(hash, key))) {
        throw new IllegalArgumentException("its checksum is that of another manifest, or key");
      }
      require("format", hash, FORMAT);
      require("schema", hash, journal.fingerprint());
      require("day", hash, day.toString());
      require("grain", hash, journal.grain().name());
      List<Column> columns = new ArrayList<>();
      for (var name : field("columns", hash).split(",", -1)) {
        columns.add(journal.column(name));
      }
      if (!WRITE_ID.matcher(writeId).matches()) {
        throw new IllegalArgumentException("write %s".formatted(writeId));
      }
      List<Chunk> chunks = new ArrayList<>();
      field("chunks", hash).lines().forEach(line -> chunks.add(Chunk.of(line, columns)));
      var version = hash.get("version");
      var snapshot =
          new Snapshot(
              day,
              journal.grain(),
              version == null ? Optional.empty() : Optional.of(DayVersion.parse(version)),
              Instant.parse(field("as_of", hash)));
      var problem = problemOf(snapshot.asOf());
      if (!problem.isEmpty()) {
        throw new IllegalArgumentException(problem);
      }
      return new Manifest(
          journal.fingerprint(),
          snapshot,
          journal.columns().of(columns),
          Long.parseLong(field("rows", hash)),
          writeId,
          chunks);
    } catch (RuntimeException e) { // whatever the text was, it is no manifest
      throw new DamagedDayException(writeId, "its manifest is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * What is wrong with a snapshot's time: that it lies further ahead than clocks may differ, so
   * that its age can't be told. Empty if nothing is.
   */
  static String problemOf(Instant asOf) {
    var now = Instant.now();
    return asOf.isAfter(now.plus(MAX_SKEW))
        ? "it is of %s, but here it is %s: set the clocks of this machine and the database's"
            .formatted(asOf, now)
        : "";
  }

  private static void require(String name, Map<String, String> hash, String expected) {
    if (!field(name, hash).equals(expected)) {
      throw new IllegalArgumentException(
          "its %s is \"%s\", not %s".formatted(name, field(name, hash), expected));
    }
  }

  private static String field(String name, Map<String, String> hash) {
    var value = hash.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no field " + name);
    }
    return value;
  }

  /**
   * Whether a snapshot must not take this one's place; see {@link
   * dev.ledgerload.spi.JournalCache#put}.
   */
  boolean outranks(Snapshot other, ColumnSet otherColumns) {
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
