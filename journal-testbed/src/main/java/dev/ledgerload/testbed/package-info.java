/** Servers to run against, and the journal that is seeded into them. */
@NullMarked
package dev.ledgerload.testbed;

import org.jspecify.annotations.NullMarked;
