package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.await;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.cache.DayCache;
import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeededJournal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is invalidated stays so, wherever a fill of it has come to. */
class BackgroundFillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(500, 20));
  private static final LocalDate DAY = JOURNAL.parameters().day(0);

  private final RootAllocator allocator = new RootAllocator();
  private final DayCache cache = new DayCache(1 << 20, null, InstantSource.system());
  private final Queue<Fill> fills = new ConcurrentLinkedQueue<>();
  private final LoadRecorder recorder =
      new LoadRecorder() {
        @Override
        public void filled(String tier, Fill fill) {
          fills.add(fill);
        }
      };

  /** Where a fill's thread stands that has taken its task and not begun it. */
  private final CountDownLatch taken = new CountDownLatch(1);

  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void leavesNothingBehind() {
    cache.close();
    allocator.close();
  }

  /** With a thread that takes its task at once, and begins it when the gate is open. */
  private BackgroundFill gated() {
    return new BackgroundFill(
        "cache",
        recorder,
        Executors.newSingleThreadExecutor(
            task ->
                new Thread(
                    () -> {
                      taken.countDown();
                      pass(gate);
                      task.run();
                    },
                    "gated-fill")));
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted at a gate", e);
    }
  }

  private void later(BackgroundFill fill, JournalCache to, LocalDate day, long version) {
    later(fill, to, day, version, () -> true);
  }

  private void later(
      BackgroundFill fill, JournalCache to, LocalDate day, long version, BooleanSupplier keepable) {
    var snapshot =
        new Snapshot(day, Grain.ENTRY, Optional.of(new DayVersion(1, version)), Instant.EPOCH);
    try (var table = JOURNAL.table(snapshot, 200, allocator)) {
      fill.later(to, table, keepable);
    }
  }

  private boolean holds(LocalDate day) {
    try (var table = cache.load(JournalQuery.entries(day))) {
      return table.day().equals(day);
    } catch (JournalLoadException e) {
      return false;
    }
  }

  @Test
  void putsNothingThatWasInvalidatedWhenItsThreadHadTakenItAndNotBegun() {
    try (var fill = gated()) {
      later(fill, cache, DAY, 1);
      pass(taken);
      fill.invalidate(cache, DAY, PATIENCE);
      gate.countDown();
    }
    assertThat(fills).containsExactly(Fill.DROPPED);
    assertThat(holds(DAY)).isFalse();
  }

  @Test
  void putsNothingThatWasInvalidatedWhileItWaited() {
    try (var fill = gated()) {
      later(fill, cache, DAY.plusDays(1), 1);
      later(fill, cache, DAY, 1);
      fill.invalidate(cache, DAY, PATIENCE);
      gate.countDown();
    }
    assertThat(fills).containsExactlyInAnyOrder(Fill.KEPT, Fill.DROPPED);
    assertThat(holds(DAY)).isFalse();
    assertThat(holds(DAY.plusDays(1))).as("another day").isTrue();
  }

  @Test
  void putsWhatWasGivenAfterItsDayWasInvalidated() {
    try (var fill = gated()) {
      later(fill, cache, DAY, 1);
      fill.invalidate(cache, DAY, PATIENCE);
      later(fill, cache, DAY, 2);
      gate.countDown();
    }
    assertThat(fills).containsExactly(Fill.DROPPED, Fill.KEPT);
    assertThat(holds(DAY)).isTrue();
  }

  @Test
  void putsNothingOfALoadThatTheInvalidationMetBeforeItCameHere() {
    try (var fill = gated()) {
      var keepable = new AtomicBoolean(true);
      later(fill, cache, DAY, 1, keepable::get);
      pass(taken);
      keepable.set(false);
      gate.countDown();
    }
    assertThat(fills).containsExactly(Fill.DROPPED);
    assertThat(holds(DAY)).isFalse();
  }

  @Test
  void removesWhatWasBeingPutOnceItIs() throws Exception {
    try (var fill = new BackgroundFill("cache", recorder)) {
      var slow = slow();
      later(fill, slow, DAY, 1);
      pass(taken);
      var failure =
          catchThrowableOfType(
              JournalLoadException.class, () -> fill.invalidate(slow, DAY, Duration.ofMillis(1)));
      assertThat(failure.kind()).isEqualTo(TIMEOUT);
      assertThat(failure).hasMessageContaining("cache").hasMessageContaining(DAY.toString());
      fill.invalidate(slow, DAY.plusDays(1), Duration.ofNanos(1)); // nobody writes that

      var invalidation = new FutureTask<Void>(() -> fill.invalidate(slow, DAY, PATIENCE), null);
      var caller = new Thread(invalidation, "caller");
      caller.start();
      await("the wait for the put", () -> caller.getState() == Thread.State.TIMED_WAITING);
      gate.countDown();
      invalidation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(holds(DAY)).isFalse();
    }
    assertThat(fills).containsExactly(Fill.KEPT);
  }

  @Test
  void goesOnAfterACacheThatHasNoMemoryForATable() {
    try (var fill = new BackgroundFill("cache", recorder)) {
      later(fill, new Gated(() -> assertThat(new byte[Integer.MAX_VALUE]).isEmpty()), DAY, 1);
      later(fill, cache, DAY, 2);
    }
    assertThat(fills).containsExactly(Fill.FAILED, Fill.KEPT);
    assertThat(holds(DAY)).isTrue();
  }

  /** The cache, with puts that wait at the gate. */
  private JournalCache slow() {
    return new Gated(
        () -> {
          taken.countDown();
          pass(gate);
        });
  }

  /** The cache, with something before each put. */
  private final class Gated implements JournalCache {
    private final Runnable beforePut;

    Gated(Runnable beforePut) {
      this.beforePut = beforePut;
    }

    @Override
    public boolean put(JournalTable table) {
      beforePut.run();
      return cache.put(table);
    }

    @Override
    public String strategy() {
      return cache.strategy();
    }

    @Override
    public Set<Grain> grains() {
      return cache.grains();
    }

    @Override
    public JournalTable load(JournalQuery query) {
      return cache.load(query);
    }

    @Override
    public void invalidate(LocalDate day) {
      cache.invalidate(day);
    }

    @Override
    public void close() {
      cache.close();
    }
  }
}
