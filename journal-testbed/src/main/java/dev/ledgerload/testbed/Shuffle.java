package dev.ledgerload.testbed;

/**
 * An order of the numbers from 0 to {@code size - 1} that looks random. It is the same for the same
 * key, and takes no memory.
 */
record Shuffle(long size, long key) {
  /*
   * A Feistel network maps the numbers of an even number of bits to one another, one to one. It has
   * at most four times as many numbers as there are: what it maps beyond the last goes through it
   * again, which comes back among the others sooner or later, for all of it is one permutation [1].
   *
   * [1] Black, Rogaway: Ciphers with Arbitrary Finite Domains, CT-RSA 2002 ("cycle walking")
   */
  private static final int ROUNDS = 4;

  /** The number that stands at a place; each stands at one. */
  long at(long place) {
    long number = place;
    do {
      number = mapped(number);
    } while (number >= size);
    return number;
  }

  private long mapped(long number) {
    int half = (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2;
    long mask = (1L << half) - 1;
    long left = number >>> half;
    long right = number & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = left ^ (Mix.mix(Mix.draw(key, round) + right) & mask);
      left = right;
      right = mixed;
    }
    return (left << half) | right;
  }
}
