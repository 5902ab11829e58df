package dev.ledgerload.harness;

import dev.ledgerload.spi.PostgresUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that lets a journal be seeded in a database that somebody named by its URL. */
final class SeedHereOption {
  static final String NAME = "--seed-here";

  @Option(
      names = NAME,
      description =
          "Seed the journal in the database that is named by its URL: in a schema of its own, which"
              + " is dropped at the end. Without this, nothing is written there.")
  private boolean given;

  boolean isGiven() {
    return given;
  }

  /** Notes where there is nothing for it to allow. */
  void requireUrl(@Nullable PostgresUrl url, String namedBy, Problems problems) {
    problems.require(
        !given || url != null, "%s needs a database: name it by %s".formatted(NAME, namedBy));
  }
}
