package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.JOURNAL;
import static dev.ledgerload.loader.hybrid.Servers.await;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.loader.hybrid.Callers.Caller;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.TableDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callers who ask for the same at the same time share one load, and nothing else. */
class SharedLoadTest {
  private static final LocalDate DAY = JOURNAL.parameters().day(0);
  private static final JournalQuery ALL = JournalQuery.entries(DAY);

  private final RootAllocator allocator = new RootAllocator();
  private CachingJournalSource source = open(Map.of());

  private CachingJournalSource open(Map<String, String> more) {
    return open(JournalSchema.GL_ENTRIES, more);
  }

  private CachingJournalSource open(JournalSchema schema, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(Map.of("tiers", "memory,gated"));
    options.putAll(more);
    return new HybridSourceProvider()
        .open(Servers.config(allocator).withSchema(schema).withOptions(options));
  }

  @BeforeEach
  void forgetLoads() {
    GatedSourceProvider.LOADS.clear();
  }

  @AfterEach
  void leavesNothingBehind() {
    source.close();
    assertThat(GatedSourceProvider.OPEN.get()).isZero();
    Servers.requireNothingLeft(allocator);
  }

  private static int loads() {
    return GatedSourceProvider.LOADS.size();
  }

  private static void requireWhole(JournalTable table, ColumnSet columns) {
    assertThat(table.columns()).isEqualTo(columns);
    assertThat(TableDigest.of(table)).isEqualTo(JOURNAL.oracle().digest(table.day(), columns));
  }

  private static void requireWhole(Caller caller, JournalQuery query) {
    try (var table = caller.table()) {
      requireWhole(table, query.columns());
    }
  }

  /** Starts callers while no load can go on, until all wait. */
  private List<Caller> waiting(int number, JournalQuery query) {
    var callers = Callers.start(number, source, query);
    await("callers waiting", () -> callers.stream().allMatch(Caller::isWaiting));
    return callers;
  }

  @Test
  void loadsAColdDayOnceForManyCallers() {
    GatedSourceProvider.hold();
    List<Caller> callers;
    try {
      callers = waiting(64, ALL);
    } finally {
      GatedSourceProvider.release();
    }
    callers.forEach(caller -> requireWhole(caller, ALL));
    assertThat(loads()).isEqualTo(1);
  }

  @Tag("churn")
  @RepeatedTest(20)
  void loadsAColdDayOnceHoweverTheCallersCome() {
    Callers.start(64, source, ALL).forEach(caller -> requireWhole(caller, ALL));
    assertThat(loads()).isEqualTo(1);
  }

  @Test
  void goesOnForTheOthersWhenACallerIsInterruptedOrOutOfTime() {
    GatedSourceProvider.hold();
    List<Caller> callers;
    try {
      callers = waiting(3, ALL);
      callers.get(0).interrupt(); // the first to come is as good as any
      var failure = callers.get(0).failure();
      assertThat(failure.kind()).isEqualTo(TIMEOUT);
      assertThat(failure).hasMessageContaining("hybrid").hasMessageContaining("interrupted");
      var hasty = waiting(1, ALL.within(Duration.ofMillis(50))).get(0).failure();
      assertThat(hasty.kind()).isEqualTo(TIMEOUT);
      assertThat(hasty).hasMessageContaining("PT0.05S").hasMessageContaining("gated");
    } finally {
      GatedSourceProvider.release();
    }
    requireWhole(callers.get(1), ALL);
    requireWhole(callers.get(2), ALL);
    assertThat(loads()).isEqualTo(1);
  }

  @Test
  void endsTheLoadWhenTheLastCallerLeaves() {
    GatedSourceProvider.hold();
    try {
      var callers = waiting(2, ALL);
      await("the load begun", GatedSourceProvider::isAnyoneWaiting); // else it wouldn't count
      callers.forEach(Caller::interrupt);
      callers.forEach(caller -> assertThat(caller.failure().kind()).isEqualTo(TIMEOUT));
      await("no load left", () -> !GatedSourceProvider.isAnyoneWaiting());
    } finally {
      GatedSourceProvider.release();
    }
    try (var table = source.load(ALL)) {
      requireWhole(table, ALL.columns());
    }
    assertThat(loads()).as("the load that was ended, and the next").isEqualTo(2);
  }

