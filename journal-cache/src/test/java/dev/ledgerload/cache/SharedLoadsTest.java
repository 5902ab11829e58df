package dev.ledgerload.cache;

import static dev.ledgerload.cache.SeededDays.DAY;
import static dev.ledgerload.cache.SeededDays.NOON;
import static dev.ledgerload.cache.SeededDays.requireWhole;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.AMOUNT;
import static dev.ledgerload.spi.GlEntries.ID;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One load for all who ask for the same, which ends with the last of them. */
@Timeout(60)
class SharedLoadsTest {
  private static final JournalQuery ALL = JournalQuery.entries(DAY);
  private static final long PATIENCE_SECONDS = 30;

  /** What callers ask for; any load and any held day will do. */
  private record Request(JournalQuery query) implements DayRequest {
    @Override
    public @Nullable Duration maxAge() {
      return query.maxAge();
    }
  }

  private final SeededDays seeded = new SeededDays();
  private final DayCache days = new DayCache(1 << 26, null, InstantSource.system());
  private final Queue<SharedLoad<Request>> begun = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Queue<Thread> interrupted = new ConcurrentLinkedQueue<>();
  private volatile boolean mindsInterrupts = true;
  private volatile @Nullable RuntimeException failure;
  private SharedLoads<Request> loads = loads(Executors.newCachedThreadPool());

  private SharedLoads<Request> loads(ExecutorService executor) {
    return new SharedLoads<>(days, this::load, executor);
  }

  /** Loads a day once the gate is open. */
  private LoadedDay load(SharedLoad<Request> load) throws InterruptedException {
    begun.add(load);
    awaitGate();
    var failed = failure;
    if (failed != null) {
      throw failed;
    }
    try (var whole = seeded.table(load.query().day())) {
      var table = whole.project(load.query().columns());
      load.keep(table);
      return new LoadedDay(table, "seeded");
    }
  }

  private void awaitGate() throws InterruptedException {
    while (true) {
      try {
        gate.await();
        return;
      } catch (InterruptedException e) {
        interrupted.add(Thread.currentThread());
        if (mindsInterrupts) {
          throw e;
        }
      }
    }
  }

  @AfterEach
  void leavesNothingBehind() {
    gate.countDown();
    loads.close();
    days.close();
    seeded.close();
  }

