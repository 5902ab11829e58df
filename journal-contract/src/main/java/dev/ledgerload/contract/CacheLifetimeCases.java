package dev.ledgerload.contract;

import static dev.ledgerload.contract.CacheKit.DAY;
import static dev.ledgerload.contract.CacheKit.NOON;
import static dev.ledgerload.contract.CacheKit.query;
import static dev.ledgerload.contract.CacheKit.requireHeld;
import static dev.ledgerload.contract.CacheKit.requireMiss;
import static dev.ledgerload.contract.CacheKit.requireWhole;
import static dev.ledgerload.contract.CacheKit.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import org.junit.jupiter.api.Test;

/** Caches and their tables live as long as they should, and no longer. */
abstract class CacheLifetimeCases {
  private final CacheKit kit;

  CacheLifetimeCases(CacheKit kit) {
    this.kit = kit;
  }

  @Test
  void aTableThatWasPutStaysTheCallers() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, NOON);
    var table = kit.table(held);
    cache.put(table);
    requireWhole(table);
    table.close();
    requireHeld(cache, held);
  }

  @Test
  void aRefusedTableStaysTheCallers() {
    var cache = kit.open();
    kit.put(cache, snapshot(Grain.ENTRY, 2, NOON));
    try (var table = kit.table(snapshot(Grain.ENTRY, 1, NOON))) {
      assertThat(cache.put(table)).isFalse();
      requireWhole(table);
    }
  }

  @Test
  void refusesATableWhoseHandleIsClosed() {
    var cache = kit.open();
    var table = kit.table(snapshot(Grain.ENTRY, 1, NOON));
    table.close();
    assertThatThrownBy(() -> cache.put(table)).isInstanceOf(IllegalStateException.class);
    requireMiss(cache, query(snapshot(Grain.ENTRY, 1, NOON)));
  }

  @Test
  void aLoadedTableOutlivesWhatTookItsPlace() {
    var cache = kit.open();
    var first = snapshot(Grain.ENTRY, 1, NOON);
    kit.put(cache, first);
    try (var table = cache.load(query(first))) {
      kit.put(cache, snapshot(Grain.ENTRY, 2, NOON));
      assertThat(table.snapshot()).isEqualTo(first);
      requireWhole(table);
      cache.invalidate(DAY);
      requireWhole(table);
    }
  }

  @Test
  void aLoadedTableOutlivesTheCache() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, NOON);
    kit.put(cache, held);
    try (var table = cache.load(query(held));
        var part = cache.load(JournalQuery.entriesForTotals(DAY))) {
      cache.close();
      requireWhole(table);
      requireWhole(part);
    }
  }

  @Test
  void refusesEverythingOnceClosed() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 1, NOON);
    kit.put(cache, held);
    cache.close();
    assertThatThrownBy(() -> cache.load(query(held)).close())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kit.put(cache, held)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cache.invalidate(DAY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closesTwiceWithoutHarm() {
    var cache = kit.open();
    kit.put(cache, snapshot(Grain.ENTRY, 1, NOON));
    cache.close();
    cache.close();
  }

  @Test
  void closesWithoutHavingBeenUsed() {
    kit.open().close();
  }
}
