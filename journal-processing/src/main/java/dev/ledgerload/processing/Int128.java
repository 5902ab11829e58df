package dev.ledgerload.processing;

import java.math.BigInteger;

/** Integers of two words, as Arrow's Decimal128 holds them. */
final class Int128 {
  private Int128() {}

  /** The value of 64 low bits and 64 high bits, in two's complement. */
  static BigInteger toBigInteger(long low, long high) {
    return carried(low, BigInteger.valueOf(high).subtract(BigInteger.valueOf(low >> 63)));
  }

  /** {@code carry} × 2^64 + {@code low}, which is signed. */
  static BigInteger carried(long low, BigInteger carry) {
    return carry.shiftLeft(Long.SIZE).add(BigInteger.valueOf(low));
  }
}
