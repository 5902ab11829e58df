/**
 * A {@link dev.ledgerload.spi.JournalTable} as an Arrow IPC stream, compressed with LZ4, and back;
 * and the one reader of Arrow that others sent.
 *
 * <p>The stream is cut into parts at its columns, so that who keeps it can give back some columns
 * without touching the others; all parts one after the other are a stream that any Arrow reads.
 * Start at {@link dev.ledgerload.columnar.ipc.TableEncoder} and {@link
 * dev.ledgerload.columnar.ipc.PartDecoder}; for a stream of whole messages, at {@link
 * dev.ledgerload.columnar.ipc.TableDecoder}.
 */
@NullMarked
package dev.ledgerload.columnar.ipc;

import org.jspecify.annotations.NullMarked;
