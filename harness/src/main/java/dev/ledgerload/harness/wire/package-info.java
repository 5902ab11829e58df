/**
 * Counts what a program sends to a server and gets from it, on the way between them.
 *
 * <p>Start at {@link dev.ledgerload.harness.wire.WireCounter}. It knows nothing of the program:
 * what is counted is the same for any build.
 */
@NullMarked
package dev.ledgerload.harness.wire;

import org.jspecify.annotations.NullMarked;