  @Test
  void givesAllCallersTheFailure() {
    source.close();
    source = open(JournalSchema.GL_ENTRIES.withTable("no_such_table"), Map.of());
    GatedSourceProvider.hold();
    List<Caller> callers;
    try {
      callers = waiting(8, ALL);
    } finally {
      GatedSourceProvider.release();
    }
    for (var caller : callers) {
      var failure = caller.failure();
      assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
      assertThat(failure.strategy()).isEqualTo("hybrid");
      assertThat(failure).hasMessageContaining("no_such_table").hasMessageContaining("copy");
    }
    assertThat(loads()).isEqualTo(1);
  }

  @Test
  void asksOnceMoreForWhoJoinedALoadThatLostTheDatabase() throws InterruptedException {
    var big = JournalQuery.entries(Servers.BIG_JOURNAL.parameters().day(0));
    try (var proxy = Servers.postgresProxy()) {
      source.close();
      source =
          new HybridSourceProvider()
              .open(
                  new SourceConfig(
                      Servers.postgresVia(proxy),
                      null,
                      Servers.BIG,
                      allocator,
                      Map.of("tiers", "memory,gated")));
      proxy.stallAfter(500_000);
      var first = waiting(1, big).get(0);
      proxy.awaitStall(Duration.ofSeconds(20));
      var others = waiting(8, big);
      proxy.cut();
      proxy.resume();
      assertThat(first.failure().kind()).isEqualTo(UNAVAILABLE);
      for (var other : others) {
        try (var table = other.table()) {
          assertThat(TableDigest.of(table))
              .isEqualTo(Servers.BIG_JOURNAL.oracle().digest(big.day(), big.columns()));
        }
      }
      assertThat(loads()).isEqualTo(2);
      source.close();
    }
  }

  @Test
  void loadsAnewForWhoFindsTheSharedSnapshotTooOld() {
    GatedSourceProvider.holdAnswers();
    Caller first;
    Caller content;
    Caller choosy;
    try {
      first = waiting(1, ALL).get(0);
      await("its snapshot", GatedSourceProvider::isAnyAnswerWaiting);
      content = waiting(1, ALL.noOlderThan(Duration.ofHours(1))).get(0);
      choosy = waiting(1, ALL.noOlderThan(Duration.ofNanos(1))).get(0);
    } finally {
      GatedSourceProvider.releaseAnswers();
    }
    requireWhole(first, ALL);
    requireWhole(content, ALL);
    requireWhole(choosy, ALL);
    assertThat(loads()).isEqualTo(2);
  }

  @Test
  void opensNoMoreSourcesThanItMay() {
    source.close();
    source = open(Map.of("connections", "2"));
    GatedSourceProvider.hold();
    List<Caller> callers;
    try {
      callers =
          JOURNAL.parameters().dayList().stream()
              .map(day -> waiting(1, JournalQuery.entries(day)).get(0))
              .toList();
      await("as many loads as may be", () -> loads() == 2);
      assertThat(GatedSourceProvider.OPEN.get()).isEqualTo(2);
    } finally {
      GatedSourceProvider.release();
    }
    for (int i = 0; i < callers.size(); i++) {
      requireWhole(callers.get(i), JournalQuery.entries(JOURNAL.parameters().day(i)));
    }
    assertThat(GatedSourceProvider.OPEN.get()).isEqualTo(2);
  }

  @Test
  void failsWhoWaitsWhenItIsClosed() {
    GatedSourceProvider.hold();
    try {
      var callers = waiting(3, ALL);
      source.close();
      callers.forEach(caller -> assertThat(caller.failure().kind()).isEqualTo(UNAVAILABLE));
    } finally {
      GatedSourceProvider.release();
    }
  }
}
