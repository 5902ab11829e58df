package dev.ledgerload.spi;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The order of a key's values, the same whatever the database, its collations and its locale. All
 * values of one key are of one class, and NULL comes last.
 *
 * <table>
 *   <caption>Classes of keys</caption>
 *   <tr><th>class</th><th>of</th><th>order</th></tr>
 *   <tr><td>{@code Boolean}</td><td>{@code boolean}</td><td>false first</td></tr>
 *   <tr><td>{@code Short}, {@code Integer}, {@code Long}, {@code BigDecimal}</td>
 *       <td>{@code smallint}, {@code integer}, {@code bigint}, {@code numeric}</td>
 *       <td>by value</td></tr>
 *   <tr><td>{@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}, {@code Instant}</td>
 *       <td>{@code date}, {@code time}, {@code timestamp}, {@code timestamp with time zone}</td>
 *       <td>the earlier first</td></tr>
 *   <tr><td>{@code UUID}, {@code ByteBuffer}</td><td>{@code uuid}, {@code bytea}</td>
 *       <td>by their bytes, unsigned; the beginning of another before it</td></tr>
 *   <tr><td>{@code String}</td><td>texts and an enum's labels</td>
 *       <td>by the bytes of their UTF-8</td></tr>
 * </table>
 */
public final class KeyOrder {
  private KeyOrder() {}

  /**
   * Compares two values of a key, as a {@link java.util.Comparator} does.
   *
   * @throws ClassCastException if they aren't of one class of the table above
   */
  @SuppressWarnings("unchecked") // what isn't comparable with the other throws
  public static int compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    if (left instanceof String text) {
      return compareTexts(text, (String) right);
    }
    if (left instanceof UUID uuid) {
      return compareUuids(uuid, (UUID) right);
    }
    if (left instanceof ByteBuffer bytes) {
      return compareBytes(bytes, (ByteBuffer) right);
    }
    return ((Comparable<Object>) left).compareTo(right);
  }

  /** As their UTF-8 compares, without making it. */
  private static int compareTexts(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        return Integer.compare(inOrderOfCodePoints(one), inOrderOfCodePoints(other));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Bytes of UTF-8 sort as code points do, of which those above U+FFFF begin by a surrogate. */
  private static int inOrderOfCodePoints(char unit) {
    return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
  }

  private static int compareUuids(UUID left, UUID right) {
    int order = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return order != 0
        ? order
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
  }

  private static int compareBytes(ByteBuffer left, ByteBuffer right) {
    int at = left.mismatch(right);
    return at < 0 || at == Math.min(left.remaining(), right.remaining())
        ? Integer.compare(left.remaining(), right.remaining())
        : Byte.compareUnsigned(left.get(left.position() + at), right.get(right.position() + at));
  }
}
