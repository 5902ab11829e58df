package dev.ledgerload.cache;

import dev.ledgerload.spi.JournalTable;

/**
 * A day, and who had it.
 *
 * @param table a handle of whoever has this, who closes it
 * @param from the strategy that had the day; {@link DayCache#STRATEGY} if it was held
 */
public record LoadedDay(JournalTable table, String from) {}
