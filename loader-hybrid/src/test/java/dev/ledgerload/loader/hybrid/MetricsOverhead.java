package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/**
 * What the metrics cost: the same loads without them (A), without them once more (A again: the
 * noise) and with them (B), in turn. Asserts nothing; run by {@code -Dtest=MetricsOverhead}.
 */
class MetricsOverhead {
  private static final int ROUNDS = 200;
  private static final int HITS = 2_000;
  private static final int LOADS = 1;

  @Test
  void compareLoadsWithAndWithoutMetrics() {
    Servers.testbed();
    try (var allocator = new RootAllocator();
        var recorder = new PrometheusRecorder(new PrometheusRegistry());
        var a = open(allocator, "memory,copy", LoadRecorder.NONE);
        var again = open(allocator, "memory,copy", LoadRecorder.NONE);
        var b = open(allocator, "memory,copy", recorder)) {
      report("a hit in memory", HITS, Servers.JOURNAL.parameters().day(0), a, again, b);
    }
    try (var allocator = new RootAllocator();
        var recorder = new PrometheusRecorder(new PrometheusRegistry());
        var a = open(allocator, "copy", LoadRecorder.NONE);
        var again = open(allocator, "copy", LoadRecorder.NONE);
        var b = open(allocator, "copy", recorder)) {
      report("a load of 5,000 entries", LOADS, Servers.JOURNAL.parameters().day(0), a, again, b);
    }
  }

  private static HybridJournalSource open(
      BufferAllocator allocator, String tiers, LoadRecorder recorder) {
    PostgresUrl url = Servers.postgres();
    return HybridJournalSource.open(
        SourceConfig.of(url, allocator).withOptions(Map.of("tiers", tiers)), recorder);
  }

  private static void report(
      String what,
      int loads,
      LocalDate day,
      JournalSource a,
      JournalSource again,
      JournalSource b) {
    var query = JournalQuery.entriesForTotals(day);
    var sources = List.of(a, again, b);
    var nanos = new double[3][ROUNDS];
    var random = new Random(1);
    for (int round = -ROUNDS; round < ROUNDS; round++) { // the first half warms up
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
      Collections.shuffle(order, random);
      for (int i : order) {
        long start = System.nanoTime();
        for (int n = 0; n < loads; n++) {
          sources.get(i).load(query).close();
        }
        if (round >= 0) {
          nanos[i][round] = (double) (System.nanoTime() - start) / loads;
        }
      }
    }
    System.out.printf(
        "%s: A %,.0f ns, A again %,.0f ns, B %,.0f ns (medians of %d rounds)%n",
        what, median(nanos[0]), median(nanos[1]), median(nanos[2]), ROUNDS);
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
