package dev.ledgerload.rivals;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rival says of one load.
 *
 * @param elapsedNanos from before its query to the whole day
 * @param cpuNanos CPU time of the process meanwhile
 * @param peakBytes the most memory that the process had meanwhile; null where the system doesn't
 *     say
 * @param resultBytes what the loaded day takes, on the heap and outside of it
 * @param conversionNanos time from there to columns of Arrow with exact amounts; null if it is that
 * @param rows the number of entries
 * @param amountType the type that amounts have in it; null if they weren't looked at
 * @param facts by the columns' names; empty if values weren't looked at
 * @param wireBytes received, where it counts them; null elsewhere
 * @param error why there is no load; the others are then of no meaning
 */
public record RivalReply(
    long elapsedNanos,
    long cpuNanos,
    @Nullable Long peakBytes,
    @Nullable Long resultBytes,
    @Nullable Long conversionNanos,
    long rows,
    @Nullable String amountType,
    Map<String, ColumnFacts> facts,
    @Nullable Long wireBytes,
    @Nullable String error) {

  static RivalReply ofError(String error) {
    return new RivalReply(0, 0, null, null, null, 0, null, Map.of(), null, error);
  }
}
