/**
 * The contract between those who load a day of the journal and those who need it.
 *
 * <p>Start at {@link dev.ledgerload.spi.JournalSource}: it loads one day, named by a {@link
 * dev.ledgerload.spi.JournalQuery}, as a {@link dev.ledgerload.spi.JournalTable}. A loader module
 * implements it, offers it through a {@link dev.ledgerload.spi.JournalSourceProvider} named in
 * {@code META-INF/services}, and is done; {@link dev.ledgerload.spi.JournalSources} finds it by the
 * name of its strategy.
 *
 * <p>Amounts are exact decimals, days are {@link java.time.LocalDate}, durations are {@link
 * java.time.Duration} or carry their unit in their name. A parameter or result may be {@code null}
 * only where {@code @Nullable} says so.
 */
@NullMarked
package dev.ledgerload.spi;

import org.jspecify.annotations.NullMarked;
