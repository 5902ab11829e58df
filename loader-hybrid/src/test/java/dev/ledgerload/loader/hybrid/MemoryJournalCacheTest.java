package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Pictures.DAY;
import static dev.ledgerload.loader.hybrid.Pictures.NOON;
import static dev.ledgerload.loader.hybrid.Pictures.requireWhole;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeededJournal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cache in memory does beside what every cache does: its bound, its ages. */
class MemoryJournalCacheTest {
  private final Pictures pictures = new Pictures();
  private final long tableBytes = bytesOfATable();
  private volatile Instant now = NOON;
  private MemoryJournalCache cache = cache(3 * tableBytes, null);

  private long bytesOfATable() {
    try (var table = pictures.table(DAY)) {
      return table.bytes();
    }
  }

  private MemoryJournalCache cache(long maxBytes, @Nullable Duration ttl) {
    return new MemoryJournalCache(maxBytes, ttl, () -> now);
  }

  @AfterEach
  void leavesNothingBehind() {
    cache.close();
    pictures.close();
  }

  private boolean put(LocalDate day) {
    return put(day, 1, NOON);
  }

  private boolean put(LocalDate day, long version, Instant asOf) {
    try (var table = pictures.table(day, version, asOf)) {
      return cache.put(table);
    }
  }

  private boolean holds(LocalDate day) {
    var table = cache.find(JournalQuery.entries(day));
    if (table == null) {
      return false;
    }
    try (table) {
      requireWhole(table);
    }
    return true;
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
      assertThat(pictures.allocator().getAllocatedMemory()).isLessThanOrEqualTo(3 * tableBytes);
    }
  }

  @Test
  void givesTheMemoryOfWhatItEvictsBackUnlessAReaderHasIt() {
    put(DAY);
    try (var reading = requireNonNull(cache.find(JournalQuery.entries(DAY)))) {
      for (int i = 1; i <= 3; i++) {
        put(DAY.plusDays(i));
      }
      assertThat(holds(DAY)).isFalse();
      requireWhole(reading);
      assertThat(pictures.allocator().getAllocatedMemory()).isEqualTo(4 * tableBytes);
    }
    assertThat(pictures.allocator().getAllocatedMemory()).isEqualTo(3 * tableBytes);
  }

  @Test
  void countsAWholeTableWhateverItsHandleShows() {
    try (var table = pictures.table(DAY);
        var part = table.project(Set.of(JournalColumn.AMOUNT))) {
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
  void forgetsAPictureThatATooBigOneIsNewerThan() {
    var journal = new SeededJournal(JournalParameters.of(5_000, 1));
    var newer = new Snapshot(DAY, Grain.ENTRY, Optional.of(new DayVersion(1, 2)), NOON);
    cache.close();
    cache = cache(tableBytes, null);
    put(DAY);
    try (var big = journal.table(newer, 5_000, pictures.allocator())) {
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
    assertThat(put(DAY, 1, now)).as("the same picture, younger").isTrue();
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
  void tellsTheColumnsOfAPictureHoweverOld() {
    cache.close();
    cache = cache(3 * tableBytes, Duration.ofMinutes(10));
    var columns = JournalQuery.entriesForTotals(DAY).columns();
    try (var table = pictures.table(DAY);
        var part = table.project(columns)) {
      cache.put(part);
    }
    now = NOON.plusSeconds(3600);
    assertThat(cache.columnsHeld(DAY, Grain.ENTRY)).isEqualTo(columns);
    assertThat(cache.columnsHeld(DAY, Grain.ACCOUNT_PAIR)).isEmpty();
  }

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
    assertThat(pictures.allocator().getAllocatedMemory()).isEqualTo(cache.bytes());
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

  @ParameterizedTest
  @CsvSource({
    "max-bytes, 0, from 1 to",
    "max-bytes, -5, from 1 to",
    "max-bytes, 1G, from 1 to",
    "ttl, PT0S, more than zero",
    "ttl, soon, more than zero",
    "ttl, -1, more than zero",
    "max-byte, 5, max-bytes"
  })
  void refusesABadOption(String option, String value, String allowed) {
    var config =
        SourceConfig.of(new PostgresUrl("jdbc:postgresql://localhost/x"), pictures.allocator())
            .withOptions(Map.of(option, value));
    assertThatThrownBy(() -> new MemorySourceProvider().open(config).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memory")
        .hasMessageContaining(option)
        .hasMessageContaining(allowed);
  }
}
