package dev.ledgerload.testbed;

/**
 * How the entries of a seeded journal lie in their table. Immutable.
 *
 * @param scattered whether in an order that is random, by the journal's seed: so each day is on
 *     nearly all pages, of its partition if there are some. Else day by day, and by ids
 */
public record Layout(boolean scattered, Partitions partitions) {

  /** Day by day, in a plain table. */
  public static final Layout IN_ORDER = new Layout(false, Partitions.NONE);

  /** Day by day, with partitions. */
  public static Layout partitioned(Partitions partitions) {
    return new Layout(false, partitions);
  }
}
