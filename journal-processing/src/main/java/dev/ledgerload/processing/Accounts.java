package dev.ledgerload.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** The accounts of one side: a code is an index of the dictionary, or {@link #nullCode()}. */
final class Accounts {
  private final @Nullable String[] names;
  private final int[] ranks;

  private Accounts(@Nullable String[] names, int[] ranks) {
    this.names = names;
    this.ranks = ranks;
  }

  static Accounts of(VarCharVector dictionary) {
    int count = dictionary.getValueCount();
    var utf8 = IntStream.range(0, count).mapToObj(dictionary::get).toArray(byte[][]::new);
    var names = new @Nullable String[count + 1];
    for (int code = 0; code < count; code++) {
      names[code] = new String(utf8[code], UTF_8);
    }
    var byBytes =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing((Integer code) -> utf8[code], Arrays::compareUnsigned))
            .mapToInt(Integer::intValue)
            .toArray();
    var ranks = new int[count + 1];
    for (int rank = 0; rank < count; rank++) {
      ranks[byBytes[rank]] = rank;
    }
    ranks[count] = count;
    return new Accounts(names, ranks);
  }

  /** The code that stands for no account; the highest. */
  int nullCode() {
    return names.length - 1;
  }

  /** The number of codes, that of NULL included. */
  int codes() {
    return names.length;
  }

  /**
   * A dictionary's index as a code.
   *
   * @throws IllegalStateException if the dictionary has no such index
   */
  int requireCode(long index) {
    if (index < 0 || index >= nullCode()) {
      throw new IllegalStateException(
          "a table has index %d outside its dictionary of %d accounts"
              .formatted(index, nullCode()));
    }
    return (int) index;
  }

  @Nullable String name(int code) {
    return names[code];
  }

  /** The code's place in the order of the accounts' UTF-8 bytes, NULL last. */
  int rank(int code) {
    return ranks[code];
  }
}
