package dev.ledgerload.harness.rivals;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rival says of one load: the module's {@code RivalReply}. */
record RivalReply(
    long elapsedNanos,
    long cpuNanos,
    @Nullable Long peakBytes,
    @Nullable Long resultBytes,
    @Nullable Long conversionNanos,
    long rows,
    @Nullable String amountType,
    Map<String, ColumnFacts> facts,
    @Nullable Long wireBytes,
    @Nullable String error) {}
