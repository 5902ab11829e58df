package dev.ledgerload.postgres;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.VersionSource;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/** Asks for versions over a connection of its own. */
final class PostgresVersionSource implements VersionSource {
  private final PostgresSession session;
  private final JournalSchema schema;

  PostgresVersionSource(PostgresSession session, JournalSchema schema) {
    this.session = session;
    this.schema = schema;
  }

  @Override
  public Optional<DayVersion> version(LocalDate day, Duration timeout) {
    return session.version(
        schema,
        day,
        Deadline.after(timeout),
        () -> "asking which version of %s is current in %s".formatted(day, schema.title()));
  }

  @Override
  public void close() {
    session.close();
  }
}
