package dev.ledgerload.loader.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The keys of a journal's days: {@code prefix:{journal:day}:grain} for a manifest, and that with
 * {@code :write:number} behind it for a chunk. A cluster keeps together what has the same text in
 * braces, so a day lies on one node.
 */
record DayKeys(String prefix, String journal) {
  private static final Pattern PARAMETERS = Pattern.compile("\\?.*", Pattern.DOTALL);
  private static final Pattern LOGIN = Pattern.compile("//.*@", Pattern.DOTALL);
  private static final Pattern SCHEMA = Pattern.compile("[?&]currentSchema=([^&]*)");
  private static final int ID_BYTES = 6;

  String manifest(LocalDate day, Grain grain) {
    return "%s:{%s:%s}:%s".formatted(prefix, journal, day, grain.name().toLowerCase(Locale.ROOT));
  }

  static String chunk(String manifestKey, String writeId, int number) {
    return manifestKey + ":" + writeId + ":" + number;
  }

  /**
   * A name for the journal of a configuration: its table's, for people, and a digest of all that
   * decides which entries it has. User and password don't: who fills may be another than who reads.
   */
  static String journal(SourceConfig config) {
    var layout = config.layout();
    var columns = new TreeMap<>(layout.columnNames());
    var identity = String.join("\n", database(config.postgres()), layout.tableSql(), columns + "");
    var table = layout.table().replaceAll("[^A-Za-z0-9_.-]", "_");
    return table + "-" + HexFormat.of().formatHex(sha256(identity), 0, ID_BYTES);
  }

  private static String database(PostgresUrl url) {
    var address =
        LOGIN.matcher(PARAMETERS.matcher(url.jdbcUrl()).replaceFirst("")).replaceFirst("//");
    var schema = SCHEMA.matcher(url.jdbcUrl());
    return address + (schema.find() ? "?" + schema.group(1) : "");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
