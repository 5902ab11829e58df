package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.TableDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table's digest is that of its values, of whatever type they are and however they are held. */
class EveryTypeDigestTest {
  private static final int ROWS = 6_000; // more than are hashed together

  private final RootAllocator allocator = new RootAllocator();
  private final List<List<@Nullable Object>> rows = EveryType.rows(ROWS, 1);

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  private JournalTable table(List<List<@Nullable Object>> some, int batchRows) {
    return EveryType.table(allocator, some, batchRows);
  }

  @Test
  void isThatOfTheRowsForEveryColumn() {
    try (var table = table(rows, ROWS)) {
      for (var column : EveryType.SCHEMA.columns()) {
        var columns = EveryType.SCHEMA.columns(column);
        var values =
            rows.stream().map(row -> Collections.singletonList(row.get(column.ordinal()))).toList();
        try (var part = table.project(columns)) {
          assertThat(TableDigest.of(part))
              .as(column.name())
              .isEqualTo(TableDigest.of(columns, values));
        }
      }
      assertThat(TableDigest.of(table)).isEqualTo(TableDigest.of(EveryType.SCHEMA.columns(), rows));
    }
  }

  @Test
  void dependsOnNeitherOrderNorBatches() {
    List<List<@Nullable Object>> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(2));
    try (var table = table(shuffled, 777)) {
      assertThat(TableDigest.of(table)).isEqualTo(TableDigest.of(EveryType.SCHEMA.columns(), rows));
    }
  }

  @Test
  void noticesAValueThatIsNullOrAnothersInAnyColumn() {
    var some = EveryType.rows(50, 2);
    long digest = TableDigest.of(EveryType.SCHEMA.columns(), some);
    for (var column : EveryType.SCHEMA.columns().without(EveryType.SCHEMA.day())) {
      int at = column.ordinal();
      var distinct =
          some.stream().map(row -> row.get(at)).filter(Objects::nonNull).distinct().toList();
      int row = some.stream().map(values -> values.get(at)).toList().indexOf(distinct.get(0));
      for (var value : Arrays.asList(null, distinct.get(1))) {
        List<List<@Nullable Object>> changed = new ArrayList<>(some);
        changed.set(row, new ArrayList<>(some.get(row)));
        changed.get(row).set(at, value);
        try (var table = table(changed, 50)) {
          assertThat(TableDigest.of(table)).as(column.name()).isNotEqualTo(digest);
        }
      }
    }
  }

  @Test
  void refusesValuesThatNoColumnHas() {
    var columns = EveryType.SCHEMA.columns(EveryType.SCHEMA.column("text"));
    assertThatThrownBy(() -> TableDigest.of(columns, List.of(List.of('c'))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Character");
  }
}
