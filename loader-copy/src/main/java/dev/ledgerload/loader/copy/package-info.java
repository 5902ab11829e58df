/**
 * Loads entries by {@code COPY (FORMAT BINARY)}, decoded where they were received, straight into
 * columns. Start at {@link dev.ledgerload.loader.copy.CopySourceProvider}.
 */
@NullMarked
package dev.ledgerload.loader.copy;

import org.jspecify.annotations.NullMarked;
