package dev.ledgerload.testbed.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.TableDigest;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sources and tables live as long as they should, and no longer. */
abstract class LifetimeCases {
  private static final JournalQuery QUERY =
      JournalQuery.entries(ContractDatabase.JOURNAL.parameters().day(0));

  private final ContractKit kit;

  LifetimeCases(ContractKit kit) {
    this.kit = kit;
  }

  private static void requireSeeded(JournalTable table) {
    assertThat(TableDigest.of(table))
        .isEqualTo(ContractDatabase.JOURNAL.oracle().digest(QUERY.day(), table.columns()));
  }

  @Test
  void aTableOutlivesItsSource() {
    var source = kit.open(ContractDatabase.PLAIN);
    try (var table = source.load(QUERY)) {
      source.close();
      requireSeeded(table);
    }
  }

  @Test
  void aTableOutlivesTheNextLoad() {
    try (var source = kit.open(ContractDatabase.PLAIN);
        var first = source.load(QUERY);
        var second = source.load(QUERY)) {
      requireSeeded(first);
      requireSeeded(second);
    }
  }

  @Test
  void aSharedHandleKeepsTheMemory() {
    try (var source = kit.open(ContractDatabase.PLAIN)) {
      var first = source.load(QUERY);
      try (var second = first.share();
          var part = first.project(Set.of(JournalColumn.AMOUNT))) {
        first.close();
        requireSeeded(second);
        requireSeeded(part);
      }
    }
  }

  @Test
  void aClosedHandleIsRefused() {
    try (var source = kit.open(ContractDatabase.PLAIN)) {
      var table = source.load(QUERY);
      table.close();
      table.close();
      assertThatThrownBy(table::rows).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void refusesToLoadOnceClosed() {
    var source = kit.open(ContractDatabase.PLAIN);
    source.load(QUERY).close();
    source.close();
    assertThatThrownBy(() -> source.load(QUERY).close()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closesTwiceWithoutHarm() {
    var source = kit.open(ContractDatabase.PLAIN);
    source.load(QUERY).close();
    source.close();
    source.close();
  }

  @Test
  void closesWithoutHavingLoaded() {
    kit.open(ContractDatabase.PLAIN).close();
  }
}
