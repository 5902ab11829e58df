package dev.ledgerload.spark;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.jspecify.annotations.Nullable;

/**
 * A part of a day, for one task.
 *
 * @param conditions of which each entry of the part meets one, to be put behind WHERE, one after
 *     the other
 * @param ofView the query for its totals where a view has them; null where the journal is asked
 * @param limit of rows
 * @param version which the day must have; null where a snapshot sees to it that all tasks see the
 *     same
 * @param snapshot which the task must adopt; null where a version sees to that
 * @param serverStartedAtMicros when the server of that snapshot began, since 1970
 * @param query by which the database knows who reads
 */
record DayPart(
    LocalDate day,
    List<String> conditions,
    @Nullable String ofView,
    int limit,
    @Nullable String version,
    @Nullable String snapshot,
    long serverStartedAtMicros,
    String query)
    implements InputPartition {

  DayPart {
    conditions = List.copyOf(conditions);
  }
}
