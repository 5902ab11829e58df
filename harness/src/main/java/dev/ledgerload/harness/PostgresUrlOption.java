package dev.ledgerload.harness;

import dev.ledgerload.spi.PostgresUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the journal's database, and the variable that may stand in for it. */
final class PostgresUrlOption {
  static final String NAME = "--postgres-url";

  @Option(
      names = NAME,
      paramLabel = "URL",
      defaultValue = "${env:LEDGERLOAD_POSTGRES_URL}",
      description =
          "The journal's database, a JDBC URL (default: the environment's"
              + " LEDGERLOAD_POSTGRES_URL).")
  private @Nullable String text;

  /**
   * What is named.
   *
   * @throws IllegalArgumentException if nothing is, or no database's URL
   */
  PostgresUrl url() {
    var url = urlIfNamed();
    if (url == null) {
      throw new IllegalArgumentException(
          "name the database: %s, or LEDGERLOAD_POSTGRES_URL in the environment".formatted(NAME));
    }
    return url;
  }

  /**
   * The same; null if nothing is named.
   *
   * @throws IllegalArgumentException if it is no database's URL
   */
  @Nullable PostgresUrl urlIfNamed() {
    return text == null || text.isBlank() ? null : new PostgresUrl(text);
  }
}
