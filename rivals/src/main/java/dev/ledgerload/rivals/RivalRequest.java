package dev.ledgerload.rivals;

import org.jspecify.annotations.Nullable;

/**
 * What a rival is told before anything else. It holds a password, so it comes by standard input and
 * is never printed.
 *
 * @param protocol the asker's version
 * @param jdbcUrl the database, for a JDBC driver
 * @param uri the same for libpq and those who read its URIs
 * @param table the table as SQL names it, quoted
 * @param day to load, in ISO form
 * @param extension the file of DuckDB's extension for PostgreSQL; null if there is none
 */
public record RivalRequest(
    int protocol,
    String jdbcUrl,
    String uri,
    String table,
    String day,
    @Nullable String extension) {
  /** The version that this build speaks. */
  public static final int PROTOCOL = 1;

  @Override
  public String toString() {
    return "RivalRequest[%s, %s]".formatted(table, day);
  }
}
