/**
 * What every {@link dev.ledgerload.spi.JournalSource} and every {@link
 * dev.ledgerload.spi.JournalCache} must do, as tests that a loader module inherits. Start at {@link
 * dev.ledgerload.contract.JournalSourceContract} and {@link
 * dev.ledgerload.contract.JournalCacheContract}.
 *
 * <p>For scope {@code test} alone: nothing that ships depends on it, nor on JUnit.
 */
@NullMarked
package dev.ledgerload.contract;

import org.jspecify.annotations.NullMarked;
