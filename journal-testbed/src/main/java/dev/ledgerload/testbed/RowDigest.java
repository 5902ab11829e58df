package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ledgerload.spi.Column;

/**
 * The arithmetic of digests, which the oracle and {@link TableDigest} share.
 *
 * <p>A value's hash depends on its column; a row's folds its values' hashes one after the other; a
 * table's digest is the sum of its rows', modulo 2^64.
 */
final class RowDigest {
  /*
   * Why a sum of mixed rows is enough: rows come in no order, so the digest must not depend on one.
   * Unlike XOR, a sum doesn't cancel a row that is there twice. A row's hash depends on all its
   * values together through bijections that spread each bit, so a value that moved to another row
   * or column changes the sum; two tables that differ by accident share it with probability 2^-64.
   * It is no defence against somebody who constructs a collision.
   */
  static final long START = 0x243F6A8885A308D3L;

  private static final long NULL = 0x452821E638D01377L;

  private RowDigest() {}

  static long ofNull(long salt) {
    return Mix.mix(NULL + salt);
  }

  /** An id, a count, or a day as days since 1970-01-01. */
  static long ofNumber(long salt, long value) {
    return Mix.mix(value ^ salt);
  }

  /** A decimal by its 128-bit unscaled value and its scale. */
  static long ofDecimal(long salt, long high, long low, int scale) {
    long extension = high - (low >> 63); // 0 whenever the value fits in 64 bits
    return Mix.mix(low ^ (extension * START) ^ (salt + scale));
  }

  static long ofCode(long salt, byte[] bytes, int from, int to) {
    return Mix.mix(Mix.bytes(bytes, from, to) ^ salt);
  }

  /** Folds a value's hash into its row's. */
  static long fold(long row, long value) {
    long folded = (row ^ value) * 0xD6E8FEB86659FD93L;
    return folded ^ (folded >>> 32);
  }

  /** A row's share of the sum, from all its values folded. */
  static long finish(long row) {
    return Mix.mix(row);
  }

  /** What makes a value's hash depend on its column. */
  static long salt(Column column) {
    var name = column.name().getBytes(US_ASCII);
    return Mix.bytes(name, 0, name.length);
  }
}
