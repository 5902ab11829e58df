package dev.ledgerload.contract;

import static dev.ledgerload.contract.CacheKit.DAY;
import static dev.ledgerload.contract.CacheKit.NOON;
import static dev.ledgerload.contract.CacheKit.query;
import static dev.ledgerload.contract.CacheKit.requireHeld;
import static dev.ledgerload.contract.CacheKit.snapshot;
import static dev.ledgerload.contract.CacheKit.unversioned;
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

/** What was put comes back: every row, every value, and what it is a snapshot of. */
abstract class KeepingCases {
  private final CacheKit kit;

  KeepingCases(CacheKit kit) {
    this.kit = kit;
  }

  @ParameterizedTest
  @EnumSource
  void givesBackWhatWasPut(Grain grain) {
    var cache = kit.open();
    var versioned = snapshot(grain, 42, NOON);
    assertThat(kit.put(cache, versioned)).isTrue();
    requireHeld(cache, versioned);
    requireHeld(cache, versioned);
  }

  @ParameterizedTest
  @EnumSource
  void givesBackASnapshotWithoutAVersion(Grain grain) {
    var cache = kit.open();
    var unversioned = unversioned(grain, NOON);
    assertThat(kit.put(cache, unversioned)).isTrue();
    requireHeld(cache, unversioned);
  }

  @ParameterizedTest
  @EnumSource
  void keepsADayWithoutEntries(Grain grain) {
    var cache = kit.open();
    var nothing = new Snapshot(DAY.minusDays(1), grain, Optional.of(new DayVersion(1, 1)), NOON);
    assertThat(kit.put(cache, nothing)).isTrue();
    requireHeld(cache, nothing);
  }

  @Test
  void keepsTheGrainsAndTheDaysApart() {
    var cache = kit.open();
    var entries = snapshot(Grain.ENTRY, 1, NOON);
    var pairs = snapshot(Grain.GROUP, 2, NOON);
    var nextDay =
        new Snapshot(DAY.plusDays(1), Grain.ENTRY, Optional.of(new DayVersion(1, 3)), NOON);
    assertThat(cache.grains()).contains(Grain.ENTRY, Grain.GROUP);
    kit.put(cache, entries);
    kit.put(cache, pairs);
    kit.put(cache, nextDay);
    requireHeld(cache, entries);
    requireHeld(cache, pairs);
    requireHeld(cache, nextDay);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheColumnsAskedForAndNoOthers(Grain grain) {
    var cache = kit.open();
    var held = snapshot(grain, 1, NOON);
    kit.put(cache, held);
    for (var column : GlEntries.of(grain)) {
      requireHeld(cache, held, GlEntries.of(column));
      var others = GlEntries.of(grain).without(column);
      requireHeld(cache, held, others);
    }
  }

  @Test
  void keepsATableOfSomeColumns() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, NOON);
    var columns = JournalQuery.entriesForTotals(DAY).columns();
    assertThat(kit.put(cache, held, columns)).isTrue();
    requireHeld(cache, held, columns);
    requireHeld(cache, held, GlEntries.of(GlEntries.AMOUNT));
  }

  @Test
  void givesASnapshotThatIsYoungEnough() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, Instant.now().minusSeconds(60));
    kit.put(cache, held);
    try (var table = cache.load(query(held).noOlderThan(Duration.ofHours(1)))) {
      CacheKit.requireWhole(table);
    }
  }
}
