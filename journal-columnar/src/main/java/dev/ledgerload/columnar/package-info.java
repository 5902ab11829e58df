/**
 * Builds {@link dev.ledgerload.spi.JournalTable}s from PostgreSQL's binary values.
 *
 * <p>Start at {@link dev.ledgerload.columnar.JournalTableBuilder}. Rows come in as {@link
 * dev.ledgerload.columnar.CellBlock}s: a few hundred rows as the server sent them, with the place
 * of every cell. A block is decoded a column at a time, straight into Arrow's memory outside the
 * heap.
 */
@NullMarked
package dev.ledgerload.columnar;

import org.jspecify.annotations.NullMarked;
