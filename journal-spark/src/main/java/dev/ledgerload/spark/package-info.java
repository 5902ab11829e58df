/**
 * The journal as a data source of Spark SQL, by the name {@code ledgerload}.
 *
 * <p>The driver plans: it turns filters into days, finds how each is best divided, and notes the
 * state that all tasks are to read. Each task reads its part of a day by COPY into columns outside
 * of the heap, which Spark reads where they lie.
 */
@NullMarked
package dev.ledgerload.spark;

import org.jspecify.annotations.NullMarked;
