package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.JournalTable;

/**
 * A picture of a day, and the tier that it came from.
 *
 * @param table a handle of whoever has the answer
 */
record Answer(JournalTable table, String tier) {}
