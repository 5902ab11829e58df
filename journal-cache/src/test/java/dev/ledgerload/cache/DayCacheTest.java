package dev.ledgerload.cache;

import static dev.ledgerload.cache.SeededDays.DAY;
import static dev.ledgerload.cache.SeededDays.NOON;
import static dev.ledgerload.cache.SeededDays.requireWhole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeededJournal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What days in memory take, how old they become, and which of two stays. */
class DayCacheTest {
  private final SeededDays seeded = new SeededDays();
  private final long tableBytes = bytesOfATable();
  private volatile Instant now = NOON;
  private DayCache cache = cache(3 * tableBytes, null);

  private long bytesOfATable() {
    try (var table = seeded.table(DAY)) {
      return table.bytes();
    }
  }

  private DayCache cache(long maxBytes, @Nullable Duration ttl) {
    return new DayCache(maxBytes, ttl, () -> now);
  }

  @AfterEach
  void leavesNothingBehind() {
    cache.close();
    seeded.close();
  }

  private boolean put(LocalDate day) {
    return put(day, 1, NOON);
  }

  private boolean put(LocalDate day, long version, Instant asOf) {
    try (var table = seeded.table(day, version, asOf)) {
      return cache.put(table);
    }
  }

  private boolean holds(LocalDate day) {
    return holds(JournalQuery.entries(day));
  }

  private boolean holds(JournalQuery query) {
    try (var table = cache.load(query)) {
      requireWhole(table);
      return true;
    } catch (JournalLoadException e) {
      return false;
    }
  }

  @Test
  void evictsWhatWasAskedForLongestAgo() {
    put(DAY);
    put(DAY.plusDays(1));
    put(DAY.plusDays(2));
    assertThat(holds(DAY)).isTrue();

    assertThat(put(DAY.plusDays(3))).isTrue();

    assertThat(holds(DAY)).isTrue();
    assertThat(holds(DAY.plusDays(1))).isFalse();
    assertThat(holds(DAY.plusDays(2))).isTrue();
    assertThat(holds(DAY.plusDays(3))).isTrue();
  }

  @Test
  void holdsNoMoreThanItsBoundWheneverAPutReturns() {
    for (int i = 0; i < 20; i++) {
      put(DAY.plusDays(i));
      assertThat(cache.bytes()).isPositive().isLessThanOrEqualTo(3 * tableBytes);
      assertThat(seeded.allocator().getAllocatedMemory()).isLessThanOrEqualTo(3 * tableBytes);
    }
  }

  @Test
  void givesTheMemoryOfWhatItEvictsBackUnlessAReaderHasIt() {
    put(DAY);
    try (var reading = cache.load(JournalQuery.entries(DAY))) {
      for (int i = 1; i <= 3; i++) {
        put(DAY.plusDays(i));
      }
      assertThat(holds(DAY)).isFalse();
      requireWhole(reading);
      assertThat(seeded.allocator().getAllocatedMemory()).isEqualTo(4 * tableBytes);
    }
    assertThat(seeded.allocator().getAllocatedMemory()).isEqualTo(3 * tableBytes);
  }

  @Test
  void countsAWholeTableWhateverItsHandleShows() {
    try (var table = seeded.table(DAY);
        var part = table.project(GlEntries.of(GlEntries.AMOUNT))) {
      cache.put(part);
    }
    assertThat(cache.bytes()).isEqualTo(tableBytes);
  }