  private Joined<Request> join(JournalQuery query) {
    return loads.join(new Request(query), load -> true);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      assertThat(System.nanoTime() - start)
          .as(what + " in time")
          .isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
      Thread.onSpinWait();
    }
  }

  private static void requireGiven(Joined<Request> joined, JournalQuery query, String from)
      throws Exception {
    var day = joined.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    try (JournalTable table = day.table()) {
      assertThat(table.columns()).isEqualTo(query.columns());
      assertThat(day.from()).isEqualTo(from);
      requireWhole(table);
    }
  }

  @Test
  void loadsOnceForManyWhichGetWhatTheyAskedFor() throws Exception {
    var first = join(ALL);
    var others = Stream.generate(() -> join(ALL.select(ID, AMOUNT))).limit(64).toList();
    gate.countDown();
    requireGiven(first, ALL, "seeded");
    for (var other : others) {
      requireGiven(other, ALL.select(ID, AMOUNT), "seeded");
      assertThat(other.isFirst()).isFalse();
    }
    requireGiven(join(ALL), ALL, DayCache.STRATEGY);
    assertThat(first.isFirst()).isTrue();
    assertThat(begun).hasSize(1);
  }

  @Tag("churn")
  @RepeatedTest(20)
  void loadsOnceHoweverTheCallersCome() throws Exception {
    gate.countDown();
    var threads = Executors.newFixedThreadPool(16);
    try {
      var callers =
          Stream.generate(
                  () ->
                      (Callable<Void>)
                          () -> {
                            try (var table = join(ALL).get().table()) {
                              requireWhole(table);
                            }
                            return null;
                          })
              .limit(64)
              .toList();
      for (var caller : threads.invokeAll(callers)) {
        caller.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(begun).hasSize(1);
  }

  @Test
  void loadsTheColumnsAskedForAndThoseHeldOrBeingLoaded() throws Exception {
    var first = join(ALL.select(ID));
    var second = join(ALL.select(AMOUNT));
    var otherDay = join(JournalQuery.entries(DAY.plusDays(1)).select(ACC_DEBIT));
    gate.countDown();
    requireGiven(first, ALL.select(ID), "seeded");
    requireGiven(second, ALL.select(AMOUNT), "seeded");
    requireGiven(otherDay, JournalQuery.entries(DAY.plusDays(1)).select(ACC_DEBIT), "seeded");
    requireGiven(join(ALL.select(ID, AMOUNT)), ALL.select(ID, AMOUNT), DayCache.STRATEGY);
    requireGiven(join(ALL.select(ACC_DEBIT)), ALL.select(ACC_DEBIT), "seeded");
    assertThat(begun)
        .extracting(SharedLoad::query)
        .containsExactlyInAnyOrder(
            ALL.select(ID),
            ALL.select(ID, AMOUNT),
            JournalQuery.entries(DAY.plusDays(1)).select(ACC_DEBIT),
            ALL.select(ID, ACC_DEBIT, AMOUNT));
  }

  @Test
  void loadsNoMoreThanIsAskedForWhereNothingIsKept() throws Exception {
    try (var none = new DayCache(0, null, InstantSource.system());
        var unkept = new SharedLoads<>(none, this::load, Executors.newCachedThreadPool())) {
      var first = unkept.join(new Request(ALL.select(ID)), load -> true);
      var second = unkept.join(new Request(ALL.select(AMOUNT)), load -> true);
      gate.countDown();
      requireGiven(first, ALL.select(ID), "seeded");
      requireGiven(second, ALL.select(AMOUNT), "seeded");
      assertThat(begun)
          .extracting(SharedLoad::query)
          .containsExactlyInAnyOrder(ALL.select(ID), ALL.select(AMOUNT));
    }
  }

  @Test
  void beginsAnotherForWhoCannotJoin() throws Exception {
    var first = join(ALL);
    var second = loads.join(new Request(ALL), load -> load.isBegunAfter(System.nanoTime()));
    assertThat(second.isFirst()).isTrue();
    gate.countDown();
    requireGiven(first, ALL, "seeded");
    requireGiven(second, ALL, "seeded");
  }

  @Test
  void endsALoadThatNobodyWaitsForAndKeepsNothingOfIt() throws Exception {
    mindsInterrupts = false;
    var first = join(ALL);
    var second = join(ALL);
    await("the load", () -> !begun.isEmpty());
    first.cancel(false);
    assertThat(interrupted).isEmpty();
    second.leave();
    await("its interrupt", () -> !interrupted.isEmpty());
    assertThat(requireNonNull(begun.peek()).isCancelled()).isTrue();
    var next = join(ALL);
    assertThat(next.isFirst()).as("nobody joins what is given up").isTrue();
    days.invalidate(DAY); // which can't know the load any more
    loads.forget(DAY);
    gate.countDown();
    requireGiven(next, ALL, "seeded");
    loads.close();
    assertThat(days.bytes()).isZero();
  }

  @Test
  void goesOnForThoseWhoStillWait() throws Exception {
    var first = join(ALL);
    var second = join(ALL);
    await("the load", () -> !begun.isEmpty());
    first.leave();
    gate.countDown();
    requireGiven(second, ALL, "seeded");
    assertThat(interrupted).isEmpty();
    assertThat(begun).hasSize(1);
  }

  @Test
  void beginsNoLoadThatWasGivenUpWhileItWaitedForAThread() throws Exception {
    loads.close();
    loads = loads(Executors.newFixedThreadPool(1));
    var first = join(ALL);
    var givenUp = join(JournalQuery.entries(DAY.plusDays(1)));
    givenUp.leave();
    gate.countDown();
    requireGiven(first, ALL, "seeded");
    var last = JournalQuery.entries(DAY.plusDays(2));
    requireGiven(join(last), last, "seeded");
    assertThat(begun).extracting(load -> load.query().day()).containsExactly(DAY, DAY.plusDays(2));
  }

  @Test
  void givesBackADayThatCameWhileItsCallerLeft() throws Exception {
    gate.countDown();
    var joined = join(ALL);
    await("the day", joined::isDone);
    joined.leave();
    days.invalidate(DAY);
    assertThat(seeded.allocator().getAllocatedMemory()).isZero();
  }

  @Test
  void answersWhoWaitsForADayThatIsForgottenAndNobodyElse() throws Exception {
    var narrow = join(ALL.select(ID));
    var before = join(ALL); // can't join it
    await("both loads", () -> begun.size() == 2);
    loads.forget(DAY);
    var after = join(ALL);
    assertThat(after.isFirst()).isTrue();
    loads.forget(DAY);
    gate.countDown();
    requireGiven(narrow, ALL.select(ID), "seeded");
    requireGiven(before, ALL, "seeded");
    requireGiven(after, ALL, "seeded");
    assertThat(days.bytes()).isZero();
    requireGiven(join(ALL), ALL, "seeded");
    assertThat(days.bytes()).isPositive();
  }

  @Test
  void givesAllTheFailure() throws Exception {
    var gone = new IllegalStateException("gone");
    failure = gone;
    var joined = List.of(join(ALL), join(ALL), join(ALL.select(ID)));
    gate.countDown();
    for (var each : joined) {
      assertThatThrownBy(each::get).isInstanceOf(ExecutionException.class).hasCause(gone);
    }
    failure = null;
    requireGiven(join(ALL), ALL, "seeded");
  }

  @Test
  void failsWhoWaitsWhenItIsClosedAlsoForAThread() {
    loads.close();
    loads = loads(Executors.newFixedThreadPool(1));
    List<Joined<Request>> joined = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      joined.add(join(JournalQuery.entries(DAY.plusDays(i))));
    }
    loads.close();
    for (var each : joined) {
      assertThatThrownBy(each::get).hasCauseInstanceOf(InterruptedException.class);
    }
    assertThatThrownBy(() -> join(ALL)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void failsWhoseLoadGetsNoThreadAndLetsTheNextTry() throws Exception {
    loads.close();
    var threads = Executors.newFixedThreadPool(1);
    threads.shutdown();
    loads = loads(threads);
    for (int i = 0; i < 2; i++) {
      var joined = join(ALL);
      assertThat(joined.isFirst()).isTrue();
      assertThatThrownBy(joined::get).isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void joinsNoHeldDayThatTheRequestDoesNotAccept() throws Exception {
    gate.countDown();
    requireGiven(join(ALL), ALL, "seeded");
    requireGiven(join(ALL.noOlderThan(Duration.ofNanos(1))), ALL, "seeded");
    var choosy =
        new DayRequest() {
          @Override
          public JournalQuery query() {
            return ALL;
          }

          @Override
          public @Nullable Duration maxAge() {
            return null;
          }

          @Override
          public boolean accepts(JournalTable.Snapshot snapshot) {
            return snapshot.asOf().isAfter(NOON);
          }
        };
    try (var others =
        new SharedLoads<DayRequest>(
            days,
            load -> new LoadedDay(seeded.table(load.query().day()), "other"),
            Executors.newCachedThreadPool())) {
      var day = others.join(choosy, load -> true).get();
      day.table().close();
      assertThat(day.from()).isEqualTo("other");
    }
  }
}
