package dev.ledgerload.contract;

import static dev.ledgerload.contract.CacheKit.DAY;
import static dev.ledgerload.contract.CacheKit.NOON;
import static dev.ledgerload.contract.CacheKit.requireHeld;
import static dev.ledgerload.contract.CacheKit.requireWhole;
import static dev.ledgerload.contract.CacheKit.snapshot;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Any number of threads may put, load, invalidate and close at the same time. */
abstract class ManyThreadsCases {
  private static final int THREADS = 8;
  private static final int VERSIONS = 24;
  private static final int ROUNDS = 15;

  private final CacheKit kit;

  ManyThreadsCases(CacheKit kit) {
    this.kit = kit;
  }

  /** Runs all tasks at the same time; fails as the first of them that fails. */
  private static void together(List<Callable<Void>> tasks) throws Exception {
    var threads = Executors.newFixedThreadPool(tasks.size());
    try {
      var start = new CountDownLatch(1);
      List<Future<Void>> running = new ArrayList<>();
      for (var task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      start.countDown();
      for (var task : running) {
        task.get(2, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theNewestOfManyWritersWins() throws Exception {
    var cache = kit.open();
    var versions = new ArrayList<>(LongStream.rangeClosed(1, VERSIONS).boxed().toList());
    Collections.shuffle(versions, new Random(7));
    List<Callable<Void>> writers = new ArrayList<>();
    for (var version : versions) {
      writers.add(
          () -> {
            kit.put(cache, snapshot(Grain.ENTRY, version, NOON));
            return null;
          });
    }
    together(writers);
    requireHeld(cache, snapshot(Grain.ENTRY, VERSIONS, NOON));
  }

  @Test
  void aReaderNeverSeesAMixOfTwoSnapshotsNorAnOlderOneAfterANewer() throws Exception {
    var cache = kit.open();
    kit.put(cache, snapshot(Grain.ENTRY, 0, NOON));
    var written = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          for (int version = 1; version <= VERSIONS; version++) {
            kit.put(cache, snapshot(Grain.ENTRY, version, NOON));
          }
          written.set(VERSIONS);
          return null;
        });
    for (int i = 1; i < THREADS; i++) {
      tasks.add(
          () -> {
            long newest = 0;
            do {
              try (var table = cache.load(JournalQuery.entries(DAY))) {
                requireWhole(table);
                long version = table.snapshot().version().orElseThrow().changes();
                assertThat(version).isGreaterThanOrEqualTo(newest);
                newest = version;
              }
            } while (written.get() < VERSIONS);
            return null;
          });
    }
    together(tasks);
  }

  @Test
  void aLoadIsWholeOrAMissWhileOthersPutAndInvalidate() throws Exception {
    var cache = kit.open();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      tasks.add(
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              switch (number % 4) {
                case 0 -> kit.put(cache, snapshot(Grain.ENTRY, number, NOON));
                case 1 -> cache.invalidate(DAY);
                default -> loadOrMiss(cache);
              }
            }
            return null;
          });
    }
    together(tasks);
  }

  @Test
  void closingUnderManyThreadsRefusesThemAndLeaksNothing() throws Exception {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, NOON);
    kit.put(cache, held);
    var loads = new CountDownLatch(THREADS);
    List<Callable<Void>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          loads.await();
          cache.close();
          return null;
        });
    for (int i = 0; i < THREADS; i++) {
      boolean writes = i % 2 == 0;
      tasks.add(
          () -> {
            loadOrMiss(cache);
            loads.countDown();
            untilClosed(
                () -> {
                  if (writes) {
                    kit.put(cache, held);
                  }
                  loadOrMiss(cache);
                });
            return null;
          });
    }
    together(tasks);
  }

  /** Repeats until the cache says that it is closed; what it cuts off may fail as unavailable. */
  private static void untilClosed(Runnable action) {
    while (true) {
      try {
        action.run();
      } catch (IllegalStateException e) {
        return;
      } catch (JournalLoadException e) {
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(UNAVAILABLE);
      }
    }
  }

  private static void loadOrMiss(JournalCache cache) {
    try (var table = cache.load(JournalQuery.entries(DAY))) {
      requireWhole(table);
    } catch (JournalLoadException e) {
      assertThat(e.kind()).as(e.getMessage()).isEqualTo(UNAVAILABLE);
    }
  }
}
