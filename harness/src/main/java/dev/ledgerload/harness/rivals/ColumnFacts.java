package dev.ledgerload.harness.rivals;

/**
 * What can be said of a column's values without an order.
 *
 * @param nulls how many are NULL
 * @param empties how many are texts of no characters
 * @param sum of numbers their exact sum; of dates the sum of their days since 1970-01-01; of texts
 *     the number of their bytes in UTF-8
 */
record ColumnFacts(long nulls, long empties, String sum) {}
