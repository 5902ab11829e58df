package dev.ledgerload.columnar;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.util.Arrays;

/** Finds the number of a byte string. Confined to one thread. */
final class CodeTable {
  /*
   * Open addressing with linear probing, at most half full. A slot is two longs: a key, and the
   * string's length, by a bias that makes it more than 0, and number; 0 is a free slot's. Up to
   * eight bytes the key is the string itself, so that key and length decide and no byte is compared;
   * a longer string's key is a hash of it, and its bytes, kept in a pool, are compared in the end.
   * Account numbers and analysis codes are nearly always the short kind.
   *
   * Whoever may book entries may choose codes that all belong into the same slot, as the quick
   * hashes are known to everybody. So a string that would come to lie farther from its slot than
   * codes do by chance makes the table go over to hashes by a secret: a random factor for the slot,
   * a random polynomial over the prime 2^61 - 1 for long strings. Both are universal: however codes
   * were chosen, they collide no more often than random ones.
   */
  static final int ABSENT = -1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L; // 2^64 / golden ratio
  static final int SHORT_BYTES = Long.BYTES;

  /** In slots; of a million random codes one lies some 70 from its slot, and hardly one 100. */
  private static final int FARTHEST_BY_CHANCE = 256;

  private static final long PRIME = (1L << 61) - 1;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The bytes that count of a word that begins with a string of -1 (NULL) to 8 bytes. */
  private static final long[] MASKS = masks();

  private static final int NULL_LENGTH = -1;
  private static final int LENGTH_BIAS = 2;

  private long[] slots = new long[2 * 64];
  private int[] poolOffsets = new int[64];
  private int shift = Long.SIZE - 6;
  private int size;
  private byte[] pool = new byte[0];
  private int poolBytes;
  private long multiplier = MULTIPLIER;
  private long secret; // of the hash of long strings; 0 while the quick one will do
  private int farthestAllowed = FARTHEST_BY_CHANCE;

  /** The number put for these bytes, or {@link #ABSENT}. Reads up to eight bytes past them. */
  int find(byte[] bytes, int offset, int length) {
    long key = key(bytes, offset, length);
    int mask = slots.length - 1;
    for (int slot = slotOf(key, length); ; slot = (slot + 2) & mask) {
      long lengthAndNumber = slots[slot + 1];
      if (lengthAndNumber == 0) {
        return ABSENT;
      }
      if (slots[slot] == key
          && lengthOf(lengthAndNumber) == length
          && (length <= SHORT_BYTES || isPooled(slot, bytes, offset, length))) {
        return (int) lengthAndNumber;
      }
    }
  }

