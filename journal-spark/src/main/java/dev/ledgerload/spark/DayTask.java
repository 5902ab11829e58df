package dev.ledgerload.spark;

import dev.ledgerload.postgres.ExportedSnapshot;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalSchema;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a task reads of a day, in one snapshot that sees what the plan saw. */
final class DayTask {
  private final JournalRead read;
  private final DayPart part;
  private final JournalSchema schema;

  DayTask(JournalRead read, DayPart part) {
    this.read = read;
    this.part = part;
    this.schema = read.schema();
  }

  JournalSchema schema() {
    return schema;
  }

  /**
   * Reads by a connection that nobody else has meanwhile.
   *
   * @param work is told that the day is what the plan saw by no exception
   */
  <T> T run(PostgresSession.Work<T> work) {
    try (var borrowed = Sessions.borrow(read, part.query())) {
      return borrowed
          .session()
          .inSnapshot(
              snapshot(),
              read.deadline(),
              () -> "reading %s of %s".formatted(part.day(), schema.title()),
              work);
    }
  }

  private @Nullable ExportedSnapshot snapshot() {
    return part.snapshot() == null
        ? null
        : new ExportedSnapshot(
            part.snapshot(), Instant.EPOCH.plus(part.serverStartedAtMicros(), ChronoUnit.MICROS));
  }

  /**
   * Makes sure, behind the last read, that the day is what it was when the query was planned.
   *
   * @throws IllegalStateException if it isn't
   */
  void requireUnchanged(PostgresSnapshot snapshot) throws SQLException, IOException {
    var found = snapshot.version(schema, part.day()); // finds a truncated table, too
    if (part.version() != null) {
      requirePlanned(found);
    }
  }

  /**
   * Makes sure, before the first read of the view, that it has the day as the journal had it then.
   *
   * @throws IllegalStateException if it hasn't
   */
  void requireViewUnchanged(PostgresSnapshot snapshot) throws SQLException {
    requirePlanned(TotalsView.versionOf(snapshot, schema, part.day()));
  }

  private void requirePlanned(Optional<DayVersion> found) {
    if (!found.map(Object::toString).equals(Optional.ofNullable(part.version()))) {
      throw new IllegalStateException(
          "%s of %s was changed after the query had been planned, by version %s to %s: ask it anew"
              .formatted(
                  part.day(),
                  schema.title(),
                  part.version(),
                  found.map(Object::toString).orElse("none")));
    }
  }
}
