/** The {@code ledgerload} command line. Start at {@link dev.ledgerload.harness.Ledgerload}. */
@NullMarked
package dev.ledgerload.harness;

import org.jspecify.annotations.NullMarked;