  /**
   * Looks up many cells of a column at once, each in the one slot where it should be, and notes
   * those it doesn't find there: strings of more than {@link #SHORT_BYTES}, strings that another
   * one keeps from their slot, and those that aren't in the table.
   *
   * @param starts where the cells begin: with their length, as in a {@link CellBlock}
   * @param first the first cell's index in {@code starts}
   * @param lengths gets the cells' lengths
   * @param numbers gets their numbers, something else for those not found
   * @param missed gets the positions, from 0, of those not found
   * @return how many were not found
   */
  int probe(
      byte[] bytes,
      int[] starts,
      int first,
      int count,
      int[] lengths,
      int[] numbers,
      int[] missed) {
    long[] table = slots; // not read again from memory for each cell
    int misses = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      long word = (long) LONG.get(bytes, start + Integer.BYTES);
      long key = word & MASKS[Math.min(length, SHORT_BYTES) + 1];
      int slot = slotOf(key, length);
      long lengthAndNumber = table[slot + 1];
      lengths[i] = length;
      numbers[i] = (int) lengthAndNumber;
      // What isn't 0 if this isn't the cell's slot; and that as a number, for the CPU can't guess
      // which cells are missed, and a branch would cost it more than all of this.
      long difference =
          (table[slot] ^ key)
              | (lengthOf(lengthAndNumber) ^ length)
              | Math.max(length - SHORT_BYTES, 0);
      missed[misses] = i;
      misses += (int) ((difference | -difference) >>> (Long.SIZE - 1));
    }
    return misses;
  }

  /** Puts the number that {@link #probe} is to give for NULL; to be done before all else. */
  void putNull(int number) {
    int slot = freeSlot(0, NULL_LENGTH);
    slots[slot + 1] = lengthAndNumber(NULL_LENGTH, number);
    size++;
  }

  private static long[] masks() {
    var masks = new long[SHORT_BYTES + 2];
    for (int length = 1; length <= SHORT_BYTES; length++) {
      masks[length + 1] = -1L >>> (Long.SIZE - Byte.SIZE * length);
    }
    return masks;
  }

  /** Puts bytes that {@link #find} doesn't find. */
  void put(byte[] bytes, int offset, int length, int number) {
    if (4 * size >= slots.length) {
      grow();
    }
    int slot = freeSlot(key(bytes, offset, length), length);
    while (distance(slot, key(bytes, offset, length), length) > farthestAllowed) {
      hashBySecret();
      slot = freeSlot(key(bytes, offset, length), length);
    }
    slots[slot] = key(bytes, offset, length);
    slots[slot + 1] = lengthAndNumber(length, number);
    if (length > SHORT_BYTES) {
      poolOffsets[slot / 2] = pooled(bytes, offset, length);
    }
    size++;
  }

  private static long lengthAndNumber(int length, int number) {
    return ((long) (length + LENGTH_BIAS) << Integer.SIZE) | number;
  }

  /** In a free slot less than any length. */
  private static int lengthOf(long lengthAndNumber) {
    return (int) (lengthAndNumber >>> Integer.SIZE) - LENGTH_BIAS;
  }

  private int slotOf(long key, int length) {
    return 2 * (int) (((key + length) * multiplier) >>> shift);
  }

  /** How far a slot is from the one where a string should be, in slots. */
  private int distance(int slot, long key, int length) {
    return ((slot - slotOf(key, length)) & (slots.length - 1)) / 2;
  }

  /** How far a string lies from its slot at most, in slots: what finding one costs. */
  int farthest() {
    int farthest = 0;
    for (int slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot + 1] != 0) {
        int distance = distance(slot, slots[slot], lengthOf(slots[slot + 1]));
        farthest = Math.max(farthest, distance);
      }
    }
    return farthest;
  }

  private int freeSlot(long key, int length) {
    int slot = slotOf(key, length);
    while (slots[slot + 1] != 0) {
      slot = (slot + 2) & (slots.length - 1);
    }
    return slot;
  }

  private long key(byte[] bytes, int offset, int length) {
    if (length <= SHORT_BYTES) {
      return (long) LONG.get(bytes, offset) & MASKS[length + 1];
    }
    if (secret != 0) {
      return keyBySecret(bytes, offset, length);
    }
    long hash = length;
    int last = offset + length - Long.BYTES; // its last word overlaps the one before
    for (int position = offset; position < last; position += Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(bytes, position));
    }
    return mix(hash ^ (long) LONG.get(bytes, last));
  }

  /** The value at {@code secret} of the polynomial whose coefficients are the string's bytes. */
  private long keyBySecret(byte[] bytes, int offset, int length) {
    long value = length;
    for (int i = 0; i < length; i++) {
      value = timesSecret(value) + (bytes[offset + i] & 0xFF);
    }
    return value;
  }

  /** Modulo {@link #PRIME}, up to a few of it; for a {@code value} below 2^62. */
  private long timesSecret(long value) {
    long low = value * secret;
    long sum = (low & PRIME) + ((Math.multiplyHigh(value, secret) << 3) | (low >>> 61));
    return (sum & PRIME) + (sum >>> 61);
  }

  private static long mix(long word) {
    long product = word * MULTIPLIER;
    return product ^ (product >>> 32);
  }

  private boolean isPooled(int slot, byte[] bytes, int offset, int length) {
    int from = poolOffsets[slot / 2];
    int last = length - Long.BYTES; // its last word overlaps the one before
    long difference = (long) LONG.get(pool, from + last) ^ (long) LONG.get(bytes, offset + last);
    for (int i = 0; i < last; i += Long.BYTES) {
      difference |= (long) LONG.get(pool, from + i) ^ (long) LONG.get(bytes, offset + i);
    }
    return difference == 0;
  }

  private int pooled(byte[] bytes, int offset, int length) {
    int at = poolBytes;
    if (length > pool.length - at) {
      pool = Arrays.copyOf(pool, Math.max(Math.addExact(at, length), 2 * pool.length));
    }
    System.arraycopy(bytes, offset, pool, at, length);
    poolBytes += length;
    return at;
  }

  private void grow() {
    shift--;
    moveTo(2 * slots.length);
  }

  private void hashBySecret() {
    farthestAllowed *= 2; // so that even codes that defy all hashes are moved but a few times
    multiplier = RANDOM.nextLong() | 1;
    secret = RANDOM.nextLong(1, PRIME);
    for (int slot = 0; slot < slots.length; slot += 2) {
      int length = lengthOf(slots[slot + 1]);
      if (length > SHORT_BYTES) {
        slots[slot] = keyBySecret(pool, poolOffsets[slot / 2], length);
      }
    }
    moveTo(slots.length);
  }

  /** Puts everything where it belongs in a table of so many longs. */
  private void moveTo(int length) {
    long[] oldSlots = slots;
    int[] oldOffsets = poolOffsets;
    slots = new long[length];
    poolOffsets = new int[length / 2];
    for (int old = 0; old < oldSlots.length; old += 2) {
      if (oldSlots[old + 1] != 0) {
        int slot = freeSlot(oldSlots[old], lengthOf(oldSlots[old + 1]));
        slots[slot] = oldSlots[old];
        slots[slot + 1] = oldSlots[old + 1];
        poolOffsets[slot / 2] = oldOffsets[old / 2];
      }
    }
  }
}
