package dev.ledgerload.processing;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.KeyOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one key: a code is an index of the dictionary, or {@link #nullCode()}. */
final class KeyValues {
  private final Column key;
  private final @Nullable Object[] values;
  private final int[] ranks;
  private final int[] inOrder;

  private KeyValues(Column key, @Nullable Object[] values, int[] inOrder) {
    this.key = key;
    this.values = values;
    this.inOrder = inOrder;
    ranks = new int[inOrder.length];
    for (int rank = 0; rank < ranks.length; rank++) {
      ranks[inOrder[rank]] = rank;
    }
  }

  static KeyValues of(JournalTable table, Column key) {
    var dictionary = table.dictionaryValues(key);
    int count = dictionary.size();
    var values = dictionary.toArray(new @Nullable Object[count + 1]); // NULL is the last
    var coded = new Coded[values.length];
    Arrays.setAll(coded, code -> new Coded(values[code], code));
    Arrays.sort(coded, (one, other) -> KeyOrder.compare(one.value(), other.value()));
    return new KeyValues(key, values, Arrays.stream(coded).mapToInt(Coded::code).toArray());
  }

  private record Coded(@Nullable Object value, int code) {}

  /** The code that stands for NULL; the highest. */
  int nullCode() {
    return values.length - 1;
  }

  /** The number of codes, that of NULL included. */
  int codes() {
    return values.length;
  }

  /**
   * A dictionary's index as a code.
   *
   * @throws IllegalStateException if the dictionary has no such index
   */
  int requireCode(long index) {
    if (index < 0 || index >= nullCode()) {
      throw new IllegalStateException(
          "column %s has index %d outside its dictionary of %d values"
              .formatted(key, index, nullCode()));
    }
    return (int) index;
  }

  @Nullable Object value(int code) {
    return values[code];
  }

  /** The code's place in the order of the values, NULL last. */
  int rank(int code) {
    return ranks[code];
  }

  /** All codes in that order. */
  int[] codesInOrder() {
    return inOrder.clone();
  }

  /** A code's value for people, with the key's name. */
  String text(int code) {
    return "%s %s".formatted(key, values[code]);
  }
}
