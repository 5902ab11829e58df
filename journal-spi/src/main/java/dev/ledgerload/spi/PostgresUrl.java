package dev.ledgerload.spi;

import java.util.regex.Pattern;

/**
 * The address of a PostgreSQL database as a JDBC URL, credentials included. Its {@link #toString()}
 * and {@link #redacted()} show it without the password, so it is safe in a message.
 *
 * <p>The driver's settings can be among its parameters, and are heeded where they say how to reach
 * the server and how values travel ({@code sslmode}, {@code prepareThreshold}, {@code
 * binaryTransfer}, {@code options} …). Those that would change what statements do have no effect:
 * {@code autosave}, {@code preferQueryMode} (but {@code simple} names no statements), {@code
 * readOnlyMode}, {@code allowEncodingChanges}, {@code stringtype}, {@code binaryTransferEnable},
 * {@code defaultRowFetchSize}, {@code replication}; nor have {@code queryTimeout} and {@code
 * loginTimeout}, for a load has a timeout of its own. A {@code socketFactory} is refused.
 *
 * @param jdbcUrl as {@code jdbc:postgresql://host:5432/database?user=me&password=secret}
 */
public record PostgresUrl(String jdbcUrl) {
  /*
   * Rather too much than too little: a password before the host may itself have colons, slashes and
   * at signs, so all from the first colon to the last at sign before the parameters is taken for it.
   */
  private static final Pattern SECRET =
      Pattern.compile("(?i)([?&](?:ssl)?password=)[^&]*|(//[^:/?]*:)[^?]*(?=@)");

  /**
   * @throws IllegalArgumentException if it isn't a JDBC URL of PostgreSQL
   */
  public PostgresUrl {
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "a PostgreSQL URL must start with jdbc:postgresql:, as in"
              + " jdbc:postgresql://localhost:5432/ledger?user=me&password=...");
    }
  }

  /** The URL with {@code ***} for each password. */
  public String redacted() {
    return SECRET.matcher(jdbcUrl).replaceAll("$1$2***");
  }

  @Override
  public String toString() {
    return redacted();
  }
}