  @Test
  void doesNotKeepWhatIsBiggerThanItself() {
    cache.close();
    cache = cache(tableBytes - 1, null);
    assertThat(put(DAY)).isFalse();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void forgetsADayThatATooBigOneIsNewerThan() {
    var journal = new SeededJournal(JournalParameters.of(5_000, 1));
    var newer = new Snapshot(DAY, Grain.ENTRY, Optional.of(new DayVersion(1, 2)), NOON);
    cache.close();
    cache = cache(tableBytes, null);
    put(DAY);
    try (var big = journal.table(newer, 5_000, seeded.allocator())) {
      assertThat(big.bytes()).isGreaterThan(tableBytes);
      assertThat(cache.put(big)).isFalse();
    }
    assertThat(holds(DAY)).isFalse();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void missesWhatIsOlderThanItsTtl() {
    cache.close();
    cache = cache(3 * tableBytes, Duration.ofMinutes(10));
    put(DAY);
    now = NOON.plus(Duration.ofMinutes(10));
    assertThat(holds(DAY)).isTrue();
    now = now.plusNanos(1);
    assertThat(holds(DAY)).isFalse();
    assertThat(put(DAY, 1, now)).as("the same version, younger").isTrue();
    assertThat(holds(DAY)).isTrue();
  }

  @Test
  void makesRoomOfWhatIsTooOldFirst() {
    cache.close();
    cache = cache(3 * tableBytes, Duration.ofMinutes(10));
    put(DAY);
    put(DAY.plusDays(1), 1, NOON.plusSeconds(700));
    assertThat(holds(DAY)).as("asked for last, but older").isTrue();
    now = NOON.plusSeconds(800);
    put(DAY.plusDays(2), 1, now);

    assertThat(cache.bytes()).isEqualTo(2 * tableBytes);
    assertThat(holds(DAY.plusDays(1))).isTrue();
  }

  @Test
  void missesWhatWasLoadedLongerAgoThanItsTtlWhateverTheDatabasesClockSays() {
    cache.close();
    cache = cache(3 * tableBytes, Duration.ofMinutes(10));
    var later = NOON.plusSeconds(3600);
    try (var table = seeded.table(DAY, 1, later)) {
      long begun = System.nanoTime() - Duration.ofMinutes(9).toNanos();
      assertThat(cache.put(new HeldDay(table, begun), () -> true)).isTrue();
      assertThat(holds(JournalQuery.entries(DAY).noOlderThan(Duration.ofMinutes(8)))).isFalse();
      assertThat(holds(DAY)).isTrue();
    }
  }

  @Test
  void keepsNothingThatIsTooOldToBeServed() {
    cache.close();
    cache = cache(3 * tableBytes, Duration.ofMinutes(10));
    now = NOON.plusSeconds(601);
    assertThat(put(DAY)).isFalse();
    assertThat(put(DAY, 1, now)).isTrue();
    cache.close();
    cache = cache(3 * tableBytes, Duration.ZERO);
    assertThat(put(DAY, 1, now)).isFalse();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void letsAnyDayTakeThePlaceOfOneTooOldToBeServed() {
    cache.close();
    cache = cache(3 * tableBytes, Duration.ofMinutes(10));
    assertThat(put(DAY, 7, NOON)).isTrue();
    now = NOON.plusSeconds(600);
    assertThat(put(DAY, 6, now)).as("while the newer one is served").isFalse();
    now = now.plusNanos(1);
    assertThat(put(DAY, 6, now)).isTrue();
    assertThat(holds(DAY)).isTrue();
  }

  @Test
  void tellsTheColumnsOfADayHoweverOld() {
    cache.close();
    cache = cache(3 * tableBytes, Duration.ofMinutes(10));
    var columns = JournalQuery.entriesForTotals(DAY).columns();
    try (var table = seeded.table(DAY);
        var part = table.project(columns)) {
      cache.put(part);
    }
    now = NOON.plusSeconds(3600);
    assertThat(cache.columnsHeld(JournalQuery.entries(DAY))).isEqualTo(columns);
    assertThat(cache.columnsHeld(JournalQuery.groups(DAY))).isEmpty();
  }

  @Tag("churn")
  @Test
  void staysWithinItsBoundUnderManyThreads() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      var tasks =
          IntStream.range(0, 8).<Callable<Void>>mapToObj(seed -> () -> churn(seed)).toList();
      for (var task : threads.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(seeded.allocator().getAllocatedMemory()).isEqualTo(cache.bytes());
    cache.invalidate(DAY);
  }

  private @Nullable Void churn(int seed) {
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      var day = DAY.plusDays(random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> put(day, i, NOON);
        case 1 -> cache.invalidate(day);
        default -> holds(day);
      }
      assertThat(cache.bytes()).isBetween(0L, 3 * tableBytes);
    }
    return null;
  }
}
