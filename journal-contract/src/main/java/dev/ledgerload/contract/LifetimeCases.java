package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.TableDigest;
import org.junit.jupiter.api.Test;

/** Sources and tables live as long as they should, and no longer. */
abstract class LifetimeCases {
  private final ContractKit kit;
  private final JournalQuery query;

  LifetimeCases(ContractKit kit) {
    this.kit = kit;
    this.query = kit.query(ContractDatabase.JOURNAL.parameters().day(0));
  }

  private void requireSeeded(JournalTable table) {
    assertThat(TableDigest.of(table)).isEqualTo(kit.digest(ContractDatabase.JOURNAL, table));
  }

  @Test
  void aTableOutlivesItsSource() {
    var source = kit.open(kit.seeded());
    try (var table = source.load(query)) {
      source.close();
      requireSeeded(table);
    }
  }

  @Test
  void aTableOutlivesTheNextLoad() {
    try (var source = kit.open(kit.seeded());
        var first = source.load(query);
        var second = source.load(query)) {
      requireSeeded(first);
      requireSeeded(second);
    }
  }

  @Test
  void aSharedHandleKeepsTheMemory() {
    try (var source = kit.open(kit.seeded())) {
      var first = source.load(query);
      try (var second = first.share();
          var part = first.project(GlEntries.of(GlEntries.ACC_CREDIT))) {
        first.close();
        requireSeeded(second);
        requireSeeded(part);
      }
    }
  }

  @Test
  void aClosedHandleIsRefused() {
    try (var source = kit.open(kit.seeded())) {
      var table = source.load(query);
      table.close();
      table.close();
      assertThatThrownBy(table::rows).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void refusesToLoadOnceClosed() {
    var source = kit.open(kit.seeded());
    source.load(query).close();
    source.close();
    assertThatThrownBy(() -> source.load(query).close()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closesTwiceWithoutHarm() {
    var source = kit.open(kit.seeded());
    source.load(query).close();
    source.close();
    source.close();
  }

  @Test
  void closesWithoutHavingLoaded() {
    kit.open(kit.seeded()).close();
  }
}
