package dev.ledgerload.contract;

import static dev.ledgerload.contract.CacheKit.DAY;
import static dev.ledgerload.contract.CacheKit.NOON;
import static dev.ledgerload.contract.CacheKit.query;
import static dev.ledgerload.contract.CacheKit.requireHeld;
import static dev.ledgerload.contract.CacheKit.requireMiss;
import static dev.ledgerload.contract.CacheKit.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What isn't held is a miss, never another day, another grain or a part. */
abstract class MissCases {
  private final CacheKit kit;

  MissCases(CacheKit kit) {
    this.kit = kit;
  }

  @ParameterizedTest
  @EnumSource
  void missesADayThatWasNeverPut(Grain grain) {
    var cache = kit.open();
    requireMiss(cache, query(snapshot(grain, 1, NOON)));
    kit.put(cache, snapshot(grain, 1, NOON));
    requireMiss(cache, query(new Snapshot(DAY.plusDays(1), grain, Optional.empty(), NOON)));
  }

  @Test
  void missesTheGrainThatWasNotPut() {
    var cache = kit.open();
    kit.put(cache, snapshot(Grain.ENTRY, 1, NOON));
    requireMiss(cache, JournalQuery.groups(DAY));
    var another = kit.open();
    kit.put(another, snapshot(Grain.GROUP, 1, NOON));
    requireMiss(another, JournalQuery.entries(DAY));
  }

  @Test
  void missesADayOfWhichItLacksAColumn() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, NOON);
    var columns = GlEntries.of(GlEntries.AMOUNT, GlEntries.T_1);
    kit.put(cache, held, columns);
    requireMiss(cache, JournalQuery.entries(DAY).select(GlEntries.T_1, GlEntries.T_2));
    requireHeld(cache, held, columns);
  }

  @Test
  void missesADayThatIsOlderThanAllowed() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, Instant.now().minusSeconds(3600));
    kit.put(cache, held);
    requireMiss(cache, query(held).noOlderThan(Duration.ofMinutes(30)));
    requireHeld(cache, held);
  }

  @Test
  void missesWhatWasInvalidatedAtEveryGrain() {
    var cache = kit.open();
    var entries = snapshot(Grain.ENTRY, 1, NOON);
    var nextDay =
        new Snapshot(DAY.plusDays(1), Grain.ENTRY, Optional.of(new DayVersion(1, 1)), NOON);
    kit.put(cache, entries);
    kit.put(cache, snapshot(Grain.GROUP, 1, NOON));
    kit.put(cache, nextDay);
    cache.invalidate(DAY);
    requireMiss(cache, JournalQuery.entries(DAY));
    requireMiss(cache, JournalQuery.groups(DAY));
    requireHeld(cache, nextDay);
    cache.invalidate(DAY); // there is nothing left to forget
    assertThat(kit.put(cache, entries)).isTrue();
    requireHeld(cache, entries);
  }

  @Test
  void keepsAnOlderSnapshotOnceTheNewerIsForgotten() {
    var cache = kit.open();
    kit.put(cache, snapshot(Grain.ENTRY, 7, NOON));
    cache.invalidate(DAY);
    var older = snapshot(Grain.ENTRY, 6, NOON);
    assertThat(kit.put(cache, older)).isTrue();
    requireHeld(cache, older);
  }
}
